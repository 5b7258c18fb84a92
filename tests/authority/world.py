"""Two rounds of two consultants, with people in every role in both, on a database file that tests copy."""

from __future__ import annotations

import itertools
import re
import shutil
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.app.plug import SHIPPED
from bot.authority import Role
from bot.config import Settings
from bot.consultant.inviting import invite_many
from bot.conversation import Conversation
from bot.desk import Desk
from bot.jobs import Jobs
from bot.library import load_folder
from bot.ports import Event, Handled, Incoming, Tap, Wrote
from bot.texts import shipped
from bot.tokens import new_id
from storage import Assessment, Change, Initiative, Outgoing, Reminder, Storage, open_sqlite

BOT = "7"
NINE = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
CONSULTANT, OTHER_CONSULTANT = "900", "901"
#: Who is who: in the first round, and (by +50) in the second.
CHATS = {
    Role.STRANGER: "100",
    Role.OWNER: "200",
    Role.COLLEAGUE: "300",
    Role.INVITED: "400",
    Role.CO_CONSULTANT: "500",
    Role.CONSULTANT: CONSULTANT,
    Role.OTHER_CONSULTANT: OTHER_CONSULTANT,
}
#: What somebody typed and is called in the round; nobody of the other round may ever read it.
ROUNDS = {"first": "Zilvermeer", "second": "Kobaltdorp"}
#: Tables in which nothing of somebody else may change. The rest is the bookkeeping of who acts.
TABLES = (
    *("assessment", "member", "invite", "interview", "ask", "answer", "kept", "card", "job", "person"),
    *("reminder", "note", "initiative"),
)


LIBRARY = load_folder(SHIPPED)
#: No update is ever taken for one that was handled before.
UPDATES = itertools.count(1_000)


@dataclass
class World:
    """The program without channels: people do things, and what they read is what waits for their chat."""

    storage: Storage
    desk: Desk
    conversation: Conversation
    path: Path
    now: datetime = NINE
    #: The two rounds, as they were at the start.
    rounds: dict[str, Assessment] = field(default_factory=dict)
    numbers: Any = field(default_factory=lambda: UPDATES)

    async def does(self, chat: str, event: Event, *, private: bool = True) -> Handled:
        """Somebody does something."""
        number = next(self.numbers)
        incoming = Incoming(
            "telegram", BOT, number, chat, chat, private, f"Persoon {chat}", "nl", self.now, event,
            b'{"message": {"text": "..."}}',
        )  # fmt: skip
        return await self.conversation.handle(incoming)

    async def types(self, chat: str, text: str) -> list[str]:
        """Types, and gives what the bot says to it."""
        before = {row.id for row in await self.rows(chat)}
        await self.does(chat, Wrote(text))
        return [said(row) for row in await self.rows(chat) if row.id not in before]

    async def taps(self, chat: str, data: str) -> str | None:
        """Presses a button; gives the toast."""
        return (await self.does(chat, Tap(data))).toast

    async def rows(self, chat: str) -> list[Outgoing]:
        """Everything that was or will be sent to a chat."""
        return await self.storage.messages("main", BOT, chat, 100_000)

    async def reads(self, chat: str) -> str:
        """All of that as one text."""
        return "\n".join(said(row) for row in await self.rows(chat))

    async def button(self, chat: str, start: str) -> str:
        """The newest button of a chat that begins so."""
        for row in reversed(await self.rows(chat)):
            for data in buttons(row):
                if data.startswith(start):
                    return data
        raise AssertionError(f"{chat} sees no button {start}")

    async def token(self, chat: str) -> str:
        """The newest invite that a consultant was given."""
        return str(re.findall(r"start=([\w-]+)", await self.reads(chat))[-1])

    async def works(self) -> None:
        """Jobs that are due are done."""
        await Jobs(self.desk).once()

    def dump(self, *, without: str = "") -> dict[str, list[Any]]:
        """Every row, but for the name and settings of who acts."""
        with closing(sqlite3.connect(self.path)) as connection:
            found = {
                t: connection.execute(f"SELECT * FROM {t} ORDER BY 1, 2, 3, 4").fetchall() for t in TABLES
            }
        found["person"] = [row for row in found["person"] if without not in row]
        return found

    def of_round(self, name: str) -> dict[str, list[Any]]:
        """Every row of one round."""
        own = self.rounds[name].id
        with closing(sqlite3.connect(self.path)) as connection:
            interviews = f"SELECT id FROM interview WHERE assessment = '{own}'"
            queries = dict.fromkeys(
                ("member", "invite", "interview", "reminder", "note", "initiative"), f"assessment = '{own}'"
            )
            queries |= dict.fromkeys(("ask", "answer", "kept", "card"), f"interview IN ({interviews})")
            queries |= {"assessment": f"id = '{own}'", "job": f"payload LIKE '%{own}%'"}
            return {
                table: connection.execute(f"SELECT * FROM {table} WHERE {where} ORDER BY 1, 2, 3").fetchall()
                for table, where in queries.items()
            }

    def ids(self) -> list[str]:
        """Every id that is stored, of whatever kind."""
        rows = [row for table in self.dump().values() for row in table]
        found = {cell for row in rows for cell in row if isinstance(cell, str)}
        return sorted(cell for cell in found if re.fullmatch(r"[a-z2-7]{10}", cell))

    def all_sent(self) -> dict[str, int]:
        """How much each chat was told."""
        with closing(sqlite3.connect(self.path)) as connection:
            return dict(
                connection.execute("SELECT chat_id, COUNT(*) FROM outbox GROUP BY chat_id").fetchall()
            )


