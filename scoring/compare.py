"""Comparisons that forgive the last bits of a floating-point sum, used for every threshold."""

TOLERANCE = 1e-9


def at_least(x: float, y: float) -> bool:
    """Whether x >= y."""
    return x >= y - TOLERANCE


def above(x: float, y: float) -> bool:
    """Whether x > y."""
    return x > y + TOLERANCE


def below(x: float, y: float) -> bool:
    """Whether x < y."""
    return x < y - TOLERANCE


def at_most(x: float, y: float) -> bool:
    """Whether x <= y."""
    return x <= y + TOLERANCE
