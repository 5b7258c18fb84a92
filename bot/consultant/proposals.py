"""Functions that would know it better, named by owners: the consultant invites there, or does not."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.awaiting import awaits
from bot.cards import trimmed
from bot.consultant.asking import LONGEST_NAME, Ask, Press
from bot.consultant.assessments import open_fields
from bot.consultant.forwarding import to_forward
from bot.consultant.people import what_next
from bot.desk import Desk, Plan
from bot.interview.plan import plan_of
from bot.interview.progress import DONT_KNOW
from bot.interview.script import Script
from bot.invites import make_invite
from bot.privacy.audit import noted
from bot.tokens import id_from
from storage.records import Answer, Assessment, Interview, Job, Note, Record

KIND, WAITING = "proposal", "waiting"
#: The button by whose rights a name is typed.
PROPOSE = "propose"
#: So many are listed in one message.
PAGE = 6
#: What a press comes to -> (the role of who is invited, whether for the question alone).
INVITED = {"question": ("colleague", True), "pillar": ("owner", False)}
SHORT = 90


@dataclass(frozen=True, slots=True)
class Proposal:
    """A function that somebody named. `note`: as it is stored once it is decided; `question` None: for the
    pillar as a whole.
    """

    note: Note
    by: str
    pillar: str
    question: str | None


async def proposals_of(desk: Desk, assessment: Assessment) -> list[Note]:
    """What waits for a decision, oldest first; what owners say in answers only once they are handed in."""
    stored = await desk.storage.notes(desk.tenant, assessment.id, KIND)
    interviews = {i.id: i for i in await desk.in_round(assessment)}
    known = {note.id for note in stored}
    named = [
        _named(assessment, interviews[answer.interview], answer)
        for answer in await desk.storage.answers(desk.tenant, assessment.id)
        if answer.value == DONT_KNOW and answer.text
        if (one := interviews.get(answer.interview)) is not None and one.state == "submitted"
    ]
    fresh = [note for note in named if note.id not in known]
    waiting = [note for note in stored if note.state == WAITING]
    return sorted([*waiting, *fresh], key=lambda note: note.at)


def _named(assessment: Assessment, interview: Interview, answer: Answer) -> Note:
    return Note(
        tenant=assessment.tenant,
        id=id_from(KIND, interview.id, answer.question),
        assessment=assessment.id,
        interview=interview.id,
        person=interview.person,
        pillar=interview.pillar,
        question=answer.question,
        kind=KIND,
        text=answer.text or "",
        state=WAITING,
        by=interview.person,
        at=answer.at,
    )


# --- the list


async def show(ask: Ask, assessment: Assessment, more: str = "") -> Plan:
    """Who was named for what, each with the choice: for the question, for the pillar, or no."""
    return await _listed(ask, assessment, int(more) if more.isdecimal() and len(more) < 5 else 0)


async def _listed(ask: Ask, assessment: Assessment, first: int, without: str = "") -> Plan:
    found = [note for note in await proposals_of(ask.desk, assessment) if note.id != without]
    script = await ask.desk.script(assessment.script_hash)
    shown = [await _proposal(ask, script, note) for note in found[first : first + PAGE]]
    buttons = [_presses(ask, assessment, one, first + n) for n, one in enumerate(shown, 1)]
    if len(found) > first + PAGE:
        buttons.append([(ask.label("more_proposals"), f"proposals:{assessment.id}:{first + PAGE}")])
    return ask.say(
        "proposals.list",
        buttons if assessment.state == "open" else [],
        organisation=assessment.name,
        proposals=shown,
        first=first,
        total=len(found),
    )


async def _proposal(ask: Ask, script: Script, note: Note) -> Proposal:
    person = await ask.desk.storage.person(ask.desk.tenant, note.by)
    stop = plan_of(script).stops.get(note.question or "")
    question = str(trimmed(stop.question.text[ask.language], SHORT)) if stop is not None else None
    pillar = ask.desk.pillar_name(script, note.pillar or "", ask.language)
    return Proposal(note, person.name if person else "", pillar, question)


def _presses(ask: Ask, assessment: Assessment, one: Proposal, number: int) -> list[Press]:
    ways = ["pillar", "no"] if one.question is None else ["question", "pillar", "no"]
    start = f"propose:{assessment.id}:{one.note.id}"
    return [(ask.label(f"propose_{way}", number=number), f"{start}:{way}") for way in ways]


# --- a decision


async def decide(ask: Ask, assessment: Assessment, more: str) -> Plan:
    """`PROPOSAL:WAY`: `no`, or a name is asked; `PROPOSAL:WAY:nameless` invites without one."""
    id_, way, how = (*more.split(":", 2), "", "")[:3]
    note = next((one for one in await proposals_of(ask.desk, assessment) if one.id == id_), None)
    if note is None or (way not in INVITED and way != "no"):
        return ask.refuse("toast.proposal_over")
    if open_fields(assessment):
        return what_next(ask, assessment)
    if way == "no":
        return await _refused(ask, assessment, note)
    if how == "nameless":
        return await _invited(ask, assessment, note, way, None)
    return _which_name(ask, assessment, note, way)


async def _refused(ask: Ask, assessment: Assessment, note: Note) -> Plan:
    plan = await _listed(ask, assessment, 0, without=note.id)
    plan.writes.append(_decided(ask, note, "refused"))
    return plan


def _decided(ask: Ask, note: Note, state: str) -> Note:
    return replace(note, state=state, done_at=ask.desk.now())


def _which_name(ask: Ask, assessment: Assessment, note: Note, way: str) -> Plan:
    start = f"propose:{assessment.id}:{note.id}:{way}:nameless"
    buttons = [
        [(ask.label("propose_nameless"), start)],
        [(ask.label("propose_back"), f"proposals:{assessment.id}")],
    ]
    plan = ask.say("proposals.name", buttons, function=note.text, most=LONGEST_NAME)
    facts = {"assessment": assessment.id, "note": note.id, "way": way}
    plan.writes.append(awaits(ask.desk, ask.person, PROPOSE, **facts))
    return plan


async def named(ask: Ask, assessment: Assessment, job: Job, text: str) -> Plan:
    """A name was typed for a function that somebody named."""
    name = " ".join(text.split())
    waiting = await proposals_of(ask.desk, assessment)
    note = next((one for one in waiting if one.id == job.payload["note"]), None)
    if note is None or assessment.state != "open":
        return ask.say("proposals.over")
    if len(name) > LONGEST_NAME:
        plan = ask.say("proposals.name", function=note.text, most=LONGEST_NAME)
        return replace(plan, writes=[*plan.writes, job])
    return await _invited(ask, assessment, note, job.payload["way"], name)


async def _invited(ask: Ask, assessment: Assessment, note: Note, way: str, name: str | None) -> Plan:
    """The link, once for each proposal, and the proposal is done."""
    role, alone = INVITED[way]
    script = await ask.desk.script(assessment.script_hash)
    stop = plan_of(script).stops.get(note.question or "")
    token, made = make_invite(
        ask.desk,
        assessment,
        note.pillar,
        role,
        name,
        id_from("propose", note.id),
        function=note.text[:LONGEST_NAME],
        question=stop.home if alone and stop is not None else None,
    )
    writes: list[Record] = [
        made,
        _decided(ask, note, "invited"),
        noted(ask.desk, ask.person.id, "proposal_invited", assessment.id, made.id),
        *to_forward(ask, assessment, script, made, token),
    ]
    return Plan(writes)
