"""The chats of a bot, taking turns: one message in flight for each, the most urgent first, never too fast."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Coroutine
from contextlib import suppress
from datetime import datetime, timedelta

from bot.delivery.aftermath import Rest
from bot.delivery.courier import Courier
from bot.delivery.ledger import Ledger
from bot.delivery.rates import Rates
from bot.delivery.rules import BULK, Rules
from storage.port import DatabaseCorrupt, Storage, StorageUnavailable
from storage.records import Outgoing

log = logging.getLogger(__name__)

#: Chats to look at together, beyond those that are busy or resting.
_AT_ONCE = 100
#: Calls in flight: fewer than the connections there are, so that answers to taps always find one.
_IN_FLIGHT = 80
#: Old cards that wait for a spare call; the oldest are given up.
_COLLAPSES = 1000
#: How often expired reminders are cleared away.
_CLEAR_EVERY = 60.0
#: How soon to see whether there is a token to spare.
_SOON = 0.2
_REMEMBERED = 10_000
_STOPPED = "the program stopped while it was sent"


class Lanes:
    """Due rows are looked up whenever something may have changed; memory holds only what is in flight."""

    def __init__(
        self,
        storage: Storage,
        tenant: str,
        bot_id: str,
        courier: Courier,
        ledger: Ledger,
        rates: Rates,
        rules: Rules,
        now: Callable[[], datetime],
        monotonic: Callable[[], float],
        look_every: float = 1.0,
    ) -> None:
        self._storage, self._tenant, self._bot_id = storage, tenant, bot_id
        self._courier, self._ledger, self._rates, self._rules = courier, ledger, rates, rules
        self._now, self._monotonic, self._look_every = now, monotonic, look_every
        self._news = asyncio.Event()
        self._idle = asyncio.Event()
        self._busy: set[str] = set()
        self._flying: set[asyncio.Task[None]] = set()
        self._resting: dict[str, float] = {}
        self._served: dict[str, int] = {}
        self._turn = 0
        self._collapses: deque[tuple[str, int]] = deque(maxlen=_COLLAPSES)
        self._cleared = -_CLEAR_EVERY

    def wake(self) -> None:
        """Something was saved."""
        self._idle.clear()
        self._news.set()

    async def idle(self) -> None:
        """Returns once nothing is in flight and nothing could go out."""
        await self._idle.wait()

    def is_resting(self, chat_id: str) -> bool:
        """Does the chat wait for something that a sign of life could settle?"""
        return chat_id in self._resting

    def heard(self, chat_id: str) -> None:
        """Somebody does something in this chat."""
        self._courier.aftermath.heard(chat_id)

    def wakes_up(self, chat_id: str) -> None:
        """The chat need not rest any longer."""
        if self._resting.pop(chat_id, None) is not None:
            self.wake()

    async def run(self, stop: asyncio.Event, grace: float) -> None:
        """Until `stop`; then what is in flight gets `grace` seconds for its result to be on disk."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._wake_at(stop))
            while not (await self._recovered() or stop.is_set()):
                await self._news_within(self._look_every)
            while not stop.is_set():
                self._news.clear()
                await self._news_within(await self._look(group))
            if self._flying:
                _, late = await asyncio.wait(self._flying, timeout=grace)
                for task in late:
                    task.cancel()

    async def _wake_at(self, stop: asyncio.Event) -> None:
        await stop.wait()
        self._news.set()

    async def _news_within(self, seconds: float) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._news.wait()

    async def _recovered(self) -> bool:
        """What was in flight when the program stopped is treated as its policy says."""
        try:
            for row in await self._storage.unfinished(self._tenant, self._bot_id):
                if row.policy == "repeat":
                    again = self._now() + timedelta(seconds=self._rules.restarted)
                    await self._ledger.uncertain(row, _STOPPED, again)
                else:
                    await self._courier.aftermath.never_again(row, _STOPPED)
        except StorageUnavailable as error:
            log.error("delivery cannot begin: %s", error)
            return False
        return True

    async def _look(self, group: asyncio.TaskGroup) -> float:
        """Starts what may go out now; returns how long nothing else can, unless there is news."""
        self._forget_rests()
        # What lands while the outbox is read may still look unsent in what was read.
        taken = set(self._busy)
        try:
            await self._clear_expired()
            limit = _AT_ONCE + len(self._busy) + len(self._resting)
            rows = await self._storage.due(self._tenant, self._bot_id, self._now(), limit)
        except StorageUnavailable as error:
            log.error("the outbox cannot be read: %s", error)
            return self._look_every
        free = [row for row in rows if row.chat_id not in taken and row.chat_id not in self._resting]
        waits = [self._go_or_wait(group, row) for row in sorted(free, key=self._place)]
        if not waits:
            waits = self._tidy(group)
        if not (waits or self._busy or self._news.is_set()):
            self._idle.set()
        return min([self._look_every, *self._rest_left(), *(wait for wait in waits if wait)])

    async def _clear_expired(self) -> None:
        if self._monotonic() - self._cleared >= _CLEAR_EVERY:
            await self._storage.cancel_expired(self._tenant, self._bot_id, self._now())
            self._cleared = self._monotonic()

    def _place(self, row: Outgoing) -> tuple[int, int]:
        """The most urgent first; among equals, the chat that was not served for longest."""
        return row.priority, self._served.get(row.chat_id, 0)

    def _go_or_wait(self, group: asyncio.TaskGroup, row: Outgoing) -> float:
        """0: it goes now; else how many seconds it has to wait."""
        if len(self._busy) >= _IN_FLIGHT:
            return self._look_every
        bulk = self._courier.flood.wait() if row.priority >= BULK else 0.0
        wait = max(bulk, self._rates.wait(), self._rates.chat_wait(row.chat_id))
        if not wait:
            self._launch(group, row.chat_id, self._serve(row))
        return wait

    def _launch(self, group: asyncio.TaskGroup, chat_id: str, trip: Coroutine[None, None, None]) -> None:
        self._busy.add(chat_id)
        self._rates.take(chat_id)
        self._turn += 1
        self._served[chat_id] = self._turn
        if len(self._served) > _REMEMBERED:
            self._served.clear()
        task = group.create_task(trip)
        self._flying.add(task)
        task.add_done_callback(self._flying.discard)

    async def _serve(self, row: Outgoing) -> None:
        rest = Rest(self._rules.after_bug)
        try:
            rest = await self._courier.carry(row)
        except StorageUnavailable as error:
            log.error("a %s (%s) has to wait for the storage: %s", row.kind, row.id, error)
            rest = Rest(self._look_every)
        except DatabaseCorrupt:
            raise
        except Exception:
            # One odd row must not stop everybody's messages; it is tried again after a long rest.
            log.exception("a %s (%s) could not be carried", row.kind, row.id)
        finally:
            self._landed(row.chat_id, rest)

    def _landed(self, chat_id: str, rest: Rest) -> None:
        self._busy.discard(chat_id)
        if rest.seconds:
            self._resting[chat_id] = self._monotonic() + rest.seconds
        if rest.collapse is not None:
            self._collapses.append((chat_id, rest.collapse))
        self.wake()

    def _forget_rests(self) -> None:
        at = self._monotonic()
        self._resting = {chat: until for chat, until in self._resting.items() if until > at}

    def _rest_left(self) -> list[float]:
        at = self._monotonic()
        return [max(0.0, until - at) for until in self._resting.values()]

    def _tidy(self, group: asyncio.TaskGroup) -> list[float]:
        """Nothing else to do: take the buttons off an old card, if that costs nobody a token."""
        if not self._collapses:
            return []
        chat_id, message_id = self._collapses[0]
        if chat_id in self._busy or chat_id in self._resting or not self._rates.spare(chat_id):
            self._collapses.rotate(-1)
            return [_SOON]
        self._collapses.popleft()
        self._launch(group, chat_id, self._take_off(chat_id, message_id))
        return [0.0]

    async def _take_off(self, chat_id: str, message_id: int) -> None:
        try:
            await self._courier.take_off(chat_id, message_id)
        except Exception:
            log.exception("an old card could not be collapsed")
        finally:
            self._landed(chat_id, Rest())
