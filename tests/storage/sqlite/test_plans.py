"""What is asked all the time is found by an index, however much else is in the database."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from typing import Any

import pytest

from benchmarks.due import NOW, TENANT, fill_finished, fill_open
from storage.rows import time_text
from storage.sqlite.changes import beginning
from storage.sqlite.migrations import migrate
from storage.sqlite.queries import Q

Find = Callable[[sqlite3.Connection], Any]


def due(connection: sqlite3.Connection) -> Any:
    """Whose time has come."""
    return list(Q.due_jobs(connection, tenant=TENANT, now=time_text(NOW), limit=50))


def due_all_at_once(connection: sqlite3.Connection) -> Any:
    """After a long silence everybody's has."""
    late = time_text(NOW + timedelta(days=99))
    return list(Q.due_jobs(connection, tenant=TENANT, now=late, limit=50))


def timers_of_somebody(connection: sqlite3.Connection) -> Any:
    """By how their key begins."""
    return list(Q.pending_jobs(connection, tenant=TENANT, **beginning("remind:town:p777")))


def dropped(connection: sqlite3.Connection) -> Any:
    """The timers of somebody who needs none any more."""
    return Q.drop_pending_jobs(connection, tenant=TENANT, **beginning("remind:town:p999"))


@pytest.fixture(scope="module")
def crowded() -> Iterator[sqlite3.Connection]:
    """100,000 people with a timer each, and 300,000 jobs that are over."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        connection.row_factory = sqlite3.Row
        migrate(connection)
        connection.execute("BEGIN")
        fill_open(connection)
        fill_finished(connection, 300_000)
        connection.execute("COMMIT")
        yield connection


def plan(connection: sqlite3.Connection, sql: str, **values: Any) -> str:
    """How SQLite goes about it."""
    rows = connection.execute(f"EXPLAIN QUERY PLAN {sql}", values)
    return " / ".join(row["detail"] for row in rows)


def test_who_is_due_comes_from_the_index_in_the_right_order(crowded: sqlite3.Connection) -> None:
    found = plan(crowded, Q.due_jobs.sql, tenant=TENANT, now=time_text(NOW), limit=50)
    assert found == "SEARCH job USING INDEX job_due (tenant=? AND due_at<?)"


def test_timers_by_how_their_key_begins_come_from_the_index(crowded: sqlite3.Connection) -> None:
    found = plan(crowded, Q.pending_jobs.sql, tenant=TENANT, **beginning("remind:town:"))
    assert found == "SEARCH job USING INDEX job_one_pending (tenant=? AND key>? AND key<?)"


@pytest.mark.parametrize("find", [due, due_all_at_once, timers_of_somebody, dropped])
def test_finding_a_few_takes_no_more_work_among_very_many(crowded: sqlite3.Connection, find: Find) -> None:
    steps: list[None] = []
    crowded.execute("BEGIN")
    crowded.set_progress_handler(lambda: steps.append(None), 100)
    found = find(crowded)
    crowded.set_progress_handler(None, 0)
    crowded.execute("ROLLBACK")
    assert found
    # In hundreds of instructions of SQLite's machine; to look at every row would take more than a million.
    assert 0 < len(steps) < 50
