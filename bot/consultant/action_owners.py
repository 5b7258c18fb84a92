"""Who is asked what became of an action: a link in a text to forward, and taking it back."""

from __future__ import annotations

from dataclasses import replace

from bot.consultant.asking import Ask
from bot.consultant.planned import Planned
from bot.desk import Plan
from bot.following.partaking import decided, words_of
from bot.invites import TELLS, make_invite
from bot.privacy.audit import noted
from bot.reports.words import one_line
from bot.tokens import id_from
from scoring.candidates import Candidate
from storage.port import CancelUnsent
from storage.records import Record


async def invite(ask: Ask, found: Planned, one: Candidate, _: str) -> Plan:
    """A link for one person, who reads before saying yes what is asked and kept; each button makes one."""
    desk, assessment = ask.desk, found.assessment
    known = [one for one in await desk.storage.invites(desk.tenant, assessment.id) if one.role == TELLS]
    body = decided(list(found.amendments))
    if one.id in found.told_by or one.id not in [each["id"] for each in body.get("actions", ())]:
        return ask.refuse("toast.no_teller")
    id_ = id_from(TELLS, assessment.id, one.id, str(len(known)))
    token, made = make_invite(desk, assessment, None, TELLS, None, id_, question=one.id)
    expires = ask.local(made.expires_at)
    text = desk.texts.say(
        "partake.invitation",
        assessment.language,
        organisation=assessment.name,
        consultant=ask.person.name,
        text=one_line(words_of(body, one.id, assessment.language), 300),
        link=desk.link(token),
        until=expires,
    )
    note = ask.text("partake.forward", until=expires)
    line = noted(desk, ask.person.id, "teller_invited", assessment.id, made.id)
    return Plan([made, line, ask.reply(note, about=made.id), ask.reply(str(text), number=1, about=made.id)])


async def take_back(ask: Ask, found: Planned, one: Candidate, _: str) -> Plan:
    """The link works no more, and who accepted it is asked nothing any more."""
    desk, assessment = ask.desk, found.assessment
    mine = [
        each
        for each in await desk.storage.invites(desk.tenant, assessment.id)
        if each.role == TELLS and each.question == one.id and each.state in ("open", "bound")
    ]
    writes: list[Record] = [replace(each, state="revoked") for each in mine]
    cancels = []
    for each in mine:
        person = await desk.storage.person(desk.tenant, each.bound_to or "")
        if person is not None:
            bot_id = desk.bots.get(person.channel, person.channel)
            cancels.append(CancelUnsent(bot_id, person.address, about=assessment.id))
    line = noted(desk, ask.person.id, "invite_revoked", assessment.id)
    return Plan([*writes, line, *ask.say("partake.taken_back").writes], cancels=tuple(cancels))
