"""Both sides are heard: owners read the text about their pillar, and a named consultant adopts the round."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.authority import who_runs
from bot.cards import plain
from bot.consultant.asking import Ask, Press
from bot.consultant.standing import REMINDERS
from bot.desk import Desk, Plan
from bot.facing import pillar_texts_job
from bot.gathering import assessment_facts
from bot.phases import ADOPTED, CONCEPT, DAYS, FACT_CHECK, PILLAR_TEXTS, fact_check_ends
from bot.privacy.audit import noted
from bot.reminding.watching import RUNNING, timers
from bot.reports.words import Words, one_line
from bot.texts.filters import localized
from bot.tokens import new_id
from storage.port import AssessmentAt, DropJobs
from storage.records import Assessment, Job, Note, Record

FACT_CHECK_OVER = "factcheck_over"
#: So many remarks are shown in one message.
SHOWN = 10


async def show_phase(ask: Ask, assessment: Assessment, _: str = "") -> Plan:
    """Where the round is, what owners said of the texts, and the way on."""
    notes = await _notes(ask.desk, assessment)
    return ask.say(
        f"phase.page.{assessment.phase}",
        _ways(ask, assessment),
        organisation=assessment.name,
        ends=ask.local(_ends(ask.desk, assessment)),
        by=await _adopted_by(ask, assessment),
        since=ask.local(assessment.adopted_at or assessment.phase_since),
        busy=await _busy(ask, assessment),
        **_said(ask, notes),
    )


async def _busy(ask: Ask, assessment: Assessment) -> int:
    """How many interviews are begun and not handed in."""
    return sum(one.state in RUNNING for one in await ask.desk.in_round(assessment))


def _ways(ask: Ask, assessment: Assessment) -> list[list[Press]]:
    ways = {CONCEPT: ("factcheck",), FACT_CHECK: ("adopt", "concept"), ADOPTED: ()}[assessment.phase]
    return [[(ask.label(f"phase_{verb}"), f"{verb}:{assessment.id}")] for verb in ways]


def _said(ask: Ask, notes: Sequence[Note]) -> dict[str, object]:
    """What owners said, as templates tell it."""
    remarks = [note for note in notes if note.kind == "remark"]
    return {
        "agreed": sum(note.kind == "seen" for note in notes),
        "count": len(remarks),
        "remarks": [
            {"pillar": note.pillar or "", "text": one_line(note.text, 300)} for note in remarks[-SHOWN:]
        ],
    }


async def _notes(desk: Desk, assessment: Assessment) -> list[Note]:
    """Remarks of any fact check of this round, and who agreed in the present one."""
    notes = await desk.storage.notes(desk.tenant, assessment.id)
    since = assessment.phase_since
    seen = [n for n in notes if n.kind == "seen" and since is not None and n.at >= since]
    return [*(n for n in notes if n.kind == "remark" and n.state != "erased"), *seen]


async def _adopted_by(ask: Ask, assessment: Assessment) -> str:
    person = await ask.desk.storage.person(ask.desk.tenant, assessment.adopted_by or "")
    return person.name if person is not None else ""


def _ends(desk: Desk, assessment: Assessment) -> object:
    since = assessment.phase_since or desk.now()
    return fact_check_ends(desk.settings, assessment, since)


# --- on, back, and adopted


async def to_fact_check(ask: Ask, assessment: Assessment, _: str) -> Plan:
    """Owners get the text about their own pillar, and five working days to say what is wrong with it."""
    if assessment.phase != CONCEPT:
        return ask.refuse("toast.phase_changed")
    interviews = await ask.desk.in_round(assessment)
    owners = [one for one in interviews if one.state == "submitted" and one.role == "owner"]
    if not owners:
        return ask.refuse("toast.nobody_submitted")
    desk, now = ask.desk, ask.desk.now()
    changed = replace(assessment, phase=FACT_CHECK, phase_since=now)
    ends = fact_check_ends(desk.settings, assessment, now)
    over = Job(
        desk.tenant,
        new_id(),
        FACT_CHECK_OVER,
        f"{FACT_CHECK_OVER}:{assessment.id}",
        {"assessment": assessment.id, "since": now.isoformat()},
        ends,
    )
    texts = pillar_texts_job(desk, changed)
    said = ask.say(
        "phase.sent", organisation=assessment.name, owners=len(owners), ends=ask.local(ends), days=DAYS
    )
    line = noted(desk, ask.person.id, FACT_CHECK, assessment.id)
    return Plan([changed, over, texts, line, *said.writes], (_as_it_is(assessment),))


async def to_concept(ask: Ask, assessment: Assessment, _: str) -> Plan:
    """Back at the drawing board; remarks stay."""
    if assessment.phase != FACT_CHECK:
        return ask.refuse("toast.phase_changed")
    changed = replace(assessment, phase=CONCEPT, phase_since=ask.desk.now())
    line = noted(ask.desk, ask.person.id, CONCEPT, assessment.id)
    said = ask.say("phase.back", organisation=assessment.name)
    drops = (DropJobs(f"{FACT_CHECK_OVER}:{assessment.id}"), DropJobs(f"{PILLAR_TEXTS}:{assessment.id}"))
    # Nobody is reminded during the fact check; from now on silence means something again.
    watched = timers(ask.desk, await ask.desk.in_round(assessment))
    return Plan([changed, line, *said.writes, *watched], (_as_it_is(assessment),), drops=drops)


async def adopt(ask: Ask, assessment: Assessment, sure: str) -> Plan:
    """Shows what was remarked and asks whether it is meant; `yes` adopts it in the consultant's name."""
    if assessment.phase != FACT_CHECK:
        return ask.refuse("toast.phase_changed")
    if sure != "yes":
        return await _sure(ask, assessment)
    now = ask.desk.now()
    changed = replace(
        assessment,
        phase=ADOPTED,
        phase_since=now,
        adopted_at=now,
        adopted_by=ask.person.id,
        state="closed",
        closed_at=assessment.closed_at or now,
    )
    line = noted(ask.desk, ask.person.id, ADOPTED, assessment.id)
    said = ask.say("phase.done", organisation=assessment.name, by=ask.person.name, since=ask.local(now))
    prefixes = (REMINDERS.format(assessment=assessment.id), f"{FACT_CHECK_OVER}:{assessment.id}")
    drops = tuple(DropJobs(prefix) for prefix in (*prefixes, f"{PILLAR_TEXTS}:{assessment.id}"))
    return Plan([changed, line, *said.writes], (_as_it_is(assessment),), drops=drops)


