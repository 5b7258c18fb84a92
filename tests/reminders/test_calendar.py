"""When somebody may be written to: zones, working hours, holidays, days off, clocks that change."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.reminders.calendar import Calendar
from bot.reminders.opening import read_days, read_holidays, read_hours, read_ranges
from tests.reminders.drawn import calendars, moments

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
OFFICE = Calendar(holidays="NL")
MINUTE = timedelta(minutes=1)


def local(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=AMSTERDAM)


def shown(moment: datetime | None) -> str:
    assert moment is not None
    return f"{moment.astimezone(AMSTERDAM):%Y-%m-%d %H:%M %z}"


@pytest.mark.parametrize(
    ("moment", "opening"),
    [
        (local(2026, 11, 23, 10), "2026-11-23 10:00 +0100"),
        (local(2026, 11, 23, 8, 59), "2026-11-23 09:00 +0100"),
        (local(2026, 11, 23, 17), "2026-11-24 09:00 +0100"),
        (local(2026, 11, 27, 18), "2026-11-30 09:00 +0100"),
        # Christmas is on a Friday and a Saturday.
        (local(2026, 12, 24, 17), "2026-12-28 09:00 +0100"),
        # The clocks change on a Sunday, in both directions.
        (local(2027, 3, 26, 18), "2027-03-30 09:00 +0200"),
        (local(2026, 10, 23, 18), "2026-10-26 09:00 +0100"),
    ],
)
def test_somebody_at_an_office_is_written_to_at_its_next_opening(moment: datetime, opening: str) -> None:
    assert shown(OFFICE.next_open(moment)) == opening


def test_days_off_and_quiet_weeks_and_the_holiday_behind_them_are_left_out() -> None:
    calendar = Calendar(
        holidays="NL",
        off=read_ranges([["2026-12-21", "2026-12-24"]]),
        quiet=read_ranges([["2026-12-28", "2026-12-31"]]),
    )
    assert shown(calendar.next_open(local(2026, 12, 18, 18))) == "2027-01-04 09:00 +0100"
    wanted = {date(2026, 12, 21): "off", date(2026, 12, 25): "holiday", date(2026, 12, 26): "day"}
    wanted |= {date(2026, 12, 29): "quiet", date(2026, 12, 18): ""}
    assert {day: calendar.closed_day(day) for day in wanted} == wanted


def test_an_opening_that_the_clocks_skip_is_the_moment_at_which_they_do() -> None:
    night = Calendar(opens=150, closes=240, days=frozenset(range(7)))
    assert shown(night.next_open(local(2026, 3, 29, 0))) == "2026-03-29 03:00 +0200"
    # Opening times that are skipped as a whole are not there on that day.
    short = Calendar(opens=150, closes=170, days=frozenset(range(7)))
    assert shown(short.next_open(local(2026, 3, 29, 0))) == "2026-03-30 02:30 +0200"


def test_an_hour_that_comes_twice_is_open_twice() -> None:
    night = Calendar(opens=150, closes=160, days=frozenset(range(7)))
    assert shown(night.next_open(local(2026, 10, 25, 1))) == "2026-10-25 02:30 +0200"
    assert shown(night.next_open(local(2026, 10, 25, 2, 45))) == "2026-10-25 02:30 +0100"


def test_a_midnight_that_is_skipped_opens_a_moment_later() -> None:
    cairo = Calendar(zone="Africa/Cairo", opens=0, closes=600, days=frozenset(range(7)))
    opening = cairo.next_open(datetime(2026, 4, 23, 20, tzinfo=UTC))
    assert opening == datetime(2026, 4, 23, 22, tzinfo=UTC)


def test_who_is_never_there_has_no_opening_instead_of_an_endless_search() -> None:
    always_off = Calendar(off=((date(1900, 1, 1), date.max),))
    assert always_off.next_open(local(2026, 11, 23)) is None
    assert Calendar(days=frozenset()).next_open(local(2026, 11, 23)) is None
    assert always_off.working_days_before(local(2026, 11, 23), 2) is None
    assert always_off.working_days_after(local(2026, 11, 23), 5) is None


@pytest.mark.parametrize(
    ("deadline", "reminded"),
    [
        (local(2026, 11, 27, 17), "2026-11-25 09:00 +0100"),
        (local(2026, 11, 30, 12), "2026-11-26 09:00 +0100"),
        (local(2026, 11, 29, 12), "2026-11-26 09:00 +0100"),
        (local(2026, 12, 29, 12), "2026-12-24 09:00 +0100"),
    ],
)
def test_two_working_days_before_a_deadline_weekends_and_holidays_do_not_count(
    deadline: datetime, reminded: str
) -> None:
    assert shown(OFFICE.working_days_before(deadline, 2)) == reminded


def test_five_working_days_end_when_the_fifth_day_closes() -> None:
    assert shown(OFFICE.working_days_after(local(2026, 11, 23, 10), 5)) == "2026-11-30 17:00 +0100"
    assert shown(OFFICE.working_days_after(local(2026, 12, 23, 10), 2)) == "2026-12-28 17:00 +0100"


@given(calendars(), moments)
@settings(deadline=None)
def test_the_next_opening_is_open_not_earlier_and_found_again(calendar: Calendar, moment: datetime) -> None:
    opening = calendar.next_open(moment)
    if opening is None:
        return
    assert opening >= moment
    assert calendar.is_open(opening)
    assert calendar.next_open(opening) == opening
    assert opening == moment if calendar.is_open(moment) else opening > moment


@given(calendars(), moments, st.integers(0, 3 * 24 * 60))
@settings(deadline=None)
def test_no_open_moment_lies_before_the_next_opening(
    calendar: Calendar, moment: datetime, minutes: int
) -> None:
    opening, between = calendar.next_open(moment), moment + minutes * MINUTE
    if opening is None or between < opening:
        assert not calendar.is_open(between)


@given(calendars(), moments, moments)
@settings(deadline=None)
def test_a_later_moment_never_has_an_earlier_opening(
    calendar: Calendar, one: datetime, other: datetime
) -> None:
    openings = [calendar.next_open(moment) for moment in sorted((one, other))]
    if openings[0] is not None and openings[1] is not None:
        assert openings[0] <= openings[1]


@given(calendars(), moments)
@settings(deadline=None)
def test_an_open_moment_has_a_closing_behind_it(calendar: Calendar, moment: datetime) -> None:
    opening = calendar.next_open(moment)
    if opening is not None:
        assert timedelta(0) < calendar.closing(opening) - opening <= timedelta(hours=26)


@pytest.mark.parametrize(
    ("text", "hours"), [("09:00-17:00", (540, 1020)), ("0:00 - 24:00", (0, 1440)), ("8:30–16:15", (510, 975))]
)
def test_working_hours_are_read_as_people_write_them(text: str, hours: tuple[int, int]) -> None:
    assert read_hours(text) == hours


@pytest.mark.parametrize(
    "text", ["", "9-17", "17:00-09:00", "09:00-09:00", "09:60-17:00", "09:00-24:01", "x"]
)
def test_working_hours_that_cannot_be_are_refused_with_an_example(text: str) -> None:
    with pytest.raises(ValueError, match="09:00-17:00"):
        read_hours(text)


def test_working_days_are_read_as_ranges_and_lists_also_over_the_weekend() -> None:
    assert read_days("mon-fri") == frozenset(range(5))
    assert read_days("Mon, Wed-Fri") == frozenset({0, 2, 3, 4})
    assert read_days("sun-thu") == frozenset({6, 0, 1, 2, 3})
    for wrong in ("", "mo", "mon-", "mon--fri", "1-5"):
        with pytest.raises(ValueError, match="mon-fri"):
            read_days(wrong)


def test_holidays_are_those_of_a_country_a_region_or_none() -> None:
    assert read_holidays("nl") == "NL"
    assert read_holidays("DE-BY") == "DE-BY"
    assert read_holidays(" ") == ""
    for wrong in ("XX", "DE-QQ", "Holland", "-", "NL-"):
        with pytest.raises(ValueError, match="DE-BY"):
            read_holidays(wrong)
    assert Calendar(holidays="DE-BY").closed_day(date(2028, 11, 1)) == "holiday"
    assert Calendar(holidays="NL").closed_day(date(2028, 11, 1)) == ""


def test_days_off_that_end_before_they_begin_are_refused() -> None:
    with pytest.raises(ValueError, match="is before"):
        read_ranges([["2026-12-31", "2026-12-24"]])
