"""The result of the whole: where every pillar stands, how sure that is, and what it comes to together."""

from __future__ import annotations

from bot.reports.blocks import Block, Line, Listed, Paragraph, Section, Table
from bot.reports.facts import PillarFacts
from bot.reports.report.department import departments_strip
from bot.reports.report.findings import concluded
from bot.reports.report.pictures import bars, radar
from bot.reports.report.source import Source

#: What is concluded about the whole here.
HERE = frozenset({"limiting", "unknown", "balance", "evidence", "provisional", "beyond", "moved"})
COLUMNS = ("pillar", "level", "aim", "claimed", "confirmed", "reviewed", "coverage", "confidence", "people")


def overall(source: Source) -> Section:
    """Bars, a table with every figure, the round picture, and what follows from them."""
    said = [source.said(one.words, one.receipts) for one in concluded(source) if one.kind in HERE]
    reading = [source.line("long.overall.reading")]
    if any(item.withheld for item in source.items.values()):
        reading.append(source.line("long.overall.rough"))
    blocks: list[Block] = [_whole(source), bars(source), _table(source), Paragraph(tuple(reading))]
    if said:
        blocks.append(Listed(tuple(said)))
    if len(source.facts.known) > 2:
        blocks.append(radar(source))
    departments = departments_strip(source)
    if departments is not None:
        blocks.append(departments)
    return Section("overall", source.say("long.overall"), tuple(blocks))


def _whole(source: Source) -> Paragraph:
    """The level of the whole, if it may be said; else what holds back, and why no more is said."""
    facts, case = source.facts, source.case
    keys = ("overall", *(f"pillar:{pillar.id}" for pillar in case.limiting))
    lines = [source.said(line, keys) for line in source.from_memo("core").lines]
    if not facts.sure and facts.known:
        alone = any(pillar.people < 2 for pillar in facts.known)
        lines.append(source.line("long.overall.no_level", open=bool(case.open), alone=alone))
    band = facts.scorecard.overall.band
    if band is not None:
        lines.append(source.line("long.overall.band", ("overall",), band=source.say(f"report.band.{band}")))
    goal = facts.goal
    if goal is not None and goal.ambition is not None:
        lines.append(_aim(source, goal.ambition, goal.target))
    lines += [
        source.line(
            "long.overall.chosen",
            (f"pillar:{pillar.id}",),
            name=source.name(pillar),
            level=source.half(pillar, aim.level),
            reason=source.typed(aim.reason).rstrip("."),
        )
        for pillar in facts.pillars
        if (aim := source.advice.choices.aims.get(pillar.id)) is not None
    ]
    return Paragraph(tuple(lines))


def _aim(source: Source, ambition: float, target: float | None) -> Line:
    return source.line(
        "long.overall.ambition",
        ("overall",),
        ambition=source.half(source.facts, ambition),
        target=None if target is None else source.half(source.facts, target),
        lower=target is not None and target < ambition,
    )


def _table(source: Source) -> Table:
    pillars = source.facts.pillars
    return Table(
        source.say("long.overall.caption"),
        tuple(source.say(f"long.column.{name}") for name in COLUMNS),
        tuple(_row(source, pillar) for pillar in pillars),
        tuple(range(3, len(COLUMNS))),
        source.receipts({n: (f"pillar:{pillar.id}",) for n, pillar in enumerate(pillars)}),
    )


def _row(source: Source, pillar: PillarFacts) -> tuple[str, ...]:
    card = pillar.card
    aim = None if card.score is None else source.case.aim(pillar)
    return (
        source.name(pillar),
        source.standing_of(pillar),
        "–" if aim is None else source.half(pillar, aim),
        source.number(card.claimed),
        source.number(card.confirmed),
        source.percent(card.reviewed),
        source.percent(card.coverage if card.applies else None),
        source.confidence(pillar) or "–",
        str(pillar.people),
    )
