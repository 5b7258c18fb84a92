"""The one task that owns the write connection: whatever waits when it is free shares one commit."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

import aiosqlite

from storage.port import StorageError, StorageUnavailable
from storage.sqlite import thread
from storage.sqlite.errors import translated
from storage.sqlite.thread import Failed, NotBegun, Work

#: After these nobody knows whether a commit was written.
_UNKNOWN_FATE = (sqlite3.Error, StorageError)

T = TypeVar("T")

#: More members than this wait for the next commit, so that the first do not wait too long for theirs.
LARGEST_GROUP = 256


@dataclass(frozen=True, slots=True)
class _Member:
    """Somebody's change; `landed` finds out afterwards whether it was written all the same (None: it was
    not).
    """

    work: Work[Any]
    landed: Work[Any]
    future: asyncio.Future[Any]

    def answer(self, result: Any) -> None:
        """Tell the caller, who may be gone by now."""
        if self.future.done():
            return
        if isinstance(result, Failed):
            error = translated(result.error)
            error.__cause__ = None if error is result.error else result.error
            self.future.set_exception(error)
        else:
            self.future.set_result(result)


def _never_landed(connection: sqlite3.Connection) -> None:
    """For work that can be repeated without harm."""


class Writer:
    """Callers await their own result; one who is cancelled leaves no transaction open, since it is not
    theirs.
    """

    def __init__(
        self,
        connection: aiosqlite.Connection,
        reopen: Callable[[aiosqlite.Connection], Awaitable[aiosqlite.Connection]],
    ) -> None:
        """`reopen` closes a connection that failed a commit and gives a fresh one."""
        self._connection = connection
        self._reopen = reopen
        self._waiting: list[_Member] = []
        self._wake = asyncio.Event()
        self._closing = False
        self._task = asyncio.get_running_loop().create_task(self._write(), name="storage writer")

    async def run(self, work: Work[T], landed: Work[T | None] = _never_landed) -> T:
        """`work` in a transaction; returns its result when that is on disk."""
        if self._closing or self._task.done():
            raise StorageUnavailable("the database is closed")
        future: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._waiting.append(_Member(work, landed, future))
        self._wake.set()
        return await future

    async def outside_transaction(self, work: Work[T]) -> T:
        """For what SQLite does only between transactions (a checkpoint); each group is one hop, so this is
        between two.
        """
        return await thread.run(self._connection, work)

    async def close(self) -> None:
        """Finish what waits, then close the connection."""
        self._closing = True
        self._wake.set()
        try:
            await asyncio.wait([self._task])  # whether it ended well or was torn down with the program
        finally:
            await self._connection.close()

    async def _write(self) -> None:
        members: list[_Member] = []
        try:
            while True:
                await self._wake.wait()
                members, self._waiting = self._waiting[:LARGEST_GROUP], self._waiting[LARGEST_GROUP:]
                if not self._waiting and not self._closing:
                    self._wake.clear()
                if not members:
                    return
                await self._commit([member for member in members if not member.future.cancelled()])
        finally:
            for member in members + self._waiting:
                member.answer(Failed(StorageUnavailable("the database was closed before this was saved")))

    async def _commit(self, members: list[_Member]) -> None:
        if not members:
            return
        try:
            results = await self._in_one_commit(members)
        except NotBegun as error:
            results = [Failed(error.reason)] * len(members)
        except _UNKNOWN_FATE:
            results = await self._one_by_one(members)
        for member, result in zip(members, results, strict=True):
            member.answer(result)

    async def _in_one_commit(self, members: list[_Member]) -> list[Any]:
        works = [member.work for member in members]
        return await thread.run(self._connection, partial(thread.commit_together, members=works))

    async def _one_by_one(self, members: list[_Member]) -> list[Any]:
        """After a failed commit: what is there all the same, and the rest once more, each alone."""
        try:
            self._connection = await self._reopen(self._connection)
        except _UNKNOWN_FATE as error:
            return [Failed(error)] * len(members)
        results: list[Any] = []
        hopeless: Failed | None = None
        for member in members:
            try:
                results.append(await self._settle(member, hopeless))
            except NotBegun as error:
                hopeless = Failed(error.reason)
                results.append(hopeless)
        return results

    async def _settle(self, member: _Member, hopeless: Failed | None) -> Any:
        """`hopeless`: nobody gets the write lock now, so do not wait for it again."""
        try:
            landed = await thread.run(self._connection, member.landed)
            if landed is not None or hopeless:
                return landed or hopeless
            [result] = await self._in_one_commit([member])
        except _UNKNOWN_FATE as error:
            return await self._last_look(member, error)
        return result

    async def _last_look(self, member: _Member, error: Exception) -> Any:
        try:
            self._connection = await self._reopen(self._connection)
            landed = await thread.run(self._connection, member.landed)
        except _UNKNOWN_FATE:
            landed = None
        return Failed(error) if landed is None else landed
