"""What silence comes to: laws over random calendars and events, and the cases that people would notice."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.reminders.calendar import Calendar
from bot.reminders.durations import read_durations
from bot.reminders.policy import (
    DAY,
    Decision,
    Escalate,
    Nothing,
    Policy,
    Send,
    Situation,
    WaitUntil,
    decide,
    forecast,
)
from tests.reminders.drawn import calendars, moments, policies, situations

MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
OFFICE, USUAL = Calendar(holidays="NL"), Policy()
AHEAD = Situation("active", MONDAY, deadline=MONDAY + 28 * DAY)


@dataclass
class Life:
    """One person's time: decisions are followed, and what happens in between changes the situation."""

    situation: Situation
    calendar: Calendar
    policy: Policy
    now: datetime
    sends: list[tuple[datetime, Situation, Send]] = field(default_factory=list)
    told: list[datetime] = field(default_factory=list)
    #: How often was decided.
    looks: int = 0

    def until(self, moment: datetime) -> Decision | None:
        """Follow what is decided up to a moment; what was decided last, if it was the end."""
        while True:
            decision = decide(self.situation, self.calendar, self.policy, self.now)
            self.looks += 1
            if isinstance(decision, Nothing):
                return decision
            if isinstance(decision, WaitUntil):
                assert decision.moment > self.now
                if decision.moment > moment:
                    self.now = moment
                    return None
                self.now = decision.moment
            else:
                self._does(decision)

    def _does(self, decision: Send | Escalate) -> None:
        if isinstance(decision, Send):
            self.sends.append((self.now, self.situation, decision))
            self.situation = replace(self.situation, sent=(*self.situation.sent, self.now))
        else:
            self.told.append(self.now)
            self.situation = replace(self.situation, told=True)


def obeys(life: Life) -> None:
    """Every law, on every message."""
    calendar, policy = life.calendar, life.policy
    assert len(life.sends) <= policy.cap
    assert [send.number for _, _, send in life.sends] == list(range(1, len(life.sends) + 1))
    for at, situation, send in life.sends:
        assert calendar.is_open(at)
        assert at < send.until
        assert situation.deadline is None or send.until <= situation.deadline
        assert situation.state in ("active", "paused")
        assert not any((situation.stopped, situation.over, situation.unreachable))
        earlier = {calendar.local_day(s) for s in (*situation.sent, *situation.elsewhere) if s <= at}
        assert policy.quick or send.asked or calendar.local_day(at) not in earlier
        assert not send.asked or situation.snoozed is not None


def lives_on(life: Life, start: datetime) -> Decision | None:
    """Three years later."""
    return life.until(start + 1100 * DAY)


#: What may happen to somebody, by the name of what it changes.
HAPPENINGS = (
    "sign",
    "stop",
    "submit",
    "close",
    "snooze",
    "extend",
    "unreachable",
    "reachable",
    "ask",
    "down",
)


def happens(life: Life, what: str, draw: int) -> None:
    now, old = life.now, life.situation
    changes: dict[str, Situation] = {
        "sign": replace(old, last_sign=now, begun=True),
        "stop": replace(old, stopped=True, state="stopped"),
        "submit": replace(old, state="submitted"),
        "close": replace(old, over=True),
        "snooze": replace(old, snoozed=(now, now + (1 + draw % 200) * HOUR)),
        "extend": replace(old, deadline=now + (1 + draw % 20) * DAY, told=False),
        "unreachable": replace(old, unreachable=True),
        "reachable": replace(old, unreachable=False, last_sign=now),
        "ask": replace(old, asked=now),
        "down": old,
    }
    life.situation = changes[what]
    if what == "down":
        life.now = now + (1 + draw % 60) * DAY


