"""What an author hears when a script and the model beside it do not fit."""

import pytest

from bot.checking import check_folder
from tests.scripts.author import MODEL, SCRIPT, Author


def told(author: Author, script: str = SCRIPT, model: str = MODEL) -> list[str]:
    """The messages, without their places."""
    return [problem.message for problem in author.checks(script, model)]


def test_an_item_that_nobody_asks_is_told_at_its_line_of_the_model(author: Author) -> None:
    problems = author.checks(model=MODEL + "      - {id: P9, answers: levels}\n")
    assert [(problem.file, problem.line) for problem in problems] == [(str(author.folder / "model.yaml"), 14)]
    assert "no script asks item 'P9'; did you mean" in problems[0].message


def test_a_level_question_that_is_not_scored_is_told(author: Author) -> None:
    model = MODEL.replace("      - {id: P2, answers: levels}\n", "")
    assert told(author, model=model) == [
        "'P2' is no item of the model, so its levels would not be scored; did you mean 'P4'?"
    ]


def test_levels_that_the_model_does_not_know_are_told(author: Author) -> None:
    model = MODEL.replace('levels: {"0": 0, "1": 1, "2": 2}', 'levels: {"0": 0, "1": 1, "2": 2, "3": 3}')
    assert (
        told(author, model=model)[0] == "'P1' can be answered with 0, 1, 2; in the model it takes 0, 1, 2, 3"
    )


def test_options_that_the_model_does_not_know_are_told(author: Author) -> None:
    model = MODEL.replace("{id: P3, answers: yes_no}", "{id: P3, answers: levels}")
    assert told(author, model=model) == ["'P3' can be answered with yes, no; in the model it takes 0, 1, 2"]


def test_levels_may_fill_a_range_of_the_model(author: Author) -> None:
    assert (
        told(author, model=MODEL.replace('levels: {"0": 0, "1": 1, "2": 2}', "levels: {min: 0, max: 2}"))
        == []
    )


def test_levels_that_do_not_fill_the_range_are_told(author: Author) -> None:
    model = MODEL.replace('levels: {"0": 0, "1": 1, "2": 2}', "levels: {min: 0, max: 4}")
    assert told(author, model=model)[0] == "'P1' can be answered with 0, 1, 2; in the model it takes 0 to 4"


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (
            "        max: 100\n",
            "        max: 200\n",
            "'P4' goes from 0 to 200; in the model it takes 0 to 100",
        ),
        ("        max: 100\n", "", "'P4' needs a min and a max; in the model it takes 0 to 100"),
    ],
)
def test_a_number_beyond_the_model_is_told(author: Author, old: str, new: str, says: str) -> None:
    assert told(author, SCRIPT.replace(old, new)) == [says]


def test_a_number_where_the_model_has_options_is_told(author: Author) -> None:
    model = MODEL.replace("{id: P4, answers: percent}", "{id: P4, answers: yes_no}")
    assert told(author, model=model) == ["'P4' asks a number; in the model it takes no, yes"]


@pytest.mark.parametrize("name", ["P_open", "P_channels"])
def test_an_answer_that_is_no_number_cannot_be_an_item(author: Author, name: str) -> None:
    model = MODEL + f"      - {{id: {name}, answers: yes_no}}\n"
    assert "answer is no number" in told(author, model=model)[0]


def test_a_question_may_name_an_item_that_has_another_id(author: Author) -> None:
    script = SCRIPT.replace("        type: number\n", "        type: number\n        item: P-4\n")
    assert told(author, script, MODEL.replace("id: P4", "id: P-4")) == []


def test_a_question_that_names_an_unknown_item_is_told(author: Author) -> None:
    script = SCRIPT.replace("        type: number\n", "        type: number\n        item: P-4\n")
    assert told(author, script) == [
        "no script asks item 'P4'; did you mean 'P-4'?",
        "the model has no item 'P-4'; did you mean 'P4'?",
    ]


def test_two_questions_for_one_item_are_told(author: Author) -> None:
    script = SCRIPT.replace("        type: date\n", "        type: date\n        item: P4\n")
    assert "an earlier question is item 'P4' already" in told(author, script)


def test_a_model_without_scripts_is_fine_on_its_own(author: Author) -> None:
    author.checks()
    (author.folder / "script.yaml").unlink()
    assert check_folder(author.folder) == []
