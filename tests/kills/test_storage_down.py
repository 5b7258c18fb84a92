"""The real program while its database is locked, full or gone for a while: told once, kept for later."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest
import pytest_asyncio

from tests.e2e.conftest import Town
from tests.e2e.phone import Phone
from tests.e2e.process import PATIENCE
from tests.kills.mortal import Mortal
from tests.telegram_stand_in import StandIn


@pytest_asyncio.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    """A town whose program may be killed."""
    async with StandIn() as telegram:
        town = Town(telegram, Mortal(tmp_path, telegram))
        await town.peiler.start()
        yield town
        await town.peiler.dies()


async def kept(town: Town, phone: Phone, data: str) -> int:
    """How many revisions this tap gave."""
    _, ask, option = data.split(":")
    answers = (await town.peiler.export())["answers"]
    return sum((answer["ask"], answer["option"]) == (ask, option) for answer in answers)


@pytest.mark.parametrize("killed", [False, True])
async def test_while_another_process_holds_the_lock_nothing_is_lost_and_people_are_told(
    town: Town, killed: bool
) -> None:
    anna = await town.owner("O")
    data = anna.data("a:")
    with closing(sqlite3.connect(town.peiler.folder / "peiler.sqlite", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        tap = await anna.person.taps(data)
        toast = (await tap.answered(PATIENCE)).text
        assert toast
        assert not toast.startswith("✓")
        assert town.telegram.updates.pending
        if killed:
            await town.peiler.dies()
        other.execute("ROLLBACK")
    if killed:
        await town.peiler.start()
    await anna.person.sees("✓", timeout=PATIENCE)
    await town.telegram.all_confirmed(PATIENCE)
    assert await kept(town, anna, data) == 1
