"""Several days in words ("24 december t/m 3 januari", "week 52", "ik ben weg tot 5 januari"): what was
understood, or a question.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Literal

from bot.reminders.calendar import Calendar
from bot.reminders.moments import NotUnderstood, TwoMeanings, understand
from bot.reminders.opening import MIDNIGHT, Range

DAY = timedelta(days=1)
#: What takes longer was probably not meant.
LONGEST = timedelta(days=120)
#: A message with more than this is no list of a few weeks.
LONGEST_TEXT = 400

Why = Literal["", "unknown", "past", "long"]


@dataclass(frozen=True, slots=True)
class Stretch:
    """What one part of a text may stand for, first and last day included: one range, or several to choose
    from, or none, and `why`.
    """

    words: str
    found: tuple[Range, ...]
    why: Why = ""


_TO = r"(?:t/m|tot|until|till|til|through|thru|to|–|—)"
_BETWEEN = re.compile(rf"(?:(?:van|vanaf|from|tussen) )?(?P<first>.+?) (?P<to>{_TO}|-) (?P<last>.+)")
#: 24-31 december
_DAYS_OF_MONTH = re.compile(r"(?P<first>[0-9]{1,2})\s?[-–]\s?(?P<last>[0-9]{1,2} [a-z]+.*)")
_WEEK = re.compile(
    r"(?:week|wk|weken|weeks) (?P<first>[0-9]{1,2})"
    rf"(?: ?(?:{_TO}|-) ?(?:week |wk )?(?P<last>[0-9]{{1,2}}))?(?:(?: van| of| in)? (?P<year>[0-9]{{4}}))?"
)
_COMING = {"volgende week": 1, "next week": 1, "deze week": 0, "this week": 0}
_NUMBER = re.compile(r"(?:de |the )?([0-9]{1,2})(?:e|de|ste|st|nd|rd|th)?")
_YEAR = re.compile(r"[0-9]{4}|[0-9][-/.][0-9]{1,2}[-/.][0-9]{2}")


def read_stretches(text: str, language: str, now: datetime, zone: str) -> list[Stretch]:
    """Each part of a list of days, weeks and ranges; "tot" names the last day."""
    if len(text) > LONGEST_TEXT:
        return [Stretch(text[:LONGEST_TEXT], (), "unknown")]
    reader = _Reader(language, now, zone)
    return [stretch for line in re.split(r"[\n;]", text) if line.strip() for stretch in reader.line(line)]


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads what is said now, on the clocks of a zone."""

    language: str
    now: datetime
    zone: str

    @property
    def always(self) -> Calendar:
        """A calendar in which every day will do."""
        return Calendar(self.zone, 0, MIDNIGHT, frozenset(range(7)))

    @property
    def today(self) -> date:
        return self.always.local_day(self.now)

    def line(self, line: str) -> list[Stretch]:
        """A line is one stretch; or else several, with commas or "en" between."""
        whole = self.one(line)
        parts = [part for part in re.split(r",| en | and |&|\+", _plain(line)) if part.strip()]
        if whole.found or whole.why != "unknown" or len(parts) < 2:
            return [whole]
        return [self.one(part) for part in parts]

    def one(self, words: str) -> Stretch:
        """One stretch: a week, a range, a day."""
        text = _plain(words)
        found = sorted(set(self._weeks(text)) or set(self._range(text)) or set(self._single(text)))
        coming = [one for one in found if one[1] >= self.today]
        short = tuple(one for one in coming if one[1] - one[0] < LONGEST)
        why: Why = "" if short else "long" if coming else "past" if found else "unknown"
        return Stretch(" ".join(words.split()), short, why)

    def days(self, text: str) -> list[date]:
        """The days that these words may stand for."""
        meant = understand(text, self.language, self.now, self.always, 0)
        if isinstance(meant, NotUnderstood):
            return []
        moments = meant.moments if isinstance(meant, TwoMeanings) else (meant,)
        return sorted({self.always.local_day(one.asked) for one in moments})

    def _single(self, text: str) -> Iterator[Range]:
        return ((day, day) for day in self.days(text))

    def _range(self, text: str) -> Iterator[Range]:
        between = _BETWEEN.fullmatch(text) or _DAYS_OF_MONTH.fullmatch(text)
        if between is None:
            return
        first, last = between["first"], between["last"]
        for end in self.days(last):
            for begin in self._begins(first, end):
                yield from _in_order(begin, end, first, last)

    def _begins(self, text: str, end: date) -> Iterable[date]:
        """A bare number is a day of the month in which the range ends."""
        number = _NUMBER.fullmatch(text)
        if number is None:
            return self.days(text)
        day = int(number[1])
        return [end.replace(day=day)] if 1 <= day <= end.day else []

    def _weeks(self, text: str) -> Iterator[Range]:
        if text in _COMING:
            monday = self.today + (7 * _COMING[text] - self.today.weekday()) * DAY
            yield monday, monday + 6 * DAY
        found = _WEEK.fullmatch(text)
        if found is None:
            return
        first, last = int(found["first"]), int(found["last"] or found["first"])
        this_year = self.today.isocalendar().year
        years = [int(found["year"])] if found["year"] else [this_year - 1, this_year, this_year + 1]
        ranges = [self._between_weeks(year, first, last) for year in years]
        coming = [one for one in ranges if one is not None and (found["year"] or one[1] >= self.today)]
        yield from coming[:1]

    def _between_weeks(self, year: int, first: int, last: int) -> Range | None:
        """From Monday to Sunday; weeks that go back in number go on into the next year."""
        try:
            monday = date.fromisocalendar(year, first, 1)
            return monday, date.fromisocalendar(year + (last < first), last, 7)
        except ValueError:
            return None


