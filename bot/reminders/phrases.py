"""The words people use for days and times, in Dutch and English, read into what they may stand for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day. `part`: "" half past two may be at night or in the afternoon, `exact` it may not,
    `opening` when the working day begins.
    """

    minutes: int
    part: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """One reading: a time from now (`after`), or a day with or without a time. `days`, `week` and `months`
    are counted from today's; `next`: "next Tuesday"; `month` 0 with a `day`: the first month that has it, and
    `weekday` with a `month` is what somebody believes that day to be.
    """

    after: timedelta | None = None
    days: int | None = None
    week: int | None = None
    months: int | None = None
    weekday: int | None = None
    next: bool = False
    year: int | None = None
    month: int | None = None
    day: int = 1
    clock: Clock | None = None


LONGEST = 120

_WEEKDAYS = (
    "maandag ma monday mon",
    "dinsdag di tuesday tue tues",
    "woensdag wo wednesday wed",
    "donderdag do thursday thu thur thurs",
    "vrijdag vr friday fri",
    "zaterdag za saturday sat",
    "zondag zo sunday sun",
)
_MONTHS = (
    "januari january jan",
    "februari february feb",
    "maart march mrt mar",
    "april apr",
    "mei may",
    "juni june jun",
    "juli july jul",
    "augustus august aug",
    "september sept sep",
    "oktober october okt oct",
    "november nov",
    "december dec",
)
_NUMBERS = (
    "nul zero",
    "een één a an one",
    "twee two",
    "drie three",
    "vier four",
    "vijf five",
    "zes six",
    "zeven seven",
    "acht eight",
    "negen nine",
    "tien ten",
    "elf eleven",
    "twaalf twelve",
)
_UNITS = {
    "minuut minuten min minute minutes mins": timedelta(minutes=1),
    "kwartier": timedelta(minutes=15),
    "uur uren uurtje hour hours hr hrs": timedelta(hours=1),
    "dag dagen day days": timedelta(days=1),
    "week weken weeks": timedelta(days=7),
    "maand maanden month months": timedelta(days=30),
}


def _numbered(words: tuple[str, ...]) -> dict[str, int]:
    return {word: number for number, names in enumerate(words) for word in names.split()}


WEEKDAY, MONTH, NUMBER = map(_numbered, (_WEEKDAYS, _MONTHS, _NUMBERS))
UNIT = {word: length for names, length in _UNITS.items() for word in names.split()}
#: Phrases that read more easily as others.
_PLAIN = (
    (r"['’`]s (ochtends|morgens)", "ochtend"),
    (r"['’`]s middags", "middag"),
    (r"['’`]s avonds", "avond"),
    (r"in the (morning|afternoon|evening)", r"\1"),
    (r"van(ochtend|middag|avond)", r"vandaag \1"),
    (r"vanmorgen|this morning", "vandaag ochtend"),
    (r"this (afternoon|evening)", r"today \1"),
    (r"tonight", "today evening"),
    (r"morgen(ochtend|middag|avond)", r"morgen \1"),
    (r"((?:maan|dins|woens|donder|vrij|zater|zon)dag)(ochtend|middag|avond)", r"\1 \2"),
    (r"(een |an? )?half (uur(tje)?|an? hour)|half an hour", "30 min"),
    (r"anderhalf uur|an hour and a half|one and a half hours", "90 min"),
    (r"(een |a )?kwartier(tje)?|a quarter of an hour", "15 min"),
    (r"drie 15 min|three quarters of an hour", "45 min"),
    (r"(the )?day after tomorrow", "overmorgen"),
    (r"(graag|liever|please|maar|dan|then|pas)", ""),
)
_PLAIN_WORDS = [(re.compile(rf"(?<!\w)(?:{pattern})(?!\w)"), plain) for pattern, plain in _PLAIN]


def read_words(text: str, language: str) -> list[Words]:
    """Every reading; none for what is no date or time. In English 12/1 can be two days, in Dutch one."""
    words = _plain(text).split() if len(text) <= LONGEST else []
    found = [] if not words else list(_readings(words, language))
    return list(dict.fromkeys(found))


