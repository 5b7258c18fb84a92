"""Calendars, policies and situations as Hypothesis draws them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import strategies as st

from bot.reminders.calendar import Calendar
from bot.reminders.policy import DAY, Policy, Situation

#: Clocks that change at midnight, by half an hour, or by a whole day; and ones that never do.
ZONES = (
    "Europe/Amsterdam",
    "America/Sao_Paulo",
    "Africa/Cairo",
    "America/St_Johns",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "America/Havana",
    "Asia/Kolkata",
    "UTC",
)
#: With the day that Samoa left out, both Brazilian changes at midnight, and the Dutch ones.
FIRST, SECONDS = datetime(2011, 12, 20, tzinfo=UTC), 16 * 365 * 86400

moments = st.integers(0, SECONDS).map(lambda seconds: FIRST + timedelta(seconds=seconds))
days = st.dates(date(2011, 12, 20), date(2027, 12, 31))
ranges = st.tuples(days, st.integers(0, 40)).map(lambda r: (r[0], r[0] + timedelta(days=r[1])))


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    opens = draw(st.integers(0, 1439))
    return Calendar(
        zone=draw(st.sampled_from(ZONES)),
        opens=opens,
        closes=draw(st.integers(opens + 1, 1440)),
        days=frozenset(draw(st.sets(st.integers(0, 6), min_size=1))),
        holidays=draw(st.sampled_from(("", "NL", "DE-BY"))),
        off=tuple(sorted(draw(st.lists(ranges, max_size=3)))),
        quiet=tuple(sorted(draw(st.lists(ranges, max_size=2)))),
    )


steps = st.one_of(
    st.integers(1, 30).map(lambda n: n * DAY), st.integers(1, 86399).map(lambda n: n * DAY / 86400)
)
policies = st.builds(
    Policy,
    after=st.lists(steps, max_size=4).map(lambda found: tuple(sorted(found))),
    cap=st.integers(0, 4),
    before=st.integers(0, 3),
)


@st.composite
def situations(draw: st.DrawFn, start: datetime) -> Situation:
    """Somebody who joined at `start`."""
    pressed = draw(st.none() | st.integers(0, 20 * 86400).map(lambda s: start + timedelta(seconds=s)))
    wait = timedelta(seconds=draw(st.integers(60, 20 * 86400)))
    return Situation(
        state=draw(st.sampled_from(("active", "paused"))),
        last_sign=start,
        begun=draw(st.booleans()),
        ready=draw(st.booleans()),
        deadline=draw(st.none() | st.integers(1, 60 * 24).map(lambda hours: start + timedelta(hours=hours))),
        elsewhere=tuple(
            start + timedelta(hours=h) for h in draw(st.lists(st.integers(-24, 300), max_size=3))
        ),
        snoozed=None if pressed is None else (pressed, pressed + wait),
        asked=draw(st.none() | st.integers(0, 20 * 24).map(lambda hours: start + timedelta(hours=hours))),
    )
