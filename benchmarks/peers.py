"""An interview step from tap to next card, on disk before it shows, beside a bot that keeps nothing.

Both are processes of their own, talking in turns to the same stand-in for Telegram on the same machine; the
stand-in and the people take their share of the time of both.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from benchmarks.figure import Figure
from benchmarks.served import UNLIMITED, environment_of, invited, peiler_serve, started
from tests.telegram_stand_in import Message, Person, StandIn

PEOPLE, TURNS, ROUNDS = 16, 8, 3
#: What moves an interview on where nothing is to be chosen.
ONWARD = ("consent:", "begin:", "confirm:", "resume:", "submit:", "skip:")


def measure() -> Iterator[Figure]:
    """Medians of rounds; people talk at once, each waits for the reply before the next turn."""
    steps, cards = [], []
    for _ in range(ROUNDS):
        steps.append(asyncio.run(_interviews()))
        cards.append(asyncio.run(_cards()))
    yield Figure(f"interview: cards after taps, {PEOPLE} people, all on disk", median(steps), "cards/s")
    yield Figure("stock python-telegram-bot: the same, nothing kept", median(cards), "cards/s")
    ratios = [step / card for step, card in zip(steps, cards, strict=True)]
    yield Figure("the first beside the second", median(ratios), "times")


async def _interviews() -> float:
    async with StandIn() as telegram:
        with TemporaryDirectory(prefix="peiler-bench-") as name:
            async with peiler_serve(telegram, Path(name), **UNLIMITED) as served:
                tokens = await invited(served, Path(name), "S", PEOPLE)
                people = [telegram.person(100 + number) for number in range(PEOPLE)]
                await asyncio.gather(*map(begins, people, tokens))
                return await _rate(people, goes_on)


async def _cards() -> float:
    async with StandIn() as telegram:
        with TemporaryDirectory(prefix="peiler-bench-") as name:
            environment = environment_of(telegram, Path(name))
            words = ("benchmarks.tap_bot", telegram.token, telegram.api_url)
            process = await started(*words, environment=environment, folder=Path(name))
            try:
                assert process.stdout is not None
                await process.stdout.readline()
                people = [telegram.person(100 + number) for number in range(PEOPLE)]
                await asyncio.gather(*map(_starts, people))
                return await _rate(people, _taps)
            finally:
                process.terminate()
                await process.wait()


async def _rate(people: list[Person], turn: Callable[[Person], Awaitable[object]]) -> float:
    """Turns a second over all people."""

    async def turns(person: Person) -> None:
        for _ in range(TURNS):
            await turn(person)

    began = perf_counter()
    await asyncio.gather(*map(turns, people))
    return PEOPLE * TURNS / (perf_counter() - began)


async def begins(person: Person, token: str) -> None:
    """To the first question."""
    await person.starts(token)
    await person.sees(_asks, timeout=30)
    await goes_on(person)
    await goes_on(person)


async def goes_on(person: Person) -> None:
    """Answers the open card with the middle of the scale, or goes on where it asks for words; until the next
    card is there.
    """
    buttons = [button.data for button in person.buttons()]
    chosen = next((data for data in buttons if data.startswith("a:") and data.endswith(":2")), None)
    await person.taps(chosen or next(data for data in buttons if data.startswith(ONWARD)))
    await person.sees(_asks, timeout=30)


def _asks(message: Message) -> bool:
    return any(button.data.startswith(("a:", *ONWARD)) for row in message.buttons for button in row)


async def _starts(person: Person) -> None:
    await person.starts()
    await person.sees(_asks, timeout=30)


async def _taps(person: Person) -> None:
    await person.taps("C")
    await person.sees(_asks, timeout=30)
