"""Durations as ISO 8601 writes them (`P4D`, `PT3S`), read into values."""

from __future__ import annotations

import re
from datetime import timedelta

_DURATION = re.compile(
    r"P(?:(?P<weeks>\d{1,4})W)?(?:(?P<days>\d{1,4})D)?"
    r"(?:T(?:(?P<hours>\d{1,6})H)?(?:(?P<minutes>\d{1,6})M)?(?:(?P<seconds>\d{1,6})S)?)?",
    re.ASCII,
)


def read_durations(text: str) -> tuple[timedelta, ...]:
    """`P4D,P8D` as durations, the shortest first; empty: none. Raises ValueError."""
    parts = [part.strip().upper() for part in text.split(",") if part.strip()]
    return tuple(sorted({_read(part) for part in parts}))


def _read(text: str) -> timedelta:
    found = _DURATION.fullmatch(text)
    if found is None or not any(found.groups()) or text.endswith("T"):
        raise ValueError(f"{text!r} is no duration: write them like P4D,P8D (days) or PT90M (minutes)")
    length = timedelta(**{name: int(value) for name, value in found.groupdict().items() if value})
    if not length:
        raise ValueError(f"{text!r} is no time at all: write a duration like P4D or PT90M")
    return length
