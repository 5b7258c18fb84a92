"""What runs, laid out by objective and goal, and what can be read from that; rows are types, never steps."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from scoring.initiative import OBJECTIVES, Initiative

#: After so many months a pilot asks for a decision.
PILOT_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Cell:
    """What one objective does for one goal: those whose main goal it is, and those that serve it too."""

    main: tuple[Initiative, ...] = ()
    also: tuple[Initiative, ...] = ()

    @property
    def live(self) -> tuple[Initiative, ...]:
        """All that did not stop."""
        return tuple(one for one in (*self.main, *self.also) if not one.stopped)


@dataclass(frozen=True, slots=True)
class Overlap:
    """A cell in which several departments do the same."""

    objective: str
    goal: str
    departments: tuple[str, ...]
    initiatives: tuple[Initiative, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Cells by (objective, goal), only those that hold anything, and the read-outs.

    All but `reuse` (reusable kind -> initiatives, stopped ones too) look at what did not stop. `shares` are
    of the initiatives with an objective; none of those: empty. `no_main` has several goals and no first
    among them; `elsewhere` names a goal that is no column; `undated` are pilots of an unknown age.
    """

    objectives: tuple[str, ...]
    goals: tuple[str, ...]
    cells: Mapping[tuple[str, str], Cell]
    empty_objectives: tuple[str, ...]
    empty_goals: tuple[str, ...]
    no_objective: tuple[Initiative, ...]
    no_goal: tuple[Initiative, ...]
    no_main: tuple[Initiative, ...]
    elsewhere: tuple[Initiative, ...]
    no_owner: tuple[Initiative, ...]
    overlaps: tuple[Overlap, ...]
    old_pilots: tuple[Initiative, ...]
    undated: tuple[Initiative, ...]
    shares: Mapping[str, float]
    reuse: Mapping[str, tuple[Initiative, ...]]


def matrix(
    initiatives: Sequence[Initiative],
    goals: Sequence[str],
    today: dt.date,
    objectives: Sequence[str] = OBJECTIVES,
) -> Matrix:
    """Everything that can be read from the initiatives; an objective that is no row counts as none."""
    live = [one for one in initiatives if not one.stopped]
    cells = _cells(initiatives, goals, objectives)
    rows, columns = {one.objective for one in live}, {goal for one in live for goal in one.serves}
    return Matrix(
        objectives=tuple(objectives),
        goals=tuple(goals),
        cells=cells,
        empty_objectives=tuple(row for row in objectives if row not in rows),
        empty_goals=tuple(goal for goal in goals if goal not in columns),
        no_objective=tuple(one for one in live if one.objective not in objectives),
        no_goal=tuple(one for one in live if not one.serves),
        no_main=tuple(one for one in live if one.serves and one.main is None),
        elsewhere=tuple(one for one in live if not set(one.serves) <= set(goals)),
        no_owner=tuple(one for one in live if not one.owner.strip()),
        overlaps=tuple(_overlaps(cells)),
        old_pilots=tuple(one for one in live if _is_old_pilot(one, today)),
        undated=tuple(one for one in live if one.status == "pilot" and one.since is None),
        shares=_shares(live, objectives),
        reuse=_reuse(initiatives),
    )


def _cells(
    initiatives: Sequence[Initiative], goals: Sequence[str], objectives: Sequence[str]
) -> dict[tuple[str, str], Cell]:
    """The cells that hold anything, row by row."""
    found = {
        (row, goal): _cell([one for one in initiatives if one.objective == row and goal in one.serves], goal)
        for row in objectives
        for goal in goals
    }
    return {place: cell for place, cell in found.items() if cell.main or cell.also}


def _cell(initiatives: Sequence[Initiative], goal: str) -> Cell:
    return Cell(
        main=tuple(one for one in initiatives if one.main == goal),
        also=tuple(one for one in initiatives if one.main != goal),
    )


def _overlaps(cells: Mapping[tuple[str, str], Cell]) -> Iterator[Overlap]:
    for (objective, goal), cell in cells.items():
        named = [one for one in cell.live if one.department.strip()]
        departments = {" ".join(one.department.split()).casefold(): one.department.strip() for one in named}
        if len(departments) > 1:
            yield Overlap(objective, goal, tuple(departments.values()), tuple(named))


def _is_old_pilot(one: Initiative, today: dt.date) -> bool:
    """Whether it is a pilot for more than `PILOT_MONTHS`: the day after the same day of the month."""
    if one.status != "pilot" or one.since is None:
        return False
    months = (today.year - one.since.year) * 12 + today.month - one.since.month
    return (months, today.day) > (PILOT_MONTHS, one.since.day)


def _shares(live: Sequence[Initiative], objectives: Sequence[str]) -> dict[str, float]:
    """What part of the initiatives each objective has."""
    placed = [one.objective for one in live if one.objective in objectives]
    return {row: placed.count(row) / len(placed) for row in objectives} if placed else {}


def _reuse(initiatives: Sequence[Initiative]) -> dict[str, tuple[Initiative, ...]]:
    kinds = dict.fromkeys(kind for one in initiatives for kind in one.reusable)
    return {kind: tuple(one for one in initiatives if kind in one.reusable) for kind in kinds}
