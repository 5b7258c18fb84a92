"""What may leave the consultant: an assessment without anything that can be traced to one person."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from bot.reports.facts import Facts, PillarFacts
from bot.reports.findings import Findings
from bot.reports.items import ItemFacts
from scoring import DimensionCard, ItemCard

#: Below this many respondents in a pillar an answer can be traced to a person.
TRACEABLE = 3


def is_small(pillar: PillarFacts) -> bool:
    """Whether answers in this pillar can be traced to a person."""
    return pillar.people < TRACEABLE


def leaving(facts: Facts, *, items: bool = True) -> Facts:
    """The same facts, fit for anybody: of a pillar below three respondents (without `items` of any) nothing
    but its own figures is left, of the others no single answer; nobody's words, and of who is still expected
    only how many.
    """
    small = {pillar.id for pillar in facts.pillars if is_small(pillar) or not items}
    pillars = {pillar.id: _pillar(pillar, pillar.id in small) for pillar in facts.pillars}
    cards = tuple(_card(card, card.id in small) for card in facts.scorecard.dimensions)
    return replace(
        facts,
        scorecard=replace(facts.scorecard, dimensions=cards, pressure=None),
        pillars=tuple(pillars.values()),
        limiting=tuple(pillars[pillar.id] for pillar in facts.limiting),
        findings=_findings(item for pillar in pillars.values() for item in pillar.items),
    )


def _pillar(pillar: PillarFacts, small: bool) -> PillarFacts:
    expected = sum(pillar.waiting.values())
    return replace(
        pillar,
        card=_card(pillar.card, small),
        items=() if small else tuple(replace(item, card=_item(item.card)) for item in pillar.items),
        waiting={"expected": expected} if expected else {},
        overtaken=(),
    )


def _card(card: DimensionCard, small: bool) -> DimensionCard:
    """How far people agree tells, of two, what the other one said."""
    if small:
        return replace(card, items=(), dimensions=(), agreement=None)
    parts = tuple(_card(part, small) for part in card.dimensions)
    return replace(card, items=tuple(map(_item, card.items)), dimensions=parts)


def _item(card: ItemCard) -> ItemCard:
    return replace(card, voices=())


def _findings(items: Iterable[ItemFacts]) -> Findings:
    """What must be mended within 30 days; all else quotes people, or is for the consultant alone."""
    return Findings(
        differences=(),
        contradictions=(),
        urgent=tuple(item for item in items if item.urgent),
        unknown=(),
        not_applicable=(),
        departments=(),
    )
