"""What can be read from the initiatives: who does what for which goal, and where nobody does anything."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.initiative import OBJECTIVES, Initiative
from scoring.matrix import Matrix, matrix

TODAY = dt.date(2026, 11, 23)
GOALS = ("service", "policy", "safety")
WEBCARE = Initiative(
    "1",
    "Webcare",
    "supporting",
    ("service", "safety"),
    "service",
    "running",
    department="KCC",
    owner="manager",
)
POSTS = Initiative("2", "Posts", "talking", ("service",), department="Press", owner="editor")


def read(*initiatives: Initiative, today: dt.date = TODAY) -> Matrix:
    return matrix(initiatives, GOALS, today)


def ids(initiatives: Sequence[Initiative]) -> list[str]:
    return [one.id for one in initiatives]


def test_an_initiative_stands_at_its_main_goal_and_is_named_at_the_others() -> None:
    cells = read(WEBCARE, POSTS).cells
    assert list(cells) == [("talking", "service"), ("supporting", "service"), ("supporting", "safety")]
    assert (ids(cells["supporting", "service"].main), ids(cells["supporting", "safety"].also)) == (
        ["1"],
        ["1"],
    )
    assert cells["supporting", "safety"].main == ()


def test_the_only_goal_of_an_initiative_is_its_main_one() -> None:
    assert POSTS.main == "service"
    assert POSTS.serves == ("service",)
    assert replace(POSTS, goals=(), main_goal="policy").serves == ("policy",)
    assert replace(POSTS, goals=("policy", "policy")).serves == ("policy",)


def test_rows_and_columns_where_nothing_runs_are_named() -> None:
    found = read(WEBCARE, POSTS)
    assert found.empty_objectives == ("listening", "energizing", "embracing")
    assert found.empty_goals == ("policy",)


def test_what_stopped_fills_nothing_and_asks_for_nothing() -> None:
    gone = Initiative("9", "Forum", "listening", status="stopped", since=dt.date(2020, 1, 1))
    found = read(gone)
    assert found.empty_objectives == OBJECTIVES
    assert found.no_owner == found.no_goal == found.old_pilots == ()
    assert found.shares == {}


def test_who_has_no_owner_no_goal_or_no_objective_is_named() -> None:
    bare = Initiative("3", "Account", "dancing", owner=" ")
    found = read(bare, WEBCARE)
    assert ids(found.no_owner) == ids(found.no_goal) == ids(found.no_objective) == ["3"]


def test_several_goals_without_a_first_among_them_are_told() -> None:
    found = read(replace(WEBCARE, main_goal=None))
    assert ids(found.no_main) == ["1"]
    assert [cell.main for cell in found.cells.values()] == [(), ()]


def test_a_goal_that_is_no_column_is_told_and_lost_nowhere() -> None:
    found = read(replace(POSTS, goals=("service", "fame")), WEBCARE)
    assert ids(found.elsewhere) == ["2"]
    assert ("talking", "service") in found.cells


def test_two_departments_that_do_the_same_are_brought_together() -> None:
    twin = replace(POSTS, id="4", department="Youth")
    found = read(POSTS, twin)
    assert [(one.objective, one.goal, one.departments, ids(one.initiatives)) for one in found.overlaps] == [
        ("talking", "service", ("Press", "Youth"), ["2", "4"])
    ]


@pytest.mark.parametrize("department", [" press ", "", "PRESS"])
def test_one_department_written_in_two_ways_is_one_department(department: str) -> None:
    assert read(POSTS, replace(POSTS, id="4", department=department)).overlaps == ()


@pytest.mark.parametrize(
    ("since", "today", "old"),
    [
        (dt.date(2025, 11, 23), TODAY, False),
        (dt.date(2025, 11, 22), TODAY, True),
        (dt.date(2025, 11, 24), TODAY, False),
        (dt.date(2025, 12, 1), TODAY, False),
        (dt.date(2025, 10, 30), TODAY, True),
        (dt.date(2024, 2, 29), dt.date(2025, 2, 28), False),
        (dt.date(2024, 2, 29), dt.date(2025, 3, 1), True),
        (dt.date(2027, 1, 1), TODAY, False),
    ],
)
def test_a_pilot_is_old_once_its_twelve_months_are_over(since: dt.date, today: dt.date, old: bool) -> None:
    pilot = replace(POSTS, status="pilot", since=since)
    assert bool(read(pilot, today=today).old_pilots) is old
    assert read(replace(pilot, status="running"), today=today).old_pilots == ()


def test_a_pilot_of_an_unknown_age_is_told_and_not_called_young() -> None:
    found = read(replace(POSTS, status="pilot"), WEBCARE)
    assert (ids(found.undated), found.old_pilots) == (["2"], ())


def test_the_part_that_only_talks_is_known() -> None:
    found = read(POSTS, replace(POSTS, id="4"), WEBCARE, replace(POSTS, id="5", objective=None))
    assert found.shares["talking"] == pytest.approx(2 / 3)


def test_what_can_be_used_again_is_listed_by_kind_also_of_what_stopped() -> None:
    gone = replace(WEBCARE, id="9", status="stopped", reusable=("tool", "skill"))
    found = read(replace(POSTS, reusable=("tool",)), gone)
    assert {kind: ids(those) for kind, those in found.reuse.items()} == {"tool": ["2", "9"], "skill": ["9"]}


# --- laws

STATUSES = st.sampled_from(["idea", "pilot", "running", "stopped", None])


@st.composite
def initiatives(draw: st.DrawFn) -> tuple[Initiative, ...]:
    """Any initiatives, some of them of unknown kinds."""
    some = draw(
        st.lists(
            st.builds(
                Initiative,
                id=st.uuids().map(str),
                name=st.text(max_size=5),
                objective=st.sampled_from([*OBJECTIVES, "dancing", None]),
                goals=st.lists(st.sampled_from([*GOALS, "fame"]), max_size=4).map(tuple),
                main_goal=st.sampled_from([*GOALS, None, None]),
                status=STATUSES,
                since=st.none() | st.dates(dt.date(2015, 1, 1), dt.date(2030, 1, 1)),
                department=st.sampled_from(["", "A", "B"]),
                reusable=st.lists(st.sampled_from(["tool", "skill"]), unique=True).map(tuple),
            ),
            max_size=12,
        )
    )
    return tuple(some)


@settings(max_examples=40, deadline=None)
@given(initiatives())
def test_nothing_is_lost_between_the_list_and_the_matrix(some: tuple[Initiative, ...]) -> None:
    found = read(*some)
    shown = {one.id for cell in found.cells.values() for one in (*cell.main, *cell.also)}
    told = {one.id for one in (*found.no_objective, *found.no_goal, *found.elsewhere)}
    assert {one.id for one in some if not one.stopped} <= shown | told


@settings(max_examples=40, deadline=None)
@given(initiatives())
def test_each_initiative_is_drawn_once_and_rows_and_columns_add_up(some: tuple[Initiative, ...]) -> None:
    found = read(*some)
    drawn = [one.id for cell in found.cells.values() for one in cell.main]
    assert len(drawn) == len(set(drawn))
    assert not found.shares or sum(found.shares.values()) == pytest.approx(1)
    filled = {place for place, cell in found.cells.items() if cell.live}
    assert not {row for row, _ in filled} & set(found.empty_objectives)
    assert not {goal for _, goal in filled} & set(found.empty_goals)


@settings(max_examples=40, deadline=None)
@given(initiatives(), st.integers(0, 1000))
def test_a_pilot_that_is_old_today_is_old_on_every_day_after(some: tuple[Initiative, ...], days: int) -> None:
    later = TODAY + dt.timedelta(days=days)
    assert {one.id for one in read(*some).old_pilots} <= {
        one.id for one in read(*some, today=later).old_pilots
    }
