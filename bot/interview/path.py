"""Which questions are asked, in which order, given the answers so far: computed anew at every step, never stored."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import cel

from bot.interview.plan import CROSS, Plan, Stop, Stretch
from bot.interview.progress import Progress, Revision


@dataclass(slots=True)
class Path:
    """The way through a script now: `stops` in the order of asking; `possible` may still open; `shortened` were left out
    because of a run of low answers."""

    stops: list[Stop] = field(default_factory=list)
    possible: list[Stop] = field(default_factory=list)
    closed: list[Stop] = field(default_factory=list)
    shortened: int = 0

    @property
    def ids(self) -> set[str]:
        """The questions on the path."""
        return {stop.id for stop in self.stops}


def path_of(plan: Plan, progress: Progress, answers: Mapping[str, Revision] | None = None) -> Path:
    """The path for these answers (default: the current ones)."""
    walk = _Walk(plan, progress, progress.answers if answers is None else answers)
    for stretch in plan.stretches:
        walk.through(stretch)
    return walk.path


class _Walk:
    """One computation of a path. Conditions see the answers of earlier questions on the path only."""

    __slots__ = (
        "_answers",
        "_context",
        "_follow_ups",
        "_known",
        "_limits",
        "_others",
        "_plain",
        "_run",
        "_run_open",
        "_shown",
        "_undecided",
        "_urgent",
        "path",
    )

    def __init__(self, plan: Plan, progress: Progress, answers: Mapping[str, Revision]) -> None:
        self.path = Path()
        self._answers = answers
        self._others = progress.others
        self._limits = plan.script.follow_ups
        self._run: list[int | None] = []
        self._run_open = False
        self._shown: set[str] = set()
        self._undecided: set[str] = set()
        self._follow_ups: dict[str, int] = {}
        self._urgent = self._plain = 0
        known = {**dict.fromkeys(plan.script.facts, ""), **progress.others, **progress.facts}
        self._known = set(known)
        self._context = cel.Context(variables=known, functions=self._functions())

    def _functions(self) -> dict[str, Callable[..., Any]]:
        return {
            "answered": self._answered,
            "said": self._said,
            "words": lambda text: len(str(text).split()),
            "low_streak": lambda length: self._streak(length, 0, 1),
            "high_streak": lambda length: self._streak(length, 3, 4),
        }

    def _answered(self, question: str) -> bool:
        revision = self._answers.get(question)
        return question in self._shown and revision is not None and revision.scored

    def _said(self, question: str, special: str) -> bool:
        revision = self._answers.get(question)
        return question in self._shown and revision is not None and revision.special == special

    def _streak(self, length: int, low: int, high: int) -> bool:
        run = 0
        for value in self._run:
            run = run + 1 if value is not None and low <= value <= high else 0
            if run >= length:
                return True
        return False

    def through(self, stretch: Stretch) -> None:
        """Decide every stop of a section, in file order, then put the open ones in the order of asking."""
        if stretch.when is not None and stretch.when.holds(self._context) is not True:
            self.path.closed.extend(stretch.stops)
            return
        self._run, self._run_open = [], False
        stops = []
        for stop in stretch.stops:
            if self._opens(stop):
                self._enter(stop)
                stops.append(stop)
            else:
                self._leave_out(stop)
        orders = {stop.id: self._order(stop) for stop in stops if stop.home == stop.id}
        stops.sort(key=lambda stop: (orders.get(stop.home, 0.0), stop.position))
        self.path.stops += stops

    def _order(self, stop: Stop) -> float:
        if isinstance(stop.order, float | int):
            return float(stop.order)
        number = stop.order.number(self._context)
        return stop.position * 10.0 if number is None else number

    def _opens(self, stop: Stop) -> bool:
        if stop.parent is not None and stop.parent not in self._shown:
            return False
        if stop.when is not None:
            # Most conditions name one question; while that is unanswered there is nothing to evaluate.
            if stop.needs is not None and stop.needs not in self._known:
                return False
            if stop.when.holds(self._context) is not True:
                return False
        return not stop.limited or self._within_limits(stop)

    def _leave_out(self, stop: Stop) -> None:
        if self._may_open(stop):
            self._undecided.add(stop.id)
            self.path.possible.append(stop)
        else:
            self.path.closed.append(stop)
            self.path.shortened += stop.by_streak and stop.is_level

    def _may_open(self, stop: Stop) -> bool:
        """Whether an answer that is still to come can open it."""
        for name in stop.mentions:
            if name in self._undecided or (name in self._shown and not self._settled(name)):
                return True
        return stop.by_streak and not stop.is_level and self._run_open

    def _settled(self, question: str) -> bool:
        revision = self._answers.get(question)
        return revision is not None and revision.value is not None and revision.value != "depends"

    def _within_limits(self, stop: Stop) -> bool:
        """Follow-ups are few: at most so many an interview, some places kept for urgent ones."""
        if stop.section == CROSS and stop.id in self._others:
            return False
        used, limits = self._plain + self._urgent, self._limits
        if stop.question.urgent:
            fits = used < limits.at_most
            self._urgent += fits
            return fits
        of_item = self._follow_ups.get(stop.home, 0)
        fits = (
            self._plain < limits.at_most - limits.reserved
            and used < limits.at_most
            and of_item < limits.per_item
        )
        if fits:
            self._plain += 1
            self._follow_ups[stop.home] = of_item + 1
        return fits

    def _enter(self, stop: Stop) -> None:
        self._shown.add(stop.id)
        revision = self._answers.get(stop.id)
        value = revision.value if revision is not None and revision.scored else None
        if value is not None:
            self._known.add(stop.id)
            if stop.named:
                self._context.add_variable(stop.id, list(value) if isinstance(value, tuple) else value)
        if stop.is_level:
            self._run.append(value)  # type: ignore[arg-type]
            self._run_open = self._run_open or revision is None or revision.value is None
