"""What owners read of their own pillar in the fact check: one message for each who handed in."""

from __future__ import annotations

from bot.cards import plain
from bot.desk import Desk
from bot.phases import PILLAR_TEXT, fact_check_ends, may_leave
from bot.reporting import assessment_facts, dormant_in
from bot.reports.guide import rows_of
from bot.reports.judged import judged
from bot.reports.pillar_text import pillar_text
from bot.texts.filters import localized
from bot.tokens import new_id
from storage.records import Assessment, Interview, Job, Person, Record

PILLAR_TEXTS = "pillar_texts"


def pillar_texts_job(desk: Desk, assessment: Assessment) -> Job:
    """The texts of this fact check, to be made at once."""
    since = assessment.phase_since.isoformat() if assessment.phase_since else ""
    payload = {"assessment": assessment.id, "since": since}
    return Job(desk.tenant, new_id(), PILLAR_TEXTS, f"{PILLAR_TEXTS}:{assessment.id}", payload, desk.now())


async def make_pillar_texts(desk: Desk, job: Job) -> list[Record]:
    """A message to every owner who handed in and may be written to."""
    assessment = await desk.storage.assessment(desk.tenant, job.payload["assessment"])
    if assessment is None or PILLAR_TEXT not in may_leave(assessment):
        return []
    rows: list[Record] = []
    for interview in await desk.storage.interviews(desk.tenant, assessment.id):
        person = await desk.storage.person(desk.tenant, interview.person)
        if _reads(interview) and person is not None and person.stopped_at is None:
            rows.append(await _message(desk, job, assessment, interview, person))
    return rows


def _reads(interview: Interview) -> bool:
    return interview.state == "submitted" and interview.role == "owner" and interview.erased_at is None


async def _message(
    desk: Desk, job: Job, assessment: Assessment, interview: Interview, person: Person
) -> Record:
    language = interview.language
    facts = await assessment_facts(desk, assessment, desk.now())
    answers = await desk.storage.answers(desk.tenant, assessment.id)
    found = judged(answers, await desk.storage.judgements(desk.tenant, assessment.id))
    dormant = frozenset(await dormant_in(desk, interview.id))
    model = await desk.model(assessment.model_hash)
    rows = rows_of(model, facts.pillar(interview.pillar), interview, answers, found, dormant)
    ends = fact_check_ends(desk.settings, assessment, assessment.phase_since or desk.now())
    html = pillar_text(
        facts,
        interview.pillar,
        rows,
        language,
        until=localized(ends, desk.settings.timezone),
        texts=desk.texts,
    )
    buttons = [
        [(plain(str(desk.texts.say(f"button.{verb}", language))), f"{verb}:{interview.id}")]
        for verb in ("agree", "remark")
    ]
    key = f"{PILLAR_TEXTS}:{job.id}:{interview.id}"
    return desk.reply(person, html, key, buttons, kind="factcheck", about=interview.id)
