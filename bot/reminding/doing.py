"""What a due timer comes to: one commit with the reminder, its message and the next timer; or a word to the
consultant; or nothing.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.authority import who_runs
from bot.cards import plain
from bot.desk import Desk
from bot.reminders.policy import Escalate, Nothing, Send, Situation, WaitUntil, decide
from bot.reminding.watching import REMIND, Watched, calendar_of, told_of, watch
from bot.reminding.wording import kind_of, reminder_row
from bot.texts.filters import localized
from bot.tokens import new_id
from bot.walking import Scenery, load
from storage.port import Change, JobPending, PersonIs, Saved
from storage.records import Job, Outgoing, Person, Record, Reminder

#: How the word to the consultant about somebody's silence is called.
SILENT = "notice:silent:"
#: How often is looked again when somebody else saved first.
TRIES = 5


class KeepsChanging(Exception):
    """Somebody else kept saving first: it is tried again later."""


async def remind(desk: Desk, job: Job) -> None:
    """Look at somebody's silence and do what it calls for."""
    for _ in range(TRIES):
        watched = await watch(desk, job.payload["assessment"], job.payload["person"], job.payload)
        writes = await _what_to_do(desk, watched, job) if watched is not None else []
        if watched is None or not writes:
            await desk.storage.finish(job)
            return
        guards = (JobPending(job.id, REMIND), PersonIs(watched.person))
        if await desk.storage.save(Change(guards=guards, writes=tuple(writes))) is not Saved.STALE:
            return
        pending = await desk.storage.pending_job(desk.tenant, job.key)
        if pending is None or pending.id != job.id:
            return
    raise KeepsChanging(job.key)


async def _what_to_do(desk: Desk, watched: Watched, job: Job) -> list[Record]:
    """What is to be saved; nothing: the timer is over."""
    decision = decide(watched.situation, watched.calendar, watched.policy, desk.now())
    if isinstance(decision, Send):
        return await _send(desk, watched, job, decision)
    if isinstance(decision, Escalate):
        return await _escalate(desk, watched, job)
    if isinstance(decision, WaitUntil):
        return [replace(job, due_at=decision.moment, attempt=0, error=None)]
    return []


# --- a reminder


async def _send(desk: Desk, watched: Watched, job: Job, send: Send) -> list[Record]:
    scenery = await load(desk, watched.interview.id)
    assert scenery is not None, "what is watched is there"
    now, situation = desk.now(), watched.situation
    day = None if watched.policy.quick or send.asked else watched.calendar.local_day(now).isoformat()
    reminder = Reminder(
        desk.tenant,
        job.id,
        watched.person.id,
        watched.assessment.id,
        watched.interview.id,
        kind_of(scenery)[0],
        send.number,
        watched.policy.cap,
        day,
        now,
    )
    row = reminder_row(desk, watched, scenery, send, job.id)
    after = replace(situation, sent=(*situation.sent, now), snoozed=None, asked=None)
    return [reminder, row, *_next(desk, watched, job, after)]


def _next(desk: Desk, watched: Watched, job: Job, situation: Situation, **more: str) -> list[Record]:
    """The timer from here on; its id is the next reminder's."""
    payload = {name: job.payload[name] for name in ("assessment", "person")} | {"why": "silence"} | more
    decision = decide(situation, watched.calendar, watched.policy, desk.now())
    if isinstance(decision, Nothing):
        return [replace(job, state="done")]
    due = decision.moment if isinstance(decision, WaitUntil) else desk.now()
    return [Job(desk.tenant, new_id(), REMIND, job.key, payload, due)]


# --- the consultant


async def _escalate(desk: Desk, watched: Watched, job: Job) -> list[Record]:
    """Who runs the round is told once, in working hours; the owner's boss is not."""
    scenery = await load(desk, watched.interview.id)
    assert scenery is not None, "what is watched is there"
    people = await who_runs(desk, watched.assessment)
    alone = not await _others_handed_in(desk, watched)
    rows = [_notice(desk, watched, scenery, to, alone) for to in people if to.id != watched.person.id]
    told = replace(watched.situation, told=True)
    return [*rows, *_next(desk, watched, job, told, told=told_of(watched.assessment))]


async def _others_handed_in(desk: Desk, watched: Watched) -> bool:
    """Whether something is known about this pillar already."""
    everybody = await desk.storage.interviews(desk.tenant, watched.assessment.id)
    return any(one.pillar == watched.interview.pillar and one.state == "submitted" for one in everybody)


def _notice(desk: Desk, watched: Watched, scenery: Scenery, to: Person, alone: bool) -> Outgoing:
    language, assessment, person = desk.language_of(to), watched.assessment, watched.person
    kind, left = kind_of(scenery)
    html = desk.texts.say(
        "notice.silent",
        language,
        name=person.name or person.address,
        organisation=assessment.name,
        pillar=desk.pillar_name(scenery.script, watched.interview.pillar, language),
        kind=kind,
        last=_local(desk, watched.situation.last_sign),
        done=left.done,
        total=left.done + left.left,
        sent=len(watched.reminders),
        alone=alone,
        deadline=_local(desk, assessment.deadline) if assessment.deadline else None,
        over=assessment.deadline is not None and desk.now() >= assessment.deadline,
    )
    key = f"{SILENT}{assessment.id}:{person.id}:{told_of(assessment)}:{to.id}"
    row = desk.reply(
        to, str(html), key, _choices(desk, watched, language), kind="notice", about=watched.interview.id
    )
    return replace(row, not_before=calendar_of(desk.settings, to).next_open(desk.now()))


def _choices(desk: Desk, watched: Watched, language: str) -> list[list[tuple[str, str]]]:
    id_, person, invite = watched.assessment.id, watched.person.id, watched.interview.invite

    def press(name: str, data: str) -> list[tuple[str, str]]:
        return [(plain(desk.texts.say(f"button.{name}", language)), data)]

    mark = offered_at(watched.assessment.deadline)
    rows = [press("silent_extend", f"extend:{id_}:{person}:{mark}")]
    if invite is not None:
        rows.append(press("silent_reassign", f"reassign:{id_}:{invite}"))
    rows.append(press("silent_call", f"call:{id_}:{person}"))
    return [*rows, press("silent_without", f"without:{id_}:{person}")]


def offered_at(deadline: datetime | None) -> str:
    """The deadline as a button names it, so that it works once."""
    return f"{int(deadline.timestamp()):x}" if deadline else "0"


def _local(desk: Desk, moment: datetime) -> Any:
    return localized(moment, desk.settings.timezone)
