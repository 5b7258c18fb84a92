"""How long it takes to set one organisation beside others, and to find what would help it: the searches of
the database, and all of it as a report and `/practices` do it.
"""

from __future__ import annotations

import asyncio
import sqlite3
import tempfile
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from time import perf_counter

from benchmarks.figure import Figure
from bot.app.plug import SHIPPED
from bot.config import Settings
from bot.consultant import learning
from bot.consultant.asking import Ask
from bot.consultant.assessments import make_assessment
from bot.desk import Desk
from bot.library import load_folder
from bot.ports import Incoming, Wrote
from bot.references import comparing
from bot.texts import shipped
from scoring.beside_others import Figures, figures_of
from storage import Assessment, Change, First, Initiative, Person, Storage, open_sqlite
from storage.rows import time_text

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TENANT, OWNER, SECTOR = "main", "cora", "municipality"
PILLARS = "SOBIM"
REFERENCES, PRACTICES_EACH = 10_000, 10
#: So many are of the own sector, the others of nine more; then come four times those others beside.
OF_SECTOR = 5_000
AT_ONCE, WARMING, ROUNDS = 20, 2, 20
BAR, FLAT = 200.0, 2.0
#: The next transition of each pillar, and two objectives that nothing was done for yet.
FIRST: tuple[First, ...] = (*((pillar, 1) for pillar in PILLARS), "energizing", "embracing")


def measure() -> Iterator[Figure]:
    """The median of many rounds on a file: figures for every pillar, and the practices that help most."""
    with tempfile.TemporaryDirectory() as folder:
        alone, beside, everybody, whole = asyncio.run(_all(Path(folder) / "peiler.sqlite"))
    yield Figure("one organisation among 10,000 references, 100,000 practices", alone, "ms", "at most", BAR)
    yield Figure("the same beside all 10,000, of every sector", everybody, "ms", "at most", BAR)
    yield Figure("what a report says of them, and the answer to /practices", whole, "ms", "at most", BAR)
    yield Figure("the first with five times as many of other sectors", beside, "ms", "at most", BAR)
    yield Figure("how much longer that takes", beside / alone, "times", "at most", FLAT)


async def _all(path: Path) -> tuple[float, float, float, float]:
    async with open_sqlite(path) as storage:
        fill(path, 0, REFERENCES, OF_SECTOR)
        ask, round_ = await _consultant(storage)
        whole = await _milliseconds(lambda: _told(ask, round_))
        alone = await _milliseconds(lambda: _beside(storage, SECTOR))
        everybody = await _milliseconds(lambda: _beside(storage, None))
        fill(path, REFERENCES, 4 * (REFERENCES - OF_SECTOR), 0)
        return alone, await _milliseconds(lambda: _beside(storage, SECTOR)), everybody, whole


async def _milliseconds(does: Callable[[], Awaitable[tuple[list[Figures], int]]]) -> float:
    took = []
    for _ in range(WARMING + ROUNDS):
        began = perf_counter()
        figures, practices = await does()
        took.append((perf_counter() - began) * 1000)
        assert all(one.quartiles for one in figures)
        assert practices
    return median(took[WARMING:])


async def _consultant(storage: Storage) -> tuple[Ask, Assessment]:
    """The consultant whose references they are, with a round of which two objectives are told."""
    settings = Settings(_env_file=None)
    desk = Desk(storage, load_folder(SHIPPED), shipped(), settings, lambda: NOW)
    cora = Person(TENANT, OWNER, "telegram", "900", "Cora", None, NOW)
    round_, records = make_assessment(desk, "Gemeente Voorbeeld", cora)
    running = [
        Initiative(TENANT, name, round_.id, None, "list", {"objective": name}, "confirmed", OWNER, NOW, None)
        for name in ("listening", "talking")
    ]
    await storage.save(Change(writes=(cora, *records, *running)))
    incoming = Incoming("telegram", "1", 1, "900", "900", True, "Cora", "nl", NOW, Wrote("/practices"), b"")
    return Ask(desk, incoming, cora), round_


