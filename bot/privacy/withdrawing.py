"""What is left to do when a reference is taken out: the list outside the database first, then the answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.desk import Desk
from bot.privacy.audit import PROGRAM, noted
from bot.privacy.erasing import note
from bot.privacy.forgetting import INTERVIEW, REFERENCE, is_held
from bot.privacy.retention import rest_of
from bot.references.withdrawing import WITHDRAWN
from storage.port import Change, Erased, JobPending, Walk
from storage.records import Job, Record


async def withdrawn(desk: Desk, job: Job) -> None:
    """Done again after a crash it does the same; whoever asked for it is told once it is true."""
    reference, interview = job.payload["reference"], job.payload["interview"]
    if reference is not None:
        note(desk, REFERENCE, reference)
    walk = await desk.storage.walk(desk.tenant, interview) if interview is not None else None
    if walk is None or walk.interview.erased_at is not None:
        await _over(desk, job, [rest_of(desk, Erased((), ()))])
    elif is_held(walk.assessment):
        await _over(desk, job, [rest_of(desk, Erased((), ())), _told(desk, walk, job, held=True)])
    else:
        note(desk, INTERVIEW, walk.interview.id)
        line = noted(desk, job.payload["by"] or PROGRAM, WITHDRAWN, walk.assessment.id, walk.interview.id)

        def then(erased: Erased) -> Sequence[Record]:
            return [_done(job), line, rest_of(desk, erased), _told(desk, walk, job, held=False)]

        await desk.storage.erase_interviews(desk.tenant, [walk.interview.id], desk.now(), then)


async def _over(desk: Desk, job: Job, more: Sequence[Record]) -> None:
    await desk.storage.save(Change(guards=(JobPending(job.id, WITHDRAWN),), writes=(_done(job), *more)))


def _done(job: Job) -> Job:
    # Its key is its own from here on: the erasure blanks every job that names what was erased.
    return replace(job, state="done", payload={}, key=f"{WITHDRAWN}:{job.id}")


def _told(desk: Desk, walk: Walk, job: Job, *, held: bool) -> Record:
    html = desk.texts.say("withdraw.done", walk.interview.language, held=held)
    return desk.reply(walk.person, str(html), f"{WITHDRAWN}:{job.id}", kind="receipt")
