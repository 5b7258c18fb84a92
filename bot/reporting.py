"""Jobs that make what people get to see: the consultant's report, an owner's own picture."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.authority import may, role_in_assessment
from bot.desk import Desk
from bot.holding import OWN_PICTURE, is_held_back, put_off, released
from bot.interview.path import path_of
from bot.interview.plan import Plan, plan_of
from bot.interview.progress import Progress
from bot.library import parse_script
from bot.memory import progress_of
from bot.references.comparing import beside
from bot.reports.beside import with_others
from bot.reports.charts import chart, pillar_chart
from bot.reports.facts import Facts, facts, facts_of_one
from bot.reports.own_picture import own_picture
from bot.reports.summary import summary
from storage.port import Change, JobPending, Walk
from storage.port import Facts as Stored
from storage.records import Assessment, Interview, Job, Person, Record

REPORT = "report"


async def assessment_facts(desk: Desk, assessment: Assessment, now: datetime) -> Facts:
    """Everything that a report of this assessment says, from what is submitted now, beside the levels of the
    round that it repeats and other organisations.
    """
    repeated = await desk.storage.assessment(desk.tenant, assessment.repeats) if assessment.repeats else None
    model = await desk.model(assessment.model_hash)
    earlier = await levels_of(desk, repeated, now, model.id) if repeated is not None else {}
    found = await _facts_of_round(desk, assessment, now, earlier)
    scores = {one.id: one.card.score for one in found.pillars if one.card.score is not None}
    return with_others(found, await beside(desk, assessment, scores))


async def levels_of(desk: Desk, assessment: Assessment, now: datetime, model: str) -> Mapping[str, float]:
    """Levels by pillar: as they were kept when the first answers went, or else from the answers. Nothing if
    they are of another model.
    """
    if kept := await desk.storage.scores(desk.tenant, assessment.id):
        body = kept[-1].body
        found = {pillar: figures["level"] for pillar, figures in body["pillars"].items()}
        of_model = str(body["model"])
    else:
        facts = await _facts_of_round(desk, assessment, now, {})
        found = {pillar.id: pillar.card.level for pillar in facts.pillars}
        of_model = facts.scorecard.model
    return {pillar: level for pillar, level in found.items() if level is not None and of_model == model}


async def _facts_of_round(
    desk: Desk, assessment: Assessment, now: datetime, earlier: Mapping[str, float]
) -> Facts:
    storage, tenant = desk.storage, desk.tenant
    model, script = await desk.model(assessment.model_hash), await desk.script(assessment.script_hash)
    interviews = await desk.in_round(assessment)
    counted = {one.id for one in interviews}
    answers = [one for one in await storage.answers(tenant, assessment.id) if one.interview in counted]
    asleep = {(i.id, question) for i in interviews for question in await dormant_in(desk, i.id)}
    return facts(
        model,
        script,
        assessment,
        interviews,
        answers,
        _local(desk, now),
        dormant=asleep,
        invites=[i for i in await storage.invites(tenant, assessment.id) if not desk.is_beside(i.pillar)],
        judgements=await storage.judgements(tenant, assessment.id),
        earlier=earlier,
    )


async def dormant_in(desk: Desk, interview: str) -> set[str]:
    """The questions of an interview's own part that a closed branch or a rule leaves out."""
    walk = await desk.storage.walk(desk.tenant, interview)
    return await _dormant(desk, walk) if walk is not None else set()


async def _dormant(desk: Desk, walk: Walk) -> set[str]:
    return asleep(plan_of(await desk.script(walk.interview.script_hash)), progress_of(walk))


def asleep(plan: Plan, progress: Progress) -> set[str]:
    """Questions in the sections on the path that are closed now."""
    path = path_of(plan, progress)
    open_sections = {stop.section for stop in path.stops}
    return {stop.id for stop in path.closed if stop.section in open_sections}


