"""When somebody may be written to: opening times in their own zone, whatever its clocks do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from bot.reminders.opening import MIDNIGHT, Range, is_holiday

#: So many days that are no days off are looked at before a calendar counts as always closed.
_FAR = 400
_DAY = timedelta(days=1)
#: In minutes since midnight.
MORNING = 9 * 60
#: Far from the ends of what dates can hold.
_FIRST_YEAR, _LAST_YEAR = 1900, 9000

#: Why a moment is not one to write at; "": it is one.
Closed = Literal["", "holiday", "off", "quiet", "day", "hours"]


@dataclass(frozen=True, slots=True)
class Calendar:
    """Opening times. `opens` and `closes` are minutes since midnight on the clocks of `zone`, `days` of the
    week from Monday as 0, `holidays` a country or country-region, `off` and `quiet` days off of the person
    and of the round. Moments go in aware and come out in UTC.
    """

    zone: str = "Europe/Amsterdam"
    opens: int = 9 * 60
    closes: int = 17 * 60
    days: frozenset[int] = frozenset(range(5))
    holidays: str = ""
    off: tuple[Range, ...] = ()
    quiet: tuple[Range, ...] = ()

    @property
    def morning(self) -> int:
        """When a day begins that is named without a time: nobody means midnight where nights are open."""
        return max(self.opens, MORNING) if self.closes > MORNING else self.opens

    def closed(self, moment: datetime) -> Closed:
        """Why nobody is written to then; "" when it is a good moment."""
        local = moment.astimezone(ZoneInfo(self.zone))
        reason = self.closed_day(local.date())
        within = self.opens <= local.hour * 60 + local.minute < self.closes
        return reason or ("" if within else "hours")

    def is_open(self, moment: datetime) -> bool:
        """Whether it is a good moment to write."""
        return not self.closed(moment)

    def closed_day(self, day: date) -> Closed:
        """Why this is no working day; "" when it is one."""
        if _within(day, self.off):
            return "off"
        if _within(day, self.quiet):
            return "quiet"
        if day.weekday() not in self.days:
            return "day"
        return "holiday" if is_holiday(day, self.holidays) else ""

    def next_open(self, moment: datetime) -> datetime | None:
        """The first good moment from then on; None when there is none to be found."""
        moment = moment.astimezone(UTC)
        if self.is_open(moment):
            return moment
        # Clocks that are put back at midnight make a day come twice.
        for day in self._working_days(self.local_day(moment), 1, back=1):
            starts = (at for at in self._edges(day, self.opens) if at >= moment and self.is_open(at))
            if (first := min(starts, default=None)) is not None:
                return first
        return None

    def closing(self, moment: datetime) -> datetime:
        """The end of the opening times in which a good moment lies."""
        moment = moment.astimezone(UTC)
        ends = [at for at in self._edges(self.local_day(moment), self.closes) if at > moment]
        return min(ends, default=moment + _DAY)

    def local_day(self, moment: datetime) -> date:
        """The date on the clocks of the zone."""
        return moment.astimezone(ZoneInfo(self.zone)).date()

    def at(self, day: date, minutes: int) -> datetime:
        """That time of day: the first of two, and where clocks skip it the moment at which they do."""
        return min(self._edges(day, minutes))

    def working_days_before(self, moment: datetime, count: int) -> datetime | None:
        """The opening of the working day that lies `count` before the day of this moment."""
        return self._opening(self._nth(self.local_day(moment), -1, count))

    def working_days_after(self, moment: datetime, count: int) -> datetime | None:
        """The closing of the working day that lies `count` after the day of this moment."""
        day = self._nth(self.local_day(moment), 1, count)
        return None if day is None else max(self._edges(day, self.closes))

    # --- days

    def _nth(self, day: date, step: int, count: int) -> date | None:
        for number, found in enumerate(self._working_days(day, step, back=-1), 1):
            if number == count:
                return found
        return None

    def _opening(self, day: date | None) -> datetime | None:
        return None if day is None else self.at(day, self.opens)

    def _working_days(self, day: date, step: int, *, back: int) -> Iterator[date]:
        """Working days from `back` steps before `day` on, or back in time when `step` is -1."""
        left = _FAR + len(self.off) + len(self.quiet)
        try:
            day -= step * back * _DAY
            while left > 0 and _FIRST_YEAR < day.year < _LAST_YEAR:
                left -= 1
                edge = _edge_of(day, (*self.off, *self.quiet), step)
                if edge is None and not self.closed_day(day):
                    yield day
                day = (edge or day) + step * _DAY
        except OverflowError:
            return

    # --- moments

    def _edges(self, day: date, minutes: int) -> list[datetime]:
        """The moments at which the clocks of a day show that time: mostly one, two when they are put back;
        where they skip it, the moment at which they do.
        """
        hour = time(*divmod(minutes % MIDNIGHT, 60))
        local = datetime.combine(day + (minutes // MIDNIGHT) * _DAY, hour, ZoneInfo(self.zone))
        moments = [local.replace(fold=fold).astimezone(UTC) for fold in (0, 1)]
        shown = [at for at in moments if _naive(at, self.zone) == local.replace(tzinfo=None)]
        return sorted(set(shown)) or [_skip(min(moments), max(moments), self.zone)]


def _within(day: date, ranges: tuple[Range, ...]) -> bool:
    return any(first <= day <= last for first, last in ranges)


def _edge_of(day: date, ranges: tuple[Range, ...], step: int) -> date | None:
    """The last day, in this direction, of the days off in which a day lies."""
    return next((r[1] if step > 0 else r[0] for r in ranges if r[0] <= day <= r[1]), None)


def _naive(moment: datetime, zone: str) -> datetime:
    return moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def _skip(low: datetime, high: datetime, zone: str) -> datetime:
    """The moment between two at which the clocks of a zone are put forward, to the second."""
    before = low.astimezone(ZoneInfo(zone)).utcoffset()
    while high - low > timedelta(seconds=1):
        middle = low + timedelta(seconds=(high - low).total_seconds() // 2)
        if middle.astimezone(ZoneInfo(zone)).utcoffset() == before:
            low = middle
        else:
            high = middle
    return high
