"""Invites from the command line, also while the bot runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.config import PREFIX
from bot.consultant.assessments import find_assessment, make_assessment, open_fields
from bot.desk import Desk
from bot.invites import BEST_PRACTICE, CO_CONSULTANT, REFERENCE, make_invite
from bot.tokens import new_id
from storage.port import Change
from storage.records import Assessment, Person, Record

ROLES = ("owner", "colleague", CO_CONSULTANT, REFERENCE)
#: What an invite in a role is about, where that is not a pillar.
SUBJECTS = {CO_CONSULTANT: None, REFERENCE: BEST_PRACTICE}
#: Which setting answers an open privacy field of a new assessment.
SETTING = {
    "controller": "--new",
    "contact": f"{PREFIX}PRIVACY_CONTACT",
    "basis": f"{PREFIX}BASIS",
    "retention_days": f"{PREFIX}RETENTION_DAYS",
    "telegram": f"{PREFIX}TELEGRAM_FOR_OWNERS",
}
#: What to do about it.
REMEDY = {
    "controller": "name the organisation that is responsible",
    "contact": "say who answers questions about personal data",
    "basis": "name the legal basis",
    "retention_days": "say how long answers are kept",
    "telegram": "the client must accept Telegram: yes",
}


class InviteError(Exception):
    """What was asked cannot be done; `problems` says what, where and what to do."""

    def __init__(self, *problems: str) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Made:
    """Tokens, in the order of making, and the assessment they are for."""

    tokens: list[str]
    assessment: str


async def invite_many(
    desk: Desk,
    new: str | None,
    wanted: str | None,
    pillar: str,
    role: str,
    count: int,
    consultant: str | None,
) -> Made:
    """`count` invites for one pillar (or to co-consultants), all of them or none."""
    assessment, records = await assessment_for(desk, new, wanted, consultant)
    check_ready(desk, assessment, pillar, role, is_new=new is not None)
    tokens = []
    for _ in range(count):
        token, invite = make_invite(desk, assessment, SUBJECTS.get(role, pillar), role, None)
        tokens.append(token)
        records.append(invite)
    await desk.storage.save(Change(writes=tuple(records)))
    return Made(tokens, assessment.id)


async def assessment_for(
    desk: Desk, new: str | None, wanted: str | None, consultant: str | None
) -> tuple[Assessment, list[Record]]:
    """(the assessment, what is to be saved with it): a new one by name, or one that is there."""
    if new is not None:
        return await _new(desk, new, consultant)
    return await the_assessment(desk, wanted or "", "; make one with --new NAME"), []


async def the_assessment(desk: Desk, wanted: str, else_: str = "") -> Assessment:
    """The one assessment with this id or name; raises InviteError, which says what `else_` can be done."""
    found = await find_assessment(desk, wanted)
    if not found:
        raise InviteError(f"no assessment has the id or name {wanted!r}{else_}")
    if len(found) > 1:
        ids = ", ".join(a.id for a in found)
        raise InviteError(f"several assessments have the name {wanted!r}; use one of the ids {ids}")
    return found[0]


async def _new(desk: Desk, name: str, consultant: str | None) -> tuple[Assessment, list[Record]]:
    if not name.strip():
        raise InviteError("--new: give the organisation's name")
    person, fresh = await the_consultant(desk, consultant)
    assessment, records = make_assessment(desk, name.strip(), person)
    return assessment, [person, *records] if fresh else records


async def the_consultant(desk: Desk, consultant: str | None) -> tuple[Person, bool]:
    """(the one with this Telegram user id, or the first; whether nobody met them yet). Raises InviteError."""
    known = desk.settings.consultants
    user = consultant or next(iter(known), None)
    if user is None:
        raise InviteError(
            f"{PREFIX}CONSULTANTS: is empty; set it, or give --consultant with a Telegram user id"
        )
    if known and user not in known:
        raise InviteError(
            f"--consultant {user}: is not one of {PREFIX}CONSULTANTS, who run assessments; "
            f"add it there first, or give one of {', '.join(known)}"
        )
    person = await desk.storage.person_at(desk.tenant, "telegram", user)
    fresh = person is None
    return person or Person(desk.tenant, new_id(), "telegram", user, "", None, desk.now()), fresh


def check_ready(
    desk: Desk,
    assessment: Assessment,
    pillar: str | None,
    role: str,
    *,
    is_new: bool,
    more: Sequence[str] = (),
) -> None:
    """Raises InviteError if nobody can be invited, with `more` problems after those. `pillar` None: each
    invite names its own.
    """
    pillars = [section.id for section in desk.library.script("maturity").script.sections]
    problems = []
    if pillar is not None and pillar not in pillars and role not in SUBJECTS:
        problems.append(f"--pillar {pillar}: the pillars are {', '.join(pillars)}")
    if role not in ROLES:
        problems.append(f"--role {role}: this version invites {', '.join(ROLES)}")
    if assessment.state != "open":
        problems.append(f"assessment {assessment.id} is closed")
    for field in open_fields(assessment):
        where = SETTING[field] if is_new else f"assessment {assessment.id}, privacy field {field}"
        problems.append(f"{where}: nobody is invited before this is known; {REMEDY[field]}")
    if problems or more:
        raise InviteError(*problems, *more)
