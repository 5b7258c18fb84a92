"""One organisation is set beside others by indexes, among 10,000 references and 100,000 practices."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import pytest

from benchmarks.beside import FIRST, OF_SECTOR, OWNER, REFERENCES, SECTOR, TENANT, fill_in
from storage.sqlite import beside
from storage.sqlite.migrations import migrate
from storage.sqlite.queries import Q
from tests.storage.sqlite.test_plans import plan

Find = Callable[[sqlite3.Connection], Any]
HERS = {"tenant": TENANT, "owner": OWNER, "demo": 0}
SCORES = {**HERS, "kind": "self", "pillar": "S", "government": 1, "coverage": 0.75}


@pytest.fixture(scope="module")
def crowded() -> Iterator[sqlite3.Connection]:
    """Half of the references are of the own sector."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        connection.row_factory = sqlite3.Row
        migrate(connection)
        connection.execute("BEGIN")
        fill_in(connection, 0, REFERENCES, OF_SECTOR)
        connection.execute("COMMIT")
        yield connection


def test_scores_of_a_sector_come_from_one_index_that_holds_all_that_is_asked(
    crowded: sqlite3.Connection,
) -> None:
    found = plan(crowded, Q.scores_beside.sql, **SCORES, first=SECTOR, last=SECTOR, without="[]")
    assert found.split(" / ")[0] == (
        "SEARCH reference_score USING COVERING INDEX reference_score_beside "
        "(tenant=? AND owner=? AND demo=? AND kind=? AND pillar=? AND sector>? AND sector<?)"
    )
    assert "SCAN reference" not in found


@pytest.mark.parametrize(
    ("wanted", "by"),
    [
        ({}, "practice_newest (tenant=? AND owner=? AND demo=?)"),
        (
            {"pillar": "S", "from_level": 1},
            "practice_step (tenant=? AND owner=? AND demo=? AND pillar=? AND from_level=?)",
        ),
        ({"row": "talking"}, "practice_row (tenant=? AND owner=? AND demo=? AND row=?)"),
        ({"sector": SECTOR}, "practice_sector (tenant=? AND owner=? AND demo=? AND sector=?)"),
    ],
    ids=["all", "a transition", "a row", "a sector"],
)
def test_practices_come_from_the_index_in_the_right_order(
    crowded: sqlite3.Connection, wanted: dict[str, Any], by: str
) -> None:
    sql = beside.search(beside.PRACTICES, wanted, beside.NEWEST)
    assert plan(crowded, sql, **HERS, **wanted, limit=20) == f"SEARCH practice USING INDEX {by}"


@pytest.mark.parametrize(
    ("wanted", "by"),
    [
        ({}, "reference_newest (tenant=? AND owner=?)"),
        ({"stage": "spoken"}, "reference_stage (tenant=? AND owner=? AND stage=?)"),
    ],
    ids=["all", "a stage"],
)
def test_references_come_from_the_index_in_the_right_order(
    crowded: sqlite3.Connection, wanted: dict[str, Any], by: str
) -> None:
    sql = beside.search(beside.REFERENCES, wanted, beside.NEWEST)
    assert plan(crowded, sql, **HERS, **wanted, limit=20) == f"SEARCH reference USING INDEX {by}"


@pytest.mark.parametrize("of", ["person", "reference", "assessment"])
def test_contacts_of_somebody_come_from_the_index(crowded: sqlite3.Connection, of: str) -> None:
    sql = beside.search(beside.CONTACTS, {of: "x"}, beside.OLDEST)
    found = plan(crowded, sql, tenant=TENANT, **{of: "x"})
    assert found == f"SEARCH contact USING INDEX contact_{of} (tenant=? AND {of}=?)"


def test_how_many_are_alike_is_counted_in_the_index_alone(crowded: sqlite3.Connection) -> None:
    found = plan(crowded, Q.alike.sql, **HERS, sector=SECTOR, size="middle")
    assert found == (
        "SEARCH reference USING COVERING INDEX reference_alike "
        "(tenant=? AND owner=? AND demo=? AND sector=? AND size=? AND withdrawn_at=?)"
    )


def best(connection: sqlite3.Connection) -> Any:
    """What helps most, of every sector."""
    return beside.practices(connection, HERS, {}, FIRST, 20)


def best_of_a_sector(connection: sqlite3.Connection) -> Any:
    """What helps most, of the own sector."""
    return beside.practices(connection, HERS, {"sector": SECTOR}, FIRST, 20)


def newest(connection: sqlite3.Connection) -> Any:
    """The last references."""
    return beside.references(connection, HERS, {}, 20)


def marked(connection: sqlite3.Connection) -> Any:
    """One of an imported set, which is not there."""
    return [Q.reference_marked(connection, **HERS, mark="none")]


@pytest.mark.parametrize("find", [best, best_of_a_sector, newest, marked])
def test_finding_a_few_takes_no_more_work_among_very_many(crowded: sqlite3.Connection, find: Find) -> None:
    steps: list[None] = []
    crowded.set_progress_handler(lambda: steps.append(None), 100)
    found = find(crowded)
    crowded.set_progress_handler(None, 0)
    assert found
    # In hundreds of instructions of SQLite's machine; to look at every practice would take a million.
    assert len(steps) < 200


def test_scores_of_a_sector_take_no_more_work_when_others_are_many(crowded: sqlite3.Connection) -> None:
    def work() -> int:
        steps: list[None] = []
        crowded.set_progress_handler(lambda: steps.append(None), 100)
        assert len(beside.others(crowded, SCORES, SECTOR, ()).scores) == OF_SECTOR
        crowded.set_progress_handler(None, 0)
        return len(steps)

    before = work()
    crowded.execute("BEGIN")
    fill_in(crowded, REFERENCES, REFERENCES, 0)
    beside_more = work()
    crowded.execute("ROLLBACK")
    assert beside_more <= before * 1.1
