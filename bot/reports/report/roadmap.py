"""The plan in a report: what to do and when, by whom, what it takes and brings, and what does not fit."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from bot.reports.advice import ActionEdit
from bot.reports.blocks import Block, Line, Listed, Notice, Paragraph, Section, Table
from bot.reports.memo_case import days
from bot.reports.report.pictures import gantt, waves
from bot.reports.report.source import Source
from scoring import Roadmap
from scoring.candidates import FINISH, Candidate
from scoring.roadmap import Wave
from scoring.waves import ELSEWHERE, LeftOut

COLUMNS = ("number", "text", "who", "when", "effort", "done")
NOTHING_SAID = ActionEdit()


def roadmap(source: Source) -> Section:
    """The chapter; without a list of actions it says that there is no plan."""
    plan, title = source.advice.plan, source.say("long.roadmap")
    if plan is None:
        return Section("roadmap", title, (source.told("long.roadmap.none"),))
    if not source.actions:
        blocks: list[Block] = [
            source.told("long.roadmap.nothing"),
            *_finish(source, plan),
            *_left(source, plan),
        ]
        return Section("roadmap", title, tuple(blocks))
    parts = [_wave(source, plan, wave) for wave in plan.waves if _in(wave)]
    parts.append(Section("brings", source.say("long.roadmap.brings"), tuple(_brings(source, plan))))
    parts.append(Section("takes", source.say("long.roadmap.takes"), tuple(_takes(source, plan))))
    return Section(
        "roadmap",
        title,
        (Paragraph(tuple(_intro(source, plan))), *_finish(source, plan), gantt(source, _rows(source, plan))),
        tuple(parts),
    )


def _in(wave: Wave) -> tuple[Candidate, ...]:
    return tuple(one for one in wave.actions if one.why != FINISH)


def _intro(source: Source, plan: Roadmap) -> Iterator[Line]:
    yield source.line("long.roadmap.intro", ("plan",), count=len(source.actions), days=days(source.actions))
    yield source.line("long.roadmap.order")
    yield source.line(
        "long.roadmap.capacity",
        ("plan",),
        quick=plan.capacity.quick,
        structural=plan.capacity.structural,
        left=len(plan.left_out) - len(_elsewhere(plan)),
    )


def _elsewhere(plan: Roadmap) -> list[LeftOut]:
    """Own actions that wait for another step: no room was refused to them."""
    return [one for one in plan.left_out if one.reason == ELSEWHERE]


def _finish(source: Source, plan: Roadmap) -> list[Block]:
    """Interviews that come before anything else can be planned."""
    lines = tuple(
        Line(source.text(one.action.text)) for wave in plan.waves for one in wave.actions if one.why == FINISH
    )
    return [Notice("warning", source.say("long.roadmap.finish"), lines)] if lines else []


def _wave(source: Source, plan: Roadmap, wave: Wave) -> Section:
    """One part of the plan: its actions with owner, period, effort and measure, then what was agreed."""
    actions = _in(wave)
    table = table_of(source, plan, actions)
    lines = [line for one in actions if source.tells(one) for line in _said(source, one)]
    blocks: list[Block] = [table, *([Listed(tuple(lines))] if lines else [])]
    return Section(f"wave-{wave.name}", source.say(f"long.wave.{wave.name}"), tuple(blocks))


def table_of(source: Source, plan: Roadmap, actions: Sequence[Candidate]) -> Table:
    """Actions of a plan with owner, period, effort and measure."""
    return Table(
        source.say("long.roadmap.caption", count=len(actions), days=days(actions)),
        tuple(source.say(f"long.roadmap.{name}") for name in COLUMNS),
        tuple(_row(source, plan, one) for one in actions),
        (0,),
        source.receipts({n: (f"action:{one.id}",) for n, one in enumerate(actions)}),
    )


def _row(source: Source, plan: Roadmap, one: Candidate) -> tuple[str, ...]:
    done = source.text(one.action.measure, 200) if source.tells(one) else "–"
    return (
        str(source.numbered[one.id]),
        source.action_words(one),
        source.who(one),
        _period(source, plan, one),
        _effort(source, one),
        done,
    )


def _edit(source: Source, one: Candidate) -> ActionEdit:
    return source.advice.edits.get(one.id, NOTHING_SAID)


def _period(source: Source, plan: Roadmap, one: Candidate) -> str:
    edit = _edit(source, one)
    first, last = months_of(source, plan, one)
    return source.say("long.roadmap.period", start=edit.start, until=edit.until, first=first + 1, last=last)


def months_of(source: Source, plan: Roadmap, one: Candidate) -> tuple[int, int]:
    """In which months from now it runs: as agreed, else in the window of its wave."""
    edit = _edit(source, one)
    wave = next(wave for wave in plan.waves if one in wave.actions)
    today = source.facts.now.date()
    first = math.floor(wave.window.from_month) if edit.start is None else max(0, _months(today, edit.start))
    last = math.ceil(wave.window.to_month) if edit.until is None else _months(today, edit.until) + 1
    return first, max(first + 1, last)


def _months(today: date, day: date) -> int:
    return (day.year - today.year) * 12 + day.month - today.month


def _effort(source: Source, one: Candidate) -> str:
    return source.say("long.roadmap.effort_words", days=one.days, money=source.case.money([one]))


def _said(source: Source, one: Candidate) -> Iterator[Line]:
    """What the client agreed on for an action, and what it waits for."""
    edit, number, keys = _edit(source, one), source.numbered[one.id], (f"action:{one.id}",)
    needs = [source.numbered[need] for need in one.action.needs if need in source.numbered]
    if needs:
        numbers = source.listed(map(str, needs))
        yield source.line("long.roadmap.needs", keys, number=number, needs=numbers, count=len(needs))
    if source.case.builds_on(one):
        yield source.line("long.roadmap.builds_on", keys, number=number, name=source.case.builds_on(one))
    for name in ("own_role", "less", "cover"):
        told = getattr(edit, name)
        if told:
            yield source.line(
                f"long.roadmap.{name}", keys, number=number, words=source.typed(told).rstrip(".")
            )


def _rows(source: Source, plan: Roadmap) -> list[dict[str, Any]]:
    pillars = {pillar.id: source.name(pillar) for pillar in source.facts.pillars}
    found = []
    for wave in plan.waves:
        for one in _in(wave):
            first, last = months_of(source, plan, one)
            found.append(
                {
                    "pillar": pillars[one.action.pillar] if source.tells(one) else "",
                    "text": f"{source.numbered[one.id]}. {source.action_words(one, short=True)}",
                    "owner": source.case.who(one) if source.tells(one) else "",
                    "from": first,
                    "to": last,
                    "wave": source.say(f"long.wave.{wave.name}"),
                    "marks": [],
                }
            )
    return found


def _brings(source: Source, plan: Roadmap) -> list[Block]:
    """The level of every pillar after each part, by the same sums as today's."""
    picture = waves(source)
    blocks: list[Block] = [source.told("long.roadmap.projected", ("plan",))]
    blocks += [picture] if picture is not None else []
    missed = [one for one in plan.pillars if one.reaches is False]
    names = {pillar.id: source.name(pillar) for pillar in source.facts.pillars}
    if missed:
        told = [names[one.standing.pillar] for one in missed]
        blocks.append(source.told("long.roadmap.missed", ("plan",), names=told))
    open_ = [one for one in plan.pillars if one.unanswered and one.standing.goal is not None]
    if open_ and not source.leaves:
        told = [names[one.standing.pillar] for one in open_]
        blocks.append(source.told("long.roadmap.assumed", ("plan",), names=told))
    return blocks


