"""How long it takes to find whose time has come, among everybody who has not handed in yet."""

from __future__ import annotations

import asyncio
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter

from benchmarks.figure import Figure
from storage import Storage, open_sqlite
from storage.rows import time_text

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TENANT = "main"
OPEN, FINISHED = 100_000, 400_000
AT_ONCE, WARMING, ROUNDS = 50, 20, 200
BAR, FLAT = 5.0, 2.0
#: Timers are spread over so many hours, of which the first two have come: one in five hundred is due.
HOURS = 1_000


def measure() -> Iterator[Figure]:
    """The median of many rounds on a file, before and after what was done in years is beside it."""
    with tempfile.TemporaryDirectory() as folder:
        alone, beside = asyncio.run(_both(Path(folder) / "peiler.sqlite"))
    yield Figure("finding the due among 100,000 open interviews", alone, "ms", "at most", BAR)
    yield Figure("the same with 400,000 finished jobs beside", beside, "ms", "at most", BAR)
    yield Figure("how much longer that takes", beside / alone, "times", "at most", FLAT)


async def _both(path: Path) -> tuple[float, float]:
    async with open_sqlite(path) as storage:
        _into(path, fill_open)
        alone = await _milliseconds(storage)
        _into(path, fill_finished)
        return alone, await _milliseconds(storage)


def _into(path: Path, fill: Callable[[sqlite3.Connection], None]) -> None:
    with closing(sqlite3.connect(path)) as connection:
        fill(connection)
        connection.commit()


async def _milliseconds(storage: Storage) -> float:
    took = []
    for _ in range(WARMING + ROUNDS):
        began = perf_counter()
        found = await storage.due_jobs(TENANT, NOW, AT_ONCE)
        took.append((perf_counter() - began) * 1000)
        assert len(found) == AT_ONCE
    return median(took[WARMING:])


def fill_open(connection: sqlite3.Connection, count: int = OPEN) -> None:
    """So many people, each in an interview of their own and with a timer."""
    many = {"tenant": TENANT, "at": time_text(NOW), "count": count}
    for statement in (_TOWN, _PEOPLE, _INTERVIEWS):
        connection.execute(statement, many)
    _jobs(connection, "new", 0, count)


def fill_finished(connection: sqlite3.Connection, count: int = FINISHED) -> None:
    """So many jobs that are over."""
    _jobs(connection, "done", OPEN, count)


def _jobs(connection: sqlite3.Connection, state: str, first: int, count: int) -> None:
    moments = [time_text(NOW + timedelta(hours=hour)) for hour in range(-1, HOURS - 1)]
    rows = (
        (TENANT, f"j{n}", f"remind:town:p{n}", moments[n % HOURS], state) for n in range(first, first + count)
    )
    connection.executemany(_JOB, rows)


_NUMBERS = "WITH RECURSIVE numbers (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE n + 1 < :count)"
_TOWN = """
INSERT INTO assessment (
    tenant, id, name, owner, folder, script_hash, model_hash, language, state, demo, created_at, privacy,
    settings
) VALUES (:tenant, 'town', 'Town', 'cora', 'social', 's', 'm', 'nl', 'open', 0, :at, '{}', '{}')
"""
_PEOPLE = f"""
{_NUMBERS} INSERT INTO person (tenant, id, channel, address, name, created_at)
SELECT :tenant, 'p' || n, 'telegram', n, 'Anna', :at FROM numbers
"""
_INTERVIEWS = f"""
{_NUMBERS} INSERT INTO interview (
    tenant, id, assessment, person, pillar, role, state, rev, script_hash, language, created_at,
    last_activity, progress
)
SELECT :tenant, 'i' || n, 'town', 'p' || n, 'S', 'owner', 'active', 1, 's', 'nl', :at, :at, '{{}}'
FROM numbers
"""
_JOB = """
INSERT INTO job (tenant, id, kind, key, payload, due_at, state, attempt)
VALUES (?, ?, 'remind', ?, '{"assessment":"town"}', ?, ?, 0)
"""
