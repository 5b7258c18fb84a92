"""A database of every earlier schema, with data in it, is brought up to date and loses nothing.

For each schema there is a file of rows in `schemas/`. A new migration needs the rows of the schema before it:
`python -m tests.operations.test_migrations` writes them, from a database as the program now makes it.
"""

from __future__ import annotations

import asyncio
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from storage import open_sqlite
from storage.sqlite.migrations import migrate, migrations
from tests.storage.contract.test_members import ADAS_PART
from tests.storage.contract.test_privacy import AUDIT, SCORE
from tests.storage.example import (
    ADA,
    CONTACT,
    FILE,
    FIRM,
    INITIATIVE,
    JOB,
    JUDGEMENT,
    KEPT,
    LANE,
    NINE,
    NOTE,
    PRACTICE,
    REFERENCE,
    REFERENCE_SCORE,
    REMINDER,
    answering,
    begun,
    saved,
)

SCHEMAS = Path(__file__).parent / "schemas"
LATEST = max(migrations())
Rows = dict[str, list[dict[str, Any]]]


def at_schema(path: Path, number: int, folder: Path) -> None:
    """A database as the program of that time left it."""
    folder.mkdir()
    for known, migration in migrations().items():
        if known <= number:
            (folder / migration.name).write_text(migration.read_text("utf-8"), "utf-8")
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        migrate(connection, folder)
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.executescript((SCHEMAS / f"{number:04}.sql").read_text("utf-8"))
        assert connection.execute("PRAGMA foreign_key_check").fetchone() is None


def rows_of(path: Path) -> Rows:
    """Everything in a database."""
    with closing(sqlite3.connect(path)) as connection:
        connection.row_factory = sqlite3.Row
        tables = [name for (name,) in connection.execute(_TABLES)]
        return {
            table: [dict(row) for row in connection.execute(f"SELECT * FROM {table}")] for table in tables
        }


_TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"


def test_there_are_rows_of_every_earlier_schema() -> None:
    there = {int(path.stem) for path in SCHEMAS.glob("*.sql")}
    assert there >= set(range(1, LATEST)), (
        "run `python -m tests.operations.test_migrations` before a migration"
    )


@pytest.mark.parametrize("number", range(1, LATEST))
async def test_a_database_of_an_earlier_schema_keeps_every_row(tmp_path: Path, number: int) -> None:
    path = tmp_path / "peiler.sqlite"
    at_schema(path, number, tmp_path / "migrations")
    before = rows_of(path)
    assert all(before.values()) or number > 1
    async with open_sqlite(path) as storage:
        assert await storage.problems() == []
        assert await storage.person(FIRM, "ada") == ADA
        walk = await storage.walk(FIRM, "walk")
        assert walk is not None
        assert (await storage.save(answering(number=2, rev=walk.interview.rev))).value == "done"
    _check_kept(before, rows_of(path))


async def test_what_was_adopted_before_there_were_phases_is_in_that_phase(tmp_path: Path) -> None:
    path = tmp_path / "peiler.sqlite"
    at_schema(path, 3, tmp_path / "migrations")
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE assessment SET adopted_at = created_at")
        connection.commit()
    async with open_sqlite(path) as storage:
        [town] = await storage.assessments(FIRM)
    assert (town.phase, town.phase_since, town.adopted_by) == ("adopted", NINE, None)


async def test_what_an_earlier_program_did_not_know_is_empty_and_not_unknown(tmp_path: Path) -> None:
    path = tmp_path / "peiler.sqlite"
    at_schema(path, 1, tmp_path / "migrations")
    async with open_sqlite(path) as storage:
        walk = await storage.walk(FIRM, "walk")
        [invite] = await storage.invites(FIRM, "town")
    assert walk is not None
    assert (walk.person.calendar, walk.files, walk.notes) == ({}, (), ())
    assert (walk.assessment.phase, walk.assessment.phase_since, walk.assessment.repeats) == (
        "concept",
        None,
        None,
    )
    assert (walk.interview.department, walk.interview.share_earlier) == (None, False)
    assert (invite.function, invite.department, invite.language, invite.question) == (None,) * 4


def _check_kept(before: Rows, after: Rows) -> None:
    """Every row is there, by what both schemas know of it; the last step changed the interview and card."""
    for table in before.keys() - {"interview", "card", "outbox", "ask"}:
        for row in before[table]:
            assert any(row.items() <= later.items() for later in after[table]), (table, row)
    for table, rows in before.items():
        assert len(after[table]) >= len(rows)


async def _write_rows(path: Path) -> str:
    async with open_sqlite(path) as storage:
        await begun(storage)
        await saved(storage, LANE, JOB, KEPT, ADAS_PART, AUDIT, SCORE)
        await saved(storage, FILE, REMINDER, JUDGEMENT, NOTE)
        await saved(storage, INITIATIVE, REFERENCE, REFERENCE_SCORE, PRACTICE, CONTACT)
        await storage.save(answering())
    with closing(sqlite3.connect(path)) as connection:
        lines = [line for line in connection.iterdump() if line.startswith("INSERT INTO")]
    return "\n".join(line for line in lines if "sqlite_" not in line) + "\n"


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        text = asyncio.run(_write_rows(Path(folder) / "peiler.sqlite"))
    (SCHEMAS / f"{LATEST:04}.sql").write_text(text, "utf-8")
