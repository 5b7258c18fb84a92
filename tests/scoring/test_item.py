"""One item: what several respondents, evidence and a review make of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring import Answer, AnswersError, ItemCard, Review, score
from tests.scoring.building import by_several, item, pillar, plain_model, reviewed, scored

ONE = plain_model(pillar(item("q")))


def card(*voices: tuple[float | str | None, float]) -> ItemCard:
    return by_several(ONE, "q", *voices).item("q")


def test_an_owner_weighs_more_than_a_colleague_and_an_outsider() -> None:
    assert card((3, 1.0), (2, 0.7), (1, 0.4)).value == pytest.approx((3 + 1.4 + 0.4) / 2.1)


def test_nobody_answering_is_not_the_same_as_answering_zero() -> None:
    assert (card().value, card().special) == (None, None)
    assert (card((0, 1)).value, card((0, 1)).special) == (0, None)


@pytest.mark.parametrize(
    ("voices", "special"),
    [
        (("not_applicable", "not_applicable"), "not_applicable"),
        (("not_applicable", "dont_know"), "dont_know"),
        (("skipped", "dont_know"), "dont_know"),
        (("skipped", "not_applicable"), "skipped"),
        (("not_applicable", None), None),
        (("not_applicable", "depends"), None),
        (("dormant", "dormant"), "dormant"),
        (("dormant", "not_applicable"), "not_applicable"),
        (("dormant", None), None),
        ((None, "skipped"), "skipped"),
    ],
)
def test_without_a_value_the_strongest_special_is_kept(
    voices: tuple[str | None, ...], special: str | None
) -> None:
    combined = card(*((voice, 1.0) for voice in voices))
    assert (combined.value, combined.special) == (None, special)


@pytest.mark.parametrize("special", ["dont_know", "skipped", "dormant", "depends", None])
def test_a_value_beats_every_special_without_a_difference(special: str | None) -> None:
    combined = card((3, 1.0), (special, 1.0))
    assert (combined.value, combined.special, combined.difference) == (3, None, False)


def test_a_value_beside_not_applicable_is_a_difference_to_talk_about() -> None:
    combined = card((3, 1.0), ("not_applicable", 1.0))
    assert (combined.value, combined.difference) == (3, True)


@pytest.mark.parametrize(
    ("values", "differ"), [((1, 3), True), ((2, 3), False), ((0, 1, 2), True), ((4,), False)]
)
def test_values_two_levels_apart_are_a_difference_to_talk_about(
    values: tuple[float, ...], differ: bool
) -> None:
    assert card(*((value, 1.0) for value in values)).difference is differ


def test_without_evidence_a_value_is_confirmed_up_to_two() -> None:
    assert [card((value, 1.0)).confirmed for value in range(5)] == [0, 1, 2, 2, 2]


def test_evidence_named_by_any_respondent_confirms_the_value() -> None:
    combined = score(ONE, [Answer("q", 4, "a"), Answer("q", 3, "b", evidence=("plan",))]).item("q")
    assert (combined.confirmed, combined.evidence) == (3.5, True)


def test_blank_words_are_not_evidence_for_anything() -> None:
    combined = score(ONE, [Answer("q", 4, evidence=("", " \n"))]).item("q")
    assert (combined.confirmed, combined.evidence) == (2, False)


def test_evidence_of_a_closed_branch_is_left_out() -> None:
    answers = [Answer("q", "dormant", "a", evidence=("plan",)), Answer("q", 4, "b")]
    assert score(ONE, answers).item("q").evidence is False


def test_a_review_sets_the_value_and_judges_the_evidence() -> None:
    combined = reviewed(ONE, {"q": 4}, [Review("q", 2.5, True, "seen")]).item("q")
    assert (combined.value, combined.confirmed, combined.evidence, combined.reviewed) == (
        2.5,
        2.5,
        True,
        True,
    )


def test_a_review_may_find_named_evidence_too_thin() -> None:
    combined = score(
        ONE, [Answer("q", 4, evidence=("plan",))], [Review("q", evidence=False, reason="draft")]
    ).item("q")
    assert (combined.value, combined.confirmed, combined.evidence) == (4, 2, False)


def test_a_review_that_sets_nothing_still_counts_as_reviewed() -> None:
    combined = reviewed(ONE, {"q": 4}, [Review("q", reason="agreed")]).item("q")
    assert (combined.value, combined.confirmed, combined.reviewed) == (4, 2, True)


def test_a_review_of_an_item_without_value_changes_nothing() -> None:
    combined = reviewed(ONE, {"q": "dont_know"}, [Review("q", 3, True, "?")]).item("q")
    assert (combined.value, combined.special, combined.reviewed) == (None, "dont_know", False)


def test_a_review_keeps_what_the_respondents_said() -> None:
    answers = [Answer("q", 1, "a"), Answer("q", 3, "b")]
    combined = score(ONE, answers, [Review("q", 2, True, "x")]).item("q")
    assert combined.difference
    assert [voice.value for voice in combined.voices] == [1, 3]


def test_an_option_is_understood_by_its_key_and_by_its_number() -> None:
    model = plain_model(pillar({"id": "q", "answers": "yes_no"}))
    for said in ("partly", 0.5):
        assert scored(model, {"q": said}).item("q").value == 0.5


def test_a_key_that_looks_like_a_number_goes_before_a_number() -> None:
    model = plain_model(pillar({"id": "q", "answers": "odd"}), answer_sets={"odd": {"1": 0, "2": 1, "a": 7}})
    assert [scored(model, {"q": said}).item("q").value for said in (1, "1", 2, "2", 0, 7)] == [
        0,
        0,
        1,
        1,
        0,
        7,
    ]


def test_a_value_between_the_options_is_taken_from_a_program() -> None:
    assert scored(ONE, {"q": 2.5}).item("q").value == 2.5


@pytest.mark.parametrize("value", ["perhaps", 5, -0.5, True])
def test_what_is_no_answer_is_refused(value: float | str) -> None:
    with pytest.raises(AnswersError, match="no answer to q"):
        scored(ONE, {"q": value})


def test_questions_outside_the_model_are_left_alone() -> None:
    assert scored(ONE, {"open-1": "a long story", "q": 2}).item("q").value == 2


@given(st.lists(st.tuples(st.integers(0, 4), st.floats(0.1, 10)), min_size=1, max_size=5))
def test_the_combined_value_lies_between_the_answers(voices: list[tuple[int, float]]) -> None:
    value = card(*voices).value
    assert value is not None
    assert min(v for v, _ in voices) - 1e-9 <= value <= max(v for v, _ in voices) + 1e-9
