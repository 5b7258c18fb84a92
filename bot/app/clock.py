"""Whether the wall clock can be believed: it is compared with one that nobody can set."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta

log = logging.getLogger(__name__)

#: A clock that is off by more decides nothing that has a date.
MOST = timedelta(days=1)


def steady() -> float:
    """Seconds that go on while the machine sleeps, whatever the wall clock is set to."""
    boot = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if boot is None else time.clock_gettime(boot)


class ClockWatch:
    """Knows what time it should be, from the time at the start and the seconds since."""

    def __init__(self, now: Callable[[], datetime], seconds: Callable[[], float] = steady) -> None:
        self._now, self._seconds = now, seconds
        self._began_at, self._began = now(), seconds()
        self._believed = True

    def last_seen(self, moment: datetime | None) -> None:
        """When the program before this one was alive, by its clock: time does not go back."""
        if moment is not None and moment - self._began_at > MOST:
            self._began_at = moment

    def jump(self) -> timedelta:
        """How far the clock is ahead of where it should be."""
        return self._now() - self._began_at - timedelta(seconds=self._seconds() - self._began)

    def believed(self) -> bool:
        """Whether dates may be acted on; a change is logged."""
        jump = self.jump()
        believed = abs(jump) <= MOST
        if believed is not self._believed:
            self._believed = believed
            if believed:
                log.warning("the clock is right again: reminders and terms go on")
            else:
                log.error("the clock jumped by %s: no reminders and no end of terms until it is right", jump)
        return believed