async def _sure(ask: Ask, assessment: Assessment) -> Plan:
    facts = await assessment_facts(ask.desk, assessment, ask.desk.now())
    buttons = [
        [(ask.label("adopt_sure"), f"adopt:{assessment.id}:yes")],
        [(ask.label("phase_not_yet"), f"phase:{assessment.id}")],
    ]
    return ask.say(
        "phase.sure",
        buttons,
        organisation=assessment.name,
        by=ask.person.name,
        standing=Words(ask.language, ask.desk.texts).standing(facts),
        early=ask.desk.now()
        < fact_check_ends(ask.desk.settings, assessment, assessment.phase_since or ask.desk.now()),
        busy=await _busy(ask, assessment),
        **_said(ask, await _notes(ask.desk, assessment)),
    )


def _as_it_is(assessment: Assessment) -> AssessmentAt:
    return AssessmentAt(assessment.id, assessment.phase, assessment.state)


# --- five working days later


async def fact_check_over(desk: Desk, job: Job) -> list[Record]:
    """Who runs the assessment is told that the time for remarks is over, and what was said."""
    assessment = await desk.storage.assessment(desk.tenant, job.payload["assessment"])
    if assessment is None or assessment.phase != FACT_CHECK:
        return []
    if (assessment.phase_since or desk.now()).isoformat() != job.payload["since"]:
        return []
    notes = await _notes(desk, assessment)
    rows: list[Record] = []
    for person in await who_runs(desk, assessment):
        language = desk.language_of(person)
        html = desk.texts.say(
            "notice.fact_check_over",
            language,
            organisation=assessment.name,
            day=localized(job.due_at, desk.settings.timezone),
            agreed=sum(note.kind == "seen" for note in notes),
            count=sum(note.kind == "remark" for note in notes),
        )
        label = plain(str(desk.texts.say("button.menu_phase", language)))
        press = [[(label, f"phase:{assessment.id}")]]
        key = f"notice:{FACT_CHECK_OVER}:{job.id}:{person.id}"
        rows.append(desk.reply(person, str(html), key, press, kind="notice", about=assessment.id))
    return rows
