"""Strangers get little of our time: one reply a minute each, and at most a tenth of all that may be sent."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime, timedelta

EVERY = timedelta(minutes=1)
SHARE = 0.1
_REMEMBERED = 10_000


class Strangers:
    """Who was answered when. In memory only: after a restart everybody may be answered once more."""

    def __init__(self, now: Callable[[], datetime], send_rate: float) -> None:
        self._now = now
        #: Seconds between two replies to any strangers; 0: no limit.
        self._between = timedelta(seconds=1 / (send_rate * SHARE)) if send_rate else timedelta(0)
        self._answered: OrderedDict[str, datetime] = OrderedDict()
        self._last: datetime | None = None

    def may_answer(self, chat_id: str) -> bool:
        """Whether this chat gets a reply now; if so, that is remembered."""
        now = self._now()
        last = self._answered.get(chat_id)
        if last is not None and now - last < EVERY:
            return False
        if self._last is not None and now - self._last < self._between:
            return False
        self._last = self._answered[chat_id] = now
        self._answered.move_to_end(chat_id)
        while len(self._answered) > _REMEMBERED:
            self._answered.popitem(last=False)
        return True
