"""Answers that are handed in as a file: what is understood, and every mistake named at once."""

import json
from typing import Any

import pytest

from scoring import Answer, AnswersError, Review, Submission, read_submission, score
from scoring.files import score_folder_text
from tests.scoring.building import SCRIPTS, SOCIAL_MEDIA, item, pillar, plain_model, shipped

MODEL = plain_model(
    pillar(item("a"), item("b"), {"id": "p", "answers": "percent"}, {"id": "y", "answers": "yes_no"})
)


def read(*answers: Any, **more: Any) -> Submission:
    return read_submission(json.dumps({"answers": answers, **more}), MODEL)


def mistakes(text: str) -> list[str]:
    with pytest.raises(AnswersError) as caught:
        read_submission(text, MODEL, "in.json")
    assert {problem.source for problem in caught.value.problems} == {"in.json"}
    return [problem.message for problem in caught.value.problems]


def wrong(*answers: Any, **more: Any) -> list[str]:
    return mistakes(json.dumps({"answers": answers, **more}))


def test_an_answer_needs_only_a_question_and_a_value() -> None:
    assert read({"question": "a", "value": 3}) == Submission((Answer("a", 3),))


def test_everything_that_may_be_said_with_an_answer_is_read() -> None:
    told = read(
        {"question": "a", "value": "2", "respondent": "r1", "weight": 0.7, "evidence": ["plan"]},
        {"question": "b", "value": "not_applicable", "respondent": "r2", "reason": "not ours"},
        {"question": "pressure", "value": 4, "evidence": None},
        reviews=[{"question": "a", "value": 2.5, "evidence": True, "reason": "seen"}],
    )
    assert told.answers == (
        Answer("a", "2", "r1", 0.7, ("plan",)),
        Answer("b", "not_applicable", "r2", reason="not ours"),
        Answer("pressure", 4),
    )
    assert told.reviews == (Review("a", 2.5, True, "seen"),)


@pytest.mark.parametrize("value", [0, 4, "0", 3.0, "dont_know", "skipped", "depends", None])
def test_options_specials_and_no_answer_are_understood(value: float | str | None) -> None:
    assert read({"question": "a", "value": value}).answers[0].value == value


@pytest.mark.parametrize(
    ("question", "value"), [("p", 12.5), ("p", 0), ("y", "partly"), ("y", 0.5), ("y", "yes")]
)
def test_numbers_in_a_range_and_words_are_understood(question: str, value: float | str) -> None:
    assert read({"question": question, "value": value}).answers[0].value == value


def test_a_name_that_is_a_number_needs_no_quotes() -> None:
    model = plain_model(pillar(item("1")))
    review = {"question": 1, "value": 2, "reason": "seen"}
    handed_in = {"answers": [{"question": 1, "value": 3}], "reviews": [review]}
    told = read_submission(json.dumps(handed_in), model)
    assert (told.answers[0].question, told.reviews[0].question) == ("1", "1")
    assert score(model, told.answers, told.reviews).dimensions[0].score == 2


def test_names_of_somebody_elses_notes_are_left_alone() -> None:
    assert read({"question": "a", "value": 3, "at": "2026-11-23"}, exported_by="x").answers == (
        Answer("a", 3),
    )


@pytest.mark.parametrize("value", [5, -1, 2.5, True, False, "perhaps", "", [3], {"x": 1}, 1e400, 10**400])
def test_what_is_not_an_option_is_named_with_what_there_is(value: Any) -> None:
    text = json.dumps({"answers": [{"question": "a", "value": value}]}).replace("Infinity", "1e400")
    (message,) = mistakes(text)
    assert message.startswith("answers[0] (a): ")
    assert "use 0, 1, 2, 3, 4, or dont_know, not_applicable, skipped" in message


@pytest.mark.parametrize("value", [100.5, -0.5, "50", True])
def test_what_lies_outside_a_range_is_named_with_the_range(value: Any) -> None:
    (message,) = wrong({"question": "p", "value": value})
    assert "a number from 0 to 100" in message


def test_an_answer_that_is_worked_out_may_not_be_handed_in() -> None:
    (message,) = wrong({"question": "a", "value": "dormant"})
    assert "dormant is worked out" in message


def test_every_mistake_of_a_file_is_named_at_once() -> None:
    found = wrong(
        {"question": "c", "value": 3},
        {"question": "a", "value": 9},
        {"question": "a", "value": 3},
        {"question": "b", "value": "not_applicable", "reason": " "},
        {"question": "p", "value": 3, "respondent": 4, "weight": 0, "evidence": "plan"},
        {"question": "y"},
        {"value": 3},
        "text",
        reviews=[
            {"question": "a", "value": 2.25, "reason": "x"},
            {"question": "b", "value": 2},
            {"question": "p", "value": 200, "evidence": "yes", "reason": ""},
            {"question": "p", "reason": "again"},
            {"question": "pressure", "reason": "x"},
            {"question": "y", "reason": 3},
            7,
        ],
        answer=[],
    )
    expected = [
        "the file: answer is not known; did you mean answers?",
        'answers[7] must be an object such as {"question": "…"}',
        'reviews[6] must be an object such as {"question": "…"}',
        "answers[0] (c): c is no question of this model; use one of: a, b, p, pressure, y",
        "answers[1] (a): 9 is not an option; use 0, 1, 2, 3, 4, or dont_know, not_applicable, skipped",
        "answers[3] (b): not_applicable needs a reason",
        "answers[4] (p): weight 0 must be a number above 0",
        "answers[4] (p): respondent must be a text",
        "answers[4] (p): evidence must be a list of texts",
        "answers[5] (y): value is missing",
        "answers[6] (None): None is no question of this model; use one of: a, b, p, pressure, y",
        "answers[2] (a): this repeats answers[1] (a); keep one of them",
        "reviews[0] (a): 2.25 must be a whole or half point from 0 to 4",
        "reviews[1] (b): this item has no value to review; leave the review out",
        "reviews[1] (b): a review needs a reason",
        "reviews[2] (p): 200 must be a whole or half point from 0 to 100",
        "reviews[2] (p): evidence must be true or false",
        "reviews[2] (p): a review needs a reason",
        "reviews[4] (pressure): pressure is no question of this model; use one of: a, b, p, y",
        "reviews[5] (y): this item has no value to review; leave the review out",
        "reviews[5] (y): a review needs a reason",
        "reviews[3] (p): this repeats reviews[2] (p); keep one of them",
    ]
    assert found == expected