def _plain(text: str) -> str:
    text = " ".join(text.casefold().split()).strip(" .!?")
    return re.sub(r"tot en met|up to and including|t\.e\.m\.?|t ?/ ?m|tm(?= )", "t/m", text)


def _in_order(begin: date, end: date, first: str, last: str) -> Iterator[Range]:
    """A range over New Year: the side without a year is moved."""
    if begin > end and not _YEAR.search(first):
        begin = _years(begin, -1)
    elif begin > end and not _YEAR.search(last):
        end = _years(end, 1)
    if begin <= end:
        yield begin, end


def _years(day: date, count: int) -> date:
    try:
        return day.replace(year=day.year + count)
    except ValueError:
        # There is no 29 February then.
        return day.replace(year=day.year + count, day=28)


# --- being away

_AWAY = (
    r"(?:weg|(?:kerst|zomer|herfst|voorjaars|mei)?vakantie|verlof|vrij|afwezig|niet|op reis|"
    r"away|not here|holidays?|vacation|leave|off|absent|out of (?:the )?office|travelling)"
)
_FILLING = re.compile(
    r"(?:(?:sorry|hoi|hallo|hi|ik|i|we|wij|ben|am|i'm|im|i’m|zijn|are|heb|have|ga|nog|even|still|"
    r"op|met|on|er) )*"
)
_BEGINNING = re.compile(rf"{_AWAY} (?P<when>.+)")
_END = re.compile(
    r"(?P<when>.+?) (?:(?:ben|heb|ga|am) )?(?:(?:ik|i|i'm|i’m) )?(?:(?:op|met|on|er) )*"
    rf"(?:{_AWAY}|niet)"
)
_UNTIL = re.compile(r"(?P<to>tot|t/m|until|till|til|through|thru|to) (?P<day>.+)")
#: Words that name the day on which somebody is back; the others name the last day away.
_BACK = frozenset({"tot", "until", "till", "til", "to"})


def read_away(text: str, language: str, now: datetime, zone: str) -> Stretch | None:
    """From when until when somebody says to be away; None where the words are about something else. Who is
    away until a day is back on it.
    """
    plain = _plain(text.replace(",", " ")) if len(text) <= LONGEST_TEXT else ""
    plain = _FILLING.sub("", plain, count=1)
    said = _BEGINNING.fullmatch(plain) or _END.fullmatch(plain)
    if said is None:
        return None
    reader, when = _Reader(language, now, zone), said["when"]
    until = _UNTIL.fullmatch(when)
    if until is None:
        between = _BETWEEN.fullmatch(when)
        return _without_last(reader.one(when), between is not None and between["to"] in _BACK)
    days = reader.days(until["day"])
    found = tuple((min(reader.today, day), day) for day in days)
    coming = tuple(one for one in found if one[1] > reader.today)
    short = tuple(one for one in coming if one[1] - one[0] < LONGEST)
    why: Why = "" if short else "long" if coming else "past" if found else "unknown"
    return _without_last(Stretch(plain, short, why), until["to"] in _BACK)


def _without_last(stretch: Stretch, back: bool) -> Stretch:
    """The same, when the last day is the one of coming back."""
    if not back:
        return stretch
    found = tuple((first, max(first, last - DAY)) for first, last in stretch.found)
    return replace(stretch, found=found)


# --- days off that are kept


def added(ranges: Iterable[Range], more: Iterable[Range], today: date) -> list[Range]:
    """Both, in order and without what is over; what touches is one."""
    joined: list[Range] = []
    for first, last in sorted({*ranges, *more}):
        if last < today:
            continue
        if joined and first <= joined[-1][1] + DAY:
            joined[-1] = (joined[-1][0], max(joined[-1][1], last))
        else:
            joined.append((first, last))
    return joined
