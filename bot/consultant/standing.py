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
from bot.invites import CO_CONSULTANT, TELLS
from bot.reminders.policy import next_reminder
from bot.reminding.watching import watch
from bot.texts.filters import localized
from bot.walking import Scenery, load
from storage.records import Assessment, Interview, Invite, Job

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
    timers = await _timers(desk, assessment)
    found = [
        await _line(desk, invite, _of_invite(invite, interviews), timers)
        for invite in await desk.storage.invites(desk.tenant, assessment.id)
        if invite.role not in (CO_CONSULTANT, TELLS) and not desk.is_beside(invite.pillar)
    ]
    return [line for line in found if line is not None]


def counted(found: Sequence[Line]) -> Counter[str]:
    """How many people are in each state."""
    return Counter(line.state for line in found)


async def _timers(desk: Desk, assessment: Assessment) -> dict[str, Job]:
    """Person -> the timer that looks at the silence."""
    prefix = REMINDERS.format(assessment=assessment.id)
    jobs = await desk.storage.pending_jobs(desk.tenant, prefix)
    return {job.key.removeprefix(prefix): job for job in jobs}


async def _next(desk: Desk, timer: Job | None) -> datetime | None:
    """When a reminder goes out if nothing happens; a timer may also only look again."""
    if timer is None:
        return None
    watched = await watch(desk, timer.payload["assessment"], timer.payload["person"], timer.payload)
    if watched is None or watched.situation.unreachable:
        return None
    moment = next_reminder(watched.situation, watched.calendar, watched.policy, desk.now())
    return localized(moment, desk.settings.timezone) if moment is not None else None


def _of_invite(invite: Invite, interviews: Sequence[Interview]) -> Interview | None:
    """The interview of who took part by this invite; before that, of who said no."""
    begun = [one for one in interviews if one.invite == invite.id and one.state != "opened"]
    bound = [one for one in begun if one.person == invite.bound_to]
    return next(iter(bound or begun[-1:]), None)


async def _line(
    desk: Desk, invite: Invite, interview: Interview | None, timers: dict[str, Job]
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
    state = _state(scenery, done, total)
    timer = timers.get(interview.person) if state in BUSY else None
    return Line(
        invite.id,
        pillar,
        name or scenery.walk.person.name,
        state,
        function,
        interview.id,
        interview.person,
        done,
        total,
        localized(interview.last_activity, desk.settings.timezone),
        await _next(desk, timer),
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
