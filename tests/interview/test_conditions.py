"""Conditions of a script: true, false, or not known yet."""

import pytest

from bot.interview.conditions import Condition, condition
from bot.interview.expressions import cel
from bot.interview.script import Script


def known(**variables: object) -> cel.Context:
    """What is known so far."""
    return cel.Context(variables=variables, functions={"answered": lambda name: name in variables})


def test_a_condition_holds_or_not_for_what_was_answered() -> None:
    assert Condition("S1 >= 3").holds(known(S1=3)) is True
    assert Condition("S1 >= 3").holds(known(S1=2)) is False


def test_a_condition_on_an_open_question_is_not_known() -> None:
    assert Condition("S1 >= 3").holds(known()) is None
    assert Condition("!(S1 >= 3)").holds(known()) is None


def test_what_is_true_anyhow_needs_no_answer() -> None:
    assert Condition("S1 >= 3 || true").holds(known()) is True
    assert Condition("true || S1 >= 3").holds(known()) is True
    assert Condition("S1 >= 3 && false").holds(known()) is False


def test_apples_and_pears_are_not_compared_but_left_unknown() -> None:
    assert Condition("S1 >= 3").holds(known(S1="veel")) is None
    assert Condition("S1").holds(known(S1=3)) is None


def test_a_formula_comes_to_a_number_or_to_nothing() -> None:
    order = Condition('answered("S1") ? 0 : 800')
    assert order.number(known(S1=1)) == 0
    assert order.number(known()) == 800
    assert Condition("S1 * 2.0").number(known(S1=1.5)) == 3.0
    assert Condition("S1 > 1").number(known(S1=2)) is None
    assert Condition("S1").number(known()) is None


def test_a_condition_knows_the_names_and_helpers_in_it() -> None:
    found = Condition('S1 in [1, 2] && answered("S2") && S3.exists(way, way == pillar)')
    assert found.names == {"S1", "S3", "pillar"}
    assert found.functions == {"answered"}


def test_the_same_words_are_compiled_only_once() -> None:
    assert condition("S1 >= 3") is condition("S1 >= 3")


@pytest.mark.parametrize("source", ["S1 >=", "", "S1 and S2"])
def test_what_is_no_condition_is_refused(source: str) -> None:
    with pytest.raises(ValueError, match="Failed to parse"):
        Condition(source)


@pytest.mark.parametrize("sections", [None, 3, ["S"], [{"id": "S"}], [{"id": "S", "questions": ["Q"]}]])
def test_a_script_of_the_wrong_shape_is_refused_and_not_fallen_over(sections: object) -> None:
    data = {"choices": {"where": []}, "sections": sections}
    with pytest.raises(ValueError, match="validation error"):
        Script.model_validate(data)


def test_what_is_no_list_of_keys_is_no_script() -> None:
    with pytest.raises(ValueError, match="validation error"):
        Script.model_validate("script")