@pytest.mark.parametrize("weight", [0, -1, "1", True, 1e12])
def test_a_weight_is_a_number_above_zero(weight: Any) -> None:
    (message,) = wrong({"question": "a", "value": 1, "weight": weight})
    assert "weight" in message


def test_the_same_question_by_another_respondent_is_no_repetition() -> None:
    assert (
        len(read({"question": "a", "value": 1}, {"question": "a", "value": 2, "respondent": "x"}).answers)
        == 2
    )


def test_an_item_that_somebody_answered_may_be_reviewed() -> None:
    told = read(
        {"question": "a", "value": "dont_know"},
        {"question": "a", "value": 2, "respondent": "x"},
        reviews=[{"question": "a", "reason": "seen"}],
    )
    assert told.reviews == (Review("a", reason="seen"),)


def test_a_name_that_is_nearly_right_is_named() -> None:
    assert wrong({"question": "a", "value": 1, "weigth": 0.4}) == [
        "answers[0] (a): weigth is not known; did you mean weight?"
    ]


def test_reviews_must_be_a_list_like_answers() -> None:
    assert mistakes('{"answers": 3, "reviews": {"a": 1}}') == [
        "answers must be a list of answers",
        "reviews must be a list of reviews",
    ]


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ('{"answers": [\n{"question": "a",}]}', 2, "this is not JSON"),
        ("", 1, "this is not JSON"),
        ("[]", 1, "this is not a set of answers"),
        ('{"answers": [{"question": "a", "value": NaN}]}', None, "NaN is not a number"),
        ("[" * 100_000, None, "this cannot be read"),
    ],
)
def test_a_file_that_cannot_be_read_says_where(text: str, line: int | None, said: str) -> None:
    with pytest.raises(AnswersError) as caught:
        read_submission(text, MODEL)
    (problem,) = caught.value.problems
    assert said in problem.message
    assert problem.line == line


def card(model: str, answers: dict[str, Any], ambition: float | None) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(score_folder_text(model, json.dumps(answers), ambition))
    return content


def test_a_folder_is_scored_from_text_to_text() -> None:
    answers = {"answers": [{"question": name, "value": 2} for name in SOCIAL_MEDIA.items]}
    told = card(shipped("social_media"), answers, 3)
    assert told == score(SOCIAL_MEDIA, [Answer(name, 2) for name in SOCIAL_MEDIA.items]).as_dict()
    assert list(told) == ["model", "model_version", "overall", "dimensions"]


def test_a_given_ambition_holds_where_nobody_answered_about_pressure() -> None:
    answers: list[dict[str, Any]] = [{"question": name, "value": 2} for name in SOCIAL_MEDIA.items]
    text = shipped("social_media")
    unknown = {"question": "pressure", "value": "dont_know"}
    low = {"question": "pressure", "value": 1}
    assert card(text, {"answers": answers}, 4)["overall"]["percent_to_target"] == 0.5
    assert card(text, {"answers": [*answers, unknown]}, 4)["overall"]["percent_to_target"] == 0.5
    assert card(text, {"answers": [*answers, low]}, 4)["overall"]["percent_to_target"] == 1
    assert card(text, {"answers": answers}, None)["overall"]["percent_to_target"] == pytest.approx(2 / 3)


def test_the_example_model_scores_its_own_answers() -> None:
    answers = json.loads((SCRIPTS / "example" / "answers.json").read_text(encoding="utf-8"))
    told = card(shipped("example"), answers, None)
    governance, service = told["dimensions"]
    assert [part["score"] for part in governance["dimensions"]] == [6, pytest.approx(3.7 / 1.7)]
    assert [part["level"] for part in governance["dimensions"]] == [2, 2]
    assert governance["level"] == 2
    assert governance["score"] == pytest.approx((4 + 2 + 3.7 / 1.7 + 1.5 * 2.5) / 4.5)
    assert [part["score"] for part in service["dimensions"]] == [pytest.approx(3.3), 2.5]
    assert service["score"] == pytest.approx((2 * 3.3 + 2.5) / 3)
    assert (service["level"], told["overall"]["level"]) == (2, 2)
    assert told["overall"]["score"] == pytest.approx((2 * governance["score"] + service["score"]) / 3)
