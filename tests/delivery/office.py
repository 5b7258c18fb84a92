"""What the tests of delivery share: people with an interview, and an outbox to put messages in."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from time import monotonic
from typing import Any

from bot.delivery import Delivery, FirstShown, Rates, Rules
from bot.ports import Sender
from storage import Ask, Assessment, Card, Change, Interview, Lane, Outgoing, Person, SqliteStorage

FIRM = "firm"
#: A moment that was long ago for everything but the tests of lateness.
LONG_AGO = datetime(2026, 1, 5, 9, tzinfo=UTC)
HASTY = Rules(uncertain=0.4, restarted=0.05, first_pause=0.01, longest_pause=0.05, after_bug=0.1)


def utc_now() -> datetime:
    """The clock on the wall."""
    return datetime.now(UTC)


class Office:
    """Decides messages by hand, as a conversation would, and lets a real delivery carry them."""

    def __init__(self, storage: SqliteStorage, bot_id: str, sender: Sender) -> None:
        self.storage, self.bot_id, self.sender = storage, bot_id, sender
        self.shown = FirstShown(500, monotonic)
        self.rules = HASTY
        self.rates = Rates(monotonic, send_rate=0, chat_rate=0)
        self.delivery: Delivery | None = None
        self._versions: dict[str, int] = {}
        self._numbers = itertools.count(1)

    @asynccontextmanager
    async def open(self) -> AsyncIterator[Delivery]:
        """A running delivery; a second one later is the program started anew."""
        stop = asyncio.Event()
        self.delivery = Delivery(
            self.storage,
            FIRM,
            {self.bot_id: self.sender},
            {self.bot_id: self.rates},
            utc_now,
            monotonic,
            self.shown,
            self.rules,
            grace=0.5,
        )
        async with asyncio.TaskGroup() as group:
            group.create_task(self.delivery.run(stop))
            try:
                yield self.delivery
            finally:
                stop.set()
        self.delivery = None

    async def all_out(self) -> None:
        """Waits until whatever can go out is out."""
        assert self.delivery is not None
        assert await self.delivery.drain(5), "something is still waiting"

    async def interviews(self, *chats: str) -> None:
        """A person with an interview in each of these chats."""
        assessment = Assessment(
            FIRM, "a1", "Zeewolde", "9", "model", "s1", "m1", "nl", "open", demo=False, created_at=LONG_AGO
        )
        rows: list[Any] = [assessment]
        for chat in chats:
            rows.append(Person(FIRM, f"p{chat}", "telegram", chat, "Anna", "nl", LONG_AGO))
            place = ("a1", None, f"p{chat}", "S", "owner", "active", 1, "s1", "nl")
            rows.append(Interview(FIRM, f"i{chat}", *place, LONG_AGO, utc_now()))
        await self.storage.save(Change(writes=tuple(rows)))

    async def asks(
        self, chat: str, text: str, *, ask: str | None = None, echo: tuple[str, ...] = (), **more: Any
    ) -> Outgoing:
        """A new version of the chat's card; `ask` opens that ask and answers the one before."""
        version = self._versions[chat] = self._versions.get(chat, 0) + 1
        before = await self.storage.card(FIRM, f"c{chat}")
        ask = ask or (before.ask if before else None) or f"ask{chat}"
        writes: list[Any] = []
        if before and before.ask and before.ask != ask:
            old = await self.storage.ask(FIRM, before.ask)
            assert old is not None
            writes.append(replace(old, state="answered"))
        if not before or before.ask != ask:
            writes.append(Ask(FIRM, ask, f"i{chat}", "single", "q", "open", None, utc_now()))
        writes.append(Card(FIRM, f"c{chat}", self.bot_id, chat, f"i{chat}", ask, version))
        row = self._row(
            chat, text, kind="card", priority=1, card_id=f"c{chat}", card_version=version, echo=echo, ask=ask,
            key=f"card:c{chat}:{version}", buttons=[[["A", f"a:{ask}:0"], ["B", f"a:{ask}:1"]]], **more,
        )  # fmt: skip
        await self._save(*writes, row)
        return row

    async def says(self, chat: str, text: str, **more: Any) -> Outgoing:
        """A message that is no card."""
        row = self._row(chat, text, **more)
        await self._save(row)
        return row

    async def goes_on(self, chat: str, key: str, text: str, **more: Any) -> Outgoing:
        """What takes the place of the message whose key begins as this one does, up to the last colon."""
        row = self._row(chat, text, key=key, **more)
        edits = f"{key.rpartition(':')[0]}:"
        await self._save(replace(row, payload={**row.payload, "edits": edits}))
        return row

    async def hears(self, chat: str, message_id: int) -> None:
        """The person said something: their message is now the last of the chat."""
        await self._save(Lane(FIRM, self.bot_id, chat, message_id))

    async def card(self, chat: str) -> Card:
        """The card as the storage knows it."""
        card = await self.storage.card(FIRM, f"c{chat}")
        assert card is not None
        return card

    async def states(self, chat: str) -> list[str]:
        """What became of each row of the chat, oldest first."""
        rows = await self.storage.messages(FIRM, self.bot_id, chat, 100)
        return [row.state for row in rows]

    def _row(
        self, chat: str, text: str, *, kind: str = "reply", priority: int = 0, policy: str = "repeat",
        method: str = "message", key: str | None = None, buttons: Any = (), fresh: bool = False, **more: Any,
    ) -> Outgoing:  # fmt: skip
        number = next(self._numbers)
        payload = {"html": text, "buttons": buttons} | ({"fresh": True} if fresh else {})
        return Outgoing(
            FIRM, f"row{number}", self.bot_id, chat, kind, priority, policy, method, payload,
            key or f"key{number}", utc_now(), **more,
        )  # fmt: skip

    async def _save(self, *writes: Any) -> None:
        await self.storage.save(Change(writes=writes))
        if self.delivery is not None:
            self.delivery.wake()
