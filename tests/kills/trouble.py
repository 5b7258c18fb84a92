"""Telegram on a bad day: refusals, cuts, updates that come twice or in another order, and nonsense."""

from __future__ import annotations

import asyncio
import random
from typing import Any

from tests.telegram_stand_in import StandIn
from tests.telegram_stand_in.faults import Fault

CALLS = ("sendMessage", "editMessageText", "answerCallbackQuery", "getUpdates")
POISON: tuple[dict[str, Any], ...] = (
    {"message": "no client understands this"},
    {"callback_query": {"id": 7, "data": ["a", None]}},
    {"message": {"message_id": 1, "chat": {"id": "x"}, "from": {"id": []}, "text": "\ud800\x00"}},
    {"something_new": {"deep": [{}] * 3}},
)
#: Seconds between two troubles at most, and how long updates are held back to come in another order.
BETWEEN, HELD = 0.15, 0.05


#: So many troubles may wait for their call: more would pile up while nobody calls.
MOST = 3


class BadDay:
    """What goes wrong, one thing after another."""

    def __init__(self, telegram: StandIn, dice: random.Random) -> None:
        self._telegram, self._dice = telegram, dice
        self._waiting: list[Fault] = []

    async def goes_on(self) -> None:
        """Until cancelled."""
        doings = (self._call_fails, self._call_fails, self._comes_again, self._nonsense, self._turns_around)
        while True:
            await asyncio.sleep(self._dice.uniform(0, BETWEEN))
            await self._dice.choice(doings)()

    async def _call_fails(self) -> None:
        self._waiting = [fault for fault in self._waiting if fault.times]
        if len(self._waiting) >= MOST:
            return
        method = self._dice.choice(CALLS)
        fault = self._telegram.next_call(method)
        self._waiting.append(fault)
        if self._dice.random() < 0.5:
            fault.is_cut(taken=self._dice.random() < 0.5)
        else:
            # A program that lives for less than a second would never poll if polls had to wait for one.
            fault.answers(self._dice.choice([429, 502]), retry_after=int(method != "getUpdates"))

    async def _comes_again(self) -> None:
        self._telegram.updates.comes_again_next = True

    async def _nonsense(self) -> None:
        await self._telegram.updates.push_raw(dict(self._dice.choice(POISON)))

    async def _turns_around(self) -> None:
        self._telegram.updates.hold()
        try:
            await asyncio.sleep(HELD)
        finally:
            await self._telegram.updates.release(backwards=True)
