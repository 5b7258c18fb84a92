"""Invites: made for one role and pillar, opened as often as anybody likes, used up by pressing "I take
part".
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.desk import Desk
from bot.in_full import IN_FULL
from bot.tokens import hash_of_token, new_id, new_token
from storage.records import Assessment, Interview, Invite, Person, Record

#: Asks to help run the assessment, instead of answering in it.
CO_CONSULTANT = "consultant"
#: Tells of another organisation, that is further ahead, in the script that is called so.
REFERENCE, BEST_PRACTICE = "reference", "best_practice"
#: Tells what became of one action, in no interview; its `question` is the id of the action.
TELLS = "action"
#: Interviews in which another organisation tells of itself.
TELLING = frozenset({BEST_PRACTICE, IN_FULL})


@dataclass(frozen=True, slots=True)
class Usable:
    """An invite that this person may use."""

    invite: Invite
    assessment: Assessment


@dataclass(frozen=True, slots=True)
class Opened:
    """An invite that this person may use, and the interview that it leads to."""

    invite: Invite
    interview: Interview
    assessment: Assessment
    is_new: bool

    def to_save(self, desk: Desk) -> list[Record]:
        """What is saved with its beginning."""
        return [*script_beside(desk, self.assessment, self.interview.pillar), self.interview, self.invite]


def make_invite(
    desk: Desk,
    assessment: Assessment,
    pillar: str | None,
    role: str,
    name: str | None,
    id_: str | None = None,
    *,
    function: str | None = None,
    department: str | None = None,
    language: str | None = None,
    question: str | None = None,
) -> tuple[str, Invite]:
    """(token, its record): the token is shown once and kept nowhere. `id_`: what the button that was pressed
    makes, and not there yet; `question`: for this one only.
    """
    token, now = new_token(), desk.now()
    invite = Invite(
        tenant=desk.tenant,
        id=id_ or new_id(),
        token_hash=hash_of_token(token),
        assessment=assessment.id,
        pillar=pillar,
        role=role,
        name=name,
        state="open",
        created_at=now,
        expires_at=now + timedelta(days=desk.settings.invite_days),
        function=function,
        # Of another organisation it is of no use to know.
        department="" if role == REFERENCE else department,
        language=language,
        question=question,
    )
    return token, invite


async def usable_invite(desk: Desk, person: Person, token: str) -> Usable | None:
    """What a token is good for in these hands; None for anything that is not, whatever the reason, and
    after the same look-ups.
    """
    invite = await desk.storage.invite_by_hash(desk.tenant, hash_of_token(token))
    assessment = await desk.storage.assessment(desk.tenant, invite.assessment if invite else "")
    if invite is None or assessment is None or not _goes_on(invite, assessment):
        return None
    now = desk.now()
    mine = invite.bound_to == person.id if invite.state == "bound" else invite.state == "open"
    if not mine or (invite.state == "open" and now >= invite.expires_at):
        return None
    return Usable(replace(invite, opened_at=invite.opened_at or now), assessment)


def _goes_on(invite: Invite, assessment: Assessment) -> bool:
    """What became of actions is told after a round is over."""
    return assessment.state == "open" or (invite.role == TELLS and assessment.state != "erased")


async def interview_of(desk: Desk, person: Person, usable: Usable) -> Opened:
    """The interview that an invite leads to: the one that this person has by it, or a new one."""
    mine = await desk.storage.interviews_of(desk.tenant, person.id)
    known = next((one for one in mine if one.invite == usable.invite.id and one.state != "ended"), None)
    beside = next((one for one in mine if one.assessment == usable.assessment.id and one.joined_at), None)
    interview = known or _interview(desk, usable.invite, usable.assessment, person, beside)
    return Opened(usable.invite, interview, usable.assessment, known is None)


def script_beside(desk: Desk, assessment: Assessment, subject: str) -> list[Record]:
    """The script of an interview that is beside the round, as it is stored; the round's own is already."""
    return [desk.stored(desk.beside(assessment, subject), subject)] if desk.is_beside(subject) else []


def interview_beside(
    desk: Desk, mine: Interview, assessment: Assessment, subject: str, id_: str
) -> Interview:
    """A new interview without an invite, for somebody who has one in the round."""
    now = desk.now()
    return Interview(
        tenant=desk.tenant,
        id=id_,
        assessment=assessment.id,
        invite=None,
        person=mine.person,
        pillar=subject,
        role=mine.role,
        state="opened",
        rev=0,
        script_hash=desk.beside(assessment, subject).hash,
        language=mine.language,
        created_at=now,
        last_activity=now,
        department=mine.department,
        progress={"descending": mine.progress.get("descending", False), "only": ""},
    )


def _interview(
    desk: Desk, invite: Invite, assessment: Assessment, person: Person, beside: Interview | None
) -> Interview:
    now, subject = desk.now(), invite.pillar or ""
    own = desk.beside(assessment, subject).hash if desk.is_beside(subject) else assessment.script_hash
    # Which way the anchors run is drawn once for a person and announced, so that habit favours neither end
    # over all owners.
    descending = beside.progress.get("descending") if beside is not None else None
    return Interview(
        tenant=desk.tenant,
        id=new_id(),
        assessment=assessment.id,
        invite=invite.id,
        person=person.id,
        pillar=subject,
        role=invite.role,
        state="opened",
        rev=0,
        script_hash=own,
        language=person.language or invite.language or assessment.language,
        created_at=now,
        last_activity=now,
        department=invite.department,
        progress={
            "descending": bool(secrets.randbelow(2)) if descending is None else descending,
            "only": invite.question or "",
        },
    )
