"""Being forgotten: asked for, thought over for a day, undone or carried out; one job row holds the state."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.desk import Desk
from bot.tokens import new_id
from storage.records import Assessment, Job, Person

#: Kinds of job: waiting (can be undone), being carried out, and what is left to do when it is.
FORGET, ERASE, ERASED = "forget", "erase", "erased"
COOLING_OFF = timedelta(hours=24)
#: In the settings of an assessment: a request under the Woo (or a dispute) needs what is there.
WOO_HOLD = "woo_hold"
#: What is erased; of somebody of whom something must stay: single interviews, and words outside of any.
PERSON, ASSESSMENT, INTERVIEW, WORDS = "person", "assessment", "interview", "words"
#: And what somebody took back that was told of an organisation.
REFERENCE = "reference"


@dataclass(frozen=True, slots=True)
class Hindrance:
    """What cannot go: `held` assessments must be kept, and who `runs` an assessment is needed in it."""

    held: tuple[Assessment, ...] = ()
    runs: tuple[Assessment, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.held or self.runs)


def key_of(kind: str, id_: str) -> str:
    """One erasure at a time of one person or assessment."""
    return f"{ERASE}:{kind}:{id_}"


def is_held(assessment: Assessment) -> bool:
    """Whether nothing of this assessment may be erased now."""
    return bool(assessment.settings.get(WOO_HOLD))


async def pending(desk: Desk, person: Person) -> Job | None:
    """The erasure that this person waits for."""
    return await desk.storage.pending_job(desk.tenant, key_of(PERSON, person.id))


async def hindrance(desk: Desk, kind: str, id_: str) -> Hindrance:
    """What stands in the way of erasing a person or an assessment."""
    storage, tenant = desk.storage, desk.tenant
    if kind == ASSESSMENT:
        wanted = await storage.assessment(tenant, id_)
        return Hindrance(held=(wanted,) if wanted is not None and is_held(wanted) else ())
    mine = [one for one in await storage.interviews_of(tenant, id_) if one.erased_at is None]
    found = [await storage.assessment(tenant, one) for one in sorted({i.assessment for i in mine})]
    own = [one for one in await storage.assessments(tenant, id_) if one.state != "erased"]
    return Hindrance(tuple(a for a in found if a is not None and is_held(a)), tuple(own))


def wait_for_it(desk: Desk, person: Person, language: str) -> tuple[Person, Job]:
    """Erase this person a day from now; until then nothing is sent."""
    return _planned(desk, person, FORGET, desk.now() + COOLING_OFF, language)


def at_once(desk: Desk, person: Person, language: str, waiting: Job | None = None) -> tuple[Person, Job]:
    """Erase this person now, also when that was planned for later."""
    stopped, job = _planned(desk, person, ERASE, desk.now(), language)
    return (person, replace(waiting, kind=ERASE, due_at=desk.now())) if waiting else (stopped, job)


def _planned(desk: Desk, person: Person, kind: str, due: datetime, language: str) -> tuple[Person, Job]:
    payload = {
        "what": PERSON,
        "id": person.id,
        "by": person.id,
        "language": language,
        "stopped": person.stopped_at is not None,
    }
    job = Job(desk.tenant, new_id(), kind, key_of(PERSON, person.id), payload, due)
    return replace(person, stopped_at=person.stopped_at or desk.now()), job


def undone(job: Job, person: Person) -> tuple[Person, Job]:
    """Nothing is erased; who had not stopped before goes on."""
    back = person if job.payload.get("stopped") else replace(person, stopped_at=None)
    return back, replace(job, state="undone", payload={})


def ordered(desk: Desk, kind: str, id_: str, by: str) -> Job:
    """Somebody who may asks for the erasure of a person or an assessment, at once."""
    payload = {"what": kind, "id": id_, "by": by}
    return Job(desk.tenant, new_id(), ERASE, key_of(kind, id_), payload, desk.now())
