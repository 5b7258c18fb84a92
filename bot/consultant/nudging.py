"""Which reminders will go out, shown before they do; and one now, for somebody the consultant chooses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.consultant.asking import Ask, Press
from bot.consultant.inviting import InviteError
from bot.consultant.standing import BUSY, Line, lines
from bot.desk import Desk, Plan
from bot.phases import FACT_CHECK
from bot.privacy.audit import OPERATOR, noted
from bot.reminders.policy import forecast, next_reminder
from bot.reminding.watching import Watched, timer, timer_key, watch
from bot.texts.filters import localized
from storage.port import Change, PersonIs
from storage.records import Assessment, Job

#: How far ahead the plan looks.
AHEAD = timedelta(days=7)
#: So many people can be reminded by a button below the plan.
PAGE = 12


@dataclass(frozen=True, slots=True)
class Planned:
    """Somebody who is busy; `moments` of reminders in the coming days, local; `why` there is none: cap,
    deadline, stopped, unreachable, over, or "" when the next is later; `payload` of the pending timer.
    """

    line: Line
    watched: Watched
    moments: tuple[datetime, ...]
    why: str
    payload: Mapping[str, str]


async def planned(desk: Desk, assessment: Assessment) -> list[Planned]:
    """Everybody who is busy in a round, who hears something first in front."""
    found: dict[str, Planned] = {}
    for line in await lines(desk, assessment):
        if line.person is None or line.state not in BUSY or line.person in found:
            continue
        payload = await _payload(desk, assessment, line.person)
        watched = await watch(desk, assessment.id, line.person, payload)
        if watched is not None:
            found[line.person] = _planned(desk, line, watched, payload)
    never = desk.now() + 2 * AHEAD
    return sorted(found.values(), key=lambda one: (min(one.moments, default=never), one.line.name))


async def _payload(desk: Desk, assessment: Assessment, person: str) -> Mapping[str, str]:
    """What the pending timer of somebody knows."""
    job = await desk.storage.pending_job(desk.tenant, timer_key(assessment.id, person))
    return job.payload if job is not None else {}


def _planned(desk: Desk, line: Line, watched: Watched, payload: Mapping[str, str]) -> Planned:
    now, zone = desk.now(), desk.settings.timezone
    given = watched.situation, watched.calendar, watched.policy, now
    moments = tuple(localized(at, zone) for at in forecast(*given, now + AHEAD))
    why = "" if moments or next_reminder(*given) else why_none(watched, now)
    return Planned(line, watched, moments, why, payload)


def why_none(watched: Watched, now: datetime) -> str:
    """Why no reminder will go out any more: stopped, unreachable, over, factcheck, cap or deadline."""
    situation = watched.situation
    if situation.stopped:
        return "stopped"
    if situation.unreachable:
        return "unreachable"
    if situation.over and watched.assessment.phase == FACT_CHECK:
        return "factcheck"
    if situation.over or situation.state not in ("active", "paused"):
        return "over"
    return "cap" if len(situation.sent) >= watched.policy.cap else "deadline"


async def show_plan(ask: Ask, assessment: Assessment, _: str = "") -> Plan:
    """Who hears what when in the coming days, with a button for each who could be reminded now."""
    found = await planned(ask.desk, assessment)
    html = _told(ask.desk, assessment, found, ask.language)
    return Plan([ask.reply(html, _buttons(ask, assessment, found))])


async def plan_text(desk: Desk, assessment: Assessment, language: str) -> str:
    """The same as a text."""
    return _told(desk, assessment, await planned(desk, assessment), language)


def _told(desk: Desk, assessment: Assessment, found: Sequence[Planned], language: str) -> str:
    count = sum(len(one.moments) for one in found)
    facts = {"organisation": assessment.name, "people": found, "count": count, "can": any(map(_can, found))}
    return str(desk.texts.say("remind.plan", language, **facts))


def _can(one: Planned) -> bool:
    """Whether somebody can be reminded by hand."""
    return one.why in ("", "deadline")


def _buttons(ask: Ask, assessment: Assessment, found: Sequence[Planned]) -> list[list[Press]]:
    can = [one for one in found if _can(one)]
    return [
        [(ask.label("nudge_one", name=one.line.name), nudge_data(assessment, one.line, one.watched))]
        for one in can[:PAGE]
    ]


def nudge_data(assessment: Assessment, line: Line, watched: Watched) -> str:
    """The button that reminds somebody now; it names how many reminders went before, so it works once."""
    return f"nudge:{assessment.id}:{line.invite}:{len(watched.reminders)}"


async def nudge(ask: Ask, assessment: Assessment, more: str) -> Plan:
    """`INVITE:SENT` reminds now, or as soon as the calendar allows; every rule of reminders holds."""
    invite, _, sent = more.partition(":")
    found = await planned(ask.desk, assessment)
    one = next((one for one in found if one.line.invite == invite), None)
    if one is None:
        line = next((line for line in await lines(ask.desk, assessment) if line.invite == invite), None)
        return (
            ask.say("remind.nudge_not", name=line.name, why="over") if line else ask.refuse("toast.not_yours")
        )
    if sent.isdecimal() and int(sent) != len(one.watched.reminders):
        return ask.refuse("toast.nudged")
    return _nudged(ask, assessment, one)


def _nudged(ask: Ask, assessment: Assessment, one: Planned) -> Plan:
    name, now = one.line.name, ask.desk.now()
    moment = when_asked(one, now)
    if moment is None:
        return ask.say("remind.nudge_not", name=name, why=why_none(one.watched, now))
    plan = ask.say("remind.nudge_planned", name=name, now=moment <= now, moment=ask.local(moment))
    line = noted(ask.desk, ask.person.id, "nudged", assessment.id, one.watched.person.id)
    writes = [*plan.writes, _timer(ask.desk, one), line]
    return replace(plan, writes=writes, guards=(PersonIs(one.watched.person),))


def when_asked(one: Planned, now: datetime) -> datetime | None:
    """When a reminder that is asked for now would go out; None: none will."""
    asked = replace(one.watched.situation, asked=now, snoozed=None)
    if asked.unreachable:
        return None
    return next_reminder(asked, one.watched.calendar, one.watched.policy, now)


def _timer(desk: Desk, one: Planned) -> Job:
    """Looked at at once; what the consultant was told stays known."""
    kept = {name: one.payload[name] for name in ("told", "spared") if name in one.payload}
    watched, asked = one.watched, desk.now().isoformat()
    return timer(desk, watched.assessment.id, watched.person.id, None, why="nudge", asked=asked, **kept)


async def nudge_people(desk: Desk, assessment: Assessment, people: Sequence[str]) -> None:
    """These people, by their ids, are reminded as soon as may be: all of them or none. Raises InviteError."""
    if not people:
        return
    now = desk.now()
    found = {one.watched.person.id: one for one in await planned(desk, assessment)}
    problems = [f"{id_!r} is nobody who is busy in this assessment" for id_ in people if id_ not in found]
    chosen = [found[id_] for id_ in people if id_ in found]
    problems += [
        f"{one.watched.person.id!r} gets no reminder any more ({why_none(one.watched, now)})"
        for one in chosen
        if when_asked(one, now) is None
    ]
    if problems:
        raise InviteError(*problems)
    lines_ = [noted(desk, OPERATOR, "nudged", assessment.id, one.watched.person.id) for one in chosen]
    await desk.storage.save(Change(writes=(*(_timer(desk, one) for one in chosen), *lines_)))
