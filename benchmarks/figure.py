"""A measured figure and the bar that it must clear, if it has one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Figure:
    """One result: `value` in `unit`, good when at most or at least `bar`; without a bar it is only told."""

    name: str
    value: float
    unit: str
    side: Literal["at most", "at least"] = "at least"
    bar: float | None = None

    @property
    def good(self) -> bool:
        """Whether the bar was cleared."""
        if self.bar is None:
            return True
        return self.value <= self.bar if self.side == "at most" else self.value >= self.bar

    def __str__(self) -> str:
        mark = "told  " if self.bar is None else "ok    " if self.good else "MISSED"
        bar = "" if self.bar is None else f" ({self.side} {self.bar:,g})"
        value = f"{self.value:,.0f}" if self.value >= 1000 else f"{self.value:.3g}"
        return f"{mark} {self.name:<58} {value:>10} {self.unit:<8}{bar}"
