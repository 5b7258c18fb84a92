"""What may leave the consultant: an assessment without anything that can be traced to one person, and without
what would help somebody who means harm.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable
from dataclasses import replace

from bot.reports.facts import Facts, PillarFacts
from bot.reports.findings import Findings
from bot.reports.items import ItemFacts
from scoring import DimensionCard, ItemCard
from scoring.action import Action
from scoring.candidates import GATE, Candidate
from scoring.scorecard import Overall

#: Below this many respondents in a pillar an answer can be traced to a person.
TRACEABLE = 3


def is_small(pillar: PillarFacts) -> bool:
    """Whether answers in this pillar can be traced to a person."""
    return pillar.people < TRACEABLE


def is_secret(facts: Facts, action: Action) -> bool:
    """Whether an action is about security: what leaves names it by no word of its own."""
    return not facts.security.isdisjoint(action.items)


def is_traceable(facts: Facts, one: Candidate) -> bool:
    """Whether the words of an action would tell what single people answered about a safeguard."""
    return one.why == GATE and is_small(facts.pillar(one.action.pillar))


def is_told(facts: Facts, one: Candidate) -> bool:
    """Whether what leaves may say which action this is."""
    return not is_secret(facts, one.action) and not is_traceable(facts, one)


def leaving(facts: Facts, *, items: bool = True) -> Facts:
    """The same facts, fit for anybody: of a pillar below three respondents (without `items` of any) nothing
    but its own figures is left, of the others no single answer and no outcome about security; nobody's words,
    and of who is still expected only how many.
    """
    hidden, security = {p.id for p in facts.pillars if is_small(p) or not items}, facts.security
    pillars = {pillar.id: _pillar(pillar, pillar.id in hidden, security) for pillar in facts.pillars}
    cards = tuple(_card(card, card.id in hidden, security) for card in facts.scorecard.dimensions)
    rough = any(item.withheld for pillar in pillars.values() for item in pillar.items)
    overall = roughly(facts.scorecard.overall) if rough else facts.scorecard.overall
    return replace(
        facts,
        scorecard=replace(facts.scorecard, overall=overall, dimensions=cards, pressure=None),
        pillars=tuple(pillars.values()),
        limiting=tuple(pillars[pillar.id] for pillar in facts.limiting),
        findings=_findings(item for pillar in pillars.values() for item in pillar.items),
    )


def half(score: float | None) -> float | None:
    """To the nearest half level, as words tell it: from finer figures and the other items of a pillar the one
    that is withheld could be reckoned back.
    """
    return None if score is None else math.floor(2 * score + 0.5) / 2


def roughly(overall: Overall) -> Overall:
    """The whole, for the same reason no finer than its parts; shares in tenths."""
    return replace(
        overall,
        score=half(overall.score),
        range=half(overall.range),
        distance=half(overall.distance),
        balance=None if overall.balance is None else round(overall.balance, 1),
        percent_to_target=None if overall.percent_to_target is None else round(overall.percent_to_target, 1),
    )


def _pillar(pillar: PillarFacts, hidden: bool, security: Collection[str]) -> PillarFacts:
    expected = sum(pillar.waiting.values())
    return replace(
        pillar,
        card=_card(pillar.card, hidden, security),
        items=() if hidden else tuple(_item(item, security) for item in pillar.items),
        waiting={"expected": expected} if expected else {},
        overtaken=(),
    )


def _card(card: DimensionCard, hidden: bool, security: Collection[str]) -> DimensionCard:
    """How far people agree tells, of two, what the other one said."""
    if hidden:
        return replace(card, items=(), dimensions=(), agreement=None)
    parts = tuple(_card(part, hidden, security) for part in card.dimensions)
    left = replace(card, items=tuple(_item_card(one, security) for one in card.items), dimensions=parts)
    if all(one.id not in security for one in card.all_items()):
        return left
    return replace(left, score=half(card.score), claimed=half(card.claimed), confirmed=half(card.confirmed))


def _item(item: ItemFacts, security: Collection[str]) -> ItemFacts:
    card, secret = _item_card(item.card, security), item.id in security
    return replace(item, card=card, withheld=secret, claims=item.claims and not secret)


def _item_card(card: ItemCard, security: Collection[str]) -> ItemCard:
    """A high outcome is withheld as a low one is: else what is missing would tell."""
    if card.id not in security:
        return replace(card, voices=())
    nothing = replace(card, value=None, special=None, confirmed=None, evidence=False, difference=False)
    return replace(nothing, reviewed=False, voices=())


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
