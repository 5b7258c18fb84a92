"""Working hours, days, public holidays and days off as people write them, read into values."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import lru_cache

MIDNIGHT = 24 * 60
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_HOURS = re.compile(r"(\d{1,2}):(\d{2})\s*[-–]\s*(\d{1,2}):(\d{2})")

#: From the first day to the last, both included.
Range = tuple[date, date]


def read_hours(text: str) -> tuple[int, int]:
    """`09:00-17:00` as minutes since midnight; the end may be 24:00. Raises ValueError."""
    found = _HOURS.fullmatch(text.strip())
    if found is None:
        raise ValueError("write them like 09:00-17:00 (24:00 is the end of a day)")
    h1, m1, h2, m2 = map(int, found.groups())
    opens, closes = 60 * h1 + m1, 60 * h2 + m2
    if max(m1, m2) > 59 or closes > MIDNIGHT:
        raise ValueError("there is no such time of day: write them like 09:00-17:00")
    if opens >= closes:
        raise ValueError("the end must be later than the beginning, on the same day: like 09:00-17:00")
    return opens, closes


def read_days(text: str) -> frozenset[int]:
    """`mon-fri`, `mon,wed-fri` or `sun-thu` as days of the week, Monday is 0. Raises ValueError."""
    days: set[int] = set()
    for part in text.lower().replace(" ", "").split(","):
        first, dash, last = part.partition("-")
        if first not in DAYS or (dash and last not in DAYS):
            raise ValueError(f"{part or text!r} is no day: write them like mon-fri or mon,wed,fri")
        begin, end = DAYS.index(first), DAYS.index(last or first)
        days |= {day % 7 for day in range(begin, end + 1 if end >= begin else end + 8)}
    return frozenset(days)


def read_holidays(text: str) -> str:
    """`NL` or `DE-BY` (empty: none) as the library of public holidays knows it. Raises ValueError."""
    code = text.strip().upper()
    if code:
        try:
            country, dash, region = code.partition("-")
            if not country or (dash and not region):
                raise ValueError
            _days_of(code, 2026)
        except (NotImplementedError, ValueError, KeyError):
            known = "a country like NL, or one with a region like DE-BY; leave it empty for none"
            raise ValueError(f"no public holidays are known for {text.strip()!r}: write {known}") from None
    return code


def read_ranges(pairs: Sequence[Sequence[str]]) -> tuple[Range, ...]:
    """`[["2026-12-24", "2026-12-31"], …]` as ranges, in order. Raises ValueError."""
    ranges = []
    for pair in pairs:
        first, last = (date.fromisoformat(one) for one in pair)
        if last < first:
            raise ValueError(f"{last} is before {first}")
        ranges.append((first, last))
    return tuple(sorted(ranges))


def is_holiday(day: date, code: str) -> bool:
    """Whether this is a public holiday there."""
    return bool(code) and day in _days_of(code, day.year)


@lru_cache(maxsize=256)
def _days_of(code: str, year: int) -> frozenset[date]:
    # Loaded when the first day is looked up: it takes as long as a quarter of a start.
    import holidays

    country, _, region = code.partition("-")
    return frozenset(holidays.country_holidays(country, subdiv=region or None, years=year))
