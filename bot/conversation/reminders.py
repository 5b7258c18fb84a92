"""The buttons of a reminder, and the words that they ask for: later, somebody else, no more messages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from bot.authority import may, role_in_interview, who_runs
from bot.cards import plain
from bot.conversation.stopping import stop
from bot.conversation.turn import Turn
from bot.desk import Plan
from bot.ports import Wrote
from bot.reminders.calendar import Calendar
from bot.reminders.moments import NotUnderstood, TwoMeanings, Understood, understand
from bot.reminders.opening import Range, read_ranges
from bot.reminders.stretches import DAY, LONGEST, Stretch, added, read_away
from bot.reminding.watching import RUNNING, calendar_of, policy_of, timer, timer_key
from bot.reminding.wording import moment_of
from bot.texts.filters import localized
from bot.tokens import new_id
from storage.records import Assessment, Interview, Job, Note, Person, Record, Reminder

#: A pending job that keeps what the next words are about; it is no time for work.
EXPECTS, _NEVER = "expects", datetime(9999, 1, 1, tzinfo=UTC)
#: So long after the question words count as its answer.
PATIENCE = timedelta(hours=1)
LONGEST_FUNCTION = 200


@dataclass(frozen=True, slots=True)
class Pressed:
    """A reminder whose button was pressed, with the open interview that it is about now."""

    reminder: Reminder
    assessment: Assessment
    interview: Interview
    calendar: Calendar


async def snooze(turn: Turn, rest: str) -> Plan:
    """`snooze:<reminder>:<when>`: hour, tomorrow, monday, other (then it is typed), a moment in hex, or the
    first and last day of being away.
    """
    id_, _, when = rest.partition(":")
    found = await _found(turn, id_, "snooze")
    if isinstance(found, Plan):
        return found
    if len(await _sent(turn, found)) >= policy_of(turn.desk.settings).cap:
        return _say(turn, found, "remind.last", deadline=_deadline(found))
    away = _days_off(when, found.calendar.local_day(turn.desk.now()))
    if away is not None:
        return await _gone(turn, found, away, when)
    if when == "other" or when.startswith("off"):
        return _ask(turn, found, "when", "remind.when")
    moment = _exactly(when) or moment_of(when, found.calendar, turn.desk.now())
    if moment is None or moment <= turn.desk.now():
        return _ask(turn, found, "when", "remind.when")
    return await _later(turn, found, Understood(moment, moment), when)


async def someone(turn: Turn, rest: str) -> Plan:
    """`someone:<reminder>`: asks for the function of who knows this better."""
    found = await _found(turn, rest, "someone")
    return found if isinstance(found, Plan) else _ask(turn, found, "who", "remind.who")


async def quiet(turn: Turn, rest: str) -> Plan:
    """`quiet:<reminder>`: no more messages, the same as /stop."""
    found = await _mine(turn, rest)
    if found is None or not may(role_in_interview(turn.person, found[1]), "quiet"):
        return turn.refuse("toast.not_yours")
    return await stop(turn)


async def _found(turn: Turn, id_: str, action: str) -> Pressed | Plan:
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
        return _ask(turn, found, "when", "remind.too_late", deadline=_deadline(found))
    pending = await turn.desk.storage.pending_job(
        turn.desk.tenant, timer_key(found.assessment.id, turn.person.id)
    )
    if _again(pending, found, when):
        return turn.refuse("toast.remind_noted")
    at, asked = _local(found, meant.moment), _local(found, meant.asked)
    plan = _say(turn, found, "remind.later", at=at, moved=meant.moved, asked=asked)
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


# --- words that were asked for


def _ask(turn: Turn, found: Pressed, what: str, text: str, **facts: Any) -> Plan:
    """A question to which the next words are the answer."""
    key = f"{EXPECTS}:{turn.person.id}"
    payload = {"what": what, "reminder": found.reminder.id, "at": turn.desk.now().isoformat()}
    plan = _say(turn, found, text, **facts)
    plan.writes.append(Job(turn.desk.tenant, key, EXPECTS, key, payload, _NEVER))
    return plan


async def expected(turn: Turn, event: Wrote, current: Interview | None) -> Plan | None:
    """What words come to that a button of a reminder asked for; None: none did, or that is long ago."""
    job = await turn.desk.storage.pending_job(turn.desk.tenant, f"{EXPECTS}:{turn.person.id}")
    if job is None or not event.text.strip():
        return None
    asked = datetime.fromisoformat(job.payload["at"])
    elsewhere = current is not None and current.last_activity > asked
    if elsewhere or turn.desk.now() - asked > PATIENCE:
        return None
    found = await _found(turn, job.payload["reminder"], "words")
    if isinstance(found, Plan):
        return None
    plan = await (_when if job.payload["what"] == "when" else _who)(turn, found, event.text)
    if not any(isinstance(record, Job) and record.key == job.key for record in plan.writes):
        plan.writes.append(replace(job, state="done"))
    return plan


async def _when(turn: Turn, found: Pressed, text: str) -> Plan:
    language = found.interview.language
    away = read_away(text, language, turn.desk.now(), found.calendar.zone)
    if away is not None:
        return await _away(turn, found, away)
    meaning = understand(text, language, turn.desk.now(), found.calendar)
    if isinstance(meaning, Understood):
        return await _later(turn, found, meaning, "typed")
    if isinstance(meaning, NotUnderstood):
        return _ask(turn, found, "when", "remind.when_again")
    return _which(turn, found, meaning)


def _which(turn: Turn, found: Pressed, meaning: TwoMeanings) -> Plan:
    def label(moment: datetime) -> str:
        return plain(_text(turn, found, "button.remind_at", at=_local(found, moment)))

    presses = [
        (label(one.moment), f"snooze:{found.reminder.id}:at{int(one.moment.timestamp()):x}")
        for one in meaning.moments[:4]
    ]
    return _say(turn, found, "remind.which", [[press] for press in presses])


async def _away(turn: Turn, found: Pressed, said: Stretch) -> Plan:
    """Somebody is away for some days: kept, and with two meanings asked."""
    if not said.found:
        return _ask(turn, found, "when", "remind.when_again")
    if len(said.found) == 1:
        return await _gone(turn, found, said.found[0], "typed")
    presses = [
        (
            plain(_text(turn, found, "button.remind_away", first=first, last=last)),
            f"snooze:{found.reminder.id}:off{first:%Y%m%d}{last:%Y%m%d}",
        )
        for first, last in said.found[:4]
    ]
    return _say(turn, found, "remind.which", [[press] for press in presses])


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
    back = calendar.next_open(calendar.at(away[1] + DAY, calendar.opens))
    in_time = back is not None and (deadline is None or back < deadline)
    at = _local(found, back) if back is not None and in_time else None
    plan = _say(turn, found, "remind.away", first=away[0], last=away[1], at=at, deadline=_deadline(found))
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


async def _who(turn: Turn, found: Pressed, text: str) -> Plan:
    """A function that would know it better: the consultant decides whether to ask there."""
    desk, person, function = turn.desk, turn.person, " ".join(text.split())[:LONGEST_FUNCTION]
    note = Note(
        desk.tenant,
        new_id(),
        found.assessment.id,
        found.interview.id,
        person.id,
        found.interview.pillar,
        None,
        "proposal",
        function,
        "waiting",
        person.id,
        desk.now(),
    )
    plan = _say(turn, found, "remind.who_noted", deadline=_deadline(found))
    told = [one for one in await who_runs(desk, found.assessment) if one.id != person.id]
    script = await desk.script(found.interview.script_hash)
    plan.writes += [note, *(_proposal(turn, found, note, to, script) for to in told)]
    return plan


def _proposal(turn: Turn, found: Pressed, note: Note, to: Person, script: Any) -> Record:
    desk, language = turn.desk, turn.desk.language_of(to)
    html = desk.texts.say(
        "notice.knows_better",
        language,
        name=turn.person.name or turn.person.address,
        organisation=found.assessment.name,
        pillar=desk.pillar_name(script, found.interview.pillar, language),
        function=note.text,
    )
    invite = (
        plain(desk.texts.say("button.knows_better", language)),
        f"propose:{found.assessment.id}:{note.id}:pillar",
    )
    key = f"notice:proposal:{note.id}:{to.id}"
    return desk.reply(to, str(html), key, [[invite]], kind="notice", about=found.interview.id)


# --- saying


def _say(
    turn: Turn, found: Pressed, name: str, buttons: Sequence[Sequence[tuple[str, str]]] = (), **facts: Any
) -> Plan:
    """A message in the language of the interview."""
    key = f"reply:{turn.incoming.bot_id}:{turn.incoming.update_id}"
    return Plan([turn.desk.reply(turn.person, _text(turn, found, name, **facts), key, buttons)])


def _text(turn: Turn, found: Pressed, name: str, /, **facts: Any) -> str:
    return str(turn.desk.texts.say(name, found.interview.language, **facts))


def _local(found: Pressed, moment: datetime) -> datetime:
    return localized(moment, found.calendar.zone)


def _deadline(found: Pressed) -> datetime | None:
    return _local(found, found.assessment.deadline) if found.assessment.deadline else None