def _plain(text: str) -> str:
    text = " ".join(text.casefold().replace(",", " ").split()).strip(" .!?;")
    for pattern, plain in _PLAIN_WORDS:
        text = pattern.sub(plain, text)
    return text


def _readings(words: list[str], language: str) -> Iterator[Words]:
    """A day, a time, or both, in either order."""
    for cut in range(len(words) + 1):
        first, second = " ".join(words[:cut]), " ".join(words[cut:])
        yield from _both(first, second, language)
        if first and second:
            yield from _both(second, first, language)


def _both(day: str, clock: str, language: str) -> Iterator[Words]:
    clocks: list[Clock | None] = list(_clocks(clock)) if clock else [None]
    days = list(_days(day, language)) if day else [Words()]
    yield from (replace(one, clock=time) for one in days for time in clocks)


# --- days

_ALSO = r"(?:op |on |per |vanaf |from |tot |until |voor |by |uiterlijk )?(?:en met )?"
_NEXT_WEEK, _THIS_WEEK = r"(?:volgende week|next week)", r"(?:deze week|this week)"
_ORDINAL = r"(?:e|de|ste|st|nd|rd|th)"


_DATE = (
    rf"(?:(?P<weekday>[a-z]+) )?(?:de |the )?(?P<number>[0-9]{{1,2}}){_ORDINAL}?(?: of)? "
    r"(?P<month>[a-z]+)\.?(?: (?P<year>[0-9]{4}))?"
)


def _days(text: str, language: str) -> Iterator[Words]:
    text = re.sub(rf"^{_ALSO}", "", text)
    for pattern, read in _DAYS:
        found = pattern.fullmatch(text)
        if found is not None:
            words = read(found)
            yield from [words] if words is not None else []
    yield from _numeric(text, language)


def _relative(found: re.Match[str]) -> Words | None:
    number, unit = found["number"], UNIT.get(found["unit"])
    count = int(number) if number.isdecimal() else NUMBER.get(number)
    return None if count is None or unit is None else Words(after=count * unit)


def _weekday(found: re.Match[str]) -> Words | None:
    day = WEEKDAY.get(found["day"])
    if day is None:
        return None
    groups = found.groupdict()
    week = 1 if groups.get("next_week") else 0 if groups.get("this_week") else None
    return Words(weekday=day, week=week, next=bool(groups.get("next")))


def _named(found: re.Match[str]) -> Words | None:
    month = MONTH.get(found["month"])
    year = int(found["year"]) if found["year"] else None
    if month is None:
        return None
    weekday = WEEKDAY.get(found.groupdict().get("weekday") or "")
    return Words(weekday=weekday, month=month + 1, day=int(found["number"]), year=year)


_DAYS: list[tuple[re.Pattern[str], Callable[[re.Match[str]], Words | None]]] = [
    (re.compile(pattern), read)
    for pattern, read in (
        (r"vandaag|today", lambda _: Words(days=0)),
        (r"morgen|tomorrow", lambda _: Words(days=1)),
        (r"overmorgen", lambda _: Words(days=2)),
        (r"na het weekend|after the weekend", lambda _: Words(weekday=0)),
        (_NEXT_WEEK, lambda _: Words(week=1)),
        (r"volgende maand|next month", lambda _: Words(months=1)),
        (r"(?:over|in|na|after) (?P<number>[0-9]{1,4}|\w+) (?P<unit>\w+)", _relative),
        (r"(?P<number>[0-9]{1,4}|\w+) (?P<unit>\w+) (?:later|from now)", _relative),
        (r"(?:(?:aanstaande|komende|this|coming|a\.s\.) )?(?P<day>\w+)\.?", _weekday),
        (r"(?P<next>volgende|next) (?P<day>\w+)", _weekday),
        (rf"(?P<next_week>{_NEXT_WEEK}) (?:op |on )?(?P<day>\w+)", _weekday),
        (rf"(?P<day>\w+) (?P<next_week>{_NEXT_WEEK})", _weekday),
        (rf"(?P<this_week>{_THIS_WEEK}) (?:op |on )?(?P<day>\w+)", _weekday),
        (rf"(?P<day>\w+) (?P<this_week>{_THIS_WEEK})", _weekday),
        (_DATE, _named),
        (
            rf"(?P<month>[a-z]+)\.? (?:the )?(?P<number>[0-9]{{1,2}}){_ORDINAL}?(?: (?P<year>[0-9]{{4}}))?",
            _named,
        ),
        (rf"(?:de|the) (?P<number>[0-9]{{1,2}}){_ORDINAL}", lambda m: Words(month=0, day=int(m["number"]))),
    )
]
_ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_NUMERIC = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})(?:\2([0-9]{4}|[0-9]{2})?)?")


