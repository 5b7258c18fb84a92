"""When a question was first shown, on our own clock: tells a tap on it from one meant for the card before."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime


@dataclass(slots=True)
class _First:
    began: float
    second: datetime
    replied: float | None = None


class FirstShown:
    """In memory, and of this process only: what was first shown before a restart is not guarded."""

    def __init__(self, guard_ms: int, monotonic: Callable[[], float], keep: int = 10_000) -> None:
        self._guard, self._monotonic, self._keep = guard_ms / 1000, monotonic, keep
        self._asks: OrderedDict[str, _First | None] = OrderedDict()

    def knows(self, ask_id: str) -> bool:
        """Was its first showing told here, by `began` or by `earlier`?"""
        return ask_id in self._asks

    def began(self, ask_id: str, at: datetime) -> None:
        """The call that shows it begins; a later call for the same ask is a redraw and changes nothing."""
        if ask_id not in self._asks:
            self._remember(ask_id, _First(self._monotonic(), at.replace(microsecond=0)))

    def earlier(self, ask_id: str) -> None:
        """Another process showed it first."""
        self._remember(ask_id, None)

    def replied(self, ask_id: str) -> None:
        """The channel's receipt is here."""
        first = self._asks.get(ask_id)
        if first and first.replied is None:
            first.replied = self._monotonic()

    def refused(self, ask_id: str) -> None:
        """The call certainly showed nothing: the next one is the first."""
        first = self._asks.get(ask_id)
        if first and first.replied is None:
            del self._asks[ask_id]

    def too_soon(self, ask_id: str, heard: float | None = None) -> bool:
        """Can a tap heard then (default: now) hardly be meant for this ask?"""
        first = self._asks.get(ask_id)
        if first is None:
            return False
        since = first.began if first.replied is None else first.replied
        return (self._monotonic() if heard is None else heard) - since < self._guard

    def began_at(self, ask_id: str) -> datetime | None:
        """The second in which the first call began, if it was ours."""
        first = self._asks.get(ask_id)
        return first.second if first else None

    def _remember(self, ask_id: str, first: _First | None) -> None:
        self._asks[ask_id] = first
        while len(self._asks) > self._keep:
            self._asks.popitem(last=False)