@given(st.data())
@settings(deadline=None, max_examples=200)
def test_whatever_happens_in_whatever_order_every_reminder_obeys_every_law(data: st.DataObject) -> None:
    start = data.draw(moments)
    life = Life(data.draw(situations(start)), data.draw(calendars()), data.draw(policies), start)
    for _ in range(data.draw(st.integers(0, 8))):
        life.until(life.now + timedelta(seconds=data.draw(st.integers(0, 15 * 86400))))
        what = data.draw(st.sampled_from(HAPPENINGS))
        before = len(life.sends)
        happens(life, what, data.draw(st.integers(0, 10_000)))
        if what == "down":
            life.until(life.now)
            assert len(life.sends) - before <= (1 if not life.policy.quick else life.policy.cap)
    assert isinstance(lives_on(life, start), Nothing | None)
    obeys(life)


@given(st.data())
@settings(deadline=None, max_examples=200)
def test_silence_always_comes_to_an_end_and_the_consultant_knows(data: st.DataObject) -> None:
    start = data.draw(moments)
    quiet = replace(data.draw(situations(start)), asked=None)
    life = Life(quiet, data.draw(calendars()), data.draw(policies), start)
    end = lives_on(life, start)
    assert isinstance(end, Nothing)
    assert len(life.told) == 1
    # Once a day at most: who is told is looked at again until the deadline.
    days = (quiet.deadline - start) / DAY if quiet.deadline else 60
    assert life.looks <= 20 + days


@given(st.data())
@settings(deadline=None, max_examples=200)
def test_with_time_going_by_what_is_waited_for_never_comes_nearer(data: st.DataObject) -> None:
    start = data.draw(moments)
    situation, calendar, policy = data.draw(situations(start)), data.draw(calendars()), data.draw(policies)
    times = sorted(
        start + timedelta(minutes=m) for m in data.draw(st.lists(st.integers(0, 80 * 1440), min_size=2))
    )
    waits = [decide(situation, calendar, policy, now) for now in times]
    moments_ = [
        one.moment if isinstance(one, WaitUntil) else now for one, now in zip(waits, times, strict=True)
    ]
    assert all(later >= now for later, now in zip(moments_, times, strict=True))
    assert moments_ == sorted(moments_)


@given(st.data())
@settings(deadline=None, max_examples=100)
def test_the_plan_that_is_shown_is_what_happens_when_nobody_does_anything(data: st.DataObject) -> None:
    start = data.draw(moments)
    situation, calendar, policy = data.draw(situations(start)), data.draw(calendars()), data.draw(policies)
    until = start + data.draw(st.integers(0, 60)) * DAY
    planned = forecast(situation, calendar, policy, start, until)
    life = Life(situation, calendar, policy, start)
    life.until(until)
    assert [at for at, _, _ in life.sends] == planned


# --- cases


def when(situation: Situation, policy: Policy = USUAL, calendar: Calendar = OFFICE) -> list[str]:
    """The moments of all reminders, and of what the consultant is told, in local time."""
    life = Life(situation, calendar, policy, situation.last_sign)
    lives_on(life, situation.last_sign)
    said = [(at, send.kind) for at, _, send in life.sends] + [(at, "told") for at in life.told]
    return [f"{at.astimezone(UTC):%d %b %H:%M} {what}" for at, what in sorted(said)]


def test_who_is_silent_is_reminded_after_four_days_after_eight_and_before_the_deadline() -> None:
    assert when(AHEAD) == [
        "27 Nov 09:00 half_way",
        "01 Dec 09:00 half_way",
        "17 Dec 08:00 half_way",
        "18 Dec 08:00 told",
    ]


def test_the_words_are_about_how_far_somebody_is() -> None:
    assert replace(AHEAD, begun=False).kind == "not_begun"
    assert AHEAD.kind == "half_way"
    assert replace(AHEAD, ready=True).kind == "only_submit"


@pytest.mark.parametrize("state", ["opened", "declined", "submitted", "stopped", "ended"])
def test_who_did_not_join_or_is_done_or_stopped_gets_nothing(state: str) -> None:
    assert decide(replace(AHEAD, state=state), OFFICE, USUAL, MONDAY + 5 * DAY) == Nothing(state)


