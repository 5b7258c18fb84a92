"""A round as it was at some moment: what history does not tell of that is kept when the moment comes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from bot.desk import Desk
from bot.initiatives import counted
from bot.references.wanted import SECTOR
from bot.reports.choices import AMBITION, CAPACITY
from bot.reports.given import MEMO
from bot.reports.last_change import TIMES_SET
from bot.tokens import id_from
from storage.port import Change
from storage.records import Assessment, Initiative, Interview, Invite, Job

#: The kind of the row that keeps it for a job. It names all of whom it tells, so that an erasure finds it.
THEN = "then"
#: After that nobody asks for it any more.
KEPT_FOR = timedelta(days=7)
#: What of the settings of a round documents tell.
TOLD = (MEMO, AMBITION, CAPACITY, "goals", SECTOR, TIMES_SET)
#: What of an interview's progress closes questions, besides the answers.
CLOSES = ("only", "marks")


@dataclass(frozen=True, slots=True)
class Then:
    """Nothing of after `at`. `kept` is the payload of `then_job`; without it (None: it was erased meanwhile)
    only what history tells is as it was.
    """

    at: datetime
    kept: Mapping[str, Any] | None = None

    def assessment(self, now: Assessment) -> Assessment:
        """With the settings of then, as far as documents tell them."""
        if self.kept is None:
            return now
        rest = {name: value for name, value in now.settings.items() if name not in TOLD}
        return replace(now, settings={**rest, **self.kept["settings"]})

    def interview(self, now: Interview) -> Interview:
        """Also if it was reopened, handed in again or ended since; what was erased is gone at any moment."""
        if now.erased_at is not None:
            return now
        was = self.kept["interviews"].get(now.id) if self.kept is not None else None
        if was is None:
            return _not_yet(now, self.at)
        handed_in = datetime.fromisoformat(was["submitted_at"]) if was["submitted_at"] else None
        progress = {**now.progress, **was["progress"]}
        department, state = was["department"], was["state"]
        return replace(now, state=state, submitted_at=handed_in, department=department, progress=progress)

    def invite(self, now: Invite) -> Invite:
        """An invite that was taken later was open."""
        later = now.bound_at is not None and now.bound_at > self.at
        return replace(now, state="open") if later and now.state == "bound" else now

    def initiatives(self, now: list[Initiative]) -> list[Initiative]:
        """Those that counted, of all that there are; nothing of what was erased."""
        assert self.kept is not None
        was = {one["id"]: one["body"] for one in self.kept["initiatives"]}
        left = [one for one in now if one.id in was and one.state != "erased"]
        return [replace(one, body=was[one.id]) for one in left]


def _not_yet(interview: Interview, at: datetime) -> Interview:
    """What was handed in later was not handed in yet."""
    handed_in = interview.submitted_at
    if handed_in is None or handed_in <= at or interview.state != "submitted":
        return interview
    return replace(interview, state="active", submitted_at=None)


async def initiatives_of(desk: Desk, assessment: Assessment, then: Then | None) -> list[Initiative]:
    """Those that count now, or counted then; oldest first."""
    if then is None:
        return await counted(desk, assessment)
    if then.kept is None:
        return [one for one in await counted(desk, assessment) if one.at <= then.at]
    return then.initiatives(await desk.storage.initiatives(desk.tenant, assessment.id))


# --- the row


async def then_job(desk: Desk, assessment: Assessment, job: Job, at: datetime) -> Job:
    """What is to be saved with a job that needs the round as it is `at` this moment."""
    interviews = await desk.storage.interviews(desk.tenant, assessment.id)
    payload: dict[str, Any] = {
        "assessment": assessment.id,
        "settings": {name: assessment.settings[name] for name in TOLD if name in assessment.settings},
        "interviews": {one.id: _standing(_not_yet(one, at)) for one in interviews},
        "initiatives": [
            {"id": one.id, "by": one.by, "interview": one.interview, "body": dict(one.body)}
            for one in await counted(desk, assessment)
        ],
    }
    return Job(desk.tenant, id_from(THEN, job.id), THEN, _key(job), payload, at + KEPT_FOR)


def _standing(one: Interview) -> dict[str, Any]:
    return {
        "state": one.state,
        "submitted_at": one.submitted_at.isoformat() if one.submitted_at else None,
        "department": one.department,
        "progress": {name: one.progress[name] for name in CLOSES if name in one.progress},
    }


async def then_of(desk: Desk, job: Job, at: datetime) -> Then:
    """What was kept for this job."""
    row = await desk.storage.pending_job(desk.tenant, _key(job))
    return Then(at, row.payload if row is not None else None)


def nothing_of_then(job: Job) -> Job:
    """The row once nobody needs it."""
    return Job(job.tenant, id_from(THEN, job.id), THEN, _key(job), {}, job.due_at, "done")


async def forget_then(desk: Desk, row: Job) -> None:
    """Nobody came back for it."""
    await desk.storage.save(Change(writes=(replace(row, payload={}, state="done"),)))


def _key(job: Job) -> str:
    return f"{THEN}:{job.id}"
