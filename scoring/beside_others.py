"""A pillar's score beside those of other organisations: which of them count, and what may be said of them."""

from __future__ import annotations

import statistics
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from scoring.compare import TOLERANCE, at_least

#: How much of a pillar must be known of an organisation before it counts for others.
MIN_COVERAGE = 0.75
#: From how many others on there is a figure, a percentile, and quartiles.
FOR_A_FIGURE, FOR_A_PERCENTILE, FOR_QUARTILES = 5, 10, 20

#: Who placed an organisation: people of its own, or somebody who looked from outside.
View = Literal["self", "outside"]


@dataclass(frozen=True, slots=True)
class Reference:
    """One organisation's score for one pillar in one year; `name` is None unless it may be named."""

    organisation: str
    pillar: str
    score: float
    coverage: float
    view: View
    demo: bool
    year: int
    sector: str = ""
    kind: str = ""
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """Whom to compare: which pillar, seen how, among demo organisations or real ones; `own` is left out."""

    pillar: str
    own: str
    view: View = "self"
    demo: bool = False


@dataclass(frozen=True, slots=True)
class Basis:
    """What every figure is printed with: how many others, over which years, of which sectors and kinds."""

    n: int
    years: tuple[int, int] | None
    sectors: tuple[str, ...]
    kinds: tuple[str, ...]
    view: View
    demo: bool


@dataclass(frozen=True, slots=True)
class Figures:
    """What may be said of so many scores; None where it would say too much of too few.

    Range with 5 to 19, quartiles (lowest, middle, highest) from 20, percentile (0..1, the share that scores
    lower, equals counted half) from 10.
    """

    n: int
    median: float | None = None
    range: tuple[float, float] | None = None
    quartiles: tuple[float, float, float] | None = None
    percentile: float | None = None


@dataclass(frozen=True, slots=True)
class Beside:
    """The figures with their basis. With too few for a figure: who may be named, and how many others."""

    basis: Basis
    figures: Figures
    named: tuple[str, ...] = ()
    unnamed: int = 0


def beside_others(references: Iterable[Reference], question: Question, score: float | None) -> Beside:
    """One pillar beside the others that count for it; `score` is the own one."""
    others = admitted(references, question)
    figures = figures_of([one.score for one in others], score)
    basis = Basis(
        n=len(others),
        years=(min(one.year for one in others), max(one.year for one in others)) if others else None,
        sectors=tuple(sorted({one.sector for one in others if one.sector})),
        kinds=tuple(sorted({one.kind for one in others if one.kind})),
        view=question.view,
        demo=question.demo,
    )
    if len(others) >= FOR_A_FIGURE:
        return Beside(basis, figures)
    named = tuple(sorted(one.name for one in others if one.name))
    return Beside(basis, figures, named, len(others) - len(named))


def admitted(references: Iterable[Reference], question: Question) -> list[Reference]:
    """The references that count: each organisation once, with its latest year."""
    latest: dict[str, Reference] = {}
    for one in references:
        if _counts(one, question) and _later(one, latest.get(one.organisation)):
            latest[one.organisation] = one
    return list(latest.values())


def _counts(one: Reference, question: Question) -> bool:
    asked = (question.pillar, question.view, question.demo)
    same = (one.pillar, one.view, one.demo) == asked and one.organisation != question.own
    return same and at_least(one.coverage, MIN_COVERAGE)


def _later(one: Reference, known: Reference | None) -> bool:
    return known is None or one.year > known.year


def figures_of(scores: Sequence[float], own: float | None = None) -> Figures:
    """What may be said of scores that all count, the own one not among them: once sorted, in one go."""
    n = len(scores)
    if n < FOR_A_FIGURE:
        return Figures(n)
    ordered = sorted(scores)
    percentile = percentile_of(own, ordered) if own is not None and n >= FOR_A_PERCENTILE else None
    if n < FOR_QUARTILES:
        return Figures(n, statistics.median(ordered), (ordered[0], ordered[-1]), None, percentile)
    low, middle, high = statistics.quantiles(ordered, n=4, method="inclusive")
    return Figures(n, middle, None, (low, middle, high), percentile)


def percentile_of(own: float, ordered: Sequence[float]) -> float:
    """(below + half of the equal ones) / n, among scores from low to high."""
    below, up_to = bisect_left(ordered, own - TOLERANCE), bisect_right(ordered, own + TOLERANCE)
    return (below + 0.5 * (up_to - below)) / len(ordered)
