"""Dates and times in words ("volgende week dinsdag", "in an hour"): what was understood, or a question."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from bot.reminders.calendar import Calendar, Closed
from bot.reminders.phrases import Clock, Words, read_words

DAY = timedelta(days=1)
#: What is further away was probably not meant.
LONGEST = timedelta(days=730)


@dataclass(frozen=True, slots=True)
class Understood:
    """One moment, in UTC. `asked` is what was said, `moved` why it is another than `moment`: `past`, or why
    the calendar is closed then; "" if they are the same.
    """

    moment: datetime
    asked: datetime
    moved: Closed | str = ""


@dataclass(frozen=True, slots=True)
class TwoMeanings:
    """It can mean several things: ask which."""

    moments: tuple[Understood, ...]


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    """It is no date or time that can be used."""


Meaning = Understood | TwoMeanings | NotUnderstood


def understand(
    text: str, language: str, now: datetime, calendar: Calendar, time: int | None = None
) -> Meaning:
    """What `text` means when it is said now: days without a time are at `time` (minutes since midnight; the
    opening of the calendar unless given), and what does not fit the calendar is moved to its next opening.
    """
    found: dict[datetime, Understood] = {}
    for words in read_words(text, language):
        for asked in _moments(words, now, calendar, time):
            meant = _fitted(asked, now, calendar)
            if meant is not None:
                found.setdefault(meant.moment, meant)
    if not found:
        return NotUnderstood()
    if len(found) == 1:
        return next(iter(found.values()))
    return TwoMeanings(tuple(found[moment] for moment in sorted(found)))


def _fitted(asked: datetime, now: datetime, calendar: Calendar) -> Understood | None:
    if abs(asked - now) > LONGEST:
        return None
    moment = calendar.next_open(max(asked, now))
    if moment is None:
        return None
    if asked < now:
        return Understood(moment, asked, "past")
    return Understood(moment, asked, calendar.closed(asked))


def _moments(words: Words, now: datetime, calendar: Calendar, time: int | None) -> Iterator[datetime]:
    """The moments that these words may stand for."""
    if words.after is not None:
        yield _later(words, now, calendar, time)
        return
    today = calendar.local_day(now)
    usual = calendar.opens if time is None else time
    for day in _days(words, today, now, calendar):
        yield calendar.at(day, _time(words.clock, calendar, usual))


def _later(words: Words, now: datetime, calendar: Calendar, time: int | None) -> datetime:
    """`in two hours` is counted from now; `in two days` is a day, at the time of now unless one was named."""
    assert words.after is not None
    if words.after < DAY or (words.clock is None and time is None):
        return (now + words.after).astimezone(UTC)
    day = calendar.local_day(now) + words.after
    return calendar.at(day, _time(words.clock, calendar, time or 0))


def _time(clock: Clock | None, calendar: Calendar, usual: int) -> int:
    """Three o'clock is in the afternoon where nobody works at night."""
    if clock is None:
        return usual
    if clock.part == "opening":
        return calendar.opens
    afternoon = clock.minutes + 720
    vague = clock.part == "" and clock.minutes < 720
    works = calendar.opens <= clock.minutes < calendar.closes
    if vague and not works and calendar.opens <= afternoon < calendar.closes:
        return afternoon
    return clock.minutes


def _days(words: Words, today: date, now: datetime, calendar: Calendar) -> Iterator[date]:
    if words.month is not None:
        yield from _dates(words, today)
    elif words.weekday is not None:
        yield from _weekdays(words, today, now, calendar)
    elif words.clock is not None and (words.days, words.week, words.months) == (None, None, None):
        at = calendar.at(today, _time(words.clock, calendar, 0))
        yield today if at >= now else today + DAY
    else:
        yield _ahead(words, today)


def _ahead(words: Words, today: date) -> date:
    """So many days, or the first day so many weeks or months, from today."""
    if words.week is not None:
        return today + (7 * words.week - today.weekday()) * DAY
    if words.months is not None:
        return (today.replace(day=1) + 32 * words.months * DAY).replace(day=1)
    return today + (words.days or 0) * DAY


def _weekdays(words: Words, today: date, now: datetime, calendar: Calendar) -> Iterator[date]:
    """`dinsdag` is the first to come, `volgende week dinsdag` is in next week; `volgende dinsdag` means one
    of these to some people and the other to others.
    """
    assert words.weekday is not None
    monday = today - today.weekday() * DAY
    if words.week is not None:
        yield monday + (7 * words.week + words.weekday) * DAY
        return
    ahead = (words.weekday - today.weekday()) % 7
    coming = today + (ahead or 7) * DAY
    today_too = ahead == 0 and words.clock is not None and not words.next
    if today_too and calendar.at(today, _time(words.clock, calendar, 0)) > now:
        yield today
    yield coming
    if words.next:
        yield monday + (7 + words.weekday) * DAY


def _dates(words: Words, today: date) -> Iterator[date]:
    """A date without a year, or a day without a month, is the first to come; with a weekday that it is not,
    the nearest of these may be meant as well.
    """
    if words.year is not None:
        tries = [(words.year, words.month or 1)]
    elif words.month:
        tries = [(today.year + ahead, words.month) for ahead in range(9)]
    else:
        months = range(today.month - 1, today.month + 12)
        tries = [(today.year + month // 12, month % 12 + 1) for month in months]
    days = (_date(year, month, words.day) for year, month in tries)
    wanted = (day for day in days if day is not None and (words.year is not None or day >= today))
    for day in list(wanted)[:1]:
        yield day
        if words.weekday is not None and words.weekday != day.weekday():
            yield day + ((words.weekday - day.weekday() + 3) % 7 - 3) * DAY


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
