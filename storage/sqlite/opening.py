"""Opening a SQLite database: `await open_sqlite(path)` or `async with open_sqlite(path) as storage`."""

from __future__ import annotations

import sqlite3
from collections.abc import Generator
from contextlib import suppress
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Literal

import aiosqlite

from storage.sqlite.connection import MEMORY, Place, open_reader, open_writer
from storage.sqlite.files import refuse_network
from storage.sqlite.storage import SqliteStorage
from storage.sqlite.writer import Writer


class Opening:
    """A storage that is opened when awaited or entered, and closed when left."""

    _storage: SqliteStorage

    def __init__(self, place: Place) -> None:
        self._place = place

    def __await__(self) -> Generator[object, None, SqliteStorage]:
        return _open(self._place).__await__()

    async def __aenter__(self) -> SqliteStorage:
        self._storage = await _open(self._place)
        return self._storage

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self._storage.close()


def open_sqlite(path: Path | Literal[":memory:"], *, owner: bool = True, patience: float = 5.0) -> Opening:
    """The storage in this file, made and migrated if need be.

    `owner`: False for every process but the one that serves; only the owner moves the log into the database.
    `patience`: seconds to wait for another process that writes.
    Raises StorageUnavailable, DatabaseMismatch or DatabaseCorrupt, each with what to do.
    """
    return Opening(Place(path, owner=owner, patience=patience))


async def _open(place: Place) -> SqliteStorage:
    if isinstance(place.path, Path):
        refuse_network(place.path)
    connection = await open_writer(place)
    try:
        reader = connection if place.path == MEMORY else await open_reader(place)
    except BaseException:
        await connection.close()
        raise
    return SqliteStorage(Writer(connection, partial(_reopen, place)), reader, owner=place.owner)


async def _reopen(place: Place, failed: aiosqlite.Connection) -> aiosqlite.Connection:
    """After a failed commit only a fresh connection is sure to see what is on disk; in memory there is no
    other.
    """
    if place.path == MEMORY:
        return failed
    with suppress(sqlite3.Error):
        await failed.close()
    return await open_writer(place)
