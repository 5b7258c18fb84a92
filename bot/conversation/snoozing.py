"""A reminder is put off: until a moment, or till after somebody was away; by button, or in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from bot.cards import plain
from bot.conversation.reminders import Pressed, ask, deadline_of, found_reminder, local, say, text_of
from bot.conversation.turn import Turn
from bot.desk import Plan
from bot.reminders.moments import NotUnderstood, TwoMeanings, Understood, understand
from bot.reminders.opening import Range, read_ranges
from bot.reminders.stretches import DAY, LONGEST, Stretch, added, read_away
from bot.reminding.watching import calendar_of, policy_of, timer, timer_key
from bot.reminding.wording import moment_of
from storage.records import Job, Person, Reminder

SNOOZE = "snooze"


async def snooze(turn: Turn, rest: str) -> Plan:
    """`snooze:<reminder>:<when>`: hour, tomorrow, monday, other (then it is typed), a moment in hex, or the
    first and last day of being away.
    """
    id_, _, when = rest.partition(":")
    found = await found_reminder(turn, id_, SNOOZE)
    if isinstance(found, Plan):
        return found
    if len(await _sent(turn, found)) >= policy_of(turn.desk.settings).cap:
        return say(turn, found, "remind.last", deadline=deadline_of(found))
    away = _days_off(when, found.calendar.local_day(turn.desk.now()))
    if away is not None:
        return await _gone(turn, found, away, when)
    if when == "other" or when.startswith("off"):
        return ask(turn, found, SNOOZE, "remind.when")
    moment = _exactly(when) or moment_of(when, found.calendar, turn.desk.now())
    if moment is None or moment <= turn.desk.now():
        return ask(turn, found, SNOOZE, "remind.when")
    return await _later(turn, found, Understood(moment, moment), when)


async def heard(turn: Turn, job: Job, text: str) -> Plan | None:
    """When, in words."""
    found = await found_reminder(turn, job.payload["reminder"], SNOOZE)
    return None if isinstance(found, Plan) else await _when(turn, found, text)


async def _sent(turn: Turn, found: Pressed) -> list[Reminder]:
    return await turn.desk.storage.reminders(turn.desk.tenant, found.assessment.id, turn.person.id)


def _exactly(when: str) -> datetime | None:
    """One of two meanings, as its button names it."""
    try:
        return (
            datetime.fromtimestamp(int(when.removeprefix("at"), 16), UTC) if when.startswith("at") else None
        )
    except (ValueError, OverflowError, OSError):
        return None


def _days_off(when: str, today: date) -> Range | None:
    """One of two meanings of being away, as its button names it."""
    digits = when.removeprefix("off")
    if digits == when or len(digits) != 16 or not digits.isdecimal():
        return None
    try:
        [found] = read_ranges([(digits[:8], digits[8:])])
    except ValueError:
        return None
    return found if found[1] >= today and found[1] - found[0] < LONGEST else None


# --- later


async def _later(turn: Turn, found: Pressed, meant: Understood, when: str) -> Plan:
    """The next reminder comes then, and in the place of what was planned."""
    now, deadline = turn.desk.now(), found.assessment.deadline
    if deadline is not None and meant.moment >= deadline:
        return ask(turn, found, SNOOZE, "remind.too_late", deadline=deadline_of(found))
    pending = await turn.desk.storage.pending_job(
        turn.desk.tenant, timer_key(found.assessment.id, turn.person.id)
    )
    if _again(pending, found, when):
        return turn.refuse("toast.remind_noted")
    at, asked = local(found, meant.moment), local(found, meant.asked)
    plan = say(turn, found, "remind.later", at=at, moved=meant.moved, asked=asked)
    more = {
        "reminder": found.reminder.id,
        "when": when,
        "pressed": now.isoformat(),
        "until": meant.moment.isoformat(),
    }
    plan.writes.append(
        timer(turn.desk, found.assessment.id, turn.person.id, meant.moment, why="snooze", **more)
    )
    return plan


def _again(pending: Job | None, found: Pressed, when: str) -> bool:
    """Whether this very button was pressed before."""
    known = pending.payload if pending is not None else {}
    return when != "typed" and (known.get("reminder"), known.get("when")) == (found.reminder.id, when)


# --- in words


async def _when(turn: Turn, found: Pressed, text: str) -> Plan:
    language = found.interview.language
    away = read_away(text, language, turn.desk.now(), found.calendar.zone)
    if away is not None:
        return await _away(turn, found, away)
    meaning = understand(text, language, turn.desk.now(), found.calendar, found.calendar.morning)
    if isinstance(meaning, Understood):
        return await _later(turn, found, meaning, "typed")
    if isinstance(meaning, NotUnderstood):
        return ask(turn, found, SNOOZE, "remind.when_again")
    return _which(turn, found, meaning)


def _which(turn: Turn, found: Pressed, meaning: TwoMeanings) -> Plan:
    def label(moment: datetime) -> str:
        return plain(text_of(turn, found, "button.remind_at", at=local(found, moment)))

    presses = [
        (label(one.moment), f"snooze:{found.reminder.id}:at{int(one.moment.timestamp()):x}")
        for one in meaning.moments[:4]
    ]
    return ask(turn, found, SNOOZE, "remind.which", [[press] for press in presses])


async def _away(turn: Turn, found: Pressed, said: Stretch) -> Plan:
    """Somebody is away for some days: kept, and with two meanings asked."""
    if not said.found:
        return ask(turn, found, SNOOZE, "remind.when_again")
    if len(said.found) == 1:
        return await _gone(turn, found, said.found[0], "typed")
    presses = [
        (
            plain(text_of(turn, found, "button.remind_away", first=first, last=last)),
            f"snooze:{found.reminder.id}:off{first:%Y%m%d}{last:%Y%m%d}",
        )
        for first, last in said.found[:4]
    ]
    return ask(turn, found, SNOOZE, "remind.which", [[press] for press in presses])


async def _gone(turn: Turn, found: Pressed, away: Range, when: str) -> Plan:
    """Days off go into the own calendar; the next reminder comes at the first opening after them, if there is
    one before the deadline.
    """
    desk, person, deadline = turn.desk, turn.person, found.assessment.deadline
    key = timer_key(found.assessment.id, person.id)
    if _again(await desk.storage.pending_job(desk.tenant, key), found, when):
        return turn.refuse("toast.remind_noted")
    turn.person = _with_days_off(person, away, found.calendar.local_day(desk.now()))
    calendar = calendar_of(desk.settings, turn.person, found.assessment)
    back = calendar.next_open(calendar.at(away[1] + DAY, calendar.morning))
    in_time = back is not None and (deadline is None or back < deadline)
    at = local(found, back) if back is not None and in_time else None
    plan = say(turn, found, "remind.away", first=away[0], last=away[1], at=at, deadline=deadline_of(found))
    if back is None or not in_time:
        plan.writes.append(timer(desk, found.assessment.id, person.id))
        return plan
    more = {
        "reminder": found.reminder.id,
        "when": when,
        "pressed": desk.now().isoformat(),
        "until": back.isoformat(),
    }
    plan.writes.append(timer(desk, found.assessment.id, person.id, back, why="snooze", **more))
    return plan


def _with_days_off(person: Person, away: Range, today: date) -> Person:
    known = read_ranges(person.calendar.get("off", ()))
    off = [[first.isoformat(), last.isoformat()] for first, last in added(known, [away], today)]
    return replace(person, calendar={**person.calendar, "off": off})
