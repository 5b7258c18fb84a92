"""The link for somebody of an organisation on the list: for a short story or the whole interview, with a name
only after a plain yes.
"""

from __future__ import annotations

from dataclasses import replace

from bot.awaiting import awaits
from bot.consultant.asking import LONGEST_NAME
from bot.consultant.assessments import open_fields
from bot.consultant.organisation_page import Editing
from bot.consultant.people import what_next
from bot.consultant.referring import SUBJECTS, to_forward
from bot.desk import Plan
from bot.invites import REFERENCE, make_invite
from bot.privacy.audit import noted
from bot.references.candidates import ASKED, FUNCTION, INVITE, with_invite
from bot.tokens import id_from, new_mark
from storage.port import Guard, InviteOpen, IsStill
from storage.records import Assessment, Invite, Job, Record, Reference

#: What a press says about the name.
NAMELESS, BY_NAME = "no", "name"


def which_way(editing: Editing, assessment: Assessment, one: Reference, rest: str) -> Plan:
    """`` asks how much is to be told, `MARK:WAY` whether a name is to be on it."""
    ask = editing.ask
    if open_fields(assessment):
        return what_next(ask, assessment)
    mark, _, way = rest.partition(":")
    back = [editing.press("organisation_back", one.id)]
    if way not in SUBJECTS:
        mark = new_mark()
        ways = [[editing.press(f"candidates_{way}", one.id, "invite", mark, way)] for way in SUBJECTS]
        return ask.say("candidates.how_much", [*ways, back], name=one.name)
    named_or_not = [
        [editing.press(f"candidates_{choice}", one.id, "invite", mark, way, choice)]
        for choice in (NAMELESS, BY_NAME)
    ]
    return ask.say(
        "candidates.whose_name",
        [*named_or_not, back],
        name=one.name,
        function=one.contact.get(FUNCTION) or "",
    )


async def invite(editing: Editing, assessment: Assessment, one: Reference, rest: str) -> Plan:
    """`MARK:WAY:no` makes the link, `MARK:WAY:name` asks for the name first."""
    mark, way, choice = (*rest.split(":"), "")[:3]
    ask = editing.ask
    if way not in SUBJECTS or choice not in (NAMELESS, BY_NAME):
        return ask.refuse("toast.candidate_past")
    if open_fields(assessment):
        return what_next(ask, assessment)
    if choice == NAMELESS:
        return await _made(editing, assessment, one, mark, way, None)
    plan = ask.say(
        "candidates.name", [[editing.press("organisation_back", one.id)]], name=one.name, most=LONGEST_NAME
    )
    facts = {"round": editing.round_, "about": one.id, "field": "invitee", "mark": mark, "way": way}
    return replace(plan, writes=[*plan.writes, awaits(ask.desk, ask.person, editing.verb, **facts)])


async def named(editing: Editing, assessment: Assessment | None, one: Reference, job: Job, text: str) -> Plan:
    """The name that was asked for; it is kept with the invite alone, and goes when that lapses."""
    name, ask = " ".join(text.split()), editing.ask
    if assessment is None or assessment.state != "open":
        return ask.say("candidates.no_round", [[editing.press("candidates_back")]])
    if len(name) > LONGEST_NAME:
        plan = ask.say("candidates.name", name=one.name, most=LONGEST_NAME)
        return replace(plan, writes=[*plan.writes, job])
    return await _made(editing, assessment, one, str(job.payload["mark"]), str(job.payload["way"]), name)


async def _made(
    editing: Editing, assessment: Assessment, one: Reference, mark: str, way: str, name: str | None
) -> Plan:
    ask, desk = editing.ask, editing.ask.desk
    id_ = id_from("candidate", one.id, mark)
    if await desk.storage.invite(desk.tenant, id_) is not None:
        return ask.refuse("toast.invite_made")
    old = await desk.storage.invite(desk.tenant, str(one.contact.get(INVITE) or ""))
    if old is not None and old.state == "bound":
        return ask.refuse("toast.candidate_begun")
    token, made = make_invite(
        desk, assessment, SUBJECTS[way], REFERENCE, name, id_, function=one.contact.get(FUNCTION)
    )
    asked = replace(with_invite(one, made.id), stage=ASKED, interview=None)
    line = noted(desk, ask.person.id, "reference_invited", assessment.id, made.id)
    ended, guards = _in_its_place(old)
    writes: list[Record] = [made, asked, line, *ended, *to_forward(ask, assessment, made, token)]
    return Plan(writes, (IsStill(one), *guards))


def _in_its_place(old: Invite | None) -> tuple[list[Record], list[Guard]]:
    """An earlier link to the same organisation works no more."""
    if old is None or old.state != "open":
        return [], []
    return [replace(old, state="replaced", name=None, function=None, department=None)], [InviteOpen(old.id)]
