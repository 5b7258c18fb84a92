"""What people may type in answer to every type of question, and what is made of it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from bot.interview.questions import Option, Question, Rejected
from bot.interview.questions.common import QuestionCommon
from bot.interview.questions.date import days_of
from bot.interview.questions.number_words import dutch, english, number_in_words

_READER: TypeAdapter[Question] = TypeAdapter(Question)
_TEXT = {"nl": "Vraag?", "en": "Question?"}


def question(kind: str, **keys: Any) -> Question:
    """A question of this type, with the keys that matter here."""
    return _READER.validate_python({"type": kind, "id": "Q", "text": _TEXT, **keys})


def choice(kind: str, *labels: str, **keys: Any) -> Question:
    """A choice between a1, a2 … with these labels in both languages."""
    choices = [
        {"id": f"a{place}", "label": {"nl": label, "en": label}} for place, label in enumerate(labels, 1)
    ]
    return question(kind, choices=choices, **keys)


def hint(answer: object) -> str:
    """The name of the hint that somebody gets."""
    assert isinstance(answer, Rejected), answer
    return answer.hint


def facts(answer: object) -> dict[str, Any]:
    """What the hint tells."""
    assert isinstance(answer, Rejected), answer
    return dict(answer.facts)


LEVEL = question(
    "level",
    topic={"nl": "Visie", "en": "Vision"},
    anchors={
        "nl": ["Er is **geen visie**.", "Er zijn losse ideeën.", "Elke afdeling heeft een plan."],
        "en": ["There is **no vision**.", "There are loose ideas.", "Every department has a plan."],
    },
)


@pytest.mark.parametrize(
    "typed", ["b", "B", "B)", "(b)", "b.", "B: ", "antwoord B", "optie b", "Letter B!", "answer b"]
)
def test_a_letter_is_taken_in_any_dress(typed: str) -> None:
    assert LEVEL.parse(typed, "nl") == (1, "1")


def test_letters_count_from_the_top_when_anchors_descend() -> None:
    assert LEVEL.parse("a", "nl", descending=True) == (2, "2")
    assert LEVEL.parse("c", "nl", descending=True) == (0, "0")


@pytest.mark.parametrize(
    "typed",
    [
        "Er zijn losse ideeën",
        "er zijn losse ideeen.",
        "er zijn",
        "B) Er zijn losse",
        "b - er zijn losse ideeën",
    ],
)
def test_an_anchor_may_be_typed_or_begun(typed: str) -> None:
    assert LEVEL.parse(typed, "nl") == (1, "1")


def test_an_anchor_is_read_without_its_bold() -> None:
    assert LEVEL.parse("er is geen visie", "nl") == (0, "0")


@pytest.mark.parametrize(
    "typed",
    ["1", "niveau 2", "D", "z", "er", "Er is", "", "?", "b) elke afdeling", "een visie hebben wij niet"],
)
def test_what_names_no_single_anchor_asks_for_a_letter(typed: str) -> None:
    answer = LEVEL.parse("er" if typed == "Er is" else typed, "nl")
    assert hint(answer) == "hint.letter"
    assert facts(answer) == {"first": "A", "last": "C"}


def test_the_start_of_two_anchors_names_neither() -> None:
    assert hint(LEVEL.parse("There", "en")) == "hint.letter"


def test_a_level_knows_its_options_in_every_language() -> None:
    assert LEVEL.options[1] == Option("1", {"nl": "Er zijn losse ideeën.", "en": "There are loose ideas."})
    assert LEVEL.value_of("2") == 2


def test_options_are_made_only_once() -> None:
    assert LEVEL.options is LEVEL.options


WHERE = choice("single", "Aan de balie", "Per telefoon", "Per e-mail", specials=["dont_know"])


@pytest.mark.parametrize("typed", ["2", "b", "B)", "nummer 2", "per telefoon", "Per tel", "2. Per telefoon"])
def test_one_option_is_named_by_number_letter_or_label(typed: str) -> None:
    assert WHERE.parse(typed, "nl") == ("a2", "a2")


@pytest.mark.parametrize("typed", ["4", "0", "per", "thuis", "1 en 2"])
def test_what_names_no_option_gets_the_options(typed: str) -> None:
    answer = WHERE.parse(typed, "nl")
    assert hint(answer) == "hint.choice"
    assert facts(answer) == {"options": ("Aan de balie", "Per telefoon", "Per e-mail")}


def test_a_label_that_is_a_number_wins_from_the_place() -> None:
    assert choice("single", "2", "1").parse("1", "nl") == ("a2", "a2")


def test_a_single_choice_stands_for_its_own_id() -> None:
    assert WHERE.value_of("a1") == "a1"


def test_choices_that_are_only_named_are_none() -> None:
    with pytest.raises(ValidationError, match="valid tuple"):
        question("single", choices="shared")


WAYS = choice("multiple", "Brood en spelen", "Water", "Wijn", at_least=1, at_most=2)


@pytest.mark.parametrize(
    "typed", ["2,3", "3 en 2", "b and c", "Water, wijn", "water + wijn", "wijn;water", "2 & 3"]
)
def test_several_options_are_taken_in_the_order_of_the_script(typed: str) -> None:
    assert WAYS.parse(typed, "nl") == (("a2", "a3"), None)


def test_one_of_several_counts_as_its_button() -> None:
    assert WAYS.parse("wijn", "nl") == (("a3",), "a3")
    assert WAYS.value_of("a3") == ("a3",)


def test_a_label_may_hold_the_word_between_labels() -> None:
    assert WAYS.parse("brood en spelen", "nl") == (("a1",), "a1")


@pytest.mark.parametrize("typed", ["", ",", "water en bier", "zeven"])
def test_what_names_an_unknown_option_gets_the_options(typed: str) -> None:
    answer = WAYS.parse(typed, "nl")
    assert hint(answer) == "hint.choices"
    assert facts(answer) == {"options": ("Brood en spelen", "Water", "Wijn")}


def test_too_many_options_are_told_how_many_fit() -> None:
    answer = WAYS.parse("1, 2, 3", "nl")
    assert hint(answer) == "hint.choices_count"
    assert facts(answer) == {"at_least": 1, "at_most": 2}


def test_without_limits_any_number_of_options_is_fine() -> None:
    assert choice("multiple", "Water", "Wijn").parse("1,2", "nl") == (("a1", "a2"), None)


@pytest.mark.parametrize("limits", [{"at_least": 3, "at_most": 1}, {"at_least": 4}])
def test_limits_on_options_that_nobody_can_meet_are_refused(limits: dict[str, int]) -> None:
    with pytest.raises(ValidationError, match="is more than"):
        choice("multiple", "Water", "Wijn", **limits)


HOURS = question("number", unit={"nl": "uur", "en": "hours"}, min=0, max=5000, decimals=1)


@pytest.mark.parametrize(
    ("typed", "language", "value"),
    [
        ("1.250,5", "nl", 1250.5),
        ("1,250.5", "nl", 1250.5),
        ("1.250,5", "en", 1250.5),
        ("1,250.5", "en", 1250.5),
        ("1250", "nl", 1250.0),
        ("1 250", "nl", 1250.0),
        ("1.250", "nl", 1250.0),
        ("1,250", "en", 1250.0),
        ("2,5", "nl", 2.5),
        ("2.5", "nl", 2.5),
        ("€ 12,-", "nl", 12.0),
        ("€12", "nl", 12.0),
        ("ca. 12 uur", "nl", 12.0),
        ("about 12 hours per year", "en", 12.0),
        ("12 uur", "en", 12.0),
        ("twaalf", "nl", 12.0),
        ("één", "nl", 1.0),
        ("Tweehonderd vijfendertig", "nl", 235.0),
        ("honderdeneen", "nl", 101.0),
        ("twee duizend", "nl", 2000.0),
        ("duizenden tien", "nl", 1010.0),
        ("one hundred and five", "en", 105.0),
        ("a thousand", "en", 1000.0),
        ("twenty-one", "nl", 21.0),
        ("2 duizend", "nl", 2000.0),
        ("1,5 k", "nl", 1500.0),
        ("0,5", "nl", 0.5),
    ],
)
def test_a_number_is_read_as_people_write_it(typed: str, language: str, value: float) -> None:
    assert HOURS.parse(typed, language) == (value, None)


@pytest.mark.parametrize(
    "typed",
    ["", "veel", "10-20", "12 of 13", "12 fte", "1.2.3", "1,2,3", "1.25,5.1", "12 duizend miljoen",
     "1234567890123456", "duizend duizend", "tweeduizend duizend"],
)  # fmt: skip
def test_what_is_no_number_gets_an_example(typed: str) -> None:
    answer = HOURS.parse(typed, "nl")
    assert hint(answer) == "hint.number"
    assert facts(answer) == {"example": 12, "min": 0, "max": 5000, "unit": "uur"}


@pytest.mark.parametrize("typed", ["-3", "− 3", "5001", "6 duizend"])
def test_a_number_outside_its_limits_hears_both(typed: str) -> None:
    answer = HOURS.parse(typed.replace(" 3", "3"), "en")
    assert hint(answer) == "hint.number_range"
    assert facts(answer) == {"min": 0, "max": 5000, "unit": "hours"}


def test_a_number_with_one_limit_hears_that_one() -> None:
    assert hint(question("number", min=1).parse("0", "nl")) == "hint.number_min"
    assert hint(question("number", max=1).parse("2", "nl")) == "hint.number_max"


def test_a_number_with_too_many_decimals_hears_how_many_there_may_be() -> None:
    answer = HOURS.parse("1,25", "nl")
    assert hint(answer) == "hint.number_decimals"
    assert facts(answer)["decimals"] == 1


def test_without_decimals_a_number_is_whole() -> None:
    people = question("number")
    assert people.parse("12,0", "nl") == (12, None)
    assert isinstance(people.parse("12", "nl"), tuple)
    assert people.parse("1,250", "nl") == (1250, None)
    assert hint(people.parse("1,5", "nl")) == "hint.number_decimals"


def test_the_example_of_a_number_lies_within_its_limits() -> None:
    assert facts(question("number", min=100.5, decimals=1).parse("?", "nl"))["example"] == 100.5
    assert facts(question("number", max=3).parse("?", "nl"))["example"] == 3


@given(st.integers(0, 10**12), st.sampled_from(["nl", "en"]))
def test_any_whole_number_with_thousands_marked_is_read_back(number: int, language: str) -> None:
    shown = f"{number:,}" if language == "en" else f"{number:,}".replace(",", ".")
    assert question("number").parse(shown, language) == (number, None)
    assert question("number").parse(f"{number:,}".replace(",", " "), language) == (number, None)
    assert question("number").parse(f"-{shown}", language) == (-number, None)


@given(st.decimals(0, 10**9, places=2), st.sampled_from(["nl", "en"]))
def test_any_amount_is_read_back_as_its_language_writes_it(amount: Any, language: str) -> None:
    shown = f"{amount:,.2f}"
    if language == "nl":
        shown = shown.translate(str.maketrans(",.", ".,"))
    assert question("number", decimals=2).parse(f"€ {shown}", language) == (float(amount), None)


@given(st.integers(0, 999_999))
def test_any_number_in_words_is_read_back(number: int) -> None:
    thousands, rest = divmod(number, 1000)
    for spell, thousand in ((dutch, "duizend"), (english, "thousand")):
        said = spell(rest) if not thousands else spell(thousands) + thousand + (spell(rest) if rest else "")
        assert number_in_words(said) == number


@given(st.text(max_size=40), st.sampled_from(["nl", "en"]))
def test_no_typed_text_makes_a_question_fall_over(text: str, language: str) -> None:
    for asked in (LEVEL, WHERE, WAYS, HOURS, DAY, question("yes_no"), question("text"), question("file")):
        answer = asked.parse(text, language)
        assert isinstance(answer, Rejected | tuple)


DAY = question("date", earliest="2020-01-01", latest="2030-12-31")


@pytest.mark.parametrize(
    "typed",
    [
        "2026-11-23", "2026/11/23", "23-11-2026", "23/11/26", "23.11.2026", "23 11 2026", "11/23/2026",
        "23 november 2026", "23 nov. 2026", "maandag 23 november 2026", "ma 23 nov '26",
        "de 23e november 2026",
        "November 23, 2026", "Nov 23rd 2026", "23rd of November, 2026", "the 23rd of November 2026",
        "23-nov-2026",
    ],
)  # fmt: skip
def test_a_day_is_read_as_people_write_it(typed: str) -> None:
    assert DAY.parse(typed, "nl") == ("2026-11-23", None)
    assert DAY.parse(typed, "en") == ("2026-11-23", None)


def test_a_month_without_a_day_is_asked_for_the_day() -> None:
    answer = DAY.parse("november 2026", "nl")
    assert hint(answer) == "hint.date_day"
    assert facts(answer) == {"example": dt.date(2026, 11, 1)}


@pytest.mark.parametrize(
    "typed", ["", "gisteren", "31-2-2026", "2026", "23 november", "23-13-26-1", "mei 0000"]
)
def test_what_is_no_day_gets_an_example(typed: str) -> None:
    answer = DAY.parse(typed, "nl")
    assert hint(answer) == "hint.date"
    assert facts(answer) == {"example": dt.date(2030, 12, 31)}


@pytest.mark.parametrize(
    ("limits", "says"),
    [
        ({"earliest": "2020-01-01", "latest": "2030-12-31"}, "hint.date_range"),
        ({"earliest": "2020-01-01"}, "hint.date_earliest"),
    ],
)
def test_a_day_that_is_too_early_hears_the_limits(limits: dict[str, str], says: str) -> None:
    answer = question("date", **limits).parse("1 mei 1999", "nl")
    assert hint(answer) == says
    assert facts(answer)["earliest"] == dt.date(2020, 1, 1)


def test_a_day_that_is_too_late_hears_the_limit() -> None:
    answer = question("date", latest="2030-12-31").parse("1 mei 2031", "nl")
    assert hint(answer) == "hint.date_latest"
    assert facts(answer)["latest"] == dt.date(2030, 12, 31)


@pytest.mark.parametrize(
    ("exact", "typed", "value"),
    [
        ("month", "maart 2024", "2024-03"),
        ("month", "sinds mrt 2024", "2024-03"),
        ("month", "since March 2024", "2024-03"),
        ("month", "3-2024", "2024-03"),
        ("month", "2024-03", "2024-03"),
        ("month", "5 maart 2024", "2024-03-05"),
        ("year", "2024", "2024"),
        ("year", "in 2024", "2024"),
        ("year", "maart 2024", "2024-03"),
        ("year", "5-3-2024", "2024-03-05"),
    ],
)
def test_who_knows_the_month_or_the_year_may_say_just_that(exact: str, typed: str, value: str) -> None:
    asked = question("date", exact=exact, earliest="2020-01-01", latest="2030-12-31")
    assert asked.parse(typed, "nl") == (value, None)


@pytest.mark.parametrize(
    ("exact", "typed"), [("day", "2024"), ("month", "2024"), ("year", "24"), ("month", "13-2024")]
)
def test_what_is_less_exact_than_asked_is_asked_again(exact: str, typed: str) -> None:
    assert hint(question("date", exact=exact).parse(typed, "nl")) == "hint.date"


@pytest.mark.parametrize(
    ("typed", "says"),
    [("2020", None), ("2019", "hint.date_range"), ("2024", None), ("2025", "hint.date_range")],
)
def test_a_year_is_refused_only_if_none_of_its_days_will_do(typed: str, says: str | None) -> None:
    asked = question("date", exact="year", earliest="2020-06-01", latest="2024-03-01")
    answer = asked.parse(typed, "nl")
    assert (hint(answer) if isinstance(answer, Rejected) else None) == says


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2024-02-10", dt.date(2024, 2, 10), dt.date(2024, 2, 10)),
        ("2024-02", dt.date(2024, 2, 1), dt.date(2024, 2, 29)),
        ("2024", dt.date(2024, 1, 1), dt.date(2024, 12, 31)),
    ],
)
def test_a_month_or_a_year_stands_for_all_of_its_days(value: str, first: dt.date, last: dt.date) -> None:
    assert days_of(value) == (first, last)


def test_two_figures_of_a_year_are_of_the_nearest_century() -> None:
    assert question("date").parse("1-2-69", "nl") == ("2069-02-01", None)
    assert question("date").parse("1-2-70", "nl") == ("1970-02-01", None)


@given(st.dates(dt.date(1000, 1, 1)))
def test_any_day_is_read_back_in_every_way_of_writing_it(day: dt.date) -> None:
    months = "januari februari maart april mei juni juli augustus september oktober november december".split()
    asked = question("date")
    for shown in (
        day.isoformat(),
        f"{day.day}-{day.month}-{day.year}",
        f"{day.day:02}/{day.month:02}/{day.year}",
        f"{day.day} {months[day.month - 1]} {day.year}",
    ):
        assert asked.parse(shown, "nl") == (day.isoformat(), None)


@pytest.mark.parametrize(
    ("typed", "value"),
    [("ja", "yes"), ("J", "yes"), ("Yes!", "yes"), ("nee", "no"), ("N.", "no"), ("no", "no")],
)
def test_yes_and_no_are_understood_in_both_languages(typed: str, value: str) -> None:
    for language in ("nl", "en"):
        assert question("yes_no").parse(typed, language) == (value, value)


def test_anything_between_yes_and_no_is_asked_again() -> None:
    assert hint(question("yes_no").parse("soms", "nl")) == "hint.yes_no"


def test_yes_and_no_have_buttons_in_both_languages() -> None:
    assert question("yes_no").options == (
        Option("yes", {"nl": "Ja", "en": "Yes"}),
        Option("no", {"nl": "Nee", "en": "No"}),
    )


def test_an_open_answer_is_kept_as_it_is_but_for_blanks_around_it() -> None:
    assert question("text").parse("  Wij doen *veel*.\nEcht. ", "nl") == ("Wij doen *veel*.\nEcht.", None)


@pytest.mark.parametrize(
    ("typed", "says"), [(" \n", "hint.text_empty"), ("kort", "hint.text_short"), ("x" * 21, "hint.text_long")]
)
def test_an_open_answer_outside_its_limits_is_told(typed: str, says: str) -> None:
    assert hint(question("text", at_least=5, at_most=20).parse(typed, "nl")) == says


def test_an_open_answer_never_exceeds_what_a_message_holds() -> None:
    answer = question("text").parse("x" * 4001, "nl")
    assert facts(answer) == {"at_most": 4000, "length": 4001}


def test_a_file_may_be_told_in_words() -> None:
    assert question("file").parse(" Communicatieplan, 12 maart, intranet ", "nl") == (
        "Communicatieplan, 12 maart, intranet",
        None,
    )
    assert hint(question("file").parse(" ", "nl")) == "hint.file"
    assert hint(question("file").parse("x" * 4001, "nl")) == "hint.text_long"


@pytest.mark.parametrize(
    ("kind", "limits"),
    [
        ("number", {"min": 2, "max": 1}),
        ("text", {"at_least": 9, "at_most": 1}),
        ("date", {"earliest": "2026-01-02", "latest": "2026-01-01"}),
    ],
)
def test_limits_that_nobody_can_meet_are_refused(kind: str, limits: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match=r"is (more than|after)"):
        question(kind, **limits)


@pytest.mark.parametrize(
    ("kind", "tapped"),
    [("yes_no", True), ("text", False), ("number", False), ("date", False), ("file", False)],
)
def test_a_question_knows_whether_it_waits_for_a_tap(kind: str, tapped: bool) -> None:
    asked = question(kind)
    assert asked.tapped is tapped
    assert asked.seconds > 0
    assert bool(asked.options) is tapped


def test_open_questions_may_be_skipped_and_levels_have_all_specials() -> None:
    assert question("text").optional
    assert question("file").optional
    assert not question("number").optional
    assert LEVEL.specials == ("dont_know", "not_applicable", "depends")
    assert question("number").specials == ()


def test_a_question_is_scored_under_its_own_id_or_another() -> None:
    assert question("yes_no").scored_as == "Q"
    assert question("yes_no", item="ID.AM-1").scored_as == "ID.AM-1"


def test_a_tap_stands_for_its_option_where_a_type_says_nothing_else() -> None:
    assert question("yes_no").value_of("yes") == "yes"


def test_a_question_of_no_type_reads_nothing() -> None:
    common = QuestionCommon(id="Q", text=_TEXT)
    assert common.options == ()
    with pytest.raises(NotImplementedError):
        common.parse("ja", "nl")
