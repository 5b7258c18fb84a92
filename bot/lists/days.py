"""Since when and until when, as people write it in a list: a day, a month or a year; doubt is asked."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from bot.interview.questions import Date
from bot.interview.questions.date import days_of
from bot.lists.amount_words import UNKNOWN
from bot.lists.table import Said

_ANY = Date.model_validate({"id": "day", "type": "date", "text": {}, "exact": "year"})
#: Parts of a year: the first and the last month.
_QUARTER = re.compile(r"(?:q|k|kwartaal |quarter )([1-4])[ ,'-]*([1-9]\d{3})|([1-9]\d{3})[ -]*(?:q|k)([1-4])")
_HALF = re.compile(r"(?:begin|start of|early|eind|einde|end of|late|medio|mid) ([1-9]\d{3})")
#: 3/4/2026 is in April for most, and in March for some who write English.
_TWO_WAYS = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")


@dataclass(frozen=True, slots=True)
class Days:
    """The first and the last day that was meant; `note` tells how it was understood, if that is not plain."""

    first: dt.date
    last: dt.date
    note: Said | None = None


def read_days(text: str, language: str, row: int | None = None) -> Days | Said | None:
    """What a cell says: days, None for "not known", or the question to ask. Never raises."""
    words = " ".join(text.casefold().split())
    if not words or words in UNKNOWN:
        return None
    facts = {"text": " ".join(text.split())[:40]}
    two = _two_ways(words, language)
    if two:
        return Said("date_unclear", row, {**facts, "instead": two})
    rough = _rough(words)
    if rough:
        return Days(*rough, Said("date_read", row, {**facts, "first": rough[0], "last": rough[1]}))
    value = _ANY.parse(words, language)
    if not isinstance(value, tuple):
        return Said("date_unclear", row, {**facts, "instead": ()})
    return Days(*days_of(str(value[0])))


def contradiction(since: Days | None, until: Days | None, row: int | None = None) -> Said | None:
    """What there is to ask if the end certainly comes before the start."""
    if since is None or until is None or until.last >= since.first:
        return None
    facts = {"since": since.first.isoformat(), "until": until.last.isoformat()}
    return Said("dates_contradict", row, facts)


def _two_ways(words: str, language: str) -> tuple[dt.date, ...]:
    match = _TWO_WAYS.fullmatch(words)
    if match is None or language == "nl":
        return ()
    one, other, year = map(int, match.groups())
    if one == other or not (0 < one <= 12 and 0 < other <= 12 and year):
        return ()
    return dt.date(year, other, one), dt.date(year, one, other)


def _rough(words: str) -> tuple[dt.date, dt.date] | None:
    """A quarter as its three months; the beginning or end of a year as that whole year."""
    match = _QUARTER.fullmatch(words)
    if match:
        quarter, year = int(match[1] or match[4]), match[2] or match[3]
        return days_of(f"{year}-{3 * quarter - 2:02}")[0], days_of(f"{year}-{3 * quarter:02}")[1]
    match = _HALF.fullmatch(words)
    return days_of(match[1]) if match else None
