"""The level of a dimension: as it is, with open gates at their lowest, and where it can still end."""

from collections.abc import Sequence

from scoring.coverage import coverage, falls_short, limits
from scoring.level_rules import EVEN_WITHOUT_ITEMS, LEVEL_RULES, Scope, Values
from scoring.model import Dimension
from scoring.scorecard import DimensionCard
from scoring.sheet import Sheet


def level_of(
    dimension: Dimension, sheet: Sheet, values: Values, children: Sequence[DimensionCard]
) -> int | None:
    """The level by the dimension's rule, given the levels of its child dimensions."""
    return _apply(dimension, sheet, values, [card.level for card in children])


def level_of_whole(whole: Dimension, sheet: Sheet, pillars: Sequence[DimensionCard]) -> int | None:
    """The organisation's level over whatever levels its pillars have, also where nothing applies."""
    return _by_rule(whole, sheet, sheet.values, [card.level for card in pillars])


def level_at_risk(dimension: Dimension, sheet: Sheet) -> int | None:
    """The level it would have with every open gate item answered at its lowest."""
    if falls_short(coverage(dimension, sheet, sheet.at_risk), limits(sheet).score):
        return None
    levels = [level_at_risk(child, sheet) for child in dimension.dimensions]
    return _apply(dimension, sheet, sheet.at_risk, levels)


def fewest_and_most(dimension: Dimension, sheet: Sheet) -> tuple[int, int] | None:
    """The levels with every open item at its lowest and at its highest, however much was answered."""
    low, high = _whole(dimension, sheet, sheet.low), _whole(dimension, sheet, sheet.high)
    return None if low is None or high is None else (low, high)


def _whole(dimension: Dimension, sheet: Sheet, values: Values) -> int | None:
    children = [_whole(child, sheet, values) for child in dimension.dimensions]
    return _apply(dimension, sheet, values, children)


def _apply(dimension: Dimension, sheet: Sheet, values: Values, children: Sequence[int | None]) -> int | None:
    even_without = dimension.level is not None and dimension.level.rule in EVEN_WITHOUT_ITEMS
    if not even_without and not any(item.id in sheet.applying for item in dimension.leaves):
        return None
    return _by_rule(dimension, sheet, values, children)


def _by_rule(
    dimension: Dimension, sheet: Sheet, values: Values, children: Sequence[int | None]
) -> int | None:
    chosen = dimension.level
    if chosen is None:
        return None
    levels = [level for level in children if level is not None]
    scope = Scope(dimension, values, sheet.applying, levels, sheet.model.top_level)
    return LEVEL_RULES[chosen.rule](scope, **chosen.parameters)
