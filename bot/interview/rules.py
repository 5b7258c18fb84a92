"""Conditions as a walk meets them: what one looks at is known beforehand, so that its outcome need not be computed twice."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any, Protocol

import cel

from bot.interview.conditions import Condition

QUOTED = re.compile(r"""["']([A-Za-z]\w*)["']""")
STREAK = re.compile(r"\b(low|high)_streak\(\s*(\d+)\s*\)")
STREAKS = frozenset({"low_streak", "high_streak"})
#: So many outcomes of one condition are kept.
KEPT_AT_MOST = 1000
_MISSING = object()


class Seen(Protocol):
    """What conditions can see at one point of a walk."""

    values: dict[str, Any]
    states: dict[str, str]

    def streak(self, kind: str, length: int) -> bool:
        """Whether `length` levels in a row were low, or high."""

    def context(self) -> cel.Context:
        """The same for CEL."""


class Rule:
    """One `when` or `order`. Outcomes are kept only where all it looks at has few values: never what people typed."""

    __slots__ = (
        "_kept",
        "_name",
        "_names",
        "_quoted",
        "_strict",
        "_streaks",
        "by_streak",
        "condition",
        "mentions",
    )

    def __init__(self, condition: Condition, finite: Collection[str]) -> None:
        self.condition = condition
        self._names = tuple(sorted(condition.names))
        self._quoted = tuple(sorted(set(QUOTED.findall(condition.source))))
        self._streaks = tuple((kind, int(length)) for kind, length in STREAK.findall(condition.source))
        self.by_streak = not STREAKS.isdisjoint(condition.functions)
        self.mentions = frozenset((*self._names, *self._quoted))
        looks_far = "words" in condition.functions or not condition.names <= frozenset(finite)
        computed = self.by_streak and condition.source.count("_streak") != len(self._streaks)
        self._kept: dict[Any, Any] | None = None if looks_far or computed else {}
        # Of an expression without these, every name must be known before it can be true.
        self._strict = None if re.search(r"\|\||[!?(]", condition.source) else condition.names
        plain = len(self._names) == 1 and not condition.functions
        self._name = self._names[0] if plain else None

    @property
    def keeps(self) -> bool:
        """Whether its outcomes are kept."""
        return self._kept is not None

    def holds(self, seen: Seen) -> bool:
        """Whether it is true; unknown is not."""
        if self._strict is not None and not self._strict <= seen.values.keys():
            return False
        return self.outcome(seen) is True

    def outcome(self, seen: Seen) -> Any:
        """Whatever it comes to, None if that is not known."""
        kept = self._kept
        if kept is None:
            return self.condition.outcome(seen.context())
        key = seen.values.get(self._name) if self._name is not None else self._key(seen)
        outcome = kept.get(key, _MISSING)
        return self._keep(key, seen) if outcome is _MISSING else outcome

    def _key(self, seen: Seen) -> tuple[Any, ...]:
        parts = [*map(seen.values.get, self._names), *map(seen.states.get, self._quoted)]
        return (*parts, *[seen.streak(kind, length) for kind, length in self._streaks])

    def _keep(self, key: Any, seen: Seen) -> Any:
        assert self._kept is not None
        if len(self._kept) >= KEPT_AT_MOST:
            self._kept.clear()
        outcome = self._kept[key] = self.condition.outcome(seen.context())
        return outcome
