"""The organisation as a whole: its level and score, how balanced its pillars are, how far the ambition is."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

from scoring.compare import at_most, below
from scoring.dimension import score_of
from scoring.levels import level_of_whole
from scoring.model import Dimension, Model
from scoring.scorecard import DimensionCard, Overall
from scoring.settings import AmbitionRule, BalanceRule
from scoring.sheet import Sheet

Ambition = float | Mapping[str, float] | None
"""What to aim at: everywhere the same, per pillar, or left to the pressure from outside."""


def overall(sheet: Sheet, pillars: Sequence[DimensionCard]) -> Overall:
    """The figures of the organisation; none of them while a pillar that counts has no score.

    A model that sets no limit to coverage takes whatever counts.
    """
    whole, kept = _remaining(sheet.model, pillars)
    if sheet.model.settings.coverage is not None and (len(kept) < 2 or any(p.score is None for p in kept)):
        return Overall()
    score = score_of(whole, sheet, kept)
    level = level_of_whole(whole, sheet, kept)
    scored = [(card, card.score) for card in kept if card.score is not None]
    if not scored:
        return Overall(level=level, score=score)
    scores = [value for _, value in scored]
    spread = max(scores) - min(scores)
    return Overall(
        level=level,
        score=score,
        balance=balance(scores, sheet.model.settings.balance),
        range=spread,
        band=band(spread, sheet.model.settings.balance),
        distance=distance([(card.ambition or 0.0, value) for card, value in scored]),
        percent_to_target=percent_to_target([(card.ambition or 0.0, value) for card, value in scored]),
    )


def _remaining(model: Model, pillars: Sequence[DimensionCard]) -> tuple[Dimension, Sequence[DimensionCard]]:
    """The organisation without the pillars in which nothing applies."""
    if model.settings.coverage is None or all(card.applies for card in pillars):
        return model.whole, pillars
    kept = {card.id: card for card in pillars if card.applies}
    dimensions = tuple(pillar for pillar in model.dimensions if pillar.id in kept)
    leaves = tuple(item for pillar in dimensions for item in pillar.leaves)
    return replace(model.whole, dimensions=dimensions, leaves=leaves), list(kept.values())


def balance(scores: Sequence[float], rule: BalanceRule) -> float:
    """How equal the scores are: 1 for all the same, 0 for as far apart as they can be."""
    mean = sum(scores) / len(scores)
    deviation = math.sqrt(sum((score - mean) ** 2 for score in scores) / len(scores))
    return max(0.0, 1 - deviation / rule.spread)


def band(spread: float, rule: BalanceRule) -> str:
    """The word for the distance between the highest and the lowest score."""
    return next((band.name for band in rule.bands if at_most(spread, band.up_to)), rule.beyond)


def distance(pairs: Sequence[tuple[float, float]]) -> float:
    """How far the scores that lie below their ambition are from it; pairs of ambition and score."""
    gaps = [(ambition - score) ** 2 for ambition, score in pairs if below(score, ambition)]
    return math.sqrt(sum(gaps) / len(gaps)) if gaps else 0.0


def percent_to_target(pairs: Sequence[tuple[float, float]]) -> float:
    """The part of the ambition that is reached, 0..1; a surplus in one pillar does not help another."""
    wanted = sum(ambition for ambition, _ in pairs)
    return 1 - sum(max(0.0, ambition - score) for ambition, score in pairs) / wanted if wanted else 1.0


def with_targets(
    pillars: Sequence[DimensionCard], ambition: Ambition, proposed: float
) -> tuple[DimensionCard, ...]:
    """Each pillar with its ambition, and with what one plan may aim at: one level above the lowest pillar."""
    levels = [card.level for card in pillars if card.level is not None]
    reachable = min(levels) + 1 if levels else None
    return tuple(_with_target(card, _chosen(ambition, card.id, proposed), reachable) for card in pillars)


def _with_target(card: DimensionCard, ambition: float, reachable: float | None) -> DimensionCard:
    target = None if reachable is None else min(ambition, reachable)
    return replace(card, ambition=ambition, target=target)


def _chosen(ambition: Ambition, pillar: str, proposed: float) -> float:
    if isinstance(ambition, Mapping):
        return ambition.get(pillar, proposed)
    return proposed if ambition is None else ambition


def proposed_ambition(pressure: float | None, rule: AmbitionRule) -> float:
    """The ambition that fits the pressure from outside."""
    if pressure is None:
        return rule.unknown
    return next((step.ambition for step in rule.steps if below(pressure, step.below)), rule.otherwise)
