"""Where an assessment stands: who is invited, busy or done; counts only, never an answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.desk import Desk
from bot.interview.estimate import estimate
from bot.interview.path import path_of
from bot.interview.plan import plan_of
from bot.texts.filters import localized
from bot.walking import load
from storage.records import Assessment, Interview, Invite


@dataclass(frozen=True, slots=True)
class Line:
    """One invited person. `state`: invited, opened, expired, active, ready, paused, submitted, stopped,
    declined.
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
    by_invite = {i.invite: i for i in interviews if i.state != "opened"}
    found = [
        await _line(desk, invite, by_invite.get(invite.id))
        for invite in await desk.storage.invites(desk.tenant, assessment.id)
    ]
    return [line for line in found if line is not None]


async def _line(desk: Desk, invite: Invite, interview: Interview | None) -> Line | None:
    if invite.state == "revoked":
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
            invited=len(found),
            deadline=deadline,
        )
    )
