"""Sheets of what others are and did: pillars beside other organisations, and steps that they took."""

from __future__ import annotations

from bot.reports.advice import Step
from bot.reports.beside import Beside
from bot.reports.facts import PillarFacts
from bot.reports.workbook.sheet import Cell, Sheet
from bot.reports.workbook.source import Source


def references(source: Source) -> Sheet:
    """One row for each pillar and way of looking."""
    column = source.column
    columns = (
        column("pillar", 32),
        column("view", 18),
        column("organisations", 13, "whole"),
        column("own_score", 10, "number"),
        column("median", 10, "number"),
        column("lowest_other", 10, "number"),
        column("highest_other", 10, "number"),
        column("first_quarter", 11, "number"),
        column("third_quarter", 11, "number"),
        column("percentile", 11, "share"),
        column("years", 12),
        column("sectors", 28),
        column("named", 40),
        column("unnamed", 12, "whole"),
    )
    rows = [_beside(source, pillar, one) for pillar in source.facts.pillars for one in pillar.beside]
    above = ((source.say("workbook.above.references"), ""),)
    return Sheet(
        source.say("workbook.sheet.references"), source.say("workbook.title.references"), columns, rows, above
    )


def _beside(source: Source, pillar: PillarFacts, one: Beside) -> list[Cell]:
    figures = one.figures
    low, high = figures.range or (None, None)
    first, _, third = figures.quartiles or (None, None, None)
    return [
        source.of(pillar.name),
        source.say(f"workbook.view.{one.view}"),
        figures.n,
        pillar.card.score,
        figures.median,
        low,
        high,
        first,
        third,
        figures.percentile,
        "–".join(str(year) for year in sorted(set(one.years))) if one.years else None,
        ", ".join(source.words.say(f"sector.{name}") for name in one.sectors),
        ", ".join(one.named),
        one.unnamed,
    ]


def practices(source: Source) -> Sheet:
    """Steps of others, in their words."""
    column = source.column
    columns = (
        column("pillar", 32),
        column("from_level", 10, "whole"),
        column("to_level", 10, "whole"),
        column("done", 100),
    )
    rows: list[list[Cell]] = [
        [source.pillar(one.pillar), *_step(one), one.done] for one in source.advice.steps
    ]
    return Sheet(
        source.say("workbook.sheet.practices"),
        source.say("workbook.title.practices"),
        columns,
        rows,
        wrapped=True,
    )


def _step(one: Step) -> tuple[Cell, Cell]:
    """From where to where; nothing if that was not told."""
    return (one.from_level, one.to_level) if one.to_level > one.from_level else (None, None)
