"""The one place that reaches the sqlite3 connection under aiosqlite: many statements in one hop to its
thread.

A hop per statement costs more than the statement. Everything here runs in the connection's own thread, one
call after the other, so that nothing else can come between the statements of one call.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import aiosqlite

from storage.port import StorageUnavailable
from storage.sqlite.errors import is_unavailable

T = TypeVar("T")

#: What is to be read or written, given the connection inside its thread.
Work = Callable[[sqlite3.Connection], T]


class Undo(Exception):
    """Raised by a member of a group: nothing of it is to be written, and `result` is what its caller gets."""

    def __init__(self, result: Any) -> None:
        super().__init__(result)
        self.result = result


class NotBegun(Exception):
    """No transaction could be begun, so certainly nothing was written."""

    def __init__(self, reason: sqlite3.Error) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Failed:
    """A member that was rolled back alone, with the reason."""

    error: Exception


async def connect(path: Path | str, patience: float) -> aiosqlite.Connection:
    """A connection with a thread of its own, in which we begin and end transactions ourselves."""
    connection = aiosqlite.connect(path, timeout=patience, isolation_level=None, cached_statements=256)
    try:
        return await connection
    except sqlite3.Error:
        # The thread still has a last word for this event loop, which must not be gone by then.
        await asyncio.to_thread(connection._thread.join)
        raise


async def run(connection: aiosqlite.Connection, work: Work[T]) -> T:
    """`work` in the connection's thread."""
    if connection._connection is None:
        raise StorageUnavailable("the database is closed")
    result: T = await connection._execute(lambda: work(connection._conn))  # type: ignore[no-untyped-call]
    return result


def snapshot(work: Work[T]) -> Work[T]:
    """`work` as a reader that sees one moment of the database, however many statements it takes."""

    def read(connection: sqlite3.Connection) -> T:
        connection.execute("BEGIN")
        try:
            return work(connection)
        finally:
            _roll_back(connection)

    return read


def commit_together(connection: sqlite3.Connection, members: Sequence[Work[Any]]) -> list[Any]:
    """All members in one commit, each with its own savepoint; their results, or `Failed`, in the same order.

    Raises `NotBegun` when the write lock is not to be had, and what fails for all of them (a full disk, the
    commit itself): then whether anything was written is unknown.
    """
    try:
        # The lock comes first: a transaction that reads and then writes would fail whatever the timeout.
        connection.execute("BEGIN IMMEDIATE")
    except sqlite3.Error as error:
        raise NotBegun(error) from error
    try:
        results = [_with_savepoint(connection, member) for member in members]
        connection.execute("COMMIT")
    finally:
        _roll_back(connection)
    return results


def _roll_back(connection: sqlite3.Connection) -> None:
    if connection.in_transaction:
        connection.execute("ROLLBACK")


def _with_savepoint(connection: sqlite3.Connection, member: Work[Any]) -> Any:
    connection.execute("SAVEPOINT member")
    try:
        result = member(connection)
    except Exception as error:
        if not connection.in_transaction or is_unavailable(error):
            raise  # a full disk rolls everything back, savepoints included
        connection.execute("ROLLBACK TO member")
        result = error.result if isinstance(error, Undo) else Failed(error)
    connection.execute("RELEASE member")
    return result
