"""What somebody was last asked to type outside an interview: a job, so that a restart forgets nothing; one
for each person, and it lapses when nothing comes.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from bot.desk import Desk
from bot.tokens import new_id
from storage.port import DropJobs, JobPending
from storage.records import Job, Person

AWAITED = "awaited"
#: Words that come later are no answer to it any more.
LAPSES = timedelta(hours=12)


def awaits(desk: Desk, person: Person, what: str, **about: str | int | float | None) -> Job:
    """From now on the next words of this person are `what` (a name in the tables of who takes words); asked
    for anything else before, that is over. `about` are ids and numbers, never words.
    """
    now = desk.now()
    payload = {**about, "what": what, "person": person.id, "at": now.isoformat()}
    return Job(desk.tenant, new_id(), AWAITED, _key(person), payload, now + LAPSES)


async def awaited(desk: Desk, person: Person) -> Job | None:
    """What is waited for, if anything is."""
    job = await desk.storage.pending_job(desk.tenant, _key(person))
    return job if job is not None and desk.now() < job.due_at else None


def asked_at(job: Job) -> datetime:
    """When the words were asked for."""
    return datetime.fromisoformat(job.payload["at"])


def taken(job: Job) -> tuple[Job, JobPending]:
    """The words came: what is saved with them, and what makes sure that they are taken once."""
    return replace(job, state="done"), JobPending(job.id, AWAITED)


def no_more(person: Person) -> DropJobs:
    """Whatever was asked for, nothing is waited for any more."""
    return DropJobs(_key(person))


async def lapse(desk: Desk, job: Job) -> None:
    """Nothing came."""
    await desk.storage.finish(job)


def _key(person: Person) -> str:
    return f"{AWAITED}:{person.id}"
