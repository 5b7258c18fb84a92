"""Own results that wait until everybody is done, so that nobody answers with another's result in mind."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from bot.desk import Desk
from storage.records import Assessment, Interview, Invite, Job

#: In the settings of an assessment.
HOLD_OWN = "hold_own"
#: The kind of job that makes an own picture; its key goes on with the interview.
OWN_PICTURE = "own_picture"
#: A note about somebody's silence, and the text of one that says that nobody waits for them any more.
SILENCE, WITHOUT = "silence", "without"
#: Somebody may have been taken off, or an invite have lapsed: looked at again so often.
AGAIN = timedelta(hours=1)
_ANSWERING, _BUSY = frozenset({"owner", "colleague"}), frozenset({"active", "paused"})


async def is_held_back(desk: Desk, assessment: Assessment) -> bool:
    """Whether an own result has to wait: for who is busy, and until the deadline for who was invited and did
    not begin. A round that is closed holds nothing back.
    """
    if not assessment.settings.get(HOLD_OWN) or assessment.state != "open":
        return False
    storage, tenant, now = desk.storage, desk.tenant, desk.now()
    notes = await storage.notes(tenant, assessment.id, SILENCE)
    without = {note.person for note in notes if note.text == WITHOUT}
    interviews = await desk.in_round(assessment)
    if any(_is_busy(one) and one.person not in without for one in interviews):
        return True
    over = assessment.deadline is not None and now >= assessment.deadline
    invites = [i for i in await storage.invites(tenant, assessment.id) if not desk.is_beside(i.pillar)]
    return not over and any(_may_come(one, now) for one in invites)


def _is_busy(interview: Interview) -> bool:
    return interview.state in _BUSY and interview.erased_at is None


def _may_come(invite: Invite, now: datetime) -> bool:
    return invite.role in _ANSWERING and invite.state == "open" and now < invite.expires_at


def put_off(desk: Desk, job: Job) -> Job:
    """The same job, to be looked at again."""
    return replace(job, due_at=desk.now() + AGAIN, payload={**job.payload, "held": True})


async def released(desk: Desk, assessment: Assessment) -> list[Job]:
    """Pictures of this round that were held back are to be made now."""
    if not assessment.settings.get(HOLD_OWN):
        return []
    interviews = await desk.in_round(assessment)
    jobs = [await desk.storage.pending_job(desk.tenant, f"{OWN_PICTURE}:{one.id}") for one in interviews]
    return [replace(job, due_at=desk.now()) for job in jobs if job is not None and job.payload.get("held")]
