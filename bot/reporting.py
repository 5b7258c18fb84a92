"""Jobs that make what people get to see, such as an owner's own picture."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from bot.cards import plain
from bot.desk import Desk
from bot.gathering import dormant_in, local
from bot.holding import OWN_PICTURE, is_held_back, put_off, released
from bot.initiatives import SUBJECT
from bot.interview.path import offered
from bot.interview.plan import plan_of
from bot.memory import progress_of
from bot.reports.charts import pillar_chart
from bot.reports.facts import Facts, facts_of_one
from bot.reports.own_picture import own_picture
from bot.reports.renderer import RENDERER, Draw
from storage.port import Change, JobPending, Walk
from storage.records import Assessment, Interview, Job, Person, Record


async def make_own_picture(desk: Desk, job: Job) -> list[Record]:
    """What a pillar owner sees after submitting: the own picture, never a number."""
    walk = await desk.storage.walk(desk.tenant, job.payload["interview"])
    if walk is None or walk.interview.state != "submitted" or walk.person.stopped_at is not None:
        return []
    assessment, interview, person = walk.assessment, walk.interview, walk.person
    if await is_held_back(desk, assessment):
        return _held(desk, job, walk)
    found = await _facts_of_one(desk, assessment, interview, walk)
    consultant = await desk.storage.person(desk.tenant, assessment.owner)
    language = interview.language
    who = (consultant.name if consultant else "") or str(desk.texts.say("name.consultant", language))
    html = own_picture(
        found, interview.pillar, language, person=person.name, consultant=who, texts=desk.texts
    )
    draw = partial(pillar_chart, found, interview.pillar, language, texts=desk.texts)
    picture = await drawn(desk, f"{job.id}.png", draw)
    key = f"picture:{job.id}:{person.id}"
    return [
        *(other for other in await released(desk, assessment) if other.id != job.id),
        desk.reply(person, html, key, await _offers(desk, walk), kind="picture", about=interview.id),
        desk.reply(
            person,
            "",
            f"{key}:chart",
            kind="chart",
            file_ref=str(picture),
            method="photo",
            about=interview.id,
        ),
    ]


def _held(desk: Desk, job: Job, walk: Walk) -> list[Record]:
    """Not yet: told once, and looked at again."""
    until = walk.assessment.deadline
    deadline = local(desk, until) if until is not None else None
    html = desk.texts.say("picture.held", walk.interview.language, name=walk.person.name, deadline=deadline)
    told = desk.reply(walk.person, str(html), f"held:{job.id}", kind="picture", about=walk.interview.id)
    return [put_off(desk, job), told]


async def _offers(desk: Desk, walk: Walk) -> list[list[tuple[str, str]]]:
    """What may be told beside the round where the answers are a reason to, or passed on to a colleague; and
    being in touch with others.
    """
    script = await desk.script(walk.interview.script_hash)
    verbs = [("network", walk.interview.id)]
    if SUBJECT in offered(plan_of(script), progress_of(walk)) and walk.assessment.state == "open":
        verbs = [("tell", walk.interview.id), ("handover", f"{walk.interview.id}:1"), *verbs]
    said = desk.texts.say
    language = walk.interview.language
    return [[(plain(said(f"button.{verb}", language)), f"{verb}:{about}")] for verb, about in verbs]


async def _facts_of_one(desk: Desk, assessment: Assessment, interview: Interview, walk: Walk) -> Facts:
    model, script = await desk.model(assessment.model_hash), await desk.script(interview.script_hash)
    sleeping = {(interview.id, question) for question in await dormant_in(desk, interview.id)}
    return facts_of_one(
        model, script, assessment, interview, walk.answers, local(desk, desk.now()), dormant=sleeping
    )


async def drawn(desk: Desk, name: str, draw: Draw) -> Path:
    """A picture or document, made in another process; it is on disk before anything names it. `name` may
    begin with a folder.
    """
    pictures = desk.settings.files / "charts"

    def work() -> Path:
        folder = (pictures / name).parent
        for place in (pictures, folder):
            place.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = pictures / name
        RENDERER.render(draw, path)
        path.chmod(0o600)
        for place in (path, folder, pictures):
            _flush(place)
        return path.resolve()

    return await asyncio.to_thread(work)


def _flush(place: Path) -> None:
    """A file is on disk once its bytes are, and its folder knows its name."""
    opened = os.open(place, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


#: What makes the rows that a job asks for.
Maker = Callable[[Desk, Job], Awaitable[list[Record]]]
#: kind of job -> what makes it.
MAKERS: dict[str, Maker] = {OWN_PICTURE: make_own_picture}


async def do_job(desk: Desk, job: Job, make: Maker) -> None:
    """Make what a job asks for; done twice it is saved once, because what it makes is named after the job."""
    rows = await make(desk, job)
    await desk.storage.save(Change(writes=tuple(rows)))
    await desk.storage.finish(job)


async def give_up_making(desk: Desk, job: Job) -> None:
    """It cannot be made, however often it was tried: who waits for it is told."""
    writes = (replace(job, state="failed"), *await _not_made(desk, job))
    await desk.storage.save(Change(guards=(JobPending(job.id, job.kind),), writes=writes))


async def _not_made(desk: Desk, job: Job) -> list[Record]:
    person = await _who_waits(desk, job)
    if person is None or person.stopped_at is not None:
        return []
    language, key = desk.language_of(person), f"not_made:{job.id}"
    if job.kind == OWN_PICTURE:
        return [desk.reply(person, str(desk.texts.say("not_made.own_picture", language)), key)]
    return [desk.reply(person, str(desk.texts.say("not_made.asked", language)), key)]


async def _who_waits(desk: Desk, job: Job) -> Person | None:
    if "person" in job.payload:
        return await desk.storage.person(desk.tenant, job.payload["person"])
    walk = await desk.storage.walk(desk.tenant, job.payload["interview"])
    return walk.person if walk is not None else None
