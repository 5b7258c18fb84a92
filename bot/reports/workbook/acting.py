"""Sheets of what is done: the actions of the plan, to be filled in and sent back, and what already runs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from bot.lists.table import cleaned
from bot.reports.advice import Running
from bot.reports.roadmap_text import NOTHING_EDITED
from bot.reports.running import inputs_of
from bot.reports.sent_back import stand_of
from bot.reports.workbook.sheet import Cell, Column, Form, Sheet
from bot.reports.workbook.source import Source
from scoring.business_case import SHARES, business_case
from scoring.candidates import FINISH, Candidate
from scoring.roadmap import Wave
from scoring.waves import ELSEWHERE

#: What is told of an initiative, by the ids of the script's questions, with the width of its column.
TOLD: Mapping[str, tuple[int, Form]] = {
    "name": (30, "text"),
    "channel": (18, "text"),
    "objective": (18, "text"),
    "main_goal": (24, "text"),
    "owner": (20, "text"),
    "department": (18, "text"),
    "status": (14, "text"),
    "since": (12, "text"),
    "until": (12, "text"),
    "hours": (9, "number"),
    "euros": (12, "euros"),
    "effect": (36, "text"),
    "learned": (36, "text"),
}
#: The script that asks about initiatives.
SCRIPT = "initiative"


def actions(source: Source, running: Sheet) -> Sheet:
    """One row an action; `running`: the sheet of what it can build on."""
    column, say = source.column, source.say
    columns = (
        column("id", 28),
        column("pillar", 22),
        column("wave", 14),
        column("action", 52),
        column("from_level", 9, "whole"),
        column("to_level", 9, "whole"),
        column("items", 12),
        column("effort", 8),
        column("days", 8, "number"),
        column("from_month", 9, "whole"),
        column("to_month", 9, "whole"),
        column("usually", 22),
        column("measure", 40),
        column("origin", 16),
        column("owner", 22, fill=True),
        column("start", 12, "day", fill=True),
        column("until", 12, "day", fill=True),
        column("own_role", 24, fill=True),
        column("less", 28, fill=True),
        column("cost", 13, "euros", fill=True),
        column("cover", 24, fill=True),
        column("builds_on", 28, fill=True, choices=running.cells_of(0) if running.rows else ()),
        column("dropped", 10, fill=True, choices=(say("workbook.yes"), say("workbook.no"))),
        column("stand", 16),
    )
    above = tuple((line, "") for line in say("workbook.above.actions").splitlines())
    return Sheet(
        say("workbook.sheet.actions"),
        say("workbook.title.actions"),
        columns,
        list(_actions(source)),
        above,
        wrapped=True,
    )


def _actions(source: Source) -> Iterator[list[Cell]]:
    plan = source.advice.plan
    if plan is None:
        return
    for wave in plan.waves:
        for candidate in wave.actions:
            yield _action(source, candidate, source.say(f"workbook.wave.{wave.name}"), wave)
    for left_out in plan.left_out:
        name = "step" if left_out.reason == ELSEWHERE else "left_out"
        yield _action(source, left_out.candidate, source.say(f"workbook.wave.{name}"))
    for candidate in plan.dropped:
        yield _action(source, candidate, source.say("workbook.wave.dropped"))


def _action(source: Source, candidate: Candidate, wave: str, when: Wave | None = None) -> list[Cell]:
    action, advice = candidate.action, source.advice
    edit = advice.edits.get(action.id, NOTHING_EDITED)
    return [
        action.id,
        source.pillar(action.pillar),
        wave,
        source.of(action.text),
        None if candidate.why == FINISH else action.from_level,
        None if candidate.why == FINISH else action.to_level,
        ", ".join(action.items),
        action.effort,
        candidate.days,
        when.window.from_month if when else None,
        when.window.to_month if when else None,
        source.of(action.usually),
        source.of(action.measure),
        source.say("own.mark") if action.own else None,
        cleaned(edit.owner),
        edit.start,
        edit.until,
        cleaned(edit.own_role),
        cleaned(edit.less),
        edit.cost,
        cleaned(edit.cover),
        _built_on(source, edit.builds_on),
        source.say("workbook.yes") if edit.dropped else None,
        stand_of(source.material.assessment, advice.numbers.get(action.id, 0)),
    ]


def _built_on(source: Source, initiative: str) -> str:
    """As the list to choose from has it; what is no longer there by its id."""
    labels = {one.id: _label(number, one) for number, one in enumerate(source.advice.running, 1)}
    return labels.get(initiative, initiative)


def _label(number: int, one: Running) -> str:
    return f"{number}. {' '.join(str(one.body.get('name') or '').split())[:60]}"


def initiatives(source: Source) -> Sheet:
    """One row for each thing that already runs, with what it brings and costs where figures were given."""
    column = source.column
    columns: list[Column] = [column("number", 30), column("initiative_id", 13)]
    columns += [column(f"told.{name}", width, form) for name, (width, form) in TOLD.items()]
    columns += [column(f"net.{share}", 13, "euros") for share in SHARES]
    columns += [column("payback", 12, "number"), column("break_even", 12, "share")]
    columns += [column("elsewhere", 12, "euros"), column("missing", 36), column("assumed", 36)]
    rows = [_initiative(source, number, one) for number, one in enumerate(source.advice.running, 1)]
    above = ((source.say("workbook.above.initiatives"), ""),)
    say = source.say
    return Sheet(
        say("workbook.sheet.initiatives"), say("workbook.title.initiatives"), tuple(columns), rows, above
    )


def _initiative(source: Source, number: int, one: Running) -> list[Cell]:
    told = [_told(source, name, one.body.get(name)) for name in TOLD]
    return [_label(number, one), one.id, *told, *_sum(source, one.body)]


def _told(source: Source, name: str, value: Any) -> Cell:
    if value is None or value == "":
        return None
    if TOLD[name][1] != "text":
        return Decimal(str(value))
    found = next((q for (s, _, id_), q in source.codes.questions.items() if (s, id_) == (SCRIPT, name)), None)
    words = found.labels(value, source.language) if found is not None and found.options else ""
    return words or str(value)


def _sum(source: Source, body: Mapping[str, Any]) -> list[Cell]:
    inputs = inputs_of(body)
    if inputs is None:
        return [None] * (len(SHARES) + 5)
    case = business_case(inputs)
    mid = case.outcomes.get("mid")
    return [
        *(case.outcomes[share].net if share in case.outcomes else None for share in SHARES),
        mid.payback if mid else None,
        case.break_even,
        case.elsewhere or None,
        "; ".join(source.say(f"workbook.part.{name}") for name in (*case.missing, *case.impossible)),
        "; ".join(source.say(f"workbook.part.{name}") for name in case.assumptions),
    ]
