"""One person in one round as `bot.reminders` sees them: the situation, the calendar, and the timer's row."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from bot.config import Settings
from bot.desk import Desk
from bot.reminders.calendar import Calendar
from bot.reminders.durations import read_durations
from bot.reminders.opening import Range, read_days, read_holidays, read_hours, read_ranges
from bot.reminders.policy import Policy, Situation
from bot.tokens import new_id
from storage.records import Assessment, Interview, Job, Person, Reminder

REMIND = "remind"
#: Interviews in which silence means something.
RUNNING = frozenset({"active", "paused"})
#: In the settings of an assessment: weeks in which nobody is reminded, as pairs of dates.
QUIET = "quiet"


@dataclass(frozen=True, slots=True)
class Watched:
    """Somebody who takes part; `interview` is the open one that was talked in last, else the newest;
    `reminders` those of this round.
    """

    assessment: Assessment
    person: Person
    interview: Interview
    reminders: tuple[Reminder, ...]
    situation: Situation
    calendar: Calendar
    policy: Policy


def timer_key(assessment: str, person: str) -> str:
    """One timer for each person and round."""
    return f"{REMIND}:{assessment}:{person}"


def timer(desk: Desk, assessment: str, person: str, due: datetime | None = None, **more: str) -> Job:
    """Look at somebody's silence at `due` (at once), in the place of the timer there was. `more`: `pressed`,
    `until`, `when` and `reminder` of a "later", `asked` of the consultant's nudge, `spared` of more time.
    """
    payload = {"assessment": assessment, "person": person, "why": more.pop("why", "silence"), **more}
    key = timer_key(assessment, person)
    return Job(desk.tenant, new_id(), REMIND, key, payload, due or desk.now())


def timers(desk: Desk, interviews: Iterable[Interview], **more: str) -> list[Job]:
    """Everybody's timer anew, because something about their round changed."""
    people = {(one.assessment, one.person) for one in interviews if one.state in RUNNING}
    return [timer(desk, assessment, person, None, **more) for assessment, person in sorted(people)]


async def watch(desk: Desk, assessment: str, person: str, payload: Mapping[str, Any]) -> Watched | None:
    """Where somebody stands; None: there is nothing (any more) to be silent in."""
    storage, tenant = desk.storage, desk.tenant
    round_, known, all_, sent = await asyncio.gather(
        storage.assessment(tenant, assessment),
        storage.person(tenant, person),
        storage.interviews_of(tenant, person),
        storage.reminders(tenant, assessment, person),
    )
    mine = [one for one in all_ if one.erased_at is None]
    here = [one for one in mine if one.assessment == assessment and not desk.is_beside(one.pillar)]
    if round_ is None or known is None or not here:
        return None
    latest = max(here, key=lambda one: (one.state in RUNNING, one.last_activity))
    elsewhere: list[Reminder] = []
    for other in sorted({one.assessment for one in mine} - {assessment}):
        elsewhere += await storage.reminders(tenant, other, person)
    situation = _situation(round_, known, here, latest, payload, sent, elsewhere)
    calendar = calendar_of(desk.settings, known, round_)
    return Watched(round_, known, latest, tuple(sent), situation, calendar, policy_of(desk.settings))


def _situation(
    assessment: Assessment,
    person: Person,
    interviews: Iterable[Interview],
    latest: Interview,
    payload: Mapping[str, Any],
    sent: Iterable[Reminder],
    elsewhere: Iterable[Reminder],
) -> Situation:
    pressed, until = _moment(payload, "pressed"), _moment(payload, "until")
    return Situation(
        state=latest.state,
        last_sign=max(one.last_activity for one in interviews),
        deadline=assessment.deadline,
        sent=tuple(one.at for one in sent),
        elsewhere=tuple(one.at for one in elsewhere),
        snoozed=(pressed, until) if pressed and until else None,
        asked=_moment(payload, "asked"),
        over=assessment.state != "open" or assessment.phase != "concept",
        stopped=person.stopped_at is not None,
        unreachable=person.unreachable_since is not None,
        told=payload.get("told") == told_of(assessment),
        spared=_moment(payload, "spared"),
    )


def told_of(assessment: Assessment) -> str:
    """What the consultant was told about: a new deadline is a new case."""
    return assessment.deadline.isoformat() if assessment.deadline else "-"


def _moment(payload: Mapping[str, Any], name: str) -> datetime | None:
    return datetime.fromisoformat(payload[name]) if payload.get(name) else None


# --- calendars


def calendar_of(
    settings: Settings, person: Person | None = None, assessment: Assessment | None = None
) -> Calendar:
    """When somebody may be written to: the own calendar, the settings' for what that leaves open, and the
    quiet weeks of the round.
    """
    own = person.calendar if person is not None else {}
    quiet = assessment.settings.get(QUIET) if assessment is not None else None
    usual = (settings.timezone, settings.work_hours, settings.work_days)
    zone, hours, days = (own.get(name) or value for name, value in zip(_OWN, usual, strict=True))
    return _calendar(zone, hours, days, settings.holidays, _frozen(own.get("off")), _frozen(quiet))


_OWN = ("zone", "hours", "days")
_Pairs = tuple[tuple[str, str], ...]


def _frozen(pairs: Any) -> _Pairs:
    return tuple((str(first), str(last)) for first, last in pairs or ())


@lru_cache(maxsize=512)
def _calendar(zone: str, hours: str, days: str, holidays: str, off: _Pairs, quiet: _Pairs) -> Calendar:
    opens, closes = read_hours(hours)
    free: tuple[Range, ...] = read_ranges(off)
    return Calendar(zone, opens, closes, read_days(days), read_holidays(holidays), free, read_ranges(quiet))


def policy_of(settings: Settings) -> Policy:
    """What the settings say about reminders."""
    return Policy(read_durations(settings.remind_after), settings.remind_cap)