async def _told(ask: Ask, round_: Assessment) -> tuple[list[Figures], int]:
    """What a report says of others, and the answer to `/practices`."""
    found = await comparing.beside(ask.desk, round_, dict.fromkeys(PILLARS, 1.5))
    plan = await learning.command(ask, "")
    return [one.figures for others in found.values() for one in others], len(plan.writes)


async def _beside(storage: Storage, sector: str | None) -> tuple[list[Figures], int]:
    others = [
        await storage.scores_beside(TENANT, OWNER, pillar, kind="self", sector=sector, government=True)
        for pillar in PILLARS
    ]
    practices = await storage.practices(TENANT, OWNER, sector=sector, first=FIRST, limit=AT_ONCE)
    assert len(practices) == AT_ONCE
    return [figures_of(one.scores, 1.5) for one in others], len(practices)


def fill(path: Path, begin: int, count: int, of_sector: int) -> None:
    """So many references more, each with scores and practices, the first of them of the own sector."""
    with closing(sqlite3.connect(path)) as connection:
        fill_in(connection, begin, count, of_sector)
        connection.commit()


def fill_in(connection: sqlite3.Connection, begin: int, count: int, of_sector: int) -> None:
    """The same, on a connection."""
    many = {"tenant": TENANT, "owner": OWNER, "at": time_text(NOW), "sector": SECTOR}
    numbers = {"begin": begin, "end": begin + count, "own": begin + of_sector, "each": PRACTICES_EACH}
    for statement in (_REFERENCES, _SCORES, _PRACTICES):
        connection.execute(statement, many | numbers)


_NUMBERS = (
    "WITH RECURSIVE numbers (n) AS (SELECT :begin UNION ALL SELECT n + 1 FROM numbers WHERE n + 1 < :end)"
)
_REFERENCES = f"""
{_NUMBERS} INSERT INTO reference (
    tenant, id, owner, name, anonymous, sector, government, size, country, year, kind, stage, demo, contact,
    sharing, at
)
SELECT
    :tenant, 'r' || n, :owner, CASE WHEN n % 3 THEN 'Town ' || n END, NOT n % 3,
    CASE WHEN n < :own THEN :sector ELSE 'sector ' || (n % 9) END,
    1, 'middle', 'NL', 2020 + n % 7, 'self', 'spoken', 0, '{{}}', '{{}}', :at
FROM numbers
"""
_SCORES = f"""
{_NUMBERS} INSERT INTO reference_score (
    tenant, reference, pillar, score, coverage, at, owner, demo, kind, sector, government, country, year
)
SELECT
    r.tenant, r.id, p.value, (n * 7 % 41) / 10.0, 1.0, r.at, r.owner, r.demo, r.kind, r.sector, r.government,
    r.country, r.year
FROM numbers JOIN reference r ON r.tenant = :tenant AND r.id = 'r' || n
CROSS JOIN json_each('["S", "O", "B", "I", "M"]') p
"""
_PRACTICES = f"""
{_NUMBERS}, each_of (k) AS (SELECT 0 UNION ALL SELECT k + 1 FROM each_of WHERE k + 1 < :each)
INSERT INTO practice (
    tenant, id, reference, owner, pillar, from_level, to_level, "row", sector, language, done, withdrawn, at,
    demo
)
SELECT
    r.tenant, r.id || ':' || k, r.id, r.owner, substr('SOBIM', 1 + k % 5, 1), n % 4, n % 4 + 1,
    CASE n % 5 WHEN 0 THEN 'listening' WHEN 1 THEN 'talking' WHEN 2 THEN 'energizing' WHEN 3 THEN 'supporting'
        ELSE 'embracing' END,
    r.sector, 'nl', 'We began to read what people say of the tram and told the driver.', 0, r.at, 0
FROM numbers JOIN reference r ON r.tenant = :tenant AND r.id = 'r' || n CROSS JOIN each_of
"""