def said(row: Outgoing) -> str:
    """What a person reads in a message: text, echo, and buttons with their data."""
    pressed = " ".join(f"[{label}|{data}]" for line in row.payload.get("buttons", ()) for label, data in line)
    return "\n".join([*row.echo, str(row.payload.get("html") or row.payload.get("caption") or ""), pressed])


def buttons(row: Outgoing) -> list[str]:
    """The data of its buttons."""
    return [data for line in row.payload.get("buttons", ()) for _, data in line]


@asynccontextmanager
async def opened(path: Path, *consultants: str, **settings: Any) -> AsyncIterator[World]:
    """The program on this file."""
    given: dict[str, Any] = {
        "privacy_contact": "fg@voorbeeld.example",
        "telegram_for_owners": "yes",
        # Erasures are listed beside it.
        "database": f"sqlite:///{path}",
    } | settings
    configured = Settings(_env_file=None, send_rate=0, files=path.parent / "files", **given)
    async with open_sqlite(path) as storage:
        desk = Desk(storage, LIBRARY, shipped(), configured, lambda: world.now)
        desk.bots["telegram"] = BOT
        desk.consultants = {"telegram": frozenset(consultants or (CONSULTANT, OTHER_CONSULTANT))}
        world = World(storage, desk, Conversation(desk), path)
        made = await storage.assessments("main")
        world.rounds = {name: a for name, town in ROUNDS.items() for a in made if town in a.name}
        yield world


async def populate(world: World) -> None:
    """Both rounds, up to somebody in every role."""
    for place, (name, runner) in enumerate(zip(ROUNDS.values(), (CONSULTANT, OTHER_CONSULTANT), strict=True)):
        await world.types(runner, f"/new Gemeente {name}")
        await owner_of(world, runner, str(200 + 50 * place), name)
        await colleague_of(world, name, str(300 + 50 * place))
        for chat in (200, 300):
            await reminded(world, str(chat + 50 * place))
            await told_of_one(world, str(chat + 50 * place), name)
        await co_consultant_of(world, runner, str(500 + 50 * place))
        await world.taps(runner, await world.button(runner, "team:"))
        await world.taps(runner, await world.button(runner, "coinvite:"))
        await world.types(str(400 + 50 * place), f"/start {await world.token(runner)}")
        # One more that nobody opened.
        await world.types(runner, f"/invite B Ongebruikt-{name}")


async def owner_of(world: World, runner: str, chat: str, secret: str, pillar: str = "S") -> None:
    """Somebody who answered one question with evidence, and left a remark."""
    await world.types(runner, f"/invite {pillar} Naam-{secret}")
    await world.types(chat, f"/start {await world.token(runner)}")
    await begins(world, chat)
    await world.taps(chat, (await world.button(chat, "a:"))[:-1] + "3")
    await world.types(chat, f"Bewijs-{secret}")


async def begins(world: World, chat: str) -> None:
    """Takes part, up to the first question."""
    await world.taps(chat, await world.button(chat, "consent:"))
    await world.taps(chat, await world.button(chat, "begin:"))


async def colleague_of(world: World, name: str, chat: str) -> None:
    """A colleague, by an invite from the command line."""
    made = await invite_many(world.desk, None, f"Gemeente {name}", "S", "colleague", 1, None)
    await world.types(chat, f"/start {made.tokens[0]}")
    await begins(world, chat)


async def reminded(world: World, chat: str) -> None:
    """Somebody who got a reminder."""
    person = await world.storage.person_at("main", "telegram", chat)
    assert person is not None
    [one] = await world.storage.interviews_of("main", person.id)
    sent = Reminder("main", new_id(), person.id, one.assessment, one.id, "half_way", 1, 3, None, world.now)
    await world.storage.save(Change(writes=(sent,)))


async def told_of_one(world: World, chat: str, secret: str) -> None:
    """Somebody who told of something that runs."""
    person = await world.storage.person_at("main", "telegram", chat)
    assert person is not None
    [one] = await world.storage.interviews_of("main", person.id)
    body = {"name": f"Bewijs-{secret}", "contacts": 100}
    told = Initiative(
        "main", new_id(), one.assessment, one.id, "interview", body, "open", person.id, world.now, one.id
    )
    await world.storage.save(Change(writes=(told,)))


async def co_consultant_of(world: World, runner: str, chat: str) -> None:
    """Somebody who accepted to help run it."""
    await world.types(runner, "/assessments")
    await world.taps(runner, await world.button(runner, "assessment:"))
    await world.taps(runner, await world.button(runner, "team:"))
    await world.taps(runner, await world.button(runner, "coinvite:"))
    await world.types(chat, f"/start {await world.token(runner)}")
    await world.taps(chat, await world.button(chat, "join:"))


def copied(model: Path, folder: Path) -> Path:
    """A database of one's own, as the model is."""
    folder.mkdir(exist_ok=True)
    for file in model.parent.glob(f"{model.name}*"):
        shutil.copy(file, folder / file.name)
    return folder / model.name


LATER = timedelta(days=15)
MINUTE = timedelta(minutes=1)
