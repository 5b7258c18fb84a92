"""Where an assessment stands: who is invited, busy or done; counts only, never an answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.desk import Desk
from bot.interview.estimate import estimate
from bot.interview.path import path_of
from bot.interview.plan import plan_of
from bot.invites import CO_CONSULTANT
from bot.texts.filters import localized
from bot.walking import load
from storage.records import Assessment, Interview, Invite


@dataclass(frozen=True, slots=True)
class Line:
    """One invited person. `state`: invited, opened, expired, active, ready, paused, submitted, stopped,
    declined, ended.
    """

    pillar: str
    name: str
    state: str
    done: int = 0
    total: int = 0
    last: datetime | None = None


async def lines(desk: Desk, assessment: Assessment) -> list[Line]:
    """Everybody who was invited, by pillar."""
    interviews = await desk.storage.interviews(desk.tenant, assessment.id)
    found = [
        await _line(desk, invite, _of_invite(invite, interviews))
        for invite in await desk.storage.invites(desk.tenant, assessment.id)
        if invite.role != CO_CONSULTANT
    ]
    return [line for line in found if line is not None]


def _of_invite(invite: Invite, interviews: Sequence[Interview]) -> Interview | None:
    """The interview of who took part by this invite; before that, of who said no."""
    begun = [one for one in interviews if one.invite == invite.id and one.state != "opened"]
    bound = [one for one in begun if one.person == invite.bound_to]
    return next(iter(bound or begun[-1:]), None)


async def _line(desk: Desk, invite: Invite, interview: Interview | None) -> Line | None:
    if invite.state == "revoked" and (interview is None or interview.state != "ended"):
        return None
    pillar, name = invite.pillar or "", invite.name or ""
    if interview is None:
        expired = invite.state == "open" and desk.now() >= invite.expires_at
        return Line(pillar, name, "expired" if expired else "opened" if invite.opened_at else "invited")
    scenery = await load(desk, interview.id)
    assert scenery is not None
    plan = plan_of(scenery.script)
    left = estimate(plan, scenery.progress, path_of(plan, scenery.progress))
    last = localized(interview.last_activity, desk.settings.timezone)
    name = name or scenery.walk.person.name
    state = interview.state
    if state in ("active", "paused") and left.left == 0 and left.done:
        state = "ready"
    return Line(pillar, name, state, left.done, left.done + left.left, last)


async def status_text(desk: Desk, assessment: Assessment, language: str) -> str:
    """The status as a message."""
    script = await desk.script(assessment.script_hash)
    found = await lines(desk, assessment)
    pillars = [(s.title[language], [line for line in found if line.pillar == s.id]) for s in script.sections]
    deadline = localized(assessment.deadline, desk.settings.timezone) if assessment.deadline else None
    return str(
        desk.texts.say(
            "consultant.status",
            language,
            organisation=assessment.name,
            demo=assessment.demo,
            pillars=pillars,
            submitted=sum(line.state == "submitted" for line in found),
            invited=sum(line.state != "ended" for line in found),
            deadline=deadline,
        )
    )
