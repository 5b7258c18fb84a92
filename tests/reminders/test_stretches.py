"""Several days in words: what a colleague would take them for, or a question."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reminders.opening import Range
from bot.reminders.stretches import LONGEST, added, read_away, read_stretches

#: A Monday.
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
ZONE = "Europe/Amsterdam"


def shown(found: tuple[Range, ...]) -> list[str]:
    return [f"{first.isoformat()} {last.isoformat()}" for first, last in found]


def read(text: str, language: str = "nl") -> list[list[str]]:
    return [shown(one.found) for one in read_stretches(text, language, NOW, ZONE)]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("24 december t/m 3 januari", "2026-12-24 2027-01-03"),
        ("24-12 tot 3-1", "2026-12-24 2027-01-03"),
        ("van 24 december tot en met 3 januari", "2026-12-24 2027-01-03"),
        ("24-12-26 - 3-1-27", "2026-12-24 2027-01-03"),
        ("24-12-2027 t/m 3-1", "2027-12-24 2028-01-03"),
        ("24-31 december", "2026-12-24 2026-12-31"),
        ("24 t/m 31 december", "2026-12-24 2026-12-31"),
        ("week 52", "2026-12-21 2026-12-27"),
        ("week 53 t/m 1", "2026-12-28 2027-01-10"),
        ("week 8 van 2027", "2027-02-22 2027-02-28"),
        ("week 2", "2027-01-11 2027-01-17"),
        ("deze week", "2026-11-23 2026-11-29"),
        ("Volgende week.", "2026-11-30 2026-12-06"),
        ("5 mei", "2027-05-05 2027-05-05"),
        ("29 februari 2028 t/m 1 maart 2028", "2028-02-29 2028-03-01"),
        ("1 juli - 31 augustus", "2027-07-01 2027-08-31"),
    ],
)
def test_days_in_dutch_are_what_a_colleague_would_take_them_for(text: str, meant: str) -> None:
    assert read(text) == [[meant]]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("December 24 to January 3", "2026-12-24 2027-01-03"),
        ("24 December through 3 January", "2026-12-24 2027-01-03"),
        ("next week", "2026-11-30 2026-12-06"),
    ],
)
def test_days_in_english_are_what_a_colleague_would_take_them_for(text: str, meant: str) -> None:
    assert read(text, "en") == [[meant]]


def test_a_range_that_is_going_on_began_in_the_past() -> None:
    [one] = read_stretches("24 december t/m 3 januari", "nl", datetime(2026, 12, 28, 9, tzinfo=UTC), ZONE)
    assert shown(one.found) == ["2026-12-24 2027-01-03"]


def test_a_day_that_only_a_leap_year_has_is_the_day_before_in_another() -> None:
    [one] = read_stretches("29 februari t/m 1 februari", "nl", datetime(2028, 1, 3, tzinfo=UTC), ZONE)
    assert (one.found, one.why) == ((), "long")


def test_several_are_read_with_commas_words_and_lines_between() -> None:
    text = "week 52, week 8 en 5 mei\n24 december 2026 tot en met 3 januari 2027"
    assert [one for [one] in read(text)] == [
        "2026-12-21 2026-12-27", "2027-02-22 2027-02-28", "2027-05-05 2027-05-05", "2026-12-24 2027-01-03",
    ]  # fmt: skip


def test_what_means_two_things_is_given_with_both() -> None:
    assert read("12/1", "en") == [["2026-12-01 2026-12-01", "2027-01-12 2027-01-12"]]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("kerst", "unknown"),
        ("week 54", "unknown"),
        ("31 februari", "unknown"),
        ("40 t/m 31 december", "unknown"),
        ("3 januari 2027 t/m 24 december 2026", "unknown"),
        ("x" * 500, "unknown"),
        ("24-12-2025 t/m 3-1-2026", "past"),
        ("week 1 2026", "past"),
        ("1 januari 2027 t/m 31 december 2027", "long"),
    ],
)
def test_what_is_no_range_that_can_be_used_says_why(text: str, why: str) -> None:
    [one] = read_stretches(text, "nl", NOW, ZONE)
    assert (one.found, one.why) == ((), why)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("ik ben weg tot 5 januari", "2026-11-23 2027-01-04"),
        ("Vakantie t/m 5 januari!", "2026-11-23 2027-01-05"),
        ("ik heb vakantie van 24 december tot 3 januari", "2026-12-24 2027-01-02"),
        ("tot 5 januari ben ik weg", "2026-11-23 2027-01-04"),
        ("ik ben er tot maandag niet", "2026-11-23 2026-11-29"),
        ("Sorry, ik ben volgende week weg", "2026-11-30 2026-12-06"),
        ("ik ben met verlof tot en met 12 december", "2026-11-23 2026-12-12"),
        ("weg tot morgen", "2026-11-23 2026-11-23"),
    ],
)
def test_who_says_to_be_away_is_away_until_the_day_before_coming_back(text: str, meant: str) -> None:
    said = read_away(text, "nl", NOW, ZONE)
    assert said is not None
    assert shown(said.found) == [meant]


def test_being_away_is_understood_in_english_too() -> None:
    said = read_away("I'm on leave until Monday", "en", NOW, ZONE)
    assert said is not None
    assert shown(said.found) == ["2026-11-23 2026-11-29"]


@pytest.mark.parametrize("text", ["volgende week dinsdag", "vrijdag", "ik ben weg", "", "x" * 500])
def test_words_about_anything_else_are_not_about_being_away(text: str) -> None:
    assert read_away(text, "nl", NOW, ZONE) is None


@pytest.mark.parametrize(
    ("text", "why"),
    [("weg tot ooit", "unknown"), ("weg tot vandaag", "past"), ("weg tot 1 mei 2028", "long")],
)
def test_being_away_until_a_day_that_cannot_be_says_why(text: str, why: str) -> None:
    said = read_away(text, "nl", NOW, ZONE)
    assert said is not None
    assert (said.found, said.why) == ((), why)


DAYS = st.dates(date(2026, 1, 1), date(2028, 12, 31))
RANGES = st.lists(st.tuples(DAYS, DAYS).map(lambda pair: (min(pair), max(pair))), max_size=8)


@given(RANGES, RANGES, DAYS, DAYS)
def test_days_off_that_are_put_together_are_the_same_days_without_what_is_over(
    known: list[Range], more: list[Range], today: date, day: date
) -> None:
    joined = added(known, more, today)
    assert joined == sorted(joined)
    assert all(a[1] < b[0] for a, b in pairwise(joined)), "no two touch"
    left = [one for one in [*known, *more] if one[1] >= today]
    assert any(a <= day <= b for a, b in joined) == any(a <= day <= b for a, b in left)


@given(st.text(max_size=60), st.sampled_from(["nl", "en"]))
def test_no_words_at_all_make_it_stumble_and_every_range_is_in_order(text: str, language: str) -> None:
    away = read_away(text, language, NOW, ZONE)
    for one in [*read_stretches(text, language, NOW, ZONE), *([away] if away else [])]:
        assert all(first <= last and last - first < LONGEST for first, last in one.found)
        assert bool(one.found) == (one.why == "")
