"""How a level is made out of answers: one function and one line in the table per rule.

The keyword parameters of a rule are what a model may set for it, checked when the model is read.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Annotated

from pydantic import Field

from scoring.compare import TOLERANCE, above, at_least, below
from scoring.model import Dimension, Item

Values = Mapping[str, float | None]
"""The value of every item that was not closed off, by id; None without a value."""

Share = Annotated[float, Field(ge=0)]
Lowest = Annotated[int, Field(ge=0, le=100)]
Table = Annotated[dict[int, dict[int, float]], Field(min_length=1)]
"""Per level the percentages it asks, by the level they are about."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What a rule may look at: a dimension, the values of all items, the levels of its child dimensions.

    `applying` are the ids of the items that apply; `top` is the highest level that any item of the model has.
    """

    dimension: Dimension
    values: Values
    applying: frozenset[str]
    levels: Sequence[int]
    top: int

    def leaves(self) -> list[Item]:
        """All items below that were asked."""
        return [item for item in self.dimension.leaves if item.id in self.values]

    def counted(self, item: Item) -> float | None:
        """The item's value, or what it counts as without one; None when it is left out."""
        if item.id not in self.values:
            return None
        value = self.values[item.id]
        if value is not None:
            return value
        counts_as = item.missing if item.id in self.applying else item.not_applicable
        return None if counts_as is None else item.off_scale(counts_as)


def shares(scope: Scope, *, reach: Share = 0.50, lower: Share = 0.80, gate_slack: float = 1.0) -> int | None:
    """The level that more than `reach` of the weight has, and each lower level more than `lower`.

    No gate item may lie more than `gate_slack` under it.
    """
    valued = [(value, item.weight) for item in scope.leaves() if (value := scope.values[item.id]) is not None]
    if not any(weight for _, weight in valued):
        return None
    gates = [value for item in scope.leaves() if item.gate and (value := scope.values[item.id]) is not None]
    limit = min(
        max(item.answers.high for item in scope.dimension.leaves),
        _held_by(valued, reach),
        max(0.0, _held_by(valued, lower)) + 1,
        min(gates, default=math.inf) + gate_slack,
    )
    return math.floor(max(0.0, limit) + TOLERANCE)


def _held_by(valued: list[tuple[float, float]], share: float) -> float:
    """The highest value that more than this share of the weight reaches; pairs of value and weight."""
    whole = sum(weight for _, weight in valued)
    held = 0.0
    for value, weight in sorted(valued, reverse=True):
        held += weight
        if above(held / whole, share):
            return value
    return -math.inf


def by_level(scope: Scope, *, at_least: float | dict[int, float], lowest: Lowest = 0) -> int:
    """The highest level whose items, and those of all lower levels, have a value of `at_least`.

    A table may leave out a level that has no items: it asks nothing new.
    """
    staged = [(item.level, scope.values[item.id]) for item in scope.leaves() if item.level is not None]
    level = lowest
    if not any(stage == lowest + 1 for stage, _ in staged):
        return level
    for wanted in range(lowest + 1, scope.top + 1):
        bar = at_least.get(wanted, -math.inf) if isinstance(at_least, dict) else at_least
        if any(value is None or below(value, bar) for stage, value in staged if stage <= wanted):
            break
        level = wanted
    return level


def thresholds(scope: Scope, *, table: Table, lowest: int | None = None) -> int | None:
    """The highest level of the table whose row, and every lower row, is met by the percentages per level."""
    if all(scope.counted(item) is None for item in scope.dimension.leaves):
        return None
    level = min(table) - 1 if lowest is None else lowest
    for wanted in sorted(table):
        if not all(_meets(scope, touched, bar) for touched, bar in table[wanted].items()):
            break
        level = wanted
    return level


def _meets(scope: Scope, touched: int, bar: float) -> bool:
    reached = percentage(scope, scope.dimension, touched)
    return reached is None or at_least(reached, bar)


def percentage(scope: Scope, dimension: Dimension, level: int) -> float | None:
    """How much of the weight for this level is earned, 0..100; None at items when none of them touches it."""
    if not dimension.items:
        parts = [(child.weight, percentage(scope, child, level) or 0.0) for child in dimension.dimensions]
    else:
        parts = [
            (item.levels[level], 100 * value / item.answers.high)
            for item in dimension.leaves
            if level in item.levels and (value := scope.counted(item)) is not None
        ]
    weight = sum(w for w, _ in parts)
    return sum(w * part for w, part in parts) / weight if weight else None


def least(scope: Scope) -> int | None:
    """The lowest level of the child dimensions."""
    return min(scope.levels, default=None)


def most(scope: Scope) -> int | None:
    """The highest level of the child dimensions."""
    return max(scope.levels, default=None)


LEVEL_RULES: Mapping[str, Callable[..., int | None]] = MappingProxyType(
    {
        "shares": shares,
        "by_level": by_level,
        "thresholds": thresholds,
        "min": least,
        "max": most,
    }
)

EVEN_WITHOUT_ITEMS = frozenset({"by_level"})
"""Rules that give a level although no item applies."""
