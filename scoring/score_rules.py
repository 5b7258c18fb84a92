"""How a score is made out of weighted values: one function and one line in the table per rule."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

Parts = Sequence[tuple[float, float]]
"""Weight and value of each child that counts; never empty when a rule is asked."""


def mean(parts: Parts) -> float | None:
    """The weighted mean; None when nothing weighs anything."""
    weight = sum(w for w, _ in parts)
    return sum(w * v for w, v in parts) / weight if weight else None


def total(parts: Parts) -> float:
    """The weighted sum."""
    return sum(w * v for w, v in parts)


def lowest(parts: Parts) -> float:
    """The lowest value."""
    return min(v for _, v in parts)


def highest(parts: Parts) -> float:
    """The highest value."""
    return max(v for _, v in parts)


SCORE_RULES: Mapping[str, Callable[[Parts], float | None]] = MappingProxyType(
    {
        "mean": mean,
        "sum": total,
        "min": lowest,
        "max": highest,
    }
)
