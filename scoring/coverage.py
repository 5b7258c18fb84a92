"""How much of what applies in a dimension has a value, and whether that is enough."""

from scoring.compare import below
from scoring.level_rules import Values
from scoring.model import Dimension
from scoring.settings import Coverage
from scoring.sheet import Sheet

NO_LIMITS = Coverage()


def coverage(dimension: Dimension, sheet: Sheet, values: Values) -> float | None:
    """The share by weight of the items that apply which have a value; None when they weigh nothing."""
    applying = [item for item in dimension.leaves if item.id in sheet.applying]
    whole = sum(item.weight for item in applying)
    return sum(item.weight for item in applying if values[item.id] is not None) / whole if whole else None


def limits(sheet: Sheet) -> Coverage:
    """What the model asks of coverage; no limits when it says nothing about it."""
    return sheet.model.settings.coverage or NO_LIMITS


def falls_short(coverage: float | None, limit: float | None) -> bool:
    """Whether a known coverage lies below a limit that was set."""
    return coverage is not None and limit is not None and below(coverage, limit)
