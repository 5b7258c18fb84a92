"""The end of a reference: out of everything in one commit, and a job that sees to copies of old."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.desk import Desk
from bot.tokens import new_id
from storage.records import Job, Record, Reference

#: The kind of job that puts it on the list of erasures, and erases the interview where that was asked too.
WITHDRAWN = "withdrawn"


def taken_out(desk: Desk, one: Reference, now: datetime) -> list[Record]:
    """Name, scores and practices are gone when this is saved; no restored copy brings them back."""
    return [replace(one, withdrawn_at=now), withdrawn_job(desk, now, reference=one.id)]


def withdrawn_job(
    desk: Desk,
    now: datetime,
    *,
    reference: str | None = None,
    interview: str | None = None,
    by: str | None = None,
) -> Job:
    """What is left to do; `interview`: its answers are erased as well, and who gave them is told; `by`: who
    did it, for the audit trail.
    """
    payload = {"reference": reference, "interview": interview, "by": by}
    key = f"{WITHDRAWN}:{interview or reference}"
    return Job(desk.tenant, new_id(), WITHDRAWN, key, payload, now)
