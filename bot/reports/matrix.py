"""What runs, by objective and goal: as a picture, as lines to read, and what there is to see in it."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from bot.interview.questions.common import Choice
from bot.reports.charts import draw
from bot.reports.words import Words, one_line
from scoring.initiative import Initiative
from scoring.matrix import Matrix, matrix

#: Points across of the smallest and the largest mark.
SMALLEST, LARGEST = 15.0, 34.0
#: So many are named under the picture, and so many in one cell of the text.
NAMED, IN_CELL = 60, 12
#: So many names in one read-out.
IN_FINDING = 6
#: From this share on "talking" alone is worth a word, if there are so many at least.
MUCH_TALKING, FEW = 0.6, 4
#: The row and the column of what nobody placed.
NONE = ""


@dataclass(frozen=True, slots=True)
class Laid:
    """The initiatives of a round with their numbers, laid out. `goals`, `objectives`: id -> what it is
    called.
    """

    name: str
    demo: bool
    initiatives: tuple[Initiative, ...]
    objectives: Mapping[str, str]
    goals: Mapping[str, str]
    matrix: Matrix
    today: dt.date

    def number(self, one: Initiative) -> int:
        """What it is called in the picture."""
        return self.initiatives.index(one) + 1


def laid_out(
    name: str,
    initiatives: Sequence[Initiative],
    objectives: Sequence[Choice],
    goals: Sequence[Choice],
    today: dt.date,
    language: str,
    *,
    demo: bool = False,
) -> Laid:
    """Everything that picture and text say, in one language."""
    rows = {choice.id: choice.label[language].partition(":")[0] for choice in objectives}
    columns = {choice.id: choice.label[language] for choice in goals}
    found = matrix(initiatives, tuple(columns), today, tuple(rows))
    return Laid(name, demo, tuple(initiatives), rows, columns, found, today)


# --- the picture


def matrix_picture(laid: Laid, words: Words, out: Path) -> Path:
    """Writes a PNG and returns its path: size is cost, shape and colour are the status."""
    rows, columns = axes(laid)
    most = max((one.euros_a_year or Decimal(0) for one in laid.initiatives), default=Decimal(0))
    marks = {one.id: _mark(laid, one, most) for one in laid.initiatives}
    named = laid.initiatives[:NAMED]
    data = {
        "language": words.language,
        "mark": words.say("picture.demo") if laid.demo else None,
        "title": title(laid, words),
        "subtitle": words.say("matrix.subtitle", name=one_line(laid.name)),
        # The page's frame has an axis of levels; here nothing hangs on one.
        "levels": [""],
        "columns": [one_line(laid.goals.get(goal) or words.say("matrix.no_goal")) for goal in columns],
        "rows": [
            {
                "name": laid.objectives.get(row) or words.say("matrix.no_objective"),
                "cells": [_cell(laid, row, goal, marks) for goal in columns],
            }
            for row in rows
        ],
        "caption": words.say(
            "matrix.caption",
            day=laid.today,
            also=any(len(one.serves) > 1 for one in laid.initiatives),
            more=len(laid.initiatives) - len(named),
        ),
        "legend": _legend(laid, marks, words),
        "names": [[str(number), one_line(one.name, 44)] for number, one in enumerate(named, 1)],
    }
    return draw("matrix.typ", data, out)


def title(laid: Laid, words: Words) -> str:
    """What there is to see first, in one sentence."""
    return words.say(
        "matrix.title",
        count=len(laid.initiatives),
        empty=[laid.objectives[row] for row in laid.matrix.empty_objectives],
        all=len(laid.objectives),
    )


def axes(laid: Laid) -> tuple[list[str], list[str]]:
    """Rows and columns; one more for what has no place, where there is any."""
    rows, columns = list(laid.objectives), list(laid.goals)
    places = [place_of(laid, one) for one in laid.initiatives]
    return (
        rows + [NONE] * any(row == NONE for row, _ in places),
        columns + [NONE] * any(goal == NONE for _, goal in places),
    )


def place_of(laid: Laid, one: Initiative) -> tuple[str, str]:
    """Where its mark stands: at its main goal, else at the first."""
    goal = next((goal for goal in one.serves if goal in laid.goals), NONE)
    return (one.objective if one.objective in laid.objectives else NONE) or NONE, goal


def _cell(laid: Laid, row: str, goal: str, marks: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    here = [one for one in laid.initiatives if place_of(laid, one) == (row, goal)]
    return {"marks": [marks[one.id] for one in here], "also": _also(laid, row, goal)}


def _also(laid: Laid, row: str, goal: str) -> str:
    """The numbers of those that stand elsewhere in the row and serve this goal too."""
    others = (one for one in laid.initiatives if goal != NONE and goal in one.serves)
    places = ((laid.number(one), place_of(laid, one)) for one in others)
    return ", ".join(str(number) for number, (at, main) in places if at == row and main != goal)


def _mark(laid: Laid, one: Initiative, most: Decimal) -> dict[str, Any]:
    """The area of a mark grows with the euros a year; who does not know them gets the smallest, dashed."""
    share = float(one.euros_a_year / most) if one.euros_a_year and most else 0.0
    size = SMALLEST + (LARGEST - SMALLEST) * math.sqrt(share)
    known = one.euros_a_year is not None
    return {
        "number": str(laid.number(one)),
        "status": one.status or "unknown",
        "size": round(size, 1),
        "known": known,
    }


def _legend(laid: Laid, marks: Mapping[str, dict[str, Any]], words: Words) -> list[tuple[str, str]]:
    """Only the signs that are in the picture."""
    statuses = {mark["status"] for mark in marks.values()}
    signs = [name for name in ("idea", "pilot", "running", "stopped", "unknown") if name in statuses]
    found = [(name, words.say(f"matrix.status.{name}")) for name in signs]
    costs = [one.euros_a_year for one in laid.initiatives if one.euros_a_year]
    if costs:
        found.append(("size", words.say("matrix.size", most=max(costs))))
    if any(not mark["known"] for mark in marks.values()):
        found.append(("dashed", words.say("matrix.dashed")))
    return found


# --- the text


@dataclass(frozen=True, slots=True)
class Line:
    """One cell that holds anything: its row, its column, what is in it, and what else helps it, by number."""

    row: str
    column: str
    items: tuple[str, ...]
    more: int
    also: str


def matrix_text(laid: Laid, words: Words) -> str:
    """The table as HTML lines, and below it what there is to see."""
    return str(
        words.texts.say(
            "matrix_text",
            words.language,
            name=laid.name,
            title=title(laid, words),
            rows=[(name, list(_lines(laid, row, words))) for row, name in _named_rows(laid, words)],
            findings=list(findings(laid, words)),
            day=laid.today,
        )
    )


def _named_rows(laid: Laid, words: Words) -> list[tuple[str, str]]:
    rows, _ = axes(laid)
    return [(row, laid.objectives.get(row) or words.say("matrix.no_objective")) for row in rows]


def _lines(laid: Laid, row: str, words: Words) -> Iterator[Line]:
    for goal in axes(laid)[1]:
        here = [one for one in laid.initiatives if place_of(laid, one) == (row, goal)]
        also = _also(laid, row, goal)
        if here or also:
            items = tuple(_item(laid, one, words) for one in here[:IN_CELL])
            column = laid.goals.get(goal) or words.say("matrix.no_goal")
            yield Line(row, column, items, len(here) - len(items), also)


def _item(laid: Laid, one: Initiative, words: Words) -> str:
    return words.say(
        "matrix.item", number=laid.number(one), name=one_line(one.name, 60), status=one.status or "unknown"
    )


# --- what there is to see


def _names(laid: Laid, found: Sequence[Initiative]) -> dict[str, Any]:
    names = [one_line(one.name, 60) for one in found[:IN_FINDING]]
    return {"names": names, "more": len(found) - len(names), "count": len(found)}


def _of(attribute: str) -> Callable[[Laid], Iterator[Mapping[str, Any]]]:
    """A read-out about the initiatives of one of the matrix's lists."""

    def said(laid: Laid) -> Iterator[Mapping[str, Any]]:
        found = getattr(laid.matrix, attribute)
        if found:
            yield _names(laid, found)

    return said


