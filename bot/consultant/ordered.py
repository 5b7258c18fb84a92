"""A report that somebody ordered in a chat: what is wanted, as of when, and the one message that shows how
far it is and becomes the result.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot.desk import Desk
from bot.then import then_job
from bot.tokens import new_id
from storage.port import CancelUnsent
from storage.records import Assessment, Job, Outgoing, Person

#: The kind of the job, and the right to order one.
REPORT = "report"
#: The kind of messages that only show how far it is.
PROGRESS = "progress"
#: What is wanted: the summary with what goes along in chat, the documents as they may be given to others, or
#: all of them as they are.
SUMMARY, SHARE, FULL = "summary", "share", "full"
COPIES = (SUMMARY, SHARE, FULL)

Press = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Order:
    """Nothing that was said after `at` is in it, and `phase` (since then) is what it says of the round.
    `failed`: how often the same was tried in vain before.
    """

    assessment: str
    person: str
    language: str
    at: datetime
    phase: str
    since: datetime | None
    copy: str = SUMMARY
    failed: int = 0

    def of(self, assessment: Assessment) -> Assessment:
        """The round in the phase that it was in when this was ordered."""
        return replace(assessment, phase=self.phase, phase_since=self.since)


async def ordered(
    desk: Desk, assessment: Assessment, person: Person, copy: str, failed: int = 0
) -> tuple[Job, Job]:
    """The job that makes it, one at a time for each round and person, and what it keeps of the round."""
    now, since = desk.now(), assessment.phase_since
    payload: dict[str, Any] = {
        "assessment": assessment.id,
        "person": person.id,
        "language": desk.language_of(person),
        "at": now.isoformat(),
        "phase": assessment.phase,
        "since": since.isoformat() if since else None,
        "copy": copy,
        "failed": failed,
    }
    job = Job(desk.tenant, new_id(), REPORT, order_key(assessment, person), payload, now)
    return job, await then_job(desk, assessment, job, now)


def order_key(assessment: Assessment, person: Person) -> str:
    """What pending jobs of this kind are called."""
    return f"{REPORT}:{assessment.id}:{person.id}"


def order_of(job: Job) -> Order:
    """What a job is to make."""
    said = job.payload
    since = datetime.fromisoformat(said["since"]) if said["since"] else None
    at = datetime.fromisoformat(said["at"])
    return Order(
        said["assessment"],
        said["person"],
        said["language"],
        at,
        said["phase"],
        since,
        said["copy"],
        said["failed"],
    )


# --- the one message


def progress(desk: Desk, person: Person, job: Job, stage: str, html: str) -> Outgoing:
    """How far it is; each stage is told once. Nothing below what was said meanwhile."""
    row = desk.reply(
        person, html, f"{_beginning(job)}{stage}", kind=PROGRESS, about=job.payload["assessment"]
    )
    return _in_place(row, job)


def result(
    desk: Desk, person: Person, job: Job, html: str, buttons: Sequence[Sequence[Press]] = ()
) -> Outgoing:
    """What the message becomes in the end."""
    key = f"{REPORT}:{job.id}:{person.id}:0"
    row = desk.reply(person, html, key, buttons, kind=REPORT, about=job.payload["assessment"])
    return _in_place(row, job)


def no_more_progress(desk: Desk, person: Person) -> CancelUnsent:
    """What shows an earlier stage need not go out any more."""
    return CancelUnsent(desk.bots.get(person.channel, person.channel), person.address, (PROGRESS,))


def _in_place(row: Outgoing, job: Job) -> Outgoing:
    return replace(row, payload={**row.payload, "edits": _beginning(job)})


def _beginning(job: Job) -> str:
    """How the keys of all messages about one job begin."""
    return f"{PROGRESS}:{job.id}:"
