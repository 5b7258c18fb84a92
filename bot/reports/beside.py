"""A pillar beside the same pillar of other organisations: the figures, and all that they are printed with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from scoring.beside_others import Figures, View

if TYPE_CHECKING:
    from bot.reports.facts import Facts


@dataclass(frozen=True, slots=True)
class Beside:
    """Others that were seen in the same way. With too few for a figure: who may be named, and how many are
    left. `kinds`: government, other.
    """

    view: View
    figures: Figures
    years: tuple[int, int] | None
    sectors: tuple[str, ...]
    kinds: tuple[str, ...]
    named: tuple[str, ...] = ()
    unnamed: int = 0

    @property
    def too_few(self) -> bool:
        """Whether there is nothing but a number of them to tell."""
        return self.figures.median is None

    @property
    def span(self) -> tuple[float, float] | None:
        """The lowest and the highest; of many, between what the middle half lies."""
        figures = self.figures
        return figures.range or ((figures.quartiles[0], figures.quartiles[2]) if figures.quartiles else None)


def with_others(facts: Facts, others: Mapping[str, Sequence[Beside]]) -> Facts:
    """The same facts, each pillar beside those of others."""
    pillars = {one.id: replace(one, beside=tuple(others.get(one.id, ()))) for one in facts.pillars}
    return replace(
        facts,
        pillars=tuple(pillars.values()),
        limiting=tuple(pillars[one.id] for one in facts.limiting),
    )
