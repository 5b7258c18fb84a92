"""A reminder as it is read: how far somebody is, how long the rest takes, and what can be done."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from bot.cards import plain
from bot.desk import Desk
from bot.interview.estimate import Estimate, estimate
from bot.interview.path import path_of
from bot.interview.plan import plan_of
from bot.interview.prompts import next_todo
from bot.reminders.calendar import Calendar
from bot.reminders.policy import Kind, Send
from bot.reminding.watching import Watched
from bot.texts.filters import localized
from bot.walking import Scenery
from storage.records import Outgoing

Press = tuple[str, str]
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
#: Until when it is morning, and afternoon.
NOON, EVENING = 12, 18
#: What a reminder is called in the outbox.
REMINDER = "reminder"


def kind_of(scenery: Scenery) -> tuple[Kind, Estimate]:
    """How far an interview is, and what is left of it."""
    plan, progress = plan_of(scenery.script), scenery.progress
    path = path_of(plan, progress)
    left = estimate(plan, progress, path)
    if not any(revision.given for revision in progress.answers.values()):
        return "not_begun", left
    return ("half_way" if next_todo(plan, progress, path) else "only_submit"), left


def reminder_row(desk: Desk, watched: Watched, scenery: Scenery, send: Send, id_: str) -> Outgoing:
    """The message; it is void at the end of these opening times, and is never sent twice."""
    kind, left = kind_of(scenery)
    language, person = watched.interview.language, watched.person
    html = desk.texts.say(f"remind.{kind}", language, **_facts(desk, watched, scenery, left))
    buttons = _buttons(desk, watched, scenery, kind, id_, last=send.number >= watched.policy.cap)
    row = desk.reply(person, str(html), f"rem:{id_}", buttons, kind=REMINDER, about=watched.interview.id)
    return replace(row, expires_at=send.until)


def _facts(desk: Desk, watched: Watched, scenery: Scenery, left: Estimate) -> dict[str, Any]:
    hour = localized(desk.now(), watched.calendar.zone).hour
    greeting = "morning" if hour < NOON else "afternoon" if hour < EVENING else "evening"
    facts = desk.scene_facts(
        scenery.script, watched.assessment, watched.interview, watched.person, scenery.consultant
    )
    return {
        **facts,
        "greeting": desk.texts.say(f"remind.good_{greeting}", watched.interview.language),
        "left": left.left,
        "minutes": left.minutes,
        "half": left.done >= left.left,
    }


def _buttons(
    desk: Desk, watched: Watched, scenery: Scenery, kind: Kind, id_: str, *, last: bool
) -> list[list[Press]]:
    language, interview = watched.interview.language, watched.interview.id

    def label(name: str, **facts: Any) -> str:
        return plain(desk.texts.say(f"button.{name}", language, **facts))

    rows = [[(label("remind_quiet"), f"quiet:{id_}")]]
    if kind != "only_submit":
        rows.insert(0, [(label(f"remind_someone_{kind}"), f"someone:{id_}")])
    if not last:
        # After the last one nothing follows, so it offers no later.
        times = later(watched.calendar, desk.now())
        presses = [(label(f"remind_{when}", at=local), f"snooze:{id_}:{when}") for when, local in times]
        presses.append((label("remind_other"), f"snooze:{id_}:other"))
        rows[:0] = [presses[n : n + 2] for n in range(0, len(presses), 2)]
    if kind == "only_submit":
        return [
            [
                (label("remind_submit"), f"submit:{interview}"),
                (label("remind_review"), f"review:{interview}"),
            ],
            *rows,
        ]
    begins = not scenery.progress.begun
    onward = (label("begin"), f"begin:{interview}") if begins else (label("resume"), f"resume:{interview}")
    return [[onward], *rows]


def later(calendar: Calendar, now: datetime) -> list[tuple[str, datetime]]:
    """What "later" can mean now, in local time: in an hour if that is today, tomorrow if that is a working
    day, Monday if that is another day.
    """
    found: dict[datetime, str] = {}
    for when in ("hour", "tomorrow", "monday"):
        moment = moment_of(when, calendar, now)
        if moment is not None:
            found.setdefault(moment, when)
    return [(when, localized(moment, calendar.zone)) for moment, when in found.items()]


def moment_of(when: str, calendar: Calendar, now: datetime) -> datetime | None:
    """The moment that a button "later" stands for; None where it cannot be meant now."""
    today = calendar.local_day(now)
    if when == "hour":
        moment = now + HOUR
        return moment if calendar.is_open(moment) and calendar.local_day(moment) == today else None
    ahead = 1 if when == "tomorrow" else 7 - today.weekday()
    day = today + ahead * DAY
    if when == "tomorrow" and calendar.closed_day(day):
        return None
    return calendar.next_open(calendar.at(day, calendar.morning))
