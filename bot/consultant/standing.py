"""Who stands where in an assessment: a line for each person invited; counts only, never an answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.desk import Desk
from bot.interview.estimate import estimate
from bot.interview.path import path_of
from bot.interview.plan import plan_of
from bot.invites import CO_CONSULTANT
from bot.texts.filters import localized
from bot.walking import Scenery, load
from storage.records import Assessment, Interview, Invite

#: Pending jobs that remind a person are named after the assessment.
REMINDERS = "remind:{assessment}:"

#: Takes part, and did not hand in yet.
BUSY = frozenset({"active", "paused", "ready", "unreachable"})


@dataclass(frozen=True, slots=True)
class Line:
    """One invited person; times are local.

    `state`: invited, opened, expired, active, paused, ready (only submitting is left), submitted, stopped,
    declined, ended, unreachable. `done` of about `total` questions; `next`: when a reminder is due.
    """

    invite: str
    pillar: str
    name: str
    state: str
    function: str = ""
    interview: str | None = None
    person: str | None = None
    done: int = 0
    total: int = 0
    last: datetime | None = None
    next: datetime | None = None

    @property
    def takes_part(self) -> bool:
        """Whether this person still counts as expected to hand in, or did."""
        return self.state not in ("ended", "declined")


async def lines(desk: Desk, assessment: Assessment) -> list[Line]:
    """Everybody who was invited, in the order of inviting."""
    interviews = await desk.storage.interviews(desk.tenant, assessment.id)
    due = await _due(desk, assessment)
    found = [
        await _line(desk, invite, _of_invite(invite, interviews), due)
        for invite in await desk.storage.invites(desk.tenant, assessment.id)
        if invite.role != CO_CONSULTANT
    ]
    return [line for line in found if line is not None]


def counted(found: Sequence[Line]) -> Counter[str]:
    """How many people are in each state."""
    return Counter(line.state for line in found)


async def _due(desk: Desk, assessment: Assessment) -> dict[str, datetime]:
    """Person -> when the next reminder is due."""
    prefix = REMINDERS.format(assessment=assessment.id)
    jobs = await desk.storage.pending_jobs(desk.tenant, prefix)
    return {job.key.removeprefix(prefix): job.due_at for job in jobs}


def _of_invite(invite: Invite, interviews: Sequence[Interview]) -> Interview | None:
    """The interview of who took part by this invite; before that, of who said no."""
    begun = [one for one in interviews if one.invite == invite.id and one.state != "opened"]
    bound = [one for one in begun if one.person == invite.bound_to]
    return next(iter(bound or begun[-1:]), None)


async def _line(
    desk: Desk, invite: Invite, interview: Interview | None, due: dict[str, datetime]
) -> Line | None:
    if invite.state in ("revoked", "replaced") and (interview is None or interview.state != "ended"):
        return None
    pillar, name, function = invite.pillar or "", invite.name or "", invite.function or ""
    if interview is None:
        expired = invite.state == "open" and desk.now() >= invite.expires_at
        state = "expired" if expired else "opened" if invite.opened_at else "invited"
        return Line(invite.id, pillar, name, state, function)
    scenery = await load(desk, interview.id)
    assert scenery is not None
    done, total = progress_in(scenery)
    zone, remind = desk.settings.timezone, due.get(interview.person)
    return Line(
        invite.id,
        pillar,
        name or scenery.walk.person.name,
        _state(scenery, done, total),
        function,
        interview.id,
        interview.person,
        done,
        total,
        localized(interview.last_activity, zone),
        localized(remind, zone) if remind and interview.state in ("active", "paused") else None,
    )


def progress_in(scenery: Scenery) -> tuple[int, int]:
    """(questions answered, about how many there are) in an interview."""
    plan = plan_of(scenery.script)
    left = estimate(plan, scenery.progress, path_of(plan, scenery.progress))
    return left.done, left.done + left.left


def _state(scenery: Scenery, done: int, total: int) -> str:
    state = scenery.walk.interview.state
    if state not in ("active", "paused"):
        return state
    if scenery.walk.person.unreachable_since is not None:
        return "unreachable"
    return "ready" if done and done == total else state
