"""Places for follow-ups: an interview holds only a few, and whoever answered one keeps its place."""

from __future__ import annotations

from collections.abc import Mapping

from bot.interview.plan import CROSS, Plan, Stop
from bot.interview.progress import Revision


class Places:
    """What is taken so far, in one computation of a path.

    An answered follow-up counts even while its branch is closed: nobody is asked more than the script says.
    """

    __slots__ = ("_answered", "_checks", "_limits", "_of_item", "_plain", "_urgent")

    def __init__(self, plan: Plan, answers: Mapping[str, Revision]) -> None:
        self._limits = plan.script.follow_ups
        self._of_item: dict[str, int] = {}
        self._plain = self._urgent = self._checks = 0
        self._answered: set[str] = set()
        for id_, revision in answers.items():
            stop = plan.limited.get(id_)
            if stop is not None and revision.value is not None:
                self._answered.add(id_)
                self._count(stop)

    @property
    def plain(self) -> int:
        """How many plain follow-ups there is room for."""
        return max(0, min(self._limits.at_most - self._limits.reserved - self._plain, self.any))

    @property
    def any(self) -> int:
        """How many follow-ups there is room for, urgent ones included."""
        return max(0, self._limits.at_most - self._plain - self._urgent)

    @property
    def checks(self) -> int:
        """How many contradictions there is room for."""
        return max(0, self._limits.cross_checks - self._checks)

    def take(self, stop: Stop) -> bool:
        """Whether it gets a place; then the place is taken."""
        if stop.id in self._answered:
            if not stop.question.urgent:
                self._of_item[stop.home] = self._of_item.get(stop.home, 0) + 1
            return True
        free = self._fits(stop)
        if free:
            self._count(stop)
            self._of_item[stop.home] = self._of_item.get(stop.home, 0) + (not stop.question.urgent)
        return free

    def _fits(self, stop: Stop) -> bool:
        if stop.section == CROSS:
            return self.checks > 0
        if stop.question.urgent:
            return self.any > 0
        return self.plain > 0 and self._of_item.get(stop.home, 0) < self._limits.per_item

    def _count(self, stop: Stop) -> None:
        if stop.section == CROSS:
            self._checks += 1
        elif stop.question.urgent:
            self._urgent += 1
        else:
            self._plain += 1
