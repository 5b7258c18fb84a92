"""Kill -9 at any moment: no acknowledged answer is lost, none is there twice, and everybody can finish."""

from __future__ import annotations

import asyncio
import os
import random
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.e2e.process import CONSULTANT
from tests.kills.crowd import Crowd
from tests.kills.kept import WAITING, check_database, check_everybody, check_shown, withdrawn
from tests.kills.mortal import Mortal
from tests.kills.trouble import BadDay
from tests.telegram_stand_in import StandIn

#: PEILER_SEED repeats a run, as far as a run with a real process can be repeated.
SEED = "PEILER_SEED"
#: PEILER_KILLS makes the soak shorter, or longer.
SOAK_KILLS = int(os.environ.get("PEILER_KILLS") or 500)
#: The soak is cut in pieces that run side by side.
PIECES = 4


@pytest.mark.parametrize(("kills", "troubled"), [(13, False), (12, True)])
async def test_twenty_people_lose_no_answer_however_often_the_program_is_killed(
    kills: int, troubled: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = await killed(tmp_path, kills, troubled=troubled)
    with capsys.disabled():
        sys.stderr.write(said)


@pytest.mark.soak
@pytest.mark.parametrize("piece", range(PIECES))
async def test_twenty_people_lose_no_answer_in_five_hundred_kills(
    piece: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = await killed(tmp_path, SOAK_KILLS // PIECES, troubled=bool(piece % 2))
    with capsys.disabled():
        sys.stderr.write(said)


async def killed(folder: Path, kills: int, *, troubled: bool) -> str:
    """One database through so many kills; gives what it came to, with the seed."""
    seed = int(os.environ.get(SEED) or random.randrange(10**6))
    print(f"{SEED}={seed}")  # noqa: T201 # shown when the test fails
    async with StandIn() as telegram:
        peiler = Mortal(folder, telegram)
        crowd = Crowd(telegram, peiler, random.Random(seed), troubled)
        await crowd.invites()
        # Who never wrote cannot be told of answers that are sent in.
        await telegram.person(CONSULTANT, "Carla").starts()
        await peiler.start()
        try:
            await _until_over(crowd, kills)
            await _all_out(telegram, folder / "peiler.sqlite")
            exported = await peiler.export()
            assert await peiler.stop() == 0
        finally:
            await peiler.dies()
    assert "Traceback" not in peiler.log(), peiler.log()[-3000:]
    answers = check_everybody(exported, list(crowd.robots), withdrawn(folder / "peiler.sqlite"))
    check_database(folder / "peiler.sqlite")
    check_shown(folder / "peiler.sqlite", telegram)
    return (
        f"\n{kills} kills{' with trouble' if troubled else ''}: {len(crowd.robots)} interviews, "
        f"{answers} answers, none lost, none twice ({SEED}={seed})\n"
    )


async def _until_over(crowd: Crowd, kills: int) -> None:
    async with asyncio.TaskGroup() as group:
        bad_day = BadDay(crowd.telegram, crowd.dice)
        trouble = group.create_task(bad_day.goes_on()) if crowd.troubled else None
        people = group.create_task(crowd.answers())
        await crowd.peiler.is_killed(kills, crowd.telegram, crowd.dice)
        crowd.over = True
        if trouble:
            trouble.cancel()
            crowd.telegram.recover()
        await people


async def _all_out(telegram: StandIn, path: Path) -> None:
    """Everything taken is confirmed, everything decided is shown."""
    await telegram.all_confirmed(60)
    with closing(sqlite3.connect(path)) as database:
        async with asyncio.timeout(60):
            # The outbox of another process tells nobody.
            while database.execute(WAITING).fetchone():  # noqa: ASYNC110
                await asyncio.sleep(0.05)