def test_who_stopped_on_another_road_or_whose_round_is_over_gets_nothing() -> None:
    later = MONDAY + 5 * DAY
    assert decide(replace(AHEAD, stopped=True), OFFICE, USUAL, later) == Nothing("stopped")
    assert decide(replace(AHEAD, over=True), OFFICE, USUAL, later) == Nothing("over")


def test_a_sign_of_life_moves_everything_on_and_the_cap_stays() -> None:
    first = MONDAY + 4 * DAY
    back = replace(AHEAD, last_sign=first + HOUR, sent=(first,))
    assert decide(back, OFFICE, USUAL, first + 2 * HOUR) == WaitUntil(datetime(2026, 12, 1, 10, tzinfo=UTC))
    capped = replace(back, sent=(MONDAY - DAY, MONDAY, first))
    waits = decide(capped, OFFICE, USUAL, first + 2 * HOUR)
    assert waits == WaitUntil(first + HOUR + 4 * DAY)
    assert decide(capped, OFFICE, USUAL, first + 5 * DAY) == Escalate("capped")


def test_after_a_downtime_over_several_reminders_one_goes_out() -> None:
    back = datetime(2026, 12, 3, 12, tzinfo=UTC)
    send = decide(AHEAD, OFFICE, USUAL, back)
    assert send == Send("half_way", 1, datetime(2026, 12, 3, 16, tzinfo=UTC))
    after = decide(replace(AHEAD, sent=(back,)), OFFICE, USUAL, back)
    assert after == WaitUntil(datetime(2026, 12, 17, 8, tzinfo=UTC))


def test_later_takes_the_place_of_the_next_reminder_and_counts() -> None:
    first = datetime(2026, 11, 27, 9, tzinfo=UTC)
    snoozed = replace(AHEAD, sent=(first,), snoozed=(first + HOUR, datetime(2026, 12, 2, 8, tzinfo=UTC)))
    assert when(snoozed) == ["02 Dec 08:00 half_way", "17 Dec 08:00 half_way", "18 Dec 08:00 told"]


def test_who_asks_for_an_hour_gets_an_hour_and_no_other_on_that_day() -> None:
    first = datetime(2026, 11, 26, 9, tzinfo=UTC)
    snoozed = replace(AHEAD, sent=(first,), snoozed=(first, first + HOUR))
    assert decide(snoozed, OFFICE, USUAL, first) == WaitUntil(first + HOUR)
    send = Send("half_way", 2, datetime(2026, 11, 26, 16, tzinfo=UTC), asked=True)
    assert decide(snoozed, OFFICE, USUAL, first + HOUR) == send
    again = replace(snoozed, sent=(first, first + HOUR), asked=first + 2 * HOUR)
    assert decide(again, OFFICE, USUAL, first + 2 * HOUR) == WaitUntil(datetime(2026, 11, 27, 8, tzinfo=UTC))


def test_who_came_back_of_their_own_is_not_reminded_in_the_middle_of_answering() -> None:
    wake = datetime(2026, 11, 25, 9, tzinfo=UTC)
    busy = replace(AHEAD, snoozed=(MONDAY, wake), last_sign=wake - HOUR)
    assert decide(busy, OFFICE, USUAL, wake) == WaitUntil(datetime(2026, 11, 30, 8, tzinfo=UTC))
    # Who looked in long before still gets what was asked for.
    looked_in = replace(busy, last_sign=wake - DAY)
    assert isinstance(decide(looked_in, OFFICE, USUAL, wake), Send)


def test_a_day_holds_one_reminder_also_of_several_rounds() -> None:
    due = datetime(2026, 11, 27, 9, tzinfo=UTC)
    twice = replace(AHEAD, elsewhere=(due - HOUR,))
    assert decide(twice, OFFICE, USUAL, due) == WaitUntil(datetime(2026, 11, 30, 8, tzinfo=UTC))


