"""Conditions as a walk meets them: what one looks at is known beforehand, so no outcome is computed twice."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any, Protocol

from bot.interview.conditions import Condition, condition
from bot.interview.expressions import cel

QUOTED = re.compile(r"""["']([A-Za-z]\w*)["']""")
STREAK = re.compile(r"\b(low|high)_streak\(\s*(\d+)\s*\)")
WORDS = re.compile(r"\bwords\(\s*(\w+)\s*\)")
STREAKS = frozenset({"low_streak", "high_streak"})
#: So many outcomes of one condition are kept.
KEPT_AT_MOST = 1000
_MISSING = object()


_ANSWERED = re.compile(r"""^\s*answered\(\s*["'](\w+)["']\s*\)\s*$""")
#: Outside these an unknown name makes everything unknown.
_FORGIVING = re.compile(r"\|\||\?|!(?!=)")


class Seen(Protocol):
    """What conditions can see at one point of a walk."""

    values: dict[str, Any]
    states: dict[str, str]

    def streak(self, kind: str, length: int) -> bool:
        """Whether `length` levels in a row were low, or high."""

    def context(self) -> cel.Context:
        """The same for CEL."""


class Rule:
    """One `when` or `order`. Outcomes are kept where what it looks at has few values, so not typed words."""

    __slots__ = (
        "_counted",
        "_kept",
        "_name",
        "_names",
        "_quoted",
        "_streaks",
        "by_streak",
        "condition",
        "mentions",
        "needs",
    )

    def __init__(self, condition: Condition, finite: Collection[str]) -> None:
        self.condition = condition
        source = condition.source
        elsewhere = QUOTED.sub("", WORDS.sub("", source))
        counted = {name for name in WORDS.findall(source) if not re.search(rf"\b{name}\b", elsewhere)}
        self._names = tuple(sorted(condition.names - counted))
        self._counted = tuple(sorted(counted))
        self._quoted = tuple(sorted(set(QUOTED.findall(source))))
        self._streaks = tuple((kind, int(length)) for kind, length in STREAK.findall(source))
        #: Names without which it cannot be true.
        self.needs = _needed(condition)
        self.by_streak = not STREAKS.isdisjoint(condition.functions)
        self.mentions = condition.names | set(self._quoted)
        computed = source.count("_streak") != len(self._streaks) or "words(" in elsewhere
        looks_far = not set(self._names) <= set(finite)
        self._kept: dict[Any, Any] | None = None if looks_far or computed else {}
        self._name = self._names[0] if len(self._names) == 1 and not condition.functions else None

    @property
    def keeps(self) -> bool:
        """Whether its outcomes are kept."""
        return self._kept is not None

    def holds(self, seen: Seen) -> bool:
        """Whether it is true; unknown is not."""
        if not self.needs <= seen.values.keys():
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
        if self._streaks:
            parts += [seen.streak(kind, length) for kind, length in self._streaks]
        if self._counted:
            parts += [_count(seen.values.get(name)) for name in self._counted]
        return tuple(parts)

    def _keep(self, key: Any, seen: Seen) -> Any:
        assert self._kept is not None
        if len(self._kept) >= KEPT_AT_MOST:
            self._kept.clear()
        outcome = self._kept[key] = self.condition.outcome(seen.context())
        return outcome


def _count(text: Any) -> int | None:
    return None if text is None else word_count(text)


def word_count(text: Any) -> int:
    """The number of words of an open answer."""
    return len(str(text).split())


def _needed(whole: Condition) -> frozenset[str]:
    """Names without which it cannot be true: those of every part that stands between `&&`."""
    needed: set[str] = set()
    for part in _conjuncts(whole.source):
        if not _FORGIVING.search(part):
            needed |= condition(part).names
            needed.update(_ANSWERED.findall(part))
    return frozenset(needed)


def _conjuncts(source: str) -> list[str]:
    """The parts of `a && (b || c) && d`; the whole as one part if it cannot be cut so simply."""
    parts = source.split("&&")
    simple = all(part.count("(") == part.count(")") for part in parts) and not re.search(r"[{\[]", source)
    quoted = any(part.count(quote) % 2 for part in parts for quote in "\"'")
    # `a && b || c` holds without a.
    return parts if simple and not quoted and not re.search(r"\|\||\?", _outside(source)) else [source]


def _outside(source: str) -> str:
    """What stands outside all parentheses."""
    shorter = re.sub(r"\([^()]*\)", "", source)
    return source if shorter == source else _outside(shorter)
