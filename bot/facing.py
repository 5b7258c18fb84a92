"""What owners read of their own pillar in the fact check: one message for each who handed in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.cards import plain
from bot.desk import Desk
from bot.gathering import assessment_facts, dormant_in
from bot.phases import PILLAR_TEXT, PILLAR_TEXTS, fact_check_ends, may_leave
from bot.reports.facts import Facts
from bot.reports.guide import rows_of
from bot.reports.judged import Judged, judged
from bot.reports.pillar_text import pillar_text
from bot.texts.filters import localized
from bot.tokens import new_id
from scoring import Model
from storage.records import Answer, Assessment, Interview, Job, Person, Record


def pillar_texts_job(desk: Desk, assessment: Assessment) -> Job:
    """The texts of this fact check, to be made at once."""
    since = assessment.phase_since.isoformat() if assessment.phase_since else ""
    payload = {"assessment": assessment.id, "since": since}
    return Job(desk.tenant, new_id(), PILLAR_TEXTS, f"{PILLAR_TEXTS}:{assessment.id}", payload, desk.now())


async def make_pillar_texts(desk: Desk, job: Job) -> list[Record]:
    """A message to every owner who handed in and may be written to, or to the one who is named."""
    assessment = await desk.storage.assessment(desk.tenant, job.payload["assessment"])
    if assessment is None or PILLAR_TEXT not in may_leave(assessment):
        return []
    whole = await _whole(desk, assessment)
    rows: list[Record] = []
    for interview in await desk.in_round(assessment):
        person = await desk.storage.person(desk.tenant, interview.person)
        named = job.payload.get("interview", interview.id) == interview.id
        if named and _reads(interview) and person is not None and person.stopped_at is None:
            html = await _text(desk, whole, interview)
            rows.append(_message(desk, job, interview, person, html))
    return rows


@dataclass(frozen=True)
class _Whole:
    """All that the texts of one assessment are made of."""

    model: Model
    facts: Facts
    answers: list[Answer]
    found: Judged
    until: datetime


async def _whole(desk: Desk, assessment: Assessment) -> _Whole:
    answers = await desk.answers_in_round(assessment)
    ends = fact_check_ends(desk.settings, assessment, assessment.phase_since or desk.now())
    return _Whole(
        await desk.model(assessment.model_hash),
        await assessment_facts(desk, assessment, desk.now()),
        answers,
        judged(answers, await desk.storage.judgements(desk.tenant, assessment.id)),
        localized(ends, desk.settings.timezone),
    )


def _reads(interview: Interview) -> bool:
    return interview.state == "submitted" and interview.role == "owner" and interview.erased_at is None


async def _text(desk: Desk, whole: _Whole, interview: Interview) -> str:
    dormant = frozenset(await dormant_in(desk, interview.id))
    pillar = whole.facts.pillar(interview.pillar)
    rows = rows_of(whole.model, pillar, interview, whole.answers, whole.found, dormant)
    return pillar_text(
        whole.facts, interview.pillar, rows, interview.language, until=whole.until, texts=desk.texts
    )


def _message(desk: Desk, job: Job, interview: Interview, person: Person, html: str) -> Record:
    buttons = [
        [(plain(str(desk.texts.say(f"button.{verb}", interview.language))), f"{verb}:{interview.id}")]
        for verb in ("agree", "remark")
    ]
    key = f"{PILLAR_TEXTS}:{job.id}:{interview.id}"
    return desk.reply(person, html, key, buttons, kind="factcheck", about=interview.id)
