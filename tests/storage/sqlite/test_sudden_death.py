"""The promise itself: what was said to be saved is there after kill -9."""

from __future__ import annotations

import asyncio
import signal
import sys
from pathlib import Path

import pytest

from storage import open_sqlite
from tests.storage.example import FIRM, answering

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize("steps", [1, 7, 40])
async def test_a_killed_process_loses_no_save_that_returned(path: Path, steps: int) -> None:
    victim = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.storage.sqlite.victim", path, cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    assert victim.stdout is not None
    for _step in range(steps):
        await victim.stdout.readline()
    victim.send_signal(signal.SIGKILL)
    said = steps + len((await victim.stdout.read()).splitlines())
    await victim.wait()
    async with open_sqlite(path) as storage:
        there = len(await storage.answers(FIRM, "town", history=True))
        assert said <= there <= said + 1
        assert await storage.problems() == []
        walk = await storage.walk(FIRM, "walk")
        assert walk is not None
        assert (walk.interview.rev, len(walk.asks)) == (there, there + 1)
        assert (await storage.save(answering(there + 1, rev=there))).value == "done"
