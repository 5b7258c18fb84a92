"""Amounts and days in a list are read as they were meant, told as they were read, and asked if unclear."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.lists.amounts import Amount, Kind, read_amount
from bot.lists.days import Days, contradiction, read_days
from bot.lists.table import Said
from bot.lists.workbook import table_of_workbook
from bot.texts import Texts
from bot.texts.filters import amount as shown
from tests.consultant.sheets import xlsx_of

TEXTS = Texts(more={"plain": str, "rich": str, "marked": str})


def amount(text: str, kind: Kind = "euros", language: str = "nl") -> Amount:
    read = read_amount(text, kind, language)
    assert isinstance(read, Amount), read
    return read


def doubt(text: str, kind: Kind = "euros", language: str = "nl") -> tuple[str, tuple[str, ...]]:
    """Why it is asked, and what it may mean."""
    read = read_amount(text, kind, language)
    assert isinstance(read, Said), read
    return read.facts["why"], tuple(map(str, read.facts["instead"]))


def because(text: str, kind: Kind = "euros", language: str = "nl") -> tuple[str, ...]:
    note = amount(text, kind, language).note
    return note.facts["because"] if note else ()


# --- euros a year


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize(
    ("text", "euros"),
    [
        ("€ 1.250,50", "1250.50"),
        ("1,250.50", "1250.50"),
        ("EUR 1250", "1250"),
        ("1250 euro", "1250"),
        ("€ 1 250", "1250"),
        ("€ 1250,-", "1250"),
        ("€ 1250,--", "1250"),
        ("1.250.000", "1250000"),
        ("12,5", "12.5"),
        ("1250 per jaar", "1250"),
        ("€1250/year", "1250"),
        ("twelve", "12"),
        ("twaalfduizend", "12000"),
        ("0", "0"),
        ("geen", "0"),
        ("free", "0"),
    ],
)
def test_a_plain_amount_is_taken_without_a_word(text: str, euros: str, language: str) -> None:
    read = amount(text, language=language)
    assert read.low == read.value == read.high == Decimal(euros)
    assert read.note is None


@pytest.mark.parametrize(
    ("text", "language", "euros", "reasons"),
    [
        ("ca. 5k", "nl", 5000, ("about", "times")),
        ("about 5k", "en", 5000, ("about", "times")),
        ("±3.000 excl. btw", "nl", 3000, ("about", "vat")),
        ("500 (schatting)", "nl", 500, ("about",)),
        ("max. 500", "nl", 500, ("about",)),
        ("tot 500", "nl", 500, ("about",)),
        ("2 ton", "nl", 200_000, ("times",)),
        ("½ ton", "nl", 50_000, ("times",)),
        ("anderhalf miljoen", "nl", 1_500_000, ("times",)),
        ("1.5 million", "en", 1_500_000, ("times",)),
        ("500 p/m", "nl", 6000, ("month",)),
        ("500 p.m.", "nl", 6000, ("month",)),
        ("€500/maand", "nl", 6000, ("month",)),
        ("100 a week", "en", 5200, ("week",)),
        ("100 per kwartaal", "nl", 400, ("quarter",)),
        ("1,250", "nl", 1250, ("mark",)),
        ("1.250", "en", 1250, ("mark",)),
    ],
)
def test_what_was_made_of_other_words_is_told(
    text: str, language: str, euros: int, reasons: tuple[str, ...]
) -> None:
    assert amount(text, language=language).value == euros
    assert because(text, language=language) == reasons


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("5-10k", 5000, 10_000),
        ("5k-10k", 5000, 10_000),
        ("€1.000 – €2.000", 1000, 2000),
        ("tussen 5.000 en 10.000", 5000, 10_000),
        ("between 500 and 600", 500, 600),
        ("10 tot 20 duizend", 10_000, 20_000),
        ("van 10 tot 20", 10, 20),
    ],
)
def test_between_two_amounts_both_are_kept_and_the_middle_counts(text: str, low: int, high: int) -> None:
    read = amount(text)
    assert (read.low, read.value, read.high) == (low, Decimal(low + high) / 2, high)
    assert "range" in because(text)


@pytest.mark.parametrize(
    "text", ["", " ", "n/a", "n.v.t.", "-", "?", "pm", "p.m.", "onbekend", "weet ik niet"]
)
@pytest.mark.parametrize("kind", ["euros", "hours"])
def test_who_says_that_it_is_not_known_is_not_read_as_nothing(text: str, kind: Kind) -> None:
    assert read_amount(text, kind, "nl") is None


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("veel", "no_number"),
        ("500 + 200", "no_number"),
        ("1.25.00", "no_number"),
        ("1.250,5,5", "no_number"),
        ("1/0", "no_number"),
        ("9" * 16, "no_number"),
        ("zie bijlage " * 10, "no_number"),
        ("veel-weinig", "no_number"),
        ("veel k", "no_number"),
        ("eenmalig 6.000", "once"),
        ("-500", "negative"),
        ("€ -500", "negative"),
        ("(500)", "negative"),
        ("2026-02-01", "date"),
        ("5 uur", "unit"),
        ("5 uur of 2 dagen", "several"),
        ("500 per maand per jaar", "several"),
        ("20-10", "order"),
        ("vijf à zesduizend", "order"),
    ],
)
def test_what_can_be_read_in_no_way_is_asked(text: str, why: str) -> None:
    assert doubt(text)[0] == why


def test_thousands_that_may_be_units_are_asked_with_both_readings() -> None:
    assert doubt("1,250k") == ("mark", ("1250000", "1250.000"))


def test_a_ton_is_money_in_dutch_only() -> None:
    assert doubt("2 ton", language="en")[0] == "ton"
    assert doubt("2 ton", "hours")[0] == "ton"


# --- hours a week


@pytest.mark.parametrize(
    ("text", "language", "hours", "reasons"),
    [
        ("10", "nl", "10", ()),
        ("4u", "nl", "4", ()),
        ("4 u/week", "nl", "4", ()),
        ("1½ uur", "nl", "1.5", ()),
        ("1 1/2 uur", "nl", "1.5", ()),
        ("1/2 dag", "nl", "4", ("day",)),
        ("halve dag", "nl", "4", ("day",)),
        ("half a day", "en", "4", ("day",)),
        ("1/3 dag", "nl", "2.67", ("day",)),
        ("2 dagen per week", "nl", "16", ("day",)),
        ("1 dagdeel", "nl", "4", ("half_day",)),
        ("0,5 fte", "nl", "18", ("fte",)),
        ("30 min", "nl", "0.5", ("minute",)),
        ("10 uur per maand", "nl", "2.31", ("month",)),
        ("52 uur per jaar", "nl", "1", ("year",)),
        ("10-20 uur", "nl", "15", ("range",)),
        ("one or two hours", "en", "1.5", ("range",)),
        ("1k uur", "nl", "1000", ("times",)),
    ],
)
def test_time_is_read_as_hours_a_week(text: str, language: str, hours: str, reasons: tuple[str, ...]) -> None:
    assert amount(text, "hours", language).value == Decimal(hours)
    assert because(text, "hours", language) == reasons


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("€ 50", "nl", ("unit", ())),
        ("2 uur per dag", "nl", ("several", ())),
        ("1.250 uur", "en", ("mark", ("1250", "1.250"))),
        ("1,250", "nl", ("mark", ("1250", "1.250"))),
        ("1/2 dagen", "nl", ("fraction", ("0.5",))),
    ],
)
def test_time_that_can_be_read_in_two_ways_is_asked(
    text: str, language: str, expected: tuple[str, tuple[str, ...]]
) -> None:
    assert doubt(text, "hours", language) == expected


@pytest.mark.parametrize("number", [1.125, 12.345, 1250.5, 1250, 0.125])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_number_in_a_workbook_is_never_taken_for_thousands(number: float, language: str) -> None:
    (row,) = table_of_workbook(xlsx_of([[number]])).rows
    assert amount(row.cells[0], "hours", language).value == Decimal(str(number)).quantize(Decimal("0.01"))


# --- since when, until when


@pytest.mark.parametrize(
    ("text", "language", "first", "last"),
    [
        ("23-11-2026", "nl", dt.date(2026, 11, 23), dt.date(2026, 11, 23)),
        ("3/4/2026", "nl", dt.date(2026, 4, 3), dt.date(2026, 4, 3)),
        ("13/4/2026", "en", dt.date(2026, 4, 13), dt.date(2026, 4, 13)),
        ("4/4/2026", "en", dt.date(2026, 4, 4), dt.date(2026, 4, 4)),
        ("sinds maart 2024", "nl", dt.date(2024, 3, 1), dt.date(2024, 3, 31)),
        ("2024", "en", dt.date(2024, 1, 1), dt.date(2024, 12, 31)),
        ("Q3 2025", "nl", dt.date(2025, 7, 1), dt.date(2025, 9, 30)),
        ("2025-Q1", "en", dt.date(2025, 1, 1), dt.date(2025, 3, 31)),
        ("begin 2024", "nl", dt.date(2024, 1, 1), dt.date(2024, 12, 31)),
    ],
)
def test_days_are_as_exact_as_they_were_written(
    text: str, language: str, first: dt.date, last: dt.date
) -> None:
    read = read_days(text, language)
    assert isinstance(read, Days)
    assert (read.first, read.last) == (first, last)
    assert (read.note is None) != any(rough in text for rough in ("Q", "begin"))


def test_a_day_that_two_countries_read_differently_is_asked() -> None:
    read = read_days("3/4/2026", "en", 7)
    assert read == Said(
        "date_unclear", 7, {"text": "3/4/2026", "instead": (dt.date(2026, 4, 3), dt.date(2026, 3, 4))}
    )


@pytest.mark.parametrize("text", ["morgen", "31-2-2026", "lang geleden", "13/13/2026", "Q5 2024"])
def test_what_is_no_date_is_asked_with_an_example(text: str) -> None:
    for language in ("nl", "en"):
        read = read_days(text, language)
        assert isinstance(read, Said)
        assert read.facts["instead"] == ()


def test_no_date_is_no_date_and_contradicts_nothing() -> None:
    assert read_days("n.v.t.", "nl") is None
    assert contradiction(None, None) is None


def days(text: str) -> Days:
    read = read_days(text, "nl")
    assert isinstance(read, Days)
    return read


@pytest.mark.parametrize(
    ("since", "until", "clash"),
    [("maart 2024", "2023", True), ("maart 2024", "2024", False), ("2024", "1-1-2024", False)],
)
def test_only_an_end_that_is_certainly_before_the_start_is_asked_about(
    since: str, until: str, clash: bool
) -> None:
    assert (contradiction(days(since), days(until)) is not None) is clash


# --- laws

EUROS = st.decimals(0, 9_999_999, places=2)


@settings(max_examples=60, deadline=None)
@given(EUROS, st.sampled_from(["nl", "en"]))
def test_an_amount_that_was_shown_is_read_back_the_same(euros: Decimal, language: str) -> None:
    read = amount(f"€ {shown(euros, language)}", language=language)
    assert (read.value, read.note) == (euros, None)


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 900), st.integers(0, 99), st.sampled_from(["-", " - ", " tot ", " à "]))
def test_the_middle_of_two_amounts_lies_between_them(low: int, more: int, between: str) -> None:
    read = amount(f"{low}{between}{low + more}")
    assert read.low <= read.value <= read.high
    assert (read.low, read.high) == (low, low + more)


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 900), st.sampled_from(["ca. {}", "{} euro", "± € {},-", "{} per jaar"]))
def test_words_that_say_more_or_less_change_no_figure(euros: int, around: str) -> None:
    assert amount(around.format(euros)).value == euros


PIECES = st.lists(
    st.sampled_from(
        [*"0 1 12 1.250 1,5 1/2 ½ - à ca. € k ton uur dagen fte per maand p/m en of ( ) een half".split()]
    )
).map(" ".join)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=30) | PIECES, st.sampled_from(["euros", "hours"]), st.sampled_from(["nl", "en"]))
def test_any_words_are_read_or_asked_about_and_both_can_be_told(text: str, kind: Kind, language: str) -> None:
    read = read_amount(text, kind, language, 3)
    told = [read.note if isinstance(read, Amount) else read, *_told_days(text, language)]
    for said in told:
        assert said is None or TEXTS.say(f"list.{said.name}", language, **said.facts)
    if isinstance(read, Amount):
        assert 0 <= read.low <= read.value <= read.high


def _told_days(text: str, language: str) -> list[Said | None]:
    read = read_days(text, language)
    return [read.note if isinstance(read, Days) else read]
