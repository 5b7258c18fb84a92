"""What the consultant can do about somebody who stays silent: more time, a call, or go on without."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from bot.consultant.asking import Ask
from bot.desk import Desk, Plan
from bot.holding import SILENCE, WITHOUT
from bot.privacy.audit import noted
from bot.reminding.doing import offered_at
from bot.reminding.watching import calendar_of, timer_key, timers
from bot.texts.filters import localized
from bot.tokens import id_from
from storage.port import AssessmentIs, DropJobs
from storage.records import Assessment, Interview, Note, Person, Record

WEEK, DAY = timedelta(days=7), timedelta(days=1)
#: So many days in a row that are no working days are believed.
LONGEST_BREAK = 70


async def extend(ask: Ask, assessment: Assessment, more: str) -> Plan:
    """`PERSON:DEADLINE`: a week more for everybody, moved to a working day; each button does so once."""
    person, mark = await _who(ask, assessment, more)
    if person is None:
        return ask.refuse("toast.not_yours")
    if mark != offered_at(assessment.deadline):
        until = ask.local(assessment.deadline)
        return ask.say("silence.extended_before", organisation=assessment.name, deadline=until)
    later = replace(assessment, deadline=a_week_later(ask.desk, assessment))
    plan = ask.say("silence.extended", organisation=assessment.name, deadline=ask.local(later.deadline))
    interviews = await awaited_in(ask.desk, assessment)
    line = noted(ask.desk, ask.person.id, "extended", assessment.id, person.id)
    writes: list[Record] = [
        *plan.writes,
        later,
        line,
        *timers(ask.desk, interviews, spared=ask.desk.now().isoformat()),
    ]
    return replace(plan, writes=writes, guards=(AssessmentIs(assessment),))


async def awaited_in(desk: Desk, assessment: Assessment) -> list[Interview]:
    """Interviews of a round but of those without whom it goes on."""
    notes = await desk.storage.notes(desk.tenant, assessment.id, SILENCE)
    without = {note.person for note in notes if note.text == WITHOUT}
    everybody = await desk.in_round(assessment)
    return [one for one in everybody if one.person not in without]


def a_week_later(desk: Desk, assessment: Assessment) -> datetime:
    """Seven days after the deadline (after today, if that is past), on the next working day at that time."""
    now, calendar = desk.now(), calendar_of(desk.settings, None, assessment)
    local = localized(max(assessment.deadline or now, now), calendar.zone)
    day, tries = local.date() + WEEK, LONGEST_BREAK
    while calendar.closed_day(day) and tries:
        day, tries = day + DAY, tries - 1
    return calendar.at(day, 60 * local.hour + local.minute)


async def call(ask: Ask, assessment: Assessment, more: str) -> Plan:
    """`PERSON`: the consultant calls; noted."""
    return await _note(ask, assessment, more, "call")


async def go_on_without(ask: Ask, assessment: Assessment, more: str) -> Plan:
    """`PERSON`: nobody waits for this person any longer; noted, and no reminders go out any more."""
    plan = await _note(ask, assessment, more, "without")
    person = more.partition(":")[0]
    return replace(plan, drops=(DropJobs(timer_key(assessment.id, person)),)) if plan.writes else plan


async def _note(ask: Ask, assessment: Assessment, more: str, choice: str) -> Plan:
    person, _ = await _who(ask, assessment, more)
    if person is None:
        return ask.refuse("toast.not_yours")
    desk = ask.desk
    id_ = id_from(SILENCE, choice, assessment.id, person.id, offered_at(assessment.deadline))
    if await desk.storage.note(desk.tenant, id_) is not None:
        return ask.refuse("toast.silence_noted")
    note = Note(
        desk.tenant,
        id_,
        assessment.id,
        None,
        person.id,
        None,
        None,
        SILENCE,
        choice,
        "done",
        ask.person.id,
        desk.now(),
    )
    plan = ask.say(f"silence.{choice}", name=person.name or person.address, organisation=assessment.name)
    return replace(plan, writes=[*plan.writes, note])


async def _who(ask: Ask, assessment: Assessment, more: str) -> tuple[Person | None, str]:
    """Somebody who takes part in this assessment, and the rest of the button."""
    id_, _, mark = more.partition(":")
    mine = await ask.desk.storage.interviews_of(ask.desk.tenant, id_)
    if not any(one.assessment == assessment.id and one.joined_at is not None for one in mine):
        return None, mark
    return await ask.desk.storage.person(ask.desk.tenant, id_), mark