def test_with_no_opening_before_the_deadline_the_consultant_is_told_in_time() -> None:
    short = replace(
        AHEAD,
        last_sign=datetime(2026, 11, 25, 15, tzinfo=UTC),
        deadline=datetime(2026, 11, 27, 16, tzinfo=UTC),
    )
    assert when(short) == ["26 Nov 15:00 told"]
    never = Calendar(days=frozenset())
    assert [line[-4:] for line in when(AHEAD, calendar=never)] == ["told"]


def test_who_cannot_be_reached_is_looked_at_each_day_and_told_of_at_the_deadline() -> None:
    gone = replace(AHEAD, unreachable=True)
    assert decide(gone, OFFICE, USUAL, MONDAY + 5 * DAY) == WaitUntil(datetime(2026, 11, 30, 8, tzinfo=UTC))
    assert decide(gone, OFFICE, USUAL, MONDAY + 29 * DAY) == Escalate("late")


def test_a_nudge_of_the_consultant_goes_out_at_the_next_opening_and_counts() -> None:
    evening = datetime(2026, 11, 23, 19, tzinfo=UTC)
    asked = replace(AHEAD, asked=evening)
    assert decide(asked, OFFICE, USUAL, evening) == WaitUntil(datetime(2026, 11, 24, 8, tzinfo=UTC))
    assert len(when(asked)) == USUAL.cap + 1
    answered = replace(asked, last_sign=evening + HOUR)
    assert decide(answered, OFFICE, USUAL, evening + HOUR) == WaitUntil(
        datetime(2026, 11, 27, 20, tzinfo=UTC) + 2 * DAY + 12 * HOUR
    )


def test_short_steps_let_a_day_hold_several_up_to_the_cap() -> None:
    quick = Policy(read_durations("PT3S,PT6S"), cap=2)
    always = Calendar(opens=0, closes=1440, days=frozenset(range(7)))
    life = Life(AHEAD, always, quick, MONDAY)
    life.until(MONDAY + HOUR)
    assert [(at - MONDAY).total_seconds() for at, _, _ in life.sends] == [3, 6]
    assert [(at - MONDAY).total_seconds() for at in life.told] == [9]


def test_a_cap_of_zero_means_that_only_the_consultant_hears_of_silence() -> None:
    assert when(AHEAD, Policy(cap=0)) == ["27 Nov 09:00 told"]


def test_a_new_deadline_brings_one_more_notice_when_silence_goes_on() -> None:
    told = replace(AHEAD, sent=(MONDAY, MONDAY + DAY, MONDAY + 2 * DAY), told=True)
    wait = decide(told, OFFICE, USUAL, MONDAY + 10 * DAY)
    assert wait == WaitUntil(MONDAY + 11 * DAY)
    assert decide(told, OFFICE, USUAL, MONDAY + 28 * DAY) == Nothing("over")
    again = replace(told, deadline=MONDAY + 35 * DAY, told=False)
    assert decide(again, OFFICE, USUAL, MONDAY + 28 * DAY) == Escalate("capped")
    open_ended = replace(told, deadline=None)
    assert decide(open_ended, OFFICE, USUAL, MONDAY + 28 * DAY) == Nothing("told")


def test_durations_are_read_as_the_standard_writes_them() -> None:
    assert read_durations("P4D,P8D") == (4 * DAY, 8 * DAY)
    assert read_durations("pt6s, PT3S") == (timedelta(seconds=3), timedelta(seconds=6))
    assert read_durations("P1W,P1DT12H30M") == (1.5 * DAY + timedelta(minutes=30), 7 * DAY)
    assert read_durations("") == ()
    for wrong in ("4D", "P", "PT", "P4", "P0D", "P1DT", "P1Y", "P1M", "-P1D", "P٣D"):
        with pytest.raises(ValueError, match="P4D"):
            read_durations(wrong)