def _empty_rows(laid: Laid) -> Iterator[Mapping[str, Any]]:
    if laid.initiatives and laid.matrix.empty_objectives:
        yield {"rows": [laid.objectives[row] for row in laid.matrix.empty_objectives]}


def _empty_columns(laid: Laid) -> Iterator[Mapping[str, Any]]:
    placed = any(one.serves for one in laid.initiatives)
    if placed and laid.matrix.empty_goals:
        yield {"columns": [laid.goals[goal] for goal in laid.matrix.empty_goals]}


def _overlaps(laid: Laid) -> Iterator[Mapping[str, Any]]:
    for one in laid.matrix.overlaps:
        departments = [one_line(name, 60) for name in one.departments]
        place = {"row": laid.objectives[one.objective], "column": laid.goals[one.goal]}
        yield {"departments": departments, **place, **_names(laid, one.initiatives)}


def _talking(laid: Laid) -> Iterator[Mapping[str, Any]]:
    share = laid.matrix.shares.get("talking", 0.0)
    placed = sum(one.objective in laid.objectives and not one.stopped for one in laid.initiatives)
    if placed >= FEW and share >= MUCH_TALKING:
        yield {"share": share, "count": placed}


def _reuse(laid: Laid) -> Iterator[Mapping[str, Any]]:
    for kind, found in laid.matrix.reuse.items():
        yield {"kind": kind, **_names(laid, found)}


#: Text (`matrix.said.<name>`) -> when there is reason to say it, and with what. In this order.
FINDINGS: Mapping[str, Callable[[Laid], Iterator[Mapping[str, Any]]]] = {
    "empty_rows": _empty_rows,
    "empty_columns": _empty_columns,
    "talking": _talking,
    "overlap": _overlaps,
    "old_pilots": _of("old_pilots"),
    "undated": _of("undated"),
    "no_owner": _of("no_owner"),
    "no_objective": _of("no_objective"),
    "no_goal": _of("no_goal"),
    "no_main": _of("no_main"),
    "elsewhere": _of("elsewhere"),
    "reuse": _reuse,
}


def findings(laid: Laid, words: Words) -> Iterator[str]:
    """What can be read from it, in sentences without markup."""
    for name, said in FINDINGS.items():
        for facts in said(laid):
            yield words.say(f"matrix.said.{name}", **facts)
