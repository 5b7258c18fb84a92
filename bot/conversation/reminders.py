"""A reminder whose button was pressed: whose it is, what it is about now, and how to answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.authority import may, role_in_interview
from bot.awaiting import awaits
from bot.conversation.stopping import stop
from bot.conversation.turn import Turn
from bot.desk import Plan
from bot.reminders.calendar import Calendar
from bot.reminding.watching import RUNNING, calendar_of
from bot.texts.filters import localized
from storage.records import Assessment, Interview, Reminder


@dataclass(frozen=True, slots=True)
class Pressed:
    """A reminder whose button was pressed, with the open interview that it is about now."""

    reminder: Reminder
    assessment: Assessment
    interview: Interview
    calendar: Calendar


async def quiet(turn: Turn, rest: str) -> Plan:
    """`quiet:<reminder>`: no more messages, the same as /stop."""
    found = await _mine(turn, rest)
    if found is None or not may(role_in_interview(turn.person, found[1]), "quiet"):
        return turn.refuse("toast.not_yours")
    return await stop(turn)


async def found_reminder(turn: Turn, id_: str, action: str) -> Pressed | Plan:
    """The own reminder; or what to say about one that is not, or not any more."""
    mine = await _mine(turn, id_)
    if mine is None or not may(role_in_interview(turn.person, mine[1]), action):
        return turn.refuse("toast.not_yours")
    reminder, _ = mine
    desk, person = turn.desk, turn.person
    assessment = await desk.storage.assessment(desk.tenant, reminder.assessment)
    known = await desk.storage.interviews_of(desk.tenant, person.id)
    running = [i for i in known if i.assessment == reminder.assessment and i.state in RUNNING]
    if assessment is None or not running or not _goes_on(assessment, desk.now()):
        return turn.refuse("toast.remind_over")
    latest = max(running, key=lambda one: one.last_activity)
    return Pressed(reminder, assessment, latest, calendar_of(desk.settings, person, assessment))


async def _mine(turn: Turn, id_: str) -> tuple[Reminder, Interview] | None:
    """One's own reminder with that id, and the interview that it was about."""
    desk, person = turn.desk, turn.person
    mine = await desk.storage.interviews_of(desk.tenant, person.id)
    for assessment in sorted({one.assessment for one in mine}):
        for reminder in await desk.storage.reminders(desk.tenant, assessment, person.id):
            if reminder.id == id_:
                return reminder, next(one for one in mine if one.id == reminder.interview)
    return None


def _goes_on(assessment: Assessment, now: datetime) -> bool:
    running = assessment.state == "open" and assessment.phase == "concept"
    return running and (assessment.deadline is None or now < assessment.deadline)


# --- saying


def ask(
    turn: Turn,
    found: Pressed,
    what: str,
    name: str,
    buttons: Sequence[Sequence[tuple[str, str]]] = (),
    **facts: Any,
) -> Plan:
    """A question to which the next words are the answer."""
    plan = say(turn, found, name, buttons, **facts)
    plan.writes.append(awaits(turn.desk, turn.person, what, reminder=found.reminder.id))
    return plan


def say(
    turn: Turn, found: Pressed, name: str, buttons: Sequence[Sequence[tuple[str, str]]] = (), **facts: Any
) -> Plan:
    """A message in the language of the interview."""
    key = f"reply:{turn.incoming.bot_id}:{turn.incoming.update_id}"
    return Plan([turn.desk.reply(turn.person, text_of(turn, found, name, **facts), key, buttons)])


def text_of(turn: Turn, found: Pressed, name: str, /, **facts: Any) -> str:
    """Words in the language of the interview."""
    return str(turn.desk.texts.say(name, found.interview.language, **facts))


def local(found: Pressed, moment: datetime) -> datetime:
    """A moment on the clocks of who was reminded."""
    return localized(moment, found.calendar.zone)


def deadline_of(found: Pressed) -> datetime | None:
    """The last moment of the round, on the same clocks."""
    return local(found, found.assessment.deadline) if found.assessment.deadline else None
