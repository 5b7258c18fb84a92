"""A measured figure and the bar that it must clear."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Figure:
    """One result: `value` in `unit`, good when at most or at least `bar`."""

    name: str
    value: float
    unit: str
    side: Literal["at most", "at least"]
    bar: float

    @property
    def good(self) -> bool:
        """Whether the bar was cleared."""
        return self.value <= self.bar if self.side == "at most" else self.value >= self.bar

    def __str__(self) -> str:
        mark = "ok    " if self.good else "MISSED"
        return f"{mark} {self.name:<52} {self.value:>12,.4g} {self.unit:<8} ({self.side} {self.bar:,g})"
