"""What somebody was last asked to type or send outside an interview: a job, one for each person, so that a
restart forgets nothing. Who hears it is in the table of `bot.conversation.asked`.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from bot.desk import Desk, Plan
from bot.tokens import new_id
from storage.port import DropJobs, JobPending
from storage.records import Job, Person

AWAITED = "awaited"
#: The longest that anything is waited for; then the row goes.
LONGEST = timedelta(days=7)


def awaits(desk: Desk, person: Person, what: str, **about: str | int | float | None) -> Job:
    """From now on the next words of this person are `what` (a name in the table of who hears them); asked
    for anything else before, that is over. `about` are ids and numbers, never words.
    """
    now = desk.now()
    payload = {**about, "what": what, "person": person.id, "at": now.isoformat()}
    return Job(desk.tenant, new_id(), AWAITED, _key(person), payload, now + LONGEST)


async def awaited(desk: Desk, person: Person) -> Job | None:
    """What was asked for last, unless it came or was given up."""
    return await desk.storage.pending_job(desk.tenant, _key(person))


def asked_at(job: Job) -> datetime:
    """When it was asked for."""
    return datetime.fromisoformat(job.payload["at"])


def came(plan: Plan, job: Job) -> Plan:
    """The plan for words that were waited for: they are taken once, and that is it unless it asks again."""
    guards = (*plan.guards, JobPending(job.id, AWAITED))
    if _asks(plan, job.key):
        return replace(plan, guards=guards)
    return replace(plan, writes=[*plan.writes, replace(job, state="done")], guards=guards)


def elsewhere(plan: Plan, person: Person) -> Plan:
    """The plan for a command, or a press: whoever goes elsewhere gives up what was waited for, unless the
    plan asks anew. What changes nothing gives up nothing.
    """
    key = _key(person)
    if not plan.writes or _asks(plan, key):
        return plan
    return replace(plan, drops=(*plan.drops, DropJobs(key)))


async def lapse(desk: Desk, job: Job) -> None:
    """Nothing came."""
    await desk.storage.finish(job)


def _asks(plan: Plan, key: str) -> bool:
    return any(isinstance(record, Job) and record.key == key for record in plan.writes)


def _key(person: Person) -> str:
    return f"{AWAITED}:{person.id}"
