"""Connections to a SQLite file with the settings that our promises need."""

from __future__ import annotations

import os
import sqlite3
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Literal

import aiosqlite

from storage.port import StorageError, StorageUnavailable
from storage.sqlite import thread
from storage.sqlite.errors import at
from storage.sqlite.migrations import check_identity, migrate

MEMORY: Literal[":memory:"] = ":memory:"

#: For every connection. FULL: a returned commit survives power loss (on macOS only with fullfsync).
SETTINGS = (
    "PRAGMA foreign_keys = ON",
    "PRAGMA synchronous = FULL",
    "PRAGMA fullfsync = ON",
    "PRAGMA checkpoint_fullfsync = ON",
    "PRAGMA secure_delete = ON",
    "PRAGMA trusted_schema = OFF",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA journal_size_limit = 67108864",
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where the database is and how this process uses it: only the owner may checkpoint (`patience` in
    seconds).
    """

    path: Path | Literal[":memory:"]
    owner: bool = True
    patience: float = 5.0

    def __str__(self) -> str:
        return str(self.path)


async def open_writer(place: Place) -> aiosqlite.Connection:
    """The write connection, with the file made (for its owner's eyes only) and migrated if need be."""
    if isinstance(place.path, Path):
        _make_file(place.path)
    return await _open(place, partial(_prepare, place=place))


async def open_reader(place: Place) -> aiosqlite.Connection:
    """A connection that cannot write."""
    return await _open(place, _prepare_reader)


def _make_file(path: Path) -> None:
    log = path.with_name(path.name + "-wal")
    # In this order: a process that makes the database now makes its log after it.
    if log.exists() and log.stat().st_size and not path.exists():
        raise StorageUnavailable(
            f"{path} is gone, and its log is still there: put the file back or restore the last backup; "
            f"to begin with nothing, remove {log.name}"
        )
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except FileExistsError:
        return  # not opened: closing it would drop the locks of another connection of this process
    except OSError as error:
        raise StorageUnavailable(
            f"{path}: cannot make the database ({error.strerror}): make its folder, or name another"
        ) from error


async def _open(place: Place, prepare: thread.Work[None]) -> aiosqlite.Connection:
    try:
        connection = await thread.connect(place.path, place.patience)
    except sqlite3.Error as error:
        raise at(place, error) from error
    try:
        await thread.run(connection, prepare)
    except (sqlite3.Error, StorageError) as error:
        await connection.close()
        raise at(place, error) from error
    except BaseException:
        await connection.close()
        raise
    return connection


def _prepare(connection: sqlite3.Connection, place: Place) -> None:
    connection.row_factory = sqlite3.Row
    for setting in SETTINGS:
        connection.execute(setting)
    if not place.owner:
        connection.execute("PRAGMA wal_autocheckpoint = 0")
    check_identity(connection)
    connection.execute("PRAGMA journal_mode = WAL")  # stays with the file, so not before we know it is ours
    migrate(connection)


def _prepare_reader(connection: sqlite3.Connection) -> None:
    connection.row_factory = sqlite3.Row
    for setting in (*SETTINGS, "PRAGMA wal_autocheckpoint = 0", "PRAGMA query_only = ON"):
        connection.execute(setting)
