"""Dates and times in words: what they are taken for, and when is asked instead."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.reminders.calendar import Calendar
from bot.reminders.moments import Meaning, NotUnderstood, TwoMeanings, Understood, understand
from tests.reminders.drawn import calendars, moments

#: A Monday, half past ten in Amsterdam.
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
OFFICE = Calendar(holidays="NL")


def read(text: str, language: str = "nl", now: datetime = NOW, calendar: Calendar = OFFICE) -> str:
    return told(understand(text, language, now, calendar))


def told(meaning: Meaning) -> str:
    if isinstance(meaning, TwoMeanings):
        return " | ".join(map(told, meaning.moments))
    if isinstance(meaning, NotUnderstood):
        return "?"
    local = meaning.moment.astimezone(ZoneInfo("Europe/Amsterdam"))
    return f"{local:%a %Y-%m-%d %H:%M}" + (f" ({meaning.moved})" if meaning.moved else "")


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("morgen", "Tue 2026-11-24 09:00"),
        ("Overmorgen.", "Wed 2026-11-25 09:00"),
        ("volgende week dinsdag", "Tue 2026-12-01 09:00"),
        ("dinsdag volgende week", "Tue 2026-12-01 09:00"),
        ("maandag", "Mon 2026-11-30 09:00"),
        ("deze week donderdag", "Thu 2026-11-26 09:00"),
        ("over een uur", "Mon 2026-11-23 11:30"),
        ("over een half uur", "Mon 2026-11-23 11:00"),
        ("over drie kwartier", "Mon 2026-11-23 11:15"),
        ("over 3 dagen", "Thu 2026-11-26 10:30"),
        ("over twee weken", "Mon 2026-12-07 10:30"),
        ("3 december", "Thu 2026-12-03 09:00"),
        ("donderdag 3 dec. om 10 uur", "Thu 2026-12-03 10:00"),
        ("3-12", "Thu 2026-12-03 09:00"),
        ("12/1", "Tue 2027-01-12 09:00"),
        ("de 15e", "Tue 2026-12-15 09:00"),
        ("dinsdag 14:00", "Tue 2026-11-24 14:00"),
        ("graag dinsdagmiddag", "Tue 2026-11-24 14:00"),
        ("morgenochtend", "Tue 2026-11-24 09:00"),
        ("morgen half drie", "Tue 2026-11-24 14:30"),
        ("om drie uur", "Mon 2026-11-23 15:00"),
        ("kwart over 3", "Mon 2026-11-23 15:15"),
        ("om 9 uur", "Tue 2026-11-24 09:00"),
        ("volgende week", "Mon 2026-11-30 09:00"),
        ("na het weekend", "Mon 2026-11-30 09:00"),
        ("volgende maand", "Tue 2026-12-01 09:00"),
        ("volgende maandag", "Mon 2026-11-30 09:00"),
        ("29 februari", "Tue 2028-02-29 09:00"),
    ],
)
def test_a_moment_in_dutch_is_what_a_colleague_would_take_it_for(text: str, meant: str) -> None:
    assert read(text) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("tomorrow", "Tue 2026-11-24 09:00"),
        ("the day after tomorrow", "Wed 2026-11-25 09:00"),
        ("next week Tuesday", "Tue 2026-12-01 09:00"),
        ("on Monday", "Mon 2026-11-30 09:00"),
        ("in an hour", "Mon 2026-11-23 11:30"),
        ("in two days at 10:00", "Wed 2026-11-25 10:00"),
        ("2 hours from now", "Mon 2026-11-23 12:30"),
        ("December 3rd, 2026", "Thu 2026-12-03 09:00"),
        ("3rd of December", "Thu 2026-12-03 09:00"),
        ("2026-12-03", "Thu 2026-12-03 09:00"),
        ("Tuesday at 2:30 pm", "Tue 2026-11-24 14:30"),
        ("Friday afternoon please", "Fri 2026-11-27 14:00"),
        ("tomorrow noon", "Tue 2026-11-24 12:00"),
        ("12/13", "Mon 2026-12-14 09:00 (day)"),
    ],
)
def test_a_moment_in_english_is_what_a_colleague_would_take_it_for(text: str, meant: str) -> None:
    assert read(text, "en") == meant


@pytest.mark.parametrize(
    ("text", "language", "meant"),
    [
        ("12/1", "en", "Tue 2026-12-01 09:00 | Tue 2027-01-12 09:00"),
        ("volgende woensdag", "nl", "Wed 2026-11-25 09:00 | Wed 2026-12-02 09:00"),
        ("next Wednesday", "en", "Wed 2026-11-25 09:00 | Wed 2026-12-02 09:00"),
        ("maandag 14:00", "nl", "Mon 2026-11-23 14:00 | Mon 2026-11-30 14:00"),
        ("dinsdag 9 december", "nl", "Tue 2026-12-08 09:00 | Wed 2026-12-09 09:00"),
        ("12.10", "nl", "Mon 2026-11-23 12:10 | Tue 2027-10-12 09:00"),
    ],
)
def test_words_with_two_meanings_are_asked_about_with_both(text: str, language: str, meant: str) -> None:
    assert read(text, language) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("25 december", "Mon 2026-12-28 09:00 (holiday)"),
        ("zaterdag", "Mon 2026-11-30 09:00 (day)"),
        ("vanavond", "Tue 2026-11-24 09:00 (hours)"),
        ("1 november 2025", "Mon 2026-11-23 10:30 (past)"),
        ("1 november", "Mon 2027-11-01 09:00"),
    ],
)
def test_what_is_past_or_does_not_fit_the_calendar_is_moved_and_it_is_said_why(text: str, meant: str) -> None:
    assert read(text) == meant


@pytest.mark.parametrize(
    "text",
    ["", "1", "nooit", "31 februari", "zo snel mogelijk", "over 9999 weken", "25:00", "a:b", "x" * 5000],
)
def test_what_is_no_moment_is_not_guessed_at(text: str) -> None:
    assert read(text) == "?"


def test_a_deadline_can_be_at_a_time_of_its_own() -> None:
    evening = Calendar(opens=0, closes=1440, days=frozenset(range(7)))
    meant = understand("3 december", "nl", NOW, evening, time=17 * 60)
    assert meant == Understood(datetime(2026, 12, 3, 16, tzinfo=UTC), datetime(2026, 12, 3, 16, tzinfo=UTC))
    later = understand("over een week", "nl", NOW, evening, time=17 * 60)
    assert isinstance(later, Understood)
    assert later.moment == datetime(2026, 11, 30, 16, tzinfo=UTC)


def test_a_time_that_the_clocks_skip_is_moved_to_when_they_did() -> None:
    night = Calendar(opens=0, closes=1440, days=frozenset(range(7)))
    saturday = datetime(2026, 3, 28, 12, tzinfo=UTC)
    assert read("morgen 02:30", now=saturday, calendar=night) == "Sun 2026-03-29 03:00"


def test_who_is_never_there_has_no_moment_at_all() -> None:
    assert read("morgen", calendar=Calendar(days=frozenset())) == "?"


WORDS = (
    "morgen tomorrow volgende next week dinsdag tuesday over in een two 3 12/1 3.12 december om at 14:00 9 "
    "uur pm half drie de 15e 2026 ochtend afternoon dagen hours na the of"
).split()


@given(st.lists(st.sampled_from(WORDS), max_size=6), st.sampled_from(["nl", "en"]), calendars(), moments)
@settings(deadline=None)
def test_any_words_are_a_moment_that_fits_the_calendar_or_a_question(
    words: list[str], language: str, calendar: Calendar, now: datetime
) -> None:
    meaning = understand(" ".join(words), language, now, calendar)
    if isinstance(meaning, NotUnderstood):
        return
    found = meaning.moments if isinstance(meaning, TwoMeanings) else (meaning,)
    assert len({one.moment for one in found}) == len(found)
    for one in found:
        assert calendar.is_open(one.moment)
        assert one.moment >= now
        assert (one.moved == "") == (one.moment == one.asked)
        assert abs(one.asked - now) <= timedelta(days=730)


@given(st.text(max_size=40), st.sampled_from(["nl", "en", "fr"]))
def test_no_text_at_all_makes_it_stumble(text: str, language: str) -> None:
    understand(text, language, NOW, OFFICE)
