"""Results, written down: a result that cannot be written is held and tried again, for as long as it takes."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from bot.ports import Shown
from storage.port import Change, Saved, Storage, StorageUnavailable
from storage.records import Lane, Outgoing, Record

T = TypeVar("T")
log = logging.getLogger(__name__)


class Ledger:
    """The storage's delivery verbs for one tenant; every call returns when it is on disk."""

    def __init__(
        self,
        storage: Storage,
        now: Callable[[], datetime],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        retry: float = 1.0,
    ) -> None:
        self._storage, self._now, self._sleep, self._retry = storage, now, sleep, retry

    async def sending(self, row: Outgoing) -> bool:
        """The call begins; false: the row was cancelled or replaced, so it must not be made."""
        at = self._now()
        return await self._written(lambda: self._storage.sending(row, at))

    async def sent(self, row: Outgoing, shown: Shown) -> None:
        """A person can see it."""
        await self.begun(row, shown.earlier, shown.at)
        await self._written(lambda: self._storage.sent(row, shown.message_id, shown.at))

    async def begun(self, row: Outgoing, earlier: tuple[int, ...], at: datetime) -> None:
        """A person can see these messages, which hold the beginning of it, since about this moment."""
        if earlier:
            last = replace(_lane(row), last_message_id=max(earlier))
            await self.save(last, *(_piece(row, message_id, at) for message_id in earlier))

    async def postponed(self, row: Outgoing, until: datetime, error: str) -> None:
        """It certainly did not arrive: not before then, again."""
        await self._written(lambda: self._storage.postponed(row, until, error))

    async def uncertain(
        self, row: Outgoing, error: str, again_at: datetime, note: Outgoing | None = None
    ) -> None:
        """It may have arrived: again then if its policy is to repeat, else never; `note` asks about it, so
        that no crash comes between the two.
        """
        also = None if note is None else Change(writes=(note,))
        await self._written(lambda: self._storage.uncertain(row, error, again_at, also))

    async def failed(self, row: Outgoing, error: str) -> None:
        """It will never arrive."""
        await self._written(lambda: self._storage.failed(row, error))

    async def cancelled(self, row: Outgoing, reason: str) -> None:
        """It should not go out any more."""
        await self._written(lambda: self._storage.cancelled(row, reason))

    async def lane_waits(self, row: Outgoing, until: datetime) -> None:
        """Nothing for this chat until then."""
        await self._written(lambda: self._storage.lane_waits(_lane(row), until))

    async def unreachable(self, row: Outgoing, also: Change | None) -> Saved:
        """Nothing for this chat until it shows a sign of life, and `also` in the same commit."""
        at = self._now()
        return await self._written(lambda: self._storage.unreachable(_lane(row), at, also))

    async def reachable(self, row: Outgoing) -> None:
        """It has shown a sign of life."""
        await self._written(lambda: self._storage.reachable(_lane(row)))

    async def save(self, *writes: Record) -> None:
        """Further rows."""
        await self._written(lambda: self._storage.save(Change(writes=writes)))

    async def _written(self, write: Callable[[], Awaitable[T]]) -> T:
        held = False
        while True:
            try:
                return await write()
            except StorageUnavailable as error:
                if not held:
                    log.error("a result cannot be written and is held: %s", error)
                held = True
                await self._sleep(self._retry)


def _piece(row: Outgoing, message_id: int, at: datetime) -> Outgoing:
    """A row of its own, by which it can be taken back like any message."""
    return Outgoing(
        tenant=row.tenant,
        id=f"{row.id}.{message_id}",
        bot_id=row.bot_id,
        chat_id=row.chat_id,
        kind="piece",
        priority=row.priority,
        policy=row.policy,
        method="message",
        payload={},
        dedupe_key=f"{row.dedupe_key}:piece:{message_id}",
        created_at=row.created_at,
        state="sent",
        message_id=message_id,
        sent_at=at,
    )


def _lane(row: Outgoing) -> Lane:
    return Lane(row.tenant, row.bot_id, row.chat_id)
