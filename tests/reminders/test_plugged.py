"""The parts as the running program plugs them together: what may not leave does not."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime

from bot.app.plug import plug
from bot.ports import Message, Shown
from storage import Change
from tests.reminders.silence import ADA, BEN, Round


class Phone:
    """A channel that shows everything."""

    def __init__(self) -> None:
        self.shown: list[tuple[str, str]] = []

    async def send(self, chat_id: str, message: Message) -> Shown:
        self.shown.append((chat_id, message.html))
        return Shown(len(self.shown), datetime(2026, 11, 23, tzinfo=UTC))

    async def edit(self, chat_id: str, message_id: int, message: Message) -> Shown:
        return await self.send(chat_id, message)

    async def collapse(self, chat_id: str, message_id: int) -> None:
        """Nothing to see."""

    async def delete(self, chat_id: str, message_id: int) -> None:
        """Nothing to see."""


async def test_the_running_program_asks_before_anything_leaves_whether_it_still_may(round_: Round) -> None:
    town = await round_.town()
    for chat in (ADA, BEN):
        await round_.joins(chat, town)
    ada, ben = await round_.person(ADA), await round_.person(BEN)
    rows = [round_.desk.reply(one, one.id, f"key:{one.id}", kind="notice") for one in (ada, ben)]
    await round_.desk.storage.save(Change(writes=(replace(ada, stopped_at=round_.clock[0]), *rows)))
    phone, stop = Phone(), asyncio.Event()
    engine = plug(round_.desk, {"1": phone}, {}, 0)
    async with asyncio.timeout(30), asyncio.TaskGroup() as group:
        group.create_task(engine.delivery.run(stop))
        await engine.delivery.drain(20)
        stop.set()
    assert phone.shown == [(BEN, ben.id)]
