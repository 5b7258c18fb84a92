"""What somebody says of an action in a look back: one of three buttons, or words; then the next action."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.awaiting import asked_at
from bot.conversation.turn import Turn
from bot.desk import Plan
from bot.following.asking import ANSWERS, FOLLOW, follow_key, may_be_asked, next_question, progress
from bot.reminding.watching import RUNNING
from storage.port import JobPending
from storage.records import Job, Outgoing

#: Who is in the middle of an interview speaks of that again after so long.
SOON = timedelta(hours=1)


async def pressed(turn: Turn, rest: str) -> Plan:
    """`JOB:LEFT:ANSWER`, from the person whose job it is, about the action that is asked now."""
    id_, left, answer = (*rest.split(":", 2), "", "")[:3]
    jobs = await turn.desk.storage.pending_jobs(turn.desk.tenant, f"{FOLLOW}:")
    job = next((one for one in jobs if one.id == id_), None)
    if job is None or job.payload.get("person") != turn.person.id or answer not in ANSWERS:
        return turn.refuse("toast.not_yours")
    if left != str(len(job.payload["actions"])):
        return turn.refuse("toast.noted")
    return await _answered(turn, job, answer, "") or turn.refuse("toast.not_yours")


async def heard(turn: Turn, awaited: Job, text: str) -> Plan | None:
    """Words instead of a button: kept as they are."""
    key = follow_key(awaited.payload["assessment"], turn.person.id)
    job = await turn.desk.storage.pending_job(turn.desk.tenant, key)
    if job is None or job.payload.get("asked") != awaited.payload["action"]:
        return None
    busy = await turn.current()
    if busy is not None and busy.state in RUNNING and turn.desk.now() - asked_at(awaited) > SOON:
        return None
    return await _answered(turn, job, "words", text)


async def _answered(turn: Turn, job: Job, answer: str, words: str) -> Plan | None:
    """What was said, and the next question, in one commit."""
    desk = turn.desk
    assessment = await desk.storage.assessment(desk.tenant, job.payload["assessment"])
    if assessment is None or not await may_be_asked(desk, assessment, turn.person):
        return None
    found = await desk.storage.amendments(desk.tenant, assessment.id)
    said = progress(desk, found, assessment, job.payload["asked"], answer, words, turn.person.id)
    rest = [action for action in job.payload["actions"] if action != job.payload["asked"]]
    going_on = replace(job, payload={**job.payload, "actions": rest})
    note = desk.texts.say("plan.noted", desk.language_of(turn.person))
    writes = await next_question(desk, going_on, assessment, turn.person, note)
    more = any(isinstance(one, Outgoing) for one in writes)
    thanks = [] if more else turn.say("follow.thanks").writes
    return Plan([said, *writes, *thanks], (JobPending(job.id, FOLLOW),))