def sleeping(facts: Stored, interview: Interview) -> set[str]:
    """Questions whose answers do not count now, by the script that the interview is pinned to; none of an
    ended interview's do.
    """
    if interview.state == "ended":
        return {answer.question for answer in facts.answers if answer.interview == interview.id}
    stored = facts.scripts[interview.script_hash]
    script = parse_script(stored.body, stored.name)
    nobody = Person(interview.tenant, interview.person, "", "", "", None, interview.created_at)
    assessment = next(a for a in facts.assessments if a.id == interview.assessment)
    walk = Walk(interview, assessment, nobody, tuple(facts.current(interview.id)), (), (), None)
    return asleep(plan_of(script), progress_of(walk))


def _local(desk: Desk, now: datetime) -> datetime:
    return now.astimezone(ZoneInfo(desk.settings.timezone))


async def make_report(desk: Desk, job: Job) -> list[Record]:
    """The summary and the chart, for the consultant who asked."""
    assessment = await desk.storage.assessment(desk.tenant, job.payload["assessment"])
    person = await desk.storage.person(desk.tenant, job.payload["person"])
    if assessment is None or person is None:
        return []
    if not may(await role_in_assessment(desk, person, assessment), REPORT):
        return []
    language = job.payload["language"]
    found = await assessment_facts(desk, assessment, datetime.fromisoformat(job.payload["at"]))
    texts = summary(found, language, desk.texts)
    picture = await drawn(desk, f"{job.id}.png", lambda out: chart(found, language, out, desk.texts))
    if not may(await role_in_assessment(desk, person, assessment), REPORT):
        # Drawing takes a while, and who is taken off a round meanwhile gets nothing more of it.
        picture.unlink(missing_ok=True)
        return []
    key = f"report:{job.id}:{person.id}"
    rows: list[Record] = [
        desk.reply(person, html, f"{key}:{n}", kind="report", about=assessment.id)
        for n, html in enumerate(texts)
    ]
    rows.append(
        desk.reply(
            person,
            "",
            f"{key}:chart",
            kind="chart",
            file_ref=str(picture),
            method="photo",
            about=assessment.id,
        )
    )
    return rows


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
    picture = await drawn(
        desk, f"{job.id}.png", lambda out: pillar_chart(found, interview.pillar, language, out, desk.texts)
    )
    key = f"picture:{job.id}:{person.id}"
    return [
        *(other for other in await released(desk, assessment) if other.id != job.id),
        desk.reply(person, html, key, kind="picture", about=interview.id),
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
    deadline = _local(desk, until) if until is not None else None
    html = desk.texts.say("picture.held", walk.interview.language, name=walk.person.name, deadline=deadline)
    told = desk.reply(walk.person, str(html), f"held:{job.id}", kind="picture", about=walk.interview.id)
    return [put_off(desk, job), told]


async def _facts_of_one(desk: Desk, assessment: Assessment, interview: Interview, walk: Walk) -> Facts:
    model, script = await desk.model(assessment.model_hash), await desk.script(interview.script_hash)
    sleeping = {(interview.id, question) for question in await _dormant(desk, walk)}
    return facts_of_one(
        model, script, assessment, interview, walk.answers, _local(desk, desk.now()), dormant=sleeping
    )


async def drawn(desk: Desk, name: str, draw: Callable[[Path], Path]) -> Path:
    """A picture, drawn in a thread; it is on disk before anything names it."""
    folder = desk.settings.files / "charts"

    def work() -> Path:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = draw(folder / name)
        with path.open("rb") as written:
            os.fsync(written.fileno())
        path.chmod(0o600)
        return path.resolve()

    return await asyncio.to_thread(work)


#: What makes the rows that a job asks for.
Maker = Callable[[Desk, Job], Awaitable[list[Record]]]
#: kind of job -> what makes it.
MAKERS: dict[str, Maker] = {REPORT: make_report, OWN_PICTURE: make_own_picture}


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
