"""The figures of one dimension, and of those below it."""

from collections.abc import Sequence
from dataclasses import replace

from scoring.confidence import agreement, confidence, confidence_label
from scoring.coverage import coverage, falls_short, limits
from scoring.levels import fewest_and_most, level_at_risk, level_of
from scoring.model import Dimension, Item
from scoring.score_rules import SCORE_RULES
from scoring.scorecard import DimensionCard, ItemCard
from scoring.sheet import Sheet


def dimension_card(dimension: Dimension, sheet: Sheet) -> DimensionCard:
    """Score a dimension from its items and child dimensions."""
    leaves = [sheet.cards[item.id] for item in dimension.leaves]
    blank = DimensionCard(
        id=dimension.id,
        weight=dimension.weight,
        applies=any(card.applies for card in leaves),
        dormant=all(card.dormant for card in leaves),
        dimensions=tuple(dimension_card(child, sheet) for child in dimension.dimensions),
        items=tuple(sheet.cards[item.id] for item in dimension.items),
    )
    if not blank.applies:
        return replace(
            blank,
            score=score_of(dimension, sheet, blank.dimensions),
            level=level_of(dimension, sheet, sheet.values, blank.dimensions),
        )
    return _with_figures(_with_coverage(blank, dimension, leaves, sheet), dimension, leaves, sheet)


def _with_coverage(
    card: DimensionCard, dimension: Dimension, leaves: Sequence[ItemCard], sheet: Sheet
) -> DimensionCard:
    answered = coverage(dimension, sheet, sheet.values)
    return replace(
        card,
        coverage=answered,
        provisional=falls_short(answered, limits(sheet).provisional) or any(map(_open_gate, leaves)),
        interval=fewest_and_most(dimension, sheet),
    )


def _with_figures(
    card: DimensionCard, dimension: Dimension, leaves: Sequence[ItemCard], sheet: Sheet
) -> DimensionCard:
    settings = sheet.model.settings
    if falls_short(card.coverage, limits(sheet).score):
        return card
    valued = [leaf for leaf in leaves if leaf.value is not None]
    score = score_of(dimension, sheet, card.dimensions)
    agreed = agreement(valued, settings.agreement)
    trust = confidence(card.coverage or 0.0, valued, agreed, settings)
    level = level_of(dimension, sheet, sheet.values, card.dimensions)
    at_risk = any(_open_gate(leaf) for leaf in leaves)
    return replace(
        card,
        score=score,
        level=level,
        level_at_risk=level_at_risk(dimension, sheet) if at_risk else level,
        claimed=score,
        confirmed=score_of(dimension, sheet, card.dimensions, confirmed=True),
        reviewed=_share(
            sum(leaf.weight for leaf in valued if leaf.reviewed), sum(leaf.weight for leaf in valued)
        ),
        agreement=agreed,
        confidence=trust,
        confidence_label=confidence_label(trust, settings.confidence),
    )


def score_of(
    dimension: Dimension, sheet: Sheet, children: Sequence[DimensionCard], *, confirmed: bool = False
) -> float | None:
    """The dimension's rule over its children, or over all items below; None when nothing counts."""
    over_leaves = dimension.score.over_leaves
    items = dimension.leaves if over_leaves else dimension.items
    parts = [(item.weight, _item_value(item, sheet.cards[item.id], confirmed)) for item in items]
    if not over_leaves:
        pairs = zip(dimension.dimensions, children, strict=True)
        parts += [(child.weight, _dimension_value(child, card, confirmed)) for child, card in pairs]
    counted = [(weight, value) for weight, value in parts if value is not None]
    return SCORE_RULES[dimension.score.rule](counted) if counted else None


def _item_value(item: Item, card: ItemCard, confirmed: bool) -> float | None:
    value = card.confirmed if confirmed else card.value
    if value is not None:
        return item.on_scale(value)
    return _instead(item, card)


def _dimension_value(dimension: Dimension, card: DimensionCard, confirmed: bool) -> float | None:
    value = card.confirmed if confirmed and card.applies else card.score
    return _instead(dimension, card) if value is None else value


def _instead(child: Item | Dimension, card: ItemCard | DimensionCard) -> float | None:
    """What a child without a value counts as; a child that was never asked never counts."""
    if card.dormant:
        return None
    return child.missing if card.applies else child.not_applicable


def _share(part: float, whole: float) -> float | None:
    return part / whole if whole else None


def _open_gate(card: ItemCard) -> bool:
    return card.gate and card.applies and card.value is None
