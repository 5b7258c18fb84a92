"""A year of 1,000 interviews through the real reminders, on a real database, with every law checked on every
message.
"""

from __future__ import annotations

import asyncio
import random
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from heapq import heappop, heappush
from pathlib import Path
from time import perf_counter

from benchmarks.figure import Figure
from benchmarks.lives import DAY, FIRST, HOUR, TENANT, Life, populate
from bot.app.plug import SHIPPED
from bot.config import Settings
from bot.conversation import Conversation
from bot.desk import Desk
from bot.jobs import AT_ONCE, Jobs
from bot.library import load_folder
from bot.ports import Event, Incoming, Tap, Wrote
from bot.reminding.wanted import still_wanted
from bot.reminding.watching import calendar_of
from bot.texts import shipped
from storage import Change, Outgoing, Storage, open_sqlite

PEOPLE, RESTARTS, BAR = 1000, 12, 30.0
BOT = "7"
MANY = 10_000
LIBRARY = load_folder(SHIPPED)
#: The day on which nothing runs.
DOWN = FIRST + 140 * DAY
END = FIRST + 400 * DAY
NEVER = datetime(9999, 1, 1, tzinfo=UTC)


class LawBroken(Exception):
    """A message went out that should not have, or one that should have did not."""


def measure() -> Iterator[Figure]:
    """How long the year takes, and how many messages go out in its busiest minute."""
    with tempfile.TemporaryDirectory() as folder:
        began = perf_counter()
        year = asyncio.run(a_year(Path(folder), PEOPLE))
        took = perf_counter() - began
    yield Figure("a year of 1,000 interviews, every law on every message", took, "s", "at most", BAR)
    yield Figure("reminders in that year", year.count, "messages")
    yield Figure("largest burst of messages in a minute", max(year.minutes.values()), "messages")


async def a_year(folder: Path, people: int) -> Year:
    """Lives it to its end. Raises LawBroken."""
    year = Year(folder / "peiler.sqlite", people)
    await year.live()
    return year


