"""What to do about somebody's silence now: a reminder, wait, tell the consultant, or nothing any more."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from bot.reminders.calendar import Calendar

DAY = timedelta(days=1)
#: Who said something so shortly before is not away.
AWAY = timedelta(hours=12)

#: What the words of a reminder are about.
Kind = Literal["not_begun", "half_way", "only_submit"]


@dataclass(frozen=True, slots=True)
class Policy:
    """`after`: how long after the last sign of life; `cap`: so many reminders a person and round at most;
    `before`: so many working days before the deadline one more.
    """

    after: tuple[timedelta, ...] = (4 * DAY, 8 * DAY)
    cap: int = 3
    before: int = 2

    @property
    def quick(self) -> bool:
        """Whether steps under a day are wanted, so that one day may hold several."""
        return any(step < DAY for step in self.after)


@dataclass(frozen=True, slots=True)
class Situation:
    """One person in one round. `state` of the interview that was talked in last; `ready`: only submitting is
    left; `sent`: when reminders of this round went out; `elsewhere`: those of other rounds; `snoozed`: when
    "later" was pressed and until when; `asked`: when the consultant asked for one now; `over`: the round
    takes no answers; `told`: the consultant knows; `spared`: when the consultant gave more time.
    """

    state: str
    last_sign: datetime
    begun: bool = True
    ready: bool = False
    deadline: datetime | None = None
    sent: tuple[datetime, ...] = ()
    elsewhere: tuple[datetime, ...] = ()
    snoozed: tuple[datetime, datetime] | None = None
    asked: datetime | None = None
    over: bool = False
    stopped: bool = False
    unreachable: bool = False
    told: bool = False
    spared: datetime | None = None

    @property
    def kind(self) -> Kind:
        """How far the interview is."""
        if self.ready:
            return "only_submit"
        return "half_way" if self.begun else "not_begun"


@dataclass(frozen=True, slots=True)
class Send:
    """A reminder, now; it is void after `until`. `asked`: the person wanted one at this moment."""

    kind: Kind
    number: int
    until: datetime
    asked: bool = False


@dataclass(frozen=True, slots=True)
class WaitUntil:
    """Nothing before then; later than now."""

    moment: datetime


@dataclass(frozen=True, slots=True)
class Escalate:
    """The consultant is to know: `capped` (all reminders went out), or `late` (no moment is left)."""

    reason: Literal["capped", "late"]


@dataclass(frozen=True, slots=True)
class Nothing:
    """Never again, unless somebody does something."""

    reason: str


Decision = Send | WaitUntil | Escalate | Nothing


def decide(situation: Situation, calendar: Calendar, policy: Policy, now: datetime) -> Decision:
    """What silence comes to at this moment."""
    reason = _ended(situation, now)
    if reason:
        return Nothing(reason)
    due = next_reminder(situation, calendar, policy, now)
    if due is None:
        return _nothing_left(situation, calendar, policy, now)
    if situation.unreachable:
        return _tomorrow(situation, calendar, now)
    if due > now:
        return WaitUntil(due)
    end = calendar.closing(now)
    until = min(end, situation.deadline) if situation.deadline else end
    return Send(situation.kind, len(situation.sent) + 1, until, _asked_for(situation))


def next_reminder(situation: Situation, calendar: Calendar, policy: Policy, now: datetime) -> datetime | None:
    """When the next reminder goes out if nothing happens, `now` at the earliest; None: none will."""
    if _ended(situation, now) or len(situation.sent) >= policy.cap:
        return None
    allowed = max(now, _day_free(situation, calendar, policy))
    planned = min(_planned(situation, calendar, policy), default=None)
    moment = None if planned is None else calendar.next_open(max(planned, allowed))
    return moment if moment is not None and _in_time(situation, moment) else None


def _ended(situation: Situation, now: datetime) -> str:
    if situation.state not in ("active", "paused"):
        return situation.state
    if situation.stopped:
        return "stopped"
    late = situation.deadline is not None and now >= situation.deadline
    if situation.over or (late and situation.told):
        return "over"
    return ""


def _in_time(situation: Situation, moment: datetime) -> bool:
    return situation.deadline is None or moment < situation.deadline


def _planned(situation: Situation, calendar: Calendar, policy: Policy) -> Iterator[datetime]:
    """When reminders are due that were neither sent nor made needless by a sign of life."""
    last = last_word(situation)
    if _asked_for(situation) and situation.snoozed is not None:
        # What was asked for takes the place of everything up to then.
        yield situation.snoozed[1]
        return
    if situation.asked is not None and situation.asked >= last:
        yield situation.asked
    moments = {calendar.next_open(situation.last_sign + step) for step in policy.after}
    moments.add(_before_deadline(situation, calendar, policy))
    ahead = sorted(moment for moment in moments if moment is not None and moment > situation.last_sign)
    # Each that went out had the turn of one, also the one that was asked for.
    had = sum(at > situation.last_sign for at in situation.sent)
    yield from (moment for moment in ahead[had:] if moment > last)


def _asked_for(situation: Situation) -> bool:
    """Whether "later" still holds: no reminder came since, and nobody is in the middle of answering."""
    if situation.snoozed is None:
        return False
    pressed, until = situation.snoozed
    if any(at > pressed for at in situation.sent):
        return False
    return situation.last_sign <= pressed or until - situation.last_sign > AWAY


def _before_deadline(situation: Situation, calendar: Calendar, policy: Policy) -> datetime | None:
    if situation.deadline is None or not policy.before:
        return None
    return calendar.working_days_before(situation.deadline, policy.before)


def last_word(situation: Situation) -> datetime:
    """The later of the last sign of life and the last reminder."""
    return max(situation.last_sign, *situation.sent) if situation.sent else situation.last_sign


def _day_free(situation: Situation, calendar: Calendar, policy: Policy) -> datetime:
    """The earliest moment that is not on the day of an earlier reminder, of whatever round; who asked for
    one in an hour gets it.
    """
    earlier = max((*situation.sent, *situation.elsewhere), default=None)
    if earlier is None or policy.quick or _asked_for(situation):
        return situation.last_sign
    return calendar.at(calendar.local_day(earlier) + DAY, 0)


def _nothing_left(situation: Situation, calendar: Calendar, policy: Policy, now: datetime) -> Decision:
    """The consultant is told once, when the silence has lasted or the time is nearly up."""
    if situation.told:
        return _tomorrow(situation, calendar, now) if situation.deadline else Nothing("told")
    moment = _patience(situation, calendar, policy)
    if moment > now:
        return WaitUntil(moment)
    return Escalate("capped" if len(situation.sent) >= policy.cap else "late")


def _patience(situation: Situation, calendar: Calendar, policy: Policy) -> datetime:
    """A working day after a reminder that nobody answered; else as long as before a first reminder, but a
    working day before the deadline. Who gave more time hears of it only then.
    """
    first = min(policy.after, default=DAY)
    last, rest = last_word(situation), min(first, DAY)
    soon = calendar.next_open(last + rest) or last + rest
    moment = soon if last > situation.last_sign else situation.last_sign + first
    if situation.deadline is None:
        return moment
    eve = calendar.working_days_before(situation.deadline, 1) or situation.deadline
    if situation.spared is not None and situation.spared > last:
        moment = situation.deadline
    return min(moment, max(eve, soon), situation.deadline)


def _tomorrow(situation: Situation, calendar: Calendar, now: datetime) -> WaitUntil:
    """Things may look different on the next day; after the deadline that no longer matters."""
    tomorrow = calendar.next_open(now + DAY) or now + DAY
    late = situation.deadline is not None and tomorrow > situation.deadline > now
    return WaitUntil(situation.deadline if late and situation.deadline else tomorrow)


def forecast(
    situation: Situation, calendar: Calendar, policy: Policy, now: datetime, until: datetime
) -> list[datetime]:
    """The reminders up to `until`, if nothing happens meanwhile."""
    moments: list[datetime] = []
    moment = None if situation.unreachable else next_reminder(situation, calendar, policy, now)
    while moment is not None and moment <= until:
        moments.append(moment)
        situation = replace(situation, sent=(*situation.sent, moment))
        moment = next_reminder(situation, calendar, policy, moment)
    return moments
