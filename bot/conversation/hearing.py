"""An owner says what is right or wrong in the text about the own pillar."""

from __future__ import annotations

from bot.authority import may, role_in_interview, who_runs
from bot.awaiting import awaits
from bot.conversation.turn import Turn
from bot.desk import Plan
from bot.phases import FACT_CHECK
from bot.privacy.audit import noted
from bot.tokens import id_from, new_id
from storage.port import AssessmentAt, Walk
from storage.records import Job, Note, Record

AGREE, REMARK = "agree", "remark"
LONGEST = 2000


async def agree(turn: Turn, interview: str) -> Plan:
    """The text is right."""
    walk = await _walk(turn, interview, AGREE)
    if isinstance(walk, Plan):
        return walk
    note = _note(turn, walk, "seen", "", id_from("seen", interview, str(walk.assessment.phase_since)))
    if await turn.desk.storage.note(turn.desk.tenant, note.id) is not None:
        return turn.refuse("toast.agreed")
    plan = turn.say("hearing.agreed")
    told = await _told(turn, walk, "agreed", note)
    return Plan([note, *plan.writes, *told], (_still(walk),), plan.cancels)


async def remark(turn: Turn, interview: str) -> Plan:
    """What is wrong is typed next."""
    walk = await _walk(turn, interview, REMARK)
    if isinstance(walk, Plan):
        return walk
    plan = turn.say("hearing.how")
    plan.writes.append(awaits(turn.desk, turn.person, REMARK, interview=interview))
    return plan


async def remarked(turn: Turn, job: Job, text: str) -> Plan:
    """The remark is filed, and who runs the assessment reads it; another may follow."""
    interview = job.payload["interview"]
    walk = await _walk(turn, interview, REMARK)
    if isinstance(walk, Plan):
        return turn.say("hearing.over")
    if len(text) > LONGEST:
        plan = turn.say("hearing.long", most=LONGEST, length=len(text))
        plan.writes.append(job)
        return plan
    note = _note(turn, walk, REMARK, text, new_id())
    label = str(turn.desk.texts.say("button.remark_more", turn.language))
    plan = turn.say("hearing.filed", [[(label, f"{REMARK}:{interview}")]])
    line = noted(turn.desk, turn.person.id, REMARK, walk.assessment.id, interview)
    return Plan(
        [note, line, *plan.writes, *await _told(turn, walk, REMARK, note)], (_still(walk),), plan.cancels
    )


async def _walk(turn: Turn, interview: str, action: str) -> Walk | Plan:
    """The interview whose text is heard about, or why nothing can be said of it."""
    walk = await turn.desk.storage.walk(turn.desk.tenant, interview)
    if walk is None or not may(role_in_interview(turn.person, walk.interview), action):
        return turn.refuse("toast.not_yours")
    if walk.assessment.phase != FACT_CHECK or walk.interview.state != "submitted":
        return turn.refuse("toast.hearing_over")
    return walk


def _note(turn: Turn, walk: Walk, kind: str, text: str, id_: str) -> Note:
    interview, now = walk.interview, turn.desk.now()
    return Note(
        interview.tenant,
        id_,
        interview.assessment,
        interview.id,
        turn.person.id,
        interview.pillar,
        None,
        kind,
        text,
        "open",
        turn.person.id,
        now,
    )


async def _told(turn: Turn, walk: Walk, what: str, note: Note) -> list[Record]:
    desk, rows = turn.desk, list[Record]()
    script = await desk.script(walk.interview.script_hash)
    for person in await who_runs(desk, walk.assessment):
        language = desk.language_of(person)
        html = desk.texts.say(
            f"notice.{what}",
            language,
            name=turn.person.name or turn.person.address,
            pillar=desk.pillar_name(script, walk.interview.pillar, language),
            organisation=walk.assessment.name,
            text=note.text,
        )
        key = f"notice:{what}:{note.id}:{person.id}"
        rows.append(desk.reply(person, str(html), key, kind="notice", about=walk.interview.id))
    return rows


def _still(walk: Walk) -> AssessmentAt:
    return AssessmentAt(walk.assessment.id, walk.assessment.phase, walk.assessment.state)