@dataclass
class Year:
    """The program on one file, opened anew at every restart, and the people around it."""

    path: Path
    people: int
    now: datetime = FIRST
    minutes: Counter[datetime] = field(default_factory=Counter)
    count: int = 0
    lives: dict[str, Life] = field(default_factory=dict)
    #: What people do, the first first: (moment, number, chat, event).
    deeds: list[tuple[datetime, int, str, Event | None]] = field(default_factory=list)
    _draw: random.Random = field(default_factory=lambda: random.Random("a year"))
    _updates: int = 0
    _planned: int = 0

    async def live(self) -> None:
        """The whole year, and then a look at who was forgotten."""
        stops = sorted(FIRST + self._draw.random() * 330 * DAY for _ in range(RESTARTS))
        async with open_sqlite(self.path) as storage:
            lives = await populate(self._desk(storage), self.people, self._draw)
        self.lives = {life.person.address: life for life in lives}
        for life in lives:
            for moment in life.answers:
                self._plan(moment, life)
        for until in (*stops, END):
            async with open_sqlite(self.path) as storage:
                await self._run(self._desk(storage), until)
        for life in lives:
            self._nobody_forgotten(life)

    def _desk(self, storage: Storage) -> Desk:
        settings = Settings(
            _env_file=None, privacy_contact="fg", telegram_for_owners="yes", consultants=("1",), send_rate=0
        )
        desk = Desk(storage, LIBRARY, shipped(), settings, lambda: self.now)
        desk.bots["telegram"] = BOT
        desk.consultants = {"telegram": frozenset({"1"})}
        return desk

    async def _run(self, desk: Desk, until: datetime) -> None:
        jobs, conversation = Jobs(desk), Conversation(desk)
        due = await self._due(desk)
        while (moment := min([due, *(deed[0] for deed in self.deeds[:1])])) <= until:
            self.now = max(self.now, moment)
            if DOWN <= self.now < DOWN + DAY:
                self.now = DOWN + DAY
            if await self._deeds(desk, conversation) or due <= self.now:
                while await jobs.once() == AT_ONCE:
                    pass
                await self._deliver(desk)
                due = await self._due(desk)
        self.now = max(self.now, until)

    async def _due(self, desk: Desk) -> datetime:
        """When the next timer is due."""
        jobs = await desk.storage.due_jobs(TENANT, END, 1)
        return jobs[0].due_at if jobs else NEVER

    # --- what people do

    async def _deeds(self, desk: Desk, conversation: Conversation) -> bool:
        """Everything that people did up to now; whether any of it may have moved a timer."""
        spoken = False
        while self.deeds and self.deeds[0][0] <= self.now:
            _, _, chat, event = heappop(self.deeds)
            if event is None:
                await self._answers(desk, self.lives[chat])
                continue
            spoken, self._updates = True, self._updates + 1
            await conversation.handle(
                Incoming("telegram", BOT, self._updates, chat, chat, True, "P", "nl", self.now, event)
            )
        return spoken

    def _plan(self, moment: datetime, life: Life, event: Event | None = None) -> None:
        """Somebody will do something; no event: answer a question."""
        self._planned += 1
        heappush(self.deeds, (moment, self._planned, life.person.address, event))

    async def _answers(self, desk: Desk, life: Life) -> None:
        """A sign of life, as a step would save it; the last hands in."""
        life.answers.pop(0)
        walk = await desk.storage.walk(TENANT, life.interview.id)
        assert walk is not None
        over = not life.answers and self.now < life.deadline
        changed = replace(walk.interview, last_activity=self.now, state="submitted" if over else "active")
        await desk.storage.save(Change(writes=(changed,)))
        life.submitted = self.now if over else None

    def _reacts(self, life: Life, row: Outgoing) -> None:
        """Some want silence, some want it later."""
        soon = self.now + self._draw.random() * 20 * HOUR
        if life.sort == "stops":
            self._plan(soon, life, Wrote("Stop"))
        if life.sort == "snoozes":
            presses = [data for line in row.payload["buttons"] for _, data in line if "snooze:" in data]
            presses = [data for data in presses if not data.endswith("other")]
            if presses and self._draw.random() < 0.7:
                life.wanted += 1
                self._plan(soon, life, Tap(self._draw.choice(presses)))

    # --- what goes out

    async def _deliver(self, desk: Desk) -> None:
        while rows := await desk.storage.due(TENANT, BOT, self.now, MANY):
            await asyncio.gather(*(self._goes(desk, row) for row in rows))

    async def _goes(self, desk: Desk, row: Outgoing) -> None:
        if await self._leaves(desk, row):
            self._obeys(desk, row)
            await desk.storage.sent(row, self.count + 1, self.now)

    async def _leaves(self, desk: Desk, row: Outgoing) -> bool:
        if row.priority >= 3 and await still_wanted(desk, row, self.now) is not True:
            await desk.storage.cancelled(row, "no longer wanted")
            return False
        return True

    def _obeys(self, desk: Desk, row: Outgoing) -> None:
        """Every law, on this message."""
        self.minutes[self.now.replace(second=0, microsecond=0)] += 1
        life = self.lives.get(row.chat_id)
        if life is None:
            self._consultant_told(row)
            return
        if row.kind != "reminder":
            # Who said stop gets the one confirmation; who said later, a word about when.
            life.stopped = life.stopped or (self.now if life.sort == "stops" else None)
            return
        self._reminder_obeys(desk, life)
        self.count += 1
        life.reminded.append(self.now)
        self._reacts(life, row)

    def _reminder_obeys(self, desk: Desk, life: Life) -> None:
        calendar = calendar_of(desk.settings)
        broken = {
            "outside working hours": not calendar.is_open(self.now),
            "after the deadline": self.now >= life.deadline,
            "after the stop": life.stopped is not None,
            "after submitting": life.submitted is not None,
            "above the cap": len(life.reminded) >= desk.settings.remind_cap,
            "on a day off": bool(calendar.closed_day(calendar.local_day(self.now))),
            "twice on a day": life.sort != "snoozes"
            and calendar.local_day(self.now) in {calendar.local_day(at) for at in life.reminded},
            "more often than asked for": life.sort == "snoozes" and len(life.reminded) > life.wanted + 3,
        }
        if any(broken.values()):
            raise LawBroken(f"{life.person.address} at {self.now}: {[k for k, v in broken.items() if v]}")

    def _consultant_told(self, row: Outgoing) -> None:
        parts = row.dedupe_key.split(":")
        if parts[:2] == ["notice", "silent"]:
            found = next(life for life in self.lives.values() if life.person.id == parts[3])
            found.told += 1
            if found.submitted or found.stopped or found.told > 1:
                raise LawBroken(f"told of {found} at {self.now}")

    def _nobody_forgotten(self, life: Life) -> None:
        """Whoever was silent for long got a reminder, and the consultant knows."""
        if life.sort == "silent" and not (2 <= len(life.reminded) <= 3 and life.told == 1):
            raise LawBroken(f"{life.person.address}: reminded {life.reminded}, told {life.told}")
        if life.sort == "stops" and (life.stopped is None or life.told):
            raise LawBroken(f"{life.person.address} stopped at {life.stopped}, told {life.told}")
