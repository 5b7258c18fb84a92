"""How long people wait for their next question while reports are made: the served program, its database and
Telegram's side of it.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Iterator
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory
from time import perf_counter

from benchmarks.figure import Figure
from benchmarks.peers import begins, goes_on
from tests.e2e.phone import Phone
from tests.e2e.process import CONSULTANT, Peiler
from tests.e2e.robot import Robot
from tests.telegram_stand_in import Message, Person, StandIn

PILLARS = "SOBIM"
#: So many people answer, each after a pause of at most so many seconds; nobody is done before the reports.
PEOPLE, PAUSE, REPORTS = 40, 6.0, 10
#: Seconds in which a report is there, on however slow a machine.
PATIENCE = 120.0


def measure() -> Iterator[Figure]:
    """From the tap until the next card is in the chat, at the same pace with and without reports."""
    quiet, busy, files = asyncio.run(_measured())
    yield Figure("a card after a tap, nothing else going on, 99th of 100", _worst(quiet), "ms")
    name = f"the same while {REPORTS} reports ({files} documents) are made"
    yield Figure(name, _worst(busy), "ms", "at most", 50)


def _worst(waited: list[float]) -> float:
    return quantiles(waited, n=100)[98]


async def _measured() -> tuple[list[float], list[float], int]:
    async with StandIn() as telegram:
        with TemporaryDirectory(prefix="peiler-bench-") as name:
            peiler = Peiler(Path(name), telegram, DOCUMENTS_IN_TELEGRAM="all", LOG_LEVEL="warning")
            await peiler.start()
            try:
                return await _in_town(telegram, peiler)
            finally:
                await peiler.stop()


async def _in_town(telegram: StandIn, peiler: Peiler) -> tuple[list[float], list[float], int]:
    first = await peiler.invites(PILLARS[0], 1 + PEOPLE)
    tokens = [first.pop(), *[(await peiler.invites(one, to="Gemeente X"))[0] for one in PILLARS[1:]]]
    owners = [Robot(Phone(telegram, telegram.person(100 + n)), n) for n in range(len(PILLARS))]
    await asyncio.gather(*(owner.finishes(token) for owner, token in zip(owners, tokens, strict=True)))
    people = [telegram.person(200 + number) for number in range(PEOPLE)]
    await asyncio.gather(*map(begins, people, first))
    consultant = telegram.person(CONSULTANT)
    await _report(consultant)
    quiet = await _waited(people, asyncio.create_task(asyncio.sleep(8)))
    before = _files(consultant)
    busy = await _waited(people, asyncio.create_task(_reports(consultant)))
    return quiet, busy, _files(consultant) - before


async def _reports(consultant: Person) -> None:
    for _ in range(REPORTS):
        await _report(consultant)


async def _report(consultant: Person) -> None:
    """Everything that is sent of it, until there are buttons below it."""
    await consultant.types("/report")
    await consultant.sees(_ends, timeout=PATIENCE)


def _ends(message: Message) -> bool:
    return any(button.data.startswith("copy:") for row in message.buttons for button in row)


def _files(person: Person) -> int:
    return sum(message.by_bot and message.file is not None for message in person.chat)


async def _waited(people: list[Person], until: asyncio.Task[None]) -> list[float]:
    """Milliseconds of every answer of all of them."""
    waited: list[float] = []
    await asyncio.gather(*(_answers(person, until, waited) for person in people))
    await until
    return waited


async def _answers(person: Person, until: asyncio.Task[None], waited: list[float]) -> None:
    dice = random.Random(person.user_id)
    while not until.done():
        await asyncio.sleep(dice.uniform(0, PAUSE))
        if any(button.data.startswith("submit:") for button in person.buttons()):
            return
        began = perf_counter()
        await goes_on(person)
        waited.append((perf_counter() - began) * 1000)
