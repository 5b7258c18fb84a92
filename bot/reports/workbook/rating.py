"""Sheets of figures: the pillars with their targets and what a plan makes of them, and every item."""

from __future__ import annotations

from collections.abc import Iterator

from bot.reports.charts import finding
from bot.reports.facts import PillarFacts
from bot.reports.items import ItemFacts
from bot.reports.workbook.sheet import Cell, Column, Picture, Sheet
from bot.reports.workbook.source import Source
from bot.texts.filters import day
from scoring.action import WAVES

#: Columns of the summary, by their places, that charts show.
NAME, SCORE, TARGET, LEVEL, FIRST_WAVE = 1, 2, 3, 4, 5


def summary(source: Source) -> Sheet:
    """One row a pillar, with the charts."""
    facts, say = source.facts, source.say
    waves = tuple(range(FIRST_WAVE, FIRST_WAVE + len(WAVES))) if source.advice.plan else ()
    known = [pillar for pillar in facts.pillars if pillar.card.score is not None]
    return Sheet(
        say("workbook.sheet.summary"),
        source.words.line(facts.name),
        _summary_columns(source),
        [_pillar(source, pillar) for pillar in facts.pillars],
        tuple(_above(source)),
        (
            Picture(
                finding(facts, source.words),
                say("workbook.alt.scores", pillars=[(source.of(one.name), one.card.score) for one in known]),
                NAME,
                (SCORE, TARGET),
                facts.top,
                hatched=tuple(
                    place for place, one in enumerate(facts.pillars) if one.card.provisional or one.uncertain
                ),
            ),
            *(
                [
                    Picture(
                        say("workbook.chart.waves"),
                        say("workbook.alt.waves"),
                        NAME,
                        (LEVEL, *waves),
                        facts.top,
                        bars=False,
                    )
                ]
                if waves
                else []
            ),
        ),
        kept=2,
    )


def _above(source: Source) -> Iterator[tuple[str, str]]:
    facts, say = source.facts, source.say
    yield source.words.phase(facts) + (f" · {source.words.say('picture.demo')}" if facts.demo else ""), ""
    yield say("workbook.above.full"), ""
    yield say("workbook.above.made"), day(facts.now, source.language)
    yield say("workbook.above.people"), str(facts.people)
    yield say("workbook.above.standing"), source.words.standing(facts)
    yield say("workbook.above.limiting"), ", ".join(source.of(one.name) for one in facts.limiting) or "–"
    card = facts.scorecard
    yield say("workbook.above.versions"), f"{card.model} {card.model_version}; {facts.script_version}"


def _summary_columns(source: Source) -> tuple[Column, ...]:
    column = source.column
    return (
        column("pillar_id", 7),
        column("pillar", 32),
        column("score", 9, "number"),
        column("target", 9, "number"),
        column("level", 9, "whole"),
        *(column(f"after.{name}", 12, "whole") for name in WAVES),
        column("level_name", 18),
        column("lowest", 9, "whole"),
        column("highest", 9, "whole"),
        column("ambition", 9, "number"),
        column("claimed", 10, "number"),
        column("confirmed", 10, "number"),
        column("reviewed", 10, "share"),
        column("coverage", 10, "share"),
        column("agreement", 11, "share"),
        column("confidence", 12, "share"),
        column("standing", 18),
        column("provisional", 12),
        column("limiting", 11),
        column("people", 10, "whole"),
        column("waiting", 10, "whole"),
        column("earlier", 10, "number"),
    )


def _pillar(source: Source, pillar: PillarFacts) -> list[Cell]:
    card, facts = pillar.card, source.facts
    low, high = card.interval or (None, None)
    known = card.score is not None
    return [
        pillar.id,
        source.of(pillar.name),
        card.score,
        card.target,
        card.level,
        *_after(source, pillar.id),
        None if card.level is None else source.words.level(facts, card.level),
        low,
        high,
        card.ambition,
        card.claimed,
        card.confirmed,
        card.reviewed,
        card.coverage,
        card.agreement,
        card.confidence,
        source.words.standing(pillar) if known else None,
        source.yes(card.provisional),
        source.yes(pillar in facts.limiting),
        pillar.people,
        sum(pillar.waiting.values()),
        pillar.earlier,
    ]


def _after(source: Source, pillar: str) -> list[Cell]:
    """The level once each wave, and all before it, is done."""
    plan = source.advice.plan
    if plan is None:
        return [None] * len(WAVES)
    return [wave.after.dimension(pillar).level for wave in plan.waves]


def scores(source: Source) -> Sheet:
    """One row an item."""
    column = source.column
    columns = (
        column("item", 11),
        column("topic", 34),
        column("pillar", 26),
        column("value", 9, "number"),
        column("words", 48),
        column("special", 16),
        column("confirmed", 10, "number"),
        column("evidence", 10),
        column("reviewed", 10),
        column("difference", 10),
        column("lowest_answer", 10, "number"),
        column("highest_answer", 10, "number"),
        column("answers", 12, "whole"),
        column("gate", 11),
        column("weight", 9, "number"),
        column("next_step", 48),
    )
    rows = [_item(source, item) for pillar in source.facts.pillars for item in pillar.items]
    above = ((source.say("workbook.above.scores"), ""),)
    return Sheet(
        source.say("workbook.sheet.scores"),
        source.say("workbook.title.scores"),
        columns,
        rows,
        above,
        kept=2,
        wrapped=True,
    )


def _item(source: Source, item: ItemFacts) -> list[Cell]:
    card, goal = item.card, item.goal
    voices = [voice.value for voice in card.voices]
    return [
        item.id,
        source.of(item.topic),
        source.of(item.pillar),
        card.value,
        source.of(item.anchor(card.value)) if card.value is not None else None,
        source.special(card.special),
        card.confirmed,
        source.yes(card.evidence),
        source.yes(card.reviewed),
        source.yes(card.difference),
        min(voices, default=None),
        max(voices, default=None),
        len(voices),
        source.yes(card.gate),
        card.weight,
        source.of(goal) if goal else None,
    ]
