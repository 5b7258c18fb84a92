"""How soon `peiler serve` listens and how little it needs while nobody talks to it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks.figure import Figure
from benchmarks.served import peiler_serve
from tests.telegram_stand_in import StandIn

STARTS = 3
#: Seconds without a message before memory is read.
IDLE = 5.0


def measure() -> Iterator[Figure]:
    """Medians over some starts on a new database; the memory of the last of them after a rest."""
    seconds, megabytes = asyncio.run(_starts())
    yield Figure("peiler serve: from start to listening", seconds, "s", "at most", 1.5)
    yield Figure(f"peiler serve: memory after {IDLE:g} s idle", megabytes, "MB", "at most", 130)


async def _starts() -> tuple[float, float]:
    seconds, megabytes = [], 0.0
    async with StandIn() as telegram:
        for number in range(STARTS):
            with TemporaryDirectory(prefix="peiler-bench-") as folder:
                async with peiler_serve(telegram, Path(folder)) as served:
                    seconds.append(served.seconds)
                    if number == STARTS - 1:
                        await asyncio.sleep(IDLE)
                        megabytes = served.resident()
    return median(seconds), megabytes
