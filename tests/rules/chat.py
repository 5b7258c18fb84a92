"""One person's chat with the conversation, where messages are shown and time passes when the test says so."""

from __future__ import annotations

import asyncio
import itertools
from datetime import datetime, timedelta

from bot.app.plug import Engine
from bot.consultant.inviting import invite_many
from bot.desk import Desk
from bot.ports import Event, Handled, Incoming, Tap, Wrote
from storage.records import Answer, Outgoing
from tests.operations.conftest import BOT

ANNA = "1001"


class Clock:
    """Stands still until time passes."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at


class Chat:
    """Anna's: what she does is handled at once, what is decided is seen after `reads`."""

    def __init__(self, desk: Desk, engine: Engine, clock: Clock, who: str = ANNA) -> None:
        self.desk, self.engine, self.clock, self.who = desk, engine, clock, who
        self.buttons: list[str] = []
        self._updates, self._messages = itertools.count(1), itertools.count(1)

    async def joins(self, pillar: str = "O") -> None:
        """Up to the first question."""
        made = await invite_many(self.desk, "Gemeente X", None, pillar, "owner", 1, None)
        await self.types(f"/start {made.tokens[0]}")
        await self.reads()
        for verb in ("consent", "begin"):
            await self.presses(self.button(verb))
            await self.reads()

    def passes(self, seconds: float) -> datetime:
        """Later."""
        self.clock.at += timedelta(seconds=seconds)
        return self.clock.at

    def button(self, start: str) -> str:
        """The data of the first button that begins so."""
        return next(data for data in self.buttons if data.startswith(start + ":"))

    async def presses(self, data: str) -> Handled:
        """A button."""
        return await self.does(Tap(data))

    async def types(self, text: str, at: datetime | None = None, message: int | None = None) -> Handled:
        """Now, unless it was earlier."""
        number = next(self._messages) if message is None else message
        return await self.does(Wrote(text, number, at or self.desk.now()))

    async def does(self, event: Event, update: int | None = None) -> Handled:
        """Anything."""
        # In the whole bot no two updates have the same number.
        number = int(self.who) * 1000 + next(self._updates) if update is None else update
        return await self.engine.handle(self._incoming(event, number))

    async def reads(self) -> None:
        """All that waits is sent, in order, and seen."""
        desk = self.desk
        while rows := await desk.storage.due(desk.tenant, BOT, desk.now(), 1):
            [row] = rows
            card = await desk.storage.card(desk.tenant, row.card_id) if row.card_id else None
            number = (card and card.message_id) or next(self._messages)
            await desk.storage.sent(row, number, desk.now())
            shown = [data for line in row.payload.get("buttons", ()) for _, data in line]
            if row.chat_id == self.who and shown:
                self.buttons = shown

    async def rows(self) -> list[Outgoing]:
        """All that was decided for this chat, sent or not."""
        return await self.desk.storage.messages(self.desk.tenant, BOT, self.who, 100)

    async def answers(self) -> list[Answer]:
        """Every revision."""
        [assessment] = await self.desk.storage.assessments(self.desk.tenant)
        return await self.desk.storage.answers(self.desk.tenant, assessment.id, history=True)

    async def kept(self) -> list[str]:
        """What was typed and is no answer."""
        [assessment] = await self.desk.storage.assessments(self.desk.tenant)
        return [text.text for text in await self.desk.storage.kept(self.desk.tenant, assessment.id)]

    def _incoming(self, event: Event, number: int) -> Incoming:
        """As the channel reports it."""
        body, at = b'{"somebody": "said something"}', self.desk.now()
        return Incoming("telegram", BOT, number, self.who, self.who, True, "Anna", "nl", at, event, body, 0.0)


async def together(chat: Chat, *events: Event) -> list[Handled]:
    """All of it at the same time."""
    return list(await asyncio.gather(*(chat.does(event) for event in events)))
