"""The charts of a report as data: what each shows in a sentence, and the same with every figure for who hears
it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from bot.reports.blocks import Chart
from bot.reports.charts import finding
from bot.reports.facts import PillarFacts
from bot.reports.items import ItemFacts
from bot.reports.matrix import axes, place_of
from bot.reports.matrix import title as matrix_title
from bot.reports.report.source import Source
from bot.reports.words import one_line
from scoring.initiative import Initiative

#: What scores of others may be set beside: only those seen from within, as the own ones are.
OWN_VIEW = "self"


def bars(source: Source) -> Chart:
    """Where every pillar stands, and the goal of the plan."""
    made = source.memo
    data = {"levels": made.levels, "rows": [asdict(bar) for bar in made.bars]}
    data |= {"basis": made.basis, "legend": made.legend}
    title = finding(source.facts, source.words)
    return _chart(source, "bars", title, _read(source, title, _standings(source)), data)


def _standings(source: Source) -> Iterator[tuple[str, str]]:
    for pillar in source.facts.pillars:
        aim = source.case.aim(pillar)
        target = None if aim is None else source.half(pillar, aim)
        level = source.standing_of(pillar)
        words = source.say("long.bars.alt", level=level, target=target, people=pillar.people)
        yield source.name(pillar), words


def radar(source: Source) -> Chart:
    """The same pillars around, beside their goals."""
    top, pillars = source.facts.top, source.facts.pillars
    data = {
        "axes": [source.name(pillar) for pillar in pillars],
        "levels": source.levels,
        "now": [None if p.card.score is None else p.card.score / top for p in pillars],
        "target": [None if (aim := source.case.aim(p)) is None else aim / top for p in pillars],
        "provisional": [bool(p.card.provisional) for p in pillars],
    }
    title = source.say("long.radar.title")
    return _chart(source, "radar", title, _read(source, title, _standings(source)), data)


def heat(source: Source, pillar: PillarFacts) -> Chart:
    """Every item of a pillar on its level."""
    items = [item for item in pillar.items if item.card.special != "dormant"]
    rows = [_heat_row(source, item) for item in items]
    data = {"columns": source.levels, "groups": [{"name": source.name(pillar), "rows": rows}]}
    told = [(row["topic"], row["words"]) for row in rows]
    title = source.say("long.heat.title", name=source.name(pillar))
    return _chart(source, "heat", title, _read(source, title, told), data, people=pillar.people)


def _heat_row(source: Source, item: ItemFacts) -> dict[str, Any]:
    shown = item.card.value
    mark = "reviewed" if item.card.reviewed else "evidence" if item.card.evidence else None
    return {
        "id": item.id,
        "topic": source.topic(item),
        "value": shown,
        "words": source.value_words(item),
        "mark": mark if shown is not None else None,
    }


def spread(source: Source, pillar: PillarFacts) -> Chart | None:
    """What each respondent chose, without who; None where fewer than two can be seen."""
    items = [item for item in pillar.items if len(item.card.voices) > 1]
    if not items:
        return None
    rows: list[dict[str, Any]] = [
        {
            "id": item.id,
            "topic": source.topic(item),
            "dots": sorted(voice.value for voice in item.card.voices),
        }
        for item in items
    ]
    told = [(row["topic"], source.listed(_levels(source, row["dots"]))) for row in rows]
    title = source.say("long.spread.title", name=source.name(pillar))
    data = {"levels": source.levels, "rows": rows}
    return _chart(source, "spread", title, _read(source, title, told), data, people=pillar.people)


def _levels(source: Source, values: Sequence[float | None]) -> list[str]:
    return [source.words.about(source.facts, value) for value in values if value is not None]


def matrix(source: Source) -> Chart | None:
    """What runs, by objective and goal."""
    laid = source.laid
    if laid is None or not laid.initiatives:
        return None
    places, columns = axes(laid)
    most = max((one.euros_a_year or Decimal(0) for one in laid.initiatives), default=Decimal(0))
    rows: list[dict[str, Any]] = [
        {
            "name": laid.objectives.get(row) or source.say("matrix.no_objective"),
            "cells": [
                [
                    {
                        "number": laid.number(one),
                        "size": _size(one, most),
                        "status": one.status or "unknown",
                    }
                    for one in laid.initiatives
                    if place_of(laid, one) == (row, goal)
                ]
                for goal in columns
            ],
        }
        for row in places
    ]
    statuses = list(dict.fromkeys(one.status or "unknown" for one in laid.initiatives))
    data = {
        "columns": [one_line(laid.goals.get(goal) or source.say("matrix.no_goal"), 60) for goal in columns],
        "rows": rows,
        "names": [[laid.number(one), one_line(one.name, 60)] for one in laid.initiatives],
        "legend": [[status, source.say(f"long.status.{status}")] for status in statuses],
    }
    title = matrix_title(laid, source.words)
    told = [(row["name"], _numbers(source, row["cells"])) for row in rows]
    return _chart(source, "matrix", title, _read(source, title, told), data)


def _size(one: Initiative, most: Decimal) -> float:
    return float((one.euros_a_year or Decimal(0)) / most) if most else 0.0


def _numbers(source: Source, cells: Iterable[Iterable[Mapping[str, Any]]]) -> str:
    found = [str(mark["number"]) for cell in cells for mark in cell]
    return source.listed(found) if found else source.say("long.none")


def payback(source: Source) -> Chart | None:
    """What initiatives leave in a year, at three chances."""
    rows: list[dict[str, Any]] = []
    for id_, case in source.cases.items():
        if {"low", "mid", "high"} <= set(case.outcomes):
            low, mid, high = (case.outcomes[name] for name in ("low", "mid", "high"))
            rows.append(
                {
                    "name": source.called(id_),
                    "low": float(low.net),
                    "mid": float(mid.net),
                    "high": float(high.net),
                    "payback": None if mid.payback is None else float(mid.payback),
                    "words": source.say("long.payback.words", net=mid.net, payback=mid.payback),
                }
            )
    if not rows:
        return None
    title = source.say("long.payback.title", count=len(rows), paying=sum(row["mid"] > 0 for row in rows))
    told = [(row["name"], row["words"]) for row in rows]
    return _chart(source, "payback", title, _read(source, title, told), {"rows": rows})


def gap(source: Source) -> Chart | None:
    """Pillars beside those of other organisations."""
    top = source.facts.top
    rows: list[dict[str, Any]] = []
    for pillar in source.facts.known:
        for beside in pillar.beside:
            figures = beside.figures
            if beside.view == OWN_VIEW and figures.median is not None and beside.span is not None:
                rows.append(
                    {
                        "name": source.name(pillar),
                        "own": (pillar.card.score or 0.0) / top,
                        "low": beside.span[0] / top,
                        "median": figures.median / top,
                        "high": beside.span[1] / top,
                        "n": figures.n,
                    }
                )
    if not rows:
        return None
    lower = sum(row["own"] < row["median"] for row in rows)
    title = source.say("long.gap.title", lower=lower, count=len(rows))
    told = [(row["name"], source.say("long.gap.alt", **_halves(source, row))) for row in rows]
    return _chart(source, "gap", title, _read(source, title, told), {"levels": source.levels, "rows": rows})


def _halves(source: Source, row: Mapping[str, Any]) -> dict[str, Any]:
    top, facts = source.facts.top, source.facts
    return {"n": row["n"]} | {
        name: source.half(facts, row[name] * top) for name in ("own", "low", "median", "high")
    }


def strip(source: Source, departments: Sequence[str], rows: Sequence[tuple[str, Sequence[str]]]) -> Chart:
    """Pillars by department; `rows` are (pillar, words for every department)."""
    title = source.say("long.strip.title", count=len(departments))
    data = {
        "columns": list(departments),
        "rows": [
            {"name": name, "cells": [{"words": words, "value": None} for words in cells]}
            for name, cells in rows
        ],
    }
    told = [
        (f"{name}, {department}", words)
        for name, cells in rows
        for department, words in zip(departments, cells, strict=True)
        if words
    ]
    return _chart(source, "strip", title, _read(source, title, told), data)


def gantt(source: Source, rows: Sequence[Mapping[str, Any]]) -> Chart:
    """Every action from its first to its last month."""
    months = max((int(row["to"]) for row in rows), default=12)
    title = source.say("long.gantt.title", count=len(rows), months=months)
    told = [
        (row["text"], source.say("long.gantt.alt", first=row["from"] + 1, last=row["to"], who=row["owner"]))
        for row in rows
    ]
    data = {"months": months, "start": source.facts.now.strftime("%Y-%m"), "rows": list(rows)}
    return _chart(source, "gantt", title, _read(source, title, told), data)


def waves(source: Source) -> Chart | None:
    """The level of every pillar today and once each part of the plan is done."""
    plan = source.advice.plan
    if plan is None or not source.actions:
        return None
    cards = [plan.before, *(wave.after for wave in plan.waves)]
    rows: list[dict[str, Any]] = [
        {"name": source.name(pillar), "values": [card.dimension(pillar.id).level for card in cards]}
        for pillar in source.facts.pillars
        if pillar.card.level is not None
    ]
    title = source.say("long.waves.title", rising=sum(row["values"][0] != row["values"][-1] for row in rows))
    told = [(row["name"], source.listed(_levels(source, row["values"]))) for row in rows]
    data = {
        "levels": source.levels,
        "columns": [source.say(f"long.wave.after.{name}") for name in AFTER],
        "rows": rows,
    }
    return _chart(source, "waves", title, _read(source, title, told), data)


#: Today, and after each wave of a plan.
AFTER = ("today", "now", "quick", "structural", "large")


def _read(source: Source, title: str, told: Iterable[tuple[str, str]]) -> str:
    """The picture for who hears it: the finding, then every row."""
    return " ".join([f"{title}.", *(source.say("long.alt", name=name, words=words) for name, words in told)])


def _chart(
    source: Source, kind: str, title: str, alt: str, data: Mapping[str, Any], people: int | None = None
) -> Chart:
    count = source.facts.people if people is None else people
    caption = source.say("long.caption", people=count, day=source.facts.now)
    return Chart(kind, title, alt, caption, data)
