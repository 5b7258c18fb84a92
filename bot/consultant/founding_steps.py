"""What is asked before a round begins: each question in one function, all in one visible table."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, get_args
from zoneinfo import ZoneInfo

from bot.cards import plain
from bot.config import Basis
from bot.consultant.asking import LONGEST_NAME, Ask, Press
from bot.consultant.assessments import OPEN_FOR
from bot.references.wanted import SECTOR, SECTORS
from bot.reminders.calendar import Calendar
from bot.reminders.moments import LONGEST, NotUnderstood, TwoMeanings, understand
from bot.reminders.opening import read_days
from bot.texts import LANGUAGES

#: Values by the name of their step, as JSON.
Values = Mapping[str, Any]
#: More choices than this stand two by two.
FEW = 6
LAST_MINUTE = 24 * 60 - 1
LONGEST_LINE, MOST_GOALS, MOST_RETENTION = 300, 10, 365
#: A deadline further ahead than this is asked about, unless its year was told.
FAR = timedelta(days=183)


@dataclass(frozen=True, slots=True)
class Taken:
    """What was typed is the answer."""

    value: Any


@dataclass(frozen=True, slots=True)
class Asked:
    """It is not, or not surely: the name of a text that says what was understood, and days to choose from."""

    name: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    offered: tuple[date, ...] = ()


Read = Callable[[Ask, str], Taken | Asked]


@dataclass(frozen=True, slots=True)
class Step:
    """One question. `choices`: values that can be pressed; `default`: what skipping comes to, None if it
    cannot be skipped; `wanted`: whether it is asked at all.
    """

    name: str
    read: Read
    choices: Callable[[Ask], list[str]] = lambda _: []
    default: Callable[[Ask, Values], Any] = lambda _ask, _values: ""
    wanted: Callable[[Ask], bool] = lambda _: True


def _line(most: int) -> Read:
    """A text of one line."""

    def read(_: Ask, text: str) -> Taken | Asked:
        words = " ".join(text.split())
        return Taken(words) if 0 < len(words) <= most else Asked("founding.too_long", {"most": most})

    return read


def _chosen(_: Ask, __: str) -> Taken | Asked:
    return Asked("founding.press")


def _goals(_: Ask, text: str) -> Taken | Asked:
    """A goal on each line."""
    goals = [" ".join(line.strip(" -•*\t").split()) for line in text.splitlines()]
    goals = [goal for goal in goals if goal]
    if not goals or len(goals) > MOST_GOALS or max(map(len, goals)) > LONGEST_LINE:
        return Asked("founding.goals_too_long", {"count": MOST_GOALS, "most": LONGEST_LINE})
    return Taken(goals)


def _retention(_: Ask, text: str) -> Taken | Asked:
    number = text.strip().split(" ")[0]
    if number.isdecimal() and len(number) < 5 and 1 <= int(number) <= MOST_RETENTION:
        return Taken(int(number))
    return Asked("founding.no_days", {"most": MOST_RETENTION})


# --- the last day


def today(ask: Ask) -> date:
    """The date on the clocks here."""
    return ask.desk.now().astimezone(ZoneInfo(ask.desk.settings.timezone)).date()


def end_of(ask: Ask, day: date) -> datetime:
    """The last moment of a day that is told as the deadline."""
    return Calendar(ask.desk.settings.timezone).at(day, LAST_MINUTE)


def _deadline(ask: Ask, text: str) -> Taken | Asked:
    """A date in words; one that is past, means two days or is no working day is asked about."""
    every_day = Calendar(ask.desk.settings.timezone, 0, LAST_MINUTE + 1, frozenset(range(7)))
    meant = understand(text, ask.language, ask.desk.now(), every_day, LAST_MINUTE)
    if isinstance(meant, NotUnderstood):
        return Asked("founding.no_date", {"text": text[:60]})
    found = meant.moments if isinstance(meant, TwoMeanings) else (meant,)
    days = sorted({one.asked.astimezone(ZoneInfo(ask.desk.settings.timezone)).date() for one in found})
    if len(days) > 1:
        return Asked("founding.two_dates", {"text": text[:60]}, tuple(days))
    fits = fitting_day(ask, days[0])
    if isinstance(fits, Taken) and _surprises(ask, text, days[0]):
        return Asked("founding.far", {"text": text[:60], "day": days[0]}, (days[0],))
    return fits


def _surprises(ask: Ask, text: str, day: date) -> bool:
    """A day that has just been is understood as the one of next year: nobody means that without saying so."""
    return day > today(ask) + FAR and str(day.year) not in text


def fitting_day(ask: Ask, day: date) -> Taken | Asked:
    """A day as the deadline, unless it is past or no working day."""
    if not _possible(ask, day):
        return Asked("founding.past", {"day": day})
    settings = ask.desk.settings
    working = Calendar(settings.timezone, days=read_days(settings.work_days), holidays=settings.holidays)
    if not working.closed_day(day):
        return Taken(day.isoformat())
    after = working.next_open(end_of(ask, day))
    later = (after.astimezone(ZoneInfo(settings.timezone)).date(),) if after is not None else ()
    return Asked(f"founding.closed_{working.closed_day(day)}", {"day": day}, (day, *later))


def _possible(ask: Ask, day: date) -> bool:
    return today(ask) <= day <= today(ask) + LONGEST


def _days_ahead(ask: Ask) -> list[str]:
    """The end of two, four and six weeks from now, on working days."""
    found = []
    for weeks in (2, 4, 6):
        fits = fitting_day(ask, today(ask) + timedelta(weeks=weeks))
        found.append(fits.value if isinstance(fits, Taken) else fits.offered[-1].isoformat())
    return found


def _usual_day(ask: Ask, _: Values) -> str:
    return (today(ask) + OPEN_FOR).isoformat()


def pressed_value(ask: Ask, step: Step, words: str) -> Taken | None:
    """What a button of a step stands for; None for one that it has not."""
    if step.name == "deadline":
        try:
            day = date.fromisoformat(words)
        except ValueError:
            return None
        return Taken(words) if len(words) == len("2026-12-03") and _possible(ask, day) else None
    return Taken(words) if words in step.choices(ask) else None


STEPS: tuple[Step, ...] = (
    Step("organisation", _line(LONGEST_NAME), default=lambda _ask, _values: None),
    Step("client", _line(LONGEST_NAME)),
    Step("phone", _line(40)),
    Step("deadline", _deadline, _days_ahead, _usual_day),
    Step("language", _chosen, lambda _: list(LANGUAGES), lambda ask, _: ask.desk.settings.language),
    Step(SECTOR, _chosen, lambda _: list(SECTORS)),
    Step("goals", _goals),
    Step(
        "contact",
        _line(LONGEST_LINE),
        default=lambda ask, _: ask.desk.settings.privacy_contact,
    ),
    Step("basis", _chosen, lambda _: list(get_args(Basis)), lambda ask, _: ask.desk.settings.basis),
    Step("purpose", _line(LONGEST_LINE)),
    Step("recipients", _line(LONGEST_LINE)),
    Step("retention", _retention, default=lambda ask, _: ask.desk.settings.retention_days),
    Step(
        "telegram",
        _chosen,
        lambda _: ["yes", "no"],
        wanted=lambda ask: ask.desk.settings.telegram_for_owners == "ask",
    ),
    Step("team", _chosen, lambda _: ["yes", "no"]),
)


def steps_for(ask: Ask) -> list[Step]:
    """The steps that are asked here."""
    return [step for step in STEPS if step.wanted(ask)]


def label_of(ask: Ask, step: Step, value: str) -> Press:
    """(words on the button, the value)."""
    if step.name == "deadline":
        return plain(ask.text("founding.day", day=date.fromisoformat(value))), value
    if step.name == "basis":
        return plain(ask.text(f"privacy.basis.{value}")), value
    if step.name == SECTOR:
        return ask.label_of(f"sector.{value}"), value
    return ask.label(f"founding_{step.name}_{value}"), value


def rows_of(presses: Sequence[Press]) -> list[list[Press]]:
    """One below another, or two beside each other where there are many."""
    beside = 1 if len(presses) <= FEW else 2
    return [list(presses[n : n + beside]) for n in range(0, len(presses), beside)]