def _numeric(text: str, language: str) -> Iterator[Words]:
    if found := _ISO.fullmatch(text):
        year, month, day = map(int, found.groups())
        yield Words(year=year, month=month, day=day)
    if found := _NUMERIC.fullmatch(text):
        first, second = int(found[1]), int(found[3])
        year_ = int(found[4]) if found[4] else None
        short = year_ is not None and year_ < 100
        year_ = 2000 + year_ if short and year_ is not None else year_
        orders = [(first, second), (second, first)]
        valid = [(day, month) for day, month in orders if 1 <= month <= 12 and 1 <= day <= 31]
        for day, month in valid if language == "en" else valid[:1]:
            yield Words(year=year_, month=month, day=day)


# --- times

_AT = r"(?:(?P<at>om|at|rond|around|vanaf|from|tegen|by|after|na|@) ?)?"
_OCLOCK = r" ?(?:uur|u|h|o'?clock)"
_PARTS = {
    "ochtend": Clock(0, "opening"),
    "morning": Clock(0, "opening"),
    "vroeg": Clock(0, "opening"),
    "middag": Clock(14 * 60, "exact"),
    "afternoon": Clock(14 * 60, "exact"),
    "avond": Clock(19 * 60, "exact"),
    "evening": Clock(19 * 60, "exact"),
    "noon": Clock(12 * 60, "exact"),
}
_TIME = re.compile(
    rf"{_AT}(?P<hour>[0-9]{{1,2}})(?P<minute>[:.][0-9]{{2}})?(?P<word>{_OCLOCK})?(?: ?(?P<half>[ap])\.?m\.?)?"
)
_SPOKEN = re.compile(rf"{_AT}(?P<how>half|kwart over|kwart voor) (?P<hour>\w+)")
_SPOKEN_HOUR = re.compile(rf"{_AT}(?P<hour>[^\W\d_]+){_OCLOCK}")
#: One of these makes a number a time.
_NAMED = ("at", "minute", "word", "half")
_BEFORE = {"half": -30, "kwart over": 15, "kwart voor": -15}


def _clocks(text: str) -> Iterator[Clock]:
    """Times that these words may be; a bare number is none."""
    if text in _PARTS:
        yield _PARTS[text]
    elif found := _SPOKEN.fullmatch(text):
        yield from _spoken(found["hour"], _BEFORE[found["how"]])
    elif found := _SPOKEN_HOUR.fullmatch(text):
        yield from _spoken(found["hour"], 0)
    elif (found := _TIME.fullmatch(text)) and any(found[name] for name in _NAMED):
        yield from _clock(found)


def _spoken(hour: str, minutes: int) -> Iterator[Clock]:
    number = int(hour) if hour.isdecimal() and len(hour) < 3 else NUMBER.get(hour, 0)
    if 1 <= number <= 12:
        yield Clock((60 * number + minutes) % 720)


def _clock(found: re.Match[str]) -> Iterator[Clock]:
    hour, minute = int(found["hour"]), int((found["minute"] or ":00")[1:])
    if hour > 23 or minute > 59:
        return
    if found["half"]:
        if 1 <= hour <= 12:
            yield Clock(60 * (hour % 12 + 12 * (found["half"] == "p")) + minute, "exact")
        return
    exact = hour >= 12 or found["hour"].startswith("0")
    yield Clock(60 * hour + minute, "exact" if exact else "")
