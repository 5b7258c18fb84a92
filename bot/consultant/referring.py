"""An organisation that is further ahead is asked how it got there: a link to an interview of its own."""

from __future__ import annotations

from collections.abc import Mapping

from bot.consultant.asking import Ask
from bot.consultant.assessments import open_fields
from bot.consultant.people import what_next
from bot.desk import Plan
from bot.in_full import IN_FULL
from bot.invites import BEST_PRACTICE, REFERENCE, make_invite
from bot.privacy.audit import noted
from bot.tokens import id_from
from storage.records import Assessment, Invite, Record

#: The button that makes the link.
REFER = "refer"
#: How much is to be told -> what the interview is about.
SUBJECTS: Mapping[str, str] = {"short": BEST_PRACTICE, "full": IN_FULL}


async def refer(ask: Ask, assessment: Assessment, mark: str) -> Plan:
    """`MARK`: a link for one person there, in a text to forward; each button makes one."""
    if open_fields(assessment):
        return what_next(ask, assessment)
    id_ = id_from(REFER, ask.person.id, assessment.id, mark)
    if await ask.desk.storage.invite(ask.desk.tenant, id_) is not None:
        return ask.refuse("toast.invite_made")
    token, made = make_invite(ask.desk, assessment, BEST_PRACTICE, REFERENCE, None, id_)
    line = noted(ask.desk, ask.person.id, "reference_invited", assessment.id, made.id)
    return Plan([made, line, *to_forward(ask, assessment, made, token)])


def to_forward(ask: Ask, assessment: Assessment, made: Invite, token: str) -> list[Record]:
    """A note to the consultant, and the text with the link."""
    note = ask.text("reference.forward", expires=ask.local(made.expires_at))
    text = ask.desk.texts.say(
        "reference.invitation",
        assessment.language,
        name=made.name or "",
        in_full=made.pillar != BEST_PRACTICE,
        organisation=assessment.name,
        link=ask.desk.link(token),
        until=ask.local(made.expires_at),
        consultant=ask.person.name,
    )
    return [ask.reply(note, about=made.id), ask.reply(str(text), number=1, about=made.id)]
