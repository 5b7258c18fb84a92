"""An interview takes its step, and everything that follows from it goes into one plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.authority import may, role_in_interview
from bot.cards import plain
from bot.conversation.turn import Turn
from bot.desk import Plan
from bot.interview.events import Chose, Event
from bot.notices import notices
from bot.privacy.audit import noted
from bot.reminding.watching import timer
from bot.tokens import new_id
from bot.walking import (
    Outcome,
    Scenery,
    card_of,
    earlier_answers,
    guard_of,
    load,
    others_of,
    walk_on,
    writes_of,
)
from storage.port import CancelUnsent, InterviewAt, InviteOpen
from storage.records import Assessment, Interview, Invite, Record

#: What happens in an interview after which silence means something.
WATCHED_FROM = frozenset({"joined", "resumed", "reopened"})


async def in_interview(
    turn: Turn, interview: str, events: Sequence[Event], action: str, *, tapped: bool, fresh: bool = False
) -> Plan:
    """The events happen in this interview, if this person may do that there."""
    scenery = await load(turn.desk, interview)
    role = role_in_interview(turn.person, scenery.walk.interview if scenery else None)
    if scenery is None or not may(role, action):
        return turn.refuse("toast.not_yours")
    if any(isinstance(event, Chose) and _too_soon(turn, event) for event in events):
        return turn.refuse("toast.too_soon")
    return await take_step(turn, scenery, events, tapped=tapped, fresh=fresh)


async def first_card(turn: Turn, interview: Interview, assessment: Assessment) -> list[Record]:
    """The card that an interview begins with, before the interview itself is stored."""
    desk = turn.desk
    script = await desk.script(interview.script_hash)
    owner = await desk.storage.person(desk.tenant, assessment.owner)
    others = await others_of(desk, interview)
    earlier = await earlier_answers(desk, assessment, interview)
    scenery = Scenery.fresh(desk, interview, assessment, turn.person, script, owner, others, earlier)
    return card_of(scenery, Outcome(scenery.progress), new_id, desk.now(), tapped=False, fresh=True)


def _too_soon(turn: Turn, event: Chose) -> bool:
    return turn.room.too_soon(event.ask, turn.incoming.heard)


async def take_step(
    turn: Turn,
    scenery: Scenery,
    events: Sequence[Event],
    *,
    tapped: bool,
    fresh: bool = False,
    quiet: bool = False,
) -> Plan:
    """Load is done; step, and plan what to save. `fresh` sends the card anew instead of editing it; `quiet`
    leaves drawing it to a job.
    """
    if scenery.walk.assessment.state != "open":
        return turn.refuse("toast.closed") if tapped else turn.say("toast.closed")
    now = turn.desk.now()
    scenery.walk = replace(scenery.walk, person=turn.person)
    outcome = walk_on(scenery, events, now)
    used = await _invites_used(turn, scenery, outcome, now)
    if used is None:
        return _too_late(turn, tapped)
    beside = await _told_elsewhere(scenery, outcome)
    guards: tuple[InterviewAt | InviteOpen, ...] = (
        guard_of(scenery),
        *(InterviewAt(one.id, one.rev) for one in beside),
        *(InviteOpen(i.id) for i in used),
    )
    plan = Plan([*writes_of(scenery, outcome, now), *used, *beside], guards)
    if not quiet and _shows_something(outcome, tapped):
        plan.writes += card_of(scenery, outcome, new_id, now, tapped=tapped, fresh=fresh)
    plan.writes += await notices(scenery, outcome, now)
    plan.guards += tuple(scenery.relied_on)
    plan.writes += _timer(scenery, outcome)
    plan.writes += [noted(turn.desk, turn.person.id, "invite_bound", i.assessment, i.id) for i in used]
    _stop_or_go(turn, outcome, plan, now)
    plan.toast = _toast(scenery, outcome) if tapped else None
    return plan


async def _told_elsewhere(scenery: Scenery, outcome: Outcome) -> list[Interview]:
    """The person's other interviews in the assessment, with the department that was just told here."""
    told = outcome.progress.department
    if not told or scenery.progress.department is not None:
        return []
    others = await others_of(scenery.desk, scenery.walk.interview)
    return [replace(one, department=told) for one in others if one.department is None]


async def _invites_used(turn: Turn, scenery: Scenery, outcome: Outcome, now: datetime) -> list[Invite] | None:
    """Taking part uses the invite up, for one person only. None: somebody else was first, or it ended."""
    interview = scenery.walk.interview
    if "joined" not in outcome.happened or interview.invite is None:
        return []
    invite = await turn.desk.storage.invite(turn.desk.tenant, interview.invite)
    if invite is not None and invite.state == "bound" and invite.bound_to == turn.person.id:
        return []
    if invite is None or invite.state != "open" or now >= invite.expires_at:
        return None
    return [replace(invite, state="bound", bound_to=turn.person.id, bound_at=now)]


def _too_late(turn: Turn, tapped: bool) -> Plan:
    plan = turn.say("invite_unknown")
    plan.toast = turn.refuse("invite_unknown").toast if tapped else None
    return plan


def _timer(scenery: Scenery, outcome: Outcome) -> list[Record]:
    """From taking part on, and after every return, silence is looked at."""
    if not WATCHED_FROM & set(outcome.happened):
        return []
    interview = scenery.walk.interview
    return [timer(scenery.desk, interview.assessment, interview.person)]


def _shows_something(outcome: Outcome, tapped: bool) -> bool:
    """A repeated tap on what is noted already needs no new drawing; everything else shows where things
    stand.
    """
    noted = outcome.hint is not None and outcome.hint.name == "toast.noted"
    return not (tapped and noted) or bool(outcome.revisions)


def _stop_or_go(turn: Turn, outcome: Outcome, plan: Plan, now: datetime) -> None:
    """Stop is stop: what was not sent yet is taken back in the same commit. Going on undoes it."""
    if "stopped" in outcome.happened:
        plan.cancels = (CancelUnsent(turn.incoming.bot_id, turn.incoming.chat_id),)
        turn.person = replace(turn.person, stopped_at=now)
    elif turn.person.stopped_at is not None and outcome.progress.state != "stopped":
        turn.person = replace(turn.person, stopped_at=None)


def _toast(scenery: Scenery, outcome: Outcome) -> str | None:
    hint = outcome.hint
    if hint is None:
        return None
    return plain(scenery.desk.texts.say(hint.name, outcome.progress.language, **hint.facts))
