"""Invites: made for one role and pillar, opened as often as anybody likes, used up by pressing "I take
part".
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.desk import Desk
from bot.tokens import hash_of_token, new_id, new_token
from storage.records import Assessment, Interview, Invite, Person


@dataclass(frozen=True, slots=True)
class Opened:
    """An invite that this person may use, and the interview that it leads to."""

    invite: Invite
    interview: Interview
    assessment: Assessment
    is_new: bool


def make_invite(
    desk: Desk, assessment: Assessment, pillar: str, role: str, name: str | None
) -> tuple[str, Invite]:
    """(token, its record): the token is shown once and kept nowhere."""
    token, now = new_token(), desk.now()
    expires = now + timedelta(days=desk.settings.invite_days)
    invite = Invite(
        desk.tenant, new_id(), hash_of_token(token), assessment.id, pillar, role, name, "open", now, expires
    )
    return token, invite


async def open_invite(desk: Desk, person: Person, token: str, channel: str) -> Opened | None:
    """What a token leads to for this person; None for anything that is not theirs to open, whatever the
    reason.
    """
    invite = await desk.storage.invite_by_hash(desk.tenant, hash_of_token(token))
    if invite is None or not _usable(desk, invite, person):
        return None
    assessment = await desk.storage.assessment(desk.tenant, invite.assessment)
    if assessment is None or assessment.state != "open":
        return None
    mine = await desk.storage.interviews_of(desk.tenant, person.id)
    known = next((interview for interview in mine if interview.invite == invite.id), None)
    interview = known or _interview(desk, invite, assessment, person)
    return Opened(
        replace(invite, opened_at=invite.opened_at or desk.now()), interview, assessment, known is None
    )


def _usable(desk: Desk, invite: Invite, person: Person) -> bool:
    if invite.state == "bound":
        return invite.bound_to == person.id
    return invite.state == "open" and desk.now() < invite.expires_at


def _interview(desk: Desk, invite: Invite, assessment: Assessment, person: Person) -> Interview:
    now = desk.now()
    return Interview(
        tenant=desk.tenant,
        id=new_id(),
        assessment=assessment.id,
        invite=invite.id,
        person=person.id,
        pillar=invite.pillar or "",
        role=invite.role,
        state="opened",
        rev=0,
        script_hash=assessment.script_hash,
        language=person.language or assessment.language,
        created_at=now,
        last_activity=now,
        # Which way the anchors run is drawn once and announced, so that habit favours neither end over all
        # owners.
        progress={"descending": bool(secrets.randbelow(2))},
    )
