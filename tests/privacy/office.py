"""A whole program on a file, without a network: people write and press, time passes when told to."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.app.plug import SHIPPED
from bot.config import Settings
from bot.consultant.assessments import make_assessment
from bot.conversation import Conversation
from bot.desk import Desk
from bot.invites import make_invite
from bot.jobs import Jobs
from bot.library import load_folder
from bot.ports import Incoming, Tap, Wrote
from bot.texts import shipped
from storage import Assessment, Change, Outgoing, Person, open_sqlite

BOT, CARLA = "1", "900"
NINE = datetime(2026, 11, 23, 9, tzinfo=UTC)
LIBRARY = load_folder(SHIPPED)
#: More rows than any of these conversations has.
MANY = 10_000


@dataclass
class Office:
    """The desk with its conversation and jobs; `sent` and `taken_back` tell what people see."""

    desk: Desk
    clock: list[datetime]
    sent: dict[str, list[tuple[int, str]]] = field(default_factory=dict)
    buttons: dict[str, list[str]] = field(default_factory=dict)
    documents: dict[str, list[Path]] = field(default_factory=dict)
    taken_back: list[tuple[str, int]] = field(default_factory=list)
    _numbers: Any = field(default_factory=lambda: itertools.count(1))
    _messages: Any = field(default_factory=lambda: itertools.count(100))

    def __post_init__(self) -> None:
        self.conversation = Conversation(self.desk)
        self.jobs = Jobs(self.desk)

    async def passes(self, time: timedelta, steps: int = 1) -> None:
        """Time goes by, in so many steps; after each, what is due is done and delivered."""
        for _ in range(steps):
            self.clock[0] += time / steps
            await self.settles()

    async def settles(self) -> None:
        """Everything that is due happens."""
        while await self.jobs.once():
            pass
        await self.delivers()

    async def delivers(self) -> None:
        """Everything that may go out goes out, without a hitch."""
        while rows := await self.desk.storage.due("main", BOT, self.clock[0], MANY):
            for row in rows:
                await self._deliver(row)

    async def _deliver(self, row: Outgoing) -> None:
        if row.kind == "delete":
            self.taken_back.append((row.chat_id, row.payload["message_id"]))
            await self.desk.storage.sent(row, 0, self.clock[0])
            return
        number = next(self._messages)
        self.sent.setdefault(row.chat_id, []).append((number, str(row.payload.get("html"))))
        pressable = [press[1] for line in row.payload.get("buttons") or () for press in line]
        if pressable:
            self.buttons[row.chat_id] = pressable
        if row.method == "document":
            self.documents.setdefault(row.chat_id, []).append(Path(row.file_ref or ""))
        await self.desk.storage.sent(row, number, self.clock[0])

    async def does(self, chat: str, event: Any, *, settles: bool = True) -> str | None:
        """Somebody does something; gives the toast."""
        self.clock[0] += timedelta(seconds=2)
        incoming = Incoming(
            "telegram",
            BOT,
            next(self._numbers),
            chat,
            chat,
            True,
            f"Person {chat}",
            "nl",
            self.clock[0],
            event,
        )
        handled = await self.conversation.handle(incoming)
        if settles:
            await self.settles()
        return handled.toast

    async def types(self, chat: str, text: str) -> str:
        """Somebody types; gives what the bot says last."""
        await self.does(chat, Wrote(text, next(self._messages), self.clock[0] + timedelta(seconds=2)))
        return self.said(chat)

    async def taps(self, chat: str, start: str) -> str | None:
        """Somebody presses the button whose data begins so (or holds `:start:`)."""
        found = [d for d in self.buttons[chat] if d.startswith(start) or f":{start}:" in d]
        assert found, f"no {start} among {self.buttons[chat]}"
        return await self.does(chat, Tap(found[0]))

    def said(self, chat: str) -> str:
        """The last words to somebody."""
        return self.sent[chat][-1][1] if self.sent.get(chat) else ""

    async def person(self, chat: str) -> Person:
        """Who is in this chat."""
        found = await self.desk.storage.person_at("main", "telegram", chat)
        assert found is not None
        return found

    async def town(self, name: str = "Gemeente X", **settings: Any) -> Assessment:
        """An assessment of Carla's."""
        known = await self.desk.storage.person_at("main", "telegram", CARLA)
        carla = known or Person("main", "carla", "telegram", CARLA, "Carla", None, self.clock[0])
        assessment, records = make_assessment(self.desk, name, carla)
        assessment = replace(assessment, settings=settings)
        writes = [*(r for r in records if not isinstance(r, Assessment)), assessment]
        await self.desk.storage.save(Change(writes=(carla, *writes)))
        return assessment

    async def changes(self, assessment: Assessment, **fields: Any) -> Assessment:
        """Something about an assessment becomes different."""
        known = await self.desk.storage.assessment("main", assessment.id)
        assert known is not None
        changed = replace(known, **fields)
        await self.desk.storage.save(Change(writes=(changed,)))
        return changed

    async def opens(self, chat: str, assessment: Assessment, pillar: str = "S", **invite: Any) -> None:
        """Somebody follows a link."""
        token, made = make_invite(self.desk, assessment, pillar, "owner", f"Invited {chat}")
        await self.desk.storage.save(Change(writes=(replace(made, **invite),)))
        await self.types(chat, f"/start {token}")

    async def joins(self, chat: str, assessment: Assessment, pillar: str = "S") -> None:
        """Somebody takes part and sees the first question."""
        await self.opens(chat, assessment, pillar)
        await self.taps(chat, "consent:")
        await self.taps(chat, "begin:")

    async def answers(self, chat: str, secret: str) -> None:
        """Answers two questions with words of their own, and says something that fits nowhere."""
        await self.taps(chat, f"a:{self.buttons[chat][0].split(':')[1]}:dont_know")
        await self.types(chat, f"{secret} who")
        await self.taps(chat, f"a:{self.buttons[chat][0].split(':')[1]}:not_applicable")
        await self.types(chat, f"{secret} reason")
        await self.types(chat, f"{secret} by the way")


@asynccontextmanager
async def office(folder: Path, **settings: Any) -> AsyncIterator[Office]:
    """The program on `folder/peiler.sqlite`."""
    database, clock = folder / "peiler.sqlite", [NINE]
    asked = Settings(
        _env_file=None,
        database=f"sqlite:///{database}",
        files=folder / "files",
        consultants=(CARLA,),
        privacy_contact="fg@gemeente-x.example",
        telegram_for_owners="yes",
        send_rate=0,
        **settings,
    )
    async with open_sqlite(database) as storage:
        desk = Desk(storage, LIBRARY, shipped(), asked, lambda: clock[0])
        desk.bots["telegram"] = BOT
        desk.consultants = {"telegram": frozenset({CARLA})}
        yield Office(desk, clock)


def everything_in(folder: Path) -> bytes:
    """Every byte on disk: database, log, files."""
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())