def _takes(source: Source, plan: Roadmap) -> list[Block]:
    """Days and euros by part, where the money comes from, what goes less, and what does not fit."""
    given = source.advice.given
    shown = [wave for wave in plan.waves if _in(wave)]
    rows = [_takes_row(source, source.say(f"long.wave.{wave.name}"), _in(wave)) for wave in shown]
    rows += _totals(source)
    table = Table(
        source.say("long.takes.caption"),
        tuple(source.say(f"long.takes.{name}") for name in ("part", "actions", "days", "euros")),
        tuple(rows),
        (1, 2, 3),
        source.receipts(dict.fromkeys(range(len(rows)), ("plan",))),
    )
    lines = [source.said(line, ("plan",)) for line in source.from_memo("costs").lines]
    lines.append(source.line("memo.remark.less", less=source.typed(given.less, 160).rstrip(".")))
    return [table, Paragraph(tuple(lines)), *_left(source, plan)]


def _totals(source: Source) -> list[tuple[str, ...]]:
    """All actions; and where there are expenses of the whole plan, these and what it comes to with them."""
    whole = _takes_row(source, source.say("long.takes.whole"), source.actions)
    expenses, euros = source.advice.given.expenses, source.case.cost(source.actions)
    if not expenses or euros is None:
        return [whole]
    besides = (source.say("long.takes.expenses"), "–", "–", source.euros(expenses))
    return [besides, (*whole[:3], source.euros(euros + expenses))]


def _takes_row(source: Source, name: str, actions: Sequence[Candidate]) -> tuple[str, ...]:
    return (name, str(len(actions)), source.days(days(actions)), source.case.money(actions))


def _left(source: Source, plan: Roadmap) -> list[Block]:
    """What has no place, and why; then what nobody wants."""
    names = {pillar.id: source.name(pillar) for pillar in source.facts.pillars}
    rows = tuple(
        (
            source.case.action(one.candidate, 200),
            names[one.candidate.action.pillar],
            source.say(f"long.left.{one.reason}"),
        )
        for one in plan.left_out
        if source.tells(one.candidate)
    )
    header = tuple(source.say(f"long.{name}") for name in ("roadmap.text", "people.pillar", "roadmap.reason"))
    blocks: list[Block] = [Table(source.say("long.roadmap.left_title"), header, rows)] if rows else []
    choices = source.advice.choices
    dropped = len(choices.dropped - choices.own.keys())
    return [*blocks, source.told("long.roadmap.dropped", ("plan",), count=dropped)] if dropped else blocks
