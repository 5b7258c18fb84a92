"""What a consultant prepares before anything is made of it: kept as a row, so that a restart forgets nothing
and its buttons find it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.desk import Desk
from storage.port import Change, JobPending
from storage.records import Job, Person

DIALOG = "dialog"
#: So long a dialog is kept after the last word; then what was told in it is forgotten.
PATIENCE = timedelta(days=7)


def begun(desk: Desk, person: Person, what: str, id_: str, **facts: Any) -> Job:
    """A dialog about `what`; a new one takes the place of an older one about the same."""
    job = Job(desk.tenant, id_, DIALOG, _key(person, what), {}, desk.now() + PATIENCE)
    return gone_on(desk, job, {"what": what, "person": person.id, **facts})


def gone_on(desk: Desk, job: Job, facts: Mapping[str, Any]) -> Job:
    """The same dialog, after something was said in it."""
    now = desk.now()
    return replace(job, payload={**job.payload, **facts, "at": now.isoformat()}, due_at=now + PATIENCE)


def over(job: Job) -> Job:
    """The dialog is done; what was said in it is kept here no longer."""
    return replace(job, state="done", payload={})


def still(job: Job) -> JobPending:
    """Guard: nobody ended it meanwhile."""
    return JobPending(job.id, DIALOG)


async def dialog_about(desk: Desk, person: Person, what: str) -> Job | None:
    """The dialog about `what` that goes on now."""
    return await desk.storage.pending_job(desk.tenant, _key(person, what))


def _key(person: Person, what: str) -> str:
    return f"{DIALOG}:{person.id}:{what}"


async def forget_dialog(desk: Desk, job: Job) -> None:
    """Nobody went on with it."""
    await desk.storage.save(Change(guards=(still(job),), writes=(over(job),)))
