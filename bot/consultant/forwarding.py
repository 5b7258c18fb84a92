"""Texts that a consultant forwards to who is invited, in the name of the client: this is the only time that
a link can be seen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.consultant.asking import Ask
from bot.desk import Plan
from bot.interview.plan import plan_of
from bot.interview.script import Script
from bot.invites import make_invite
from bot.privacy.audit import noted
from bot.references.candidates import invited_anew
from storage.port import InviteOpen
from storage.records import Assessment, Invite, Outgoing, Record


@dataclass(frozen=True, slots=True)
class Place:
    """What one link is for: a pillar, or one question (its words) of it."""

    pillar: str
    link: str
    question: str


def forwarded(ask: Ask, assessment: Assessment, script: Script, made: Sequence[tuple[str, Invite]]) -> str:
    """The invitation of one person, with a link for each of their (token, invite)."""
    first = made[0][1]
    language = first.language or assessment.language
    settings = assessment.settings
    return str(
        ask.desk.texts.say(
            "consultant.invitation",
            language,
            name=first.name,
            organisation=assessment.name,
            places=[_place(ask, script, invite, token, language) for token, invite in made],
            consultant=ask.person.name,
            phone=settings.get("phone") or "",
            client=settings.get("client") or "",
            deadline=ask.local(usable_until(assessment, first)),
        )
    )


def _place(ask: Ask, script: Script, invite: Invite, token: str, language: str) -> Place:
    stop = plan_of(script).stops.get(invite.question or "")
    question = stop.question.text[language] if stop is not None else ""
    pillar = ask.desk.pillar_name(script, invite.pillar or "", language)
    return Place(pillar, ask.desk.link(token), question)


def usable_until(assessment: Assessment, invite: Invite) -> datetime:
    """Until when somebody can begin: the link's last day, or the round's if that is sooner."""
    return min(invite.expires_at, assessment.deadline or invite.expires_at)


def to_forward(
    ask: Ask, assessment: Assessment, script: Script, invite: Invite, token: str, first: int = 0
) -> list[Record]:
    """A note to the consultant, the link as a picture, and last the text with the link."""
    pillar = ask.desk.pillar_name(script, invite.pillar or "", ask.language)
    note = ask.text("consultant.forward", pillar=pillar, expires=ask.local(usable_until(assessment, invite)))
    text = forwarded(ask, assessment, script, [(token, invite)])
    return [
        ask.reply(note, number=first, about=invite.id),
        *_picture(ask, assessment, invite, token, first + 1),
        ask.reply(text, number=first + 2, about=invite.id),
    ]


def _picture(ask: Ask, assessment: Assessment, invite: Invite, token: str, number: int) -> list[Record]:
    """The link for phones to read, where a picture can be shown."""
    if ask.person.channel != "telegram":
        return []
    language = invite.language or assessment.language
    caption = ask.desk.texts.say("forward.qr", language, name=invite.name, organisation=assessment.name)
    row = ask.reply(str(caption), number=number, about=invite.id)
    assert isinstance(row, Outgoing)
    return [replace(row, method="photo", payload={**row.payload, "qr": ask.desk.link(token)})]


async def renew(ask: Ask, assessment: Assessment, more: str) -> Plan:
    """`INVITE`: who did not begin gets a clean text with a new link; the old one works no more."""
    old = await ask.desk.storage.invite(ask.desk.tenant, more)
    if old is None or old.assessment != assessment.id:
        return ask.refuse("toast.not_yours")
    if old.state != "open" or old.pillar is None:
        return ask.refuse("toast.invite_over")
    token, fresh = make_invite(
        ask.desk,
        assessment,
        old.pillar,
        old.role,
        old.name,
        function=old.function,
        department=old.department,
        language=old.language,
        question=old.question,
    )
    # Who it was for is known by the new one.
    ended = replace(old, state="replaced", name=None, function=None, department=None)
    line = noted(ask.desk, ask.person.id, "invite_renewed", assessment.id, old.id)
    followed = await invited_anew(ask.desk, assessment.owner, old.id, fresh.id)
    return Plan(
        [ended, fresh, line, *followed, *_once_more(ask, assessment, old, fresh, token)],
        (InviteOpen(old.id),),
    )


def _once_more(ask: Ask, assessment: Assessment, old: Invite, fresh: Invite, token: str) -> list[Record]:
    note = ask.text("forward.renewed", name=old.name, expires=ask.local(usable_until(assessment, fresh)))
    text = ask.desk.texts.say(
        "forward.again",
        fresh.language or assessment.language,
        name=fresh.name,
        invited=ask.local(old.created_at),
        until=ask.local(usable_until(assessment, fresh)),
        link=ask.desk.link(token),
        consultant=ask.person.name,
    )
    return [
        ask.reply(note, about=fresh.id),
        *_picture(ask, assessment, fresh, token, 1),
        ask.reply(str(text), number=2, about=fresh.id),
    ]
