"""The page for the conversation with one owner, ordered by a button and made by a job."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from bot.authority import may, role_in_assessment
from bot.consultant.asking import Ask
from bot.consultant.reviewing import open_to_review
from bot.desk import Desk, Plan
from bot.gathering import assessment_facts, dormant_in
from bot.privacy.audit import OPERATOR, noted
from bot.reporting import drawn
from bot.reports.guide import Guide, guide_of
from bot.reports.guide_page import guide_page
from bot.reports.judged import judged
from bot.texts import Texts
from bot.tokens import new_id
from storage.port import Change
from storage.records import Assessment, Interview, Job, Record

GUIDE = "guide"


async def order(ask: Ask, assessment: Assessment, interview: str) -> Plan:
    """The page comes as a document, or the consultant reads how to make it where documents are not sent."""
    found = await _reviewable(ask.desk, assessment, interview)
    if found is None:
        return ask.refuse("toast.not_submitted")
    if ask.desk.settings.documents_in_telegram == "none":
        return ask.say("guide.by_command", assessment=assessment.id)
    desk, now = ask.desk, ask.desk.now()
    payload = {
        "assessment": assessment.id,
        "interview": interview,
        "person": ask.person.id,
        "language": ask.language,
    }
    key = f"{GUIDE}:{interview}:{ask.person.id}"
    job = Job(desk.tenant, new_id(), GUIDE, key, payload, now)
    line = noted(desk, ask.person.id, GUIDE, assessment.id, interview)
    return Plan([job, line], toast=ask.refuse("toast.guide").toast)


async def make_guide(desk: Desk, job: Job) -> list[Record]:
    """The page as a document, for the consultant who asked."""
    assessment = await desk.storage.assessment(desk.tenant, job.payload["assessment"])
    person = await desk.storage.person(desk.tenant, job.payload["person"])
    if assessment is None or person is None:
        return []
    if not may(await role_in_assessment(desk, person, assessment), GUIDE):
        return []
    interview = await _reviewable(desk, assessment, job.payload["interview"])
    if interview is None:
        return []
    guide, language = await guide_for(desk, assessment, interview), job.payload["language"]
    title = desk.texts.say("guide.file", language)
    name = f"{title}-{interview.pillar}-{job.id}.pdf"
    page = await drawn(desk, name, partial(guide_page, guide, language, texts=desk.texts))
    key = f"{GUIDE}:{job.id}:{person.id}"
    return [
        desk.reply(person, "", key, kind=GUIDE, file_ref=str(page), method="document", about=interview.id)
    ]


async def guide_for(desk: Desk, assessment: Assessment, interview: Interview) -> Guide:
    """All that the page of one owner says."""
    facts = await assessment_facts(desk, assessment, desk.now())
    answers = await desk.answers_in_round(assessment)
    judgements = await desk.storage.judgements(desk.tenant, assessment.id)
    return guide_of(
        facts,
        await desk.model(assessment.model_hash),
        await desk.script(interview.script_hash),
        interview,
        await desk.storage.person(desk.tenant, interview.person),
        answers,
        judged(answers, judgements),
        frozenset(await dormant_in(desk, interview.id)),
    )


async def write_guides(desk: Desk, assessment: Assessment, out: Path, languages: Sequence[str]) -> list[Path]:
    """A page for every owner who handed in, into a folder; the files, by pillar. Raises OSError."""
    interviews = filter(open_to_review, await desk.in_round(assessment))
    by_pillar = sorted(interviews, key=lambda one: (one.pillar, one.created_at, one.id))
    guides = [(one, await guide_for(desk, assessment, one)) for one in by_pillar]
    # Nobody gets a copy that the trail does not tell of.
    lines = tuple(noted(desk, OPERATOR, GUIDE, assessment.id, one.id) for one in by_pillar)
    if lines:
        await desk.storage.save(Change(writes=lines))
    return await asyncio.to_thread(_written, guides, out, languages, desk.texts)


def _written(
    guides: Sequence[tuple[Interview, Guide]], out: Path, languages: Sequence[str], texts: Texts
) -> list[Path]:
    out.mkdir(mode=0o700, parents=True, exist_ok=True)
    made = []
    for interview, guide in guides:
        for language in languages:
            path = out / f"guide.{interview.pillar}.{interview.id}.{language}.pdf"
            path.touch(mode=0o600)
            made.append(guide_page(guide, language, path, texts))
    return made


async def _reviewable(desk: Desk, assessment: Assessment, interview: str) -> Interview | None:
    found = await desk.in_round(assessment)
    return next((one for one in found if one.id == interview and open_to_review(one)), None)
