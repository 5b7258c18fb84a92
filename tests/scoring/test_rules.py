"""Scores and levels of models that are nothing like the shipped one: any depth, any range, any rule."""

from collections.abc import Mapping
from typing import Any

import pytest

from scoring import DimensionCard, Model
from tests.scoring.building import COVERAGE, item, pillar, plain_model, scored

Values = Mapping[str, float | str | None]


def first(model: Model, values: Values) -> DimensionCard:
    return scored(model, values).dimensions[0]


def tree(**more: Any) -> Model:
    """Two parts below one dimension, of two items and of one."""
    parts = [
        {"id": "X", "weight": 3, "items": [item("x1"), item("x2", weight=2)]},
        {"id": "Y", "items": [item("y1")]},
    ]
    return plain_model({"id": "D", "dimensions": parts, **more})


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ({"rule": "mean"}, (3 * 3 + 1) / 4),
        ({"rule": "sum"}, 3 * 3 + 1),
        ({"rule": "min"}, 1),
        ({"rule": "max"}, 3),
        ({"rule": "mean", "over": "leaves"}, (1 + 8 + 1) / 4),
        ({"rule": "sum", "over": "leaves"}, 10),
        ({"rule": "max", "over": "leaves"}, 4),
        ({"rule": "mean", "over": "children"}, 2.5),
    ],
)
def test_a_score_follows_its_rule_over_parts_or_over_items(rule: dict[str, str], expected: float) -> None:
    assert first(tree(score=rule), {"x1": 1, "x2": 4, "y1": 1}).score == pytest.approx(expected)


def test_a_dimension_may_hold_items_beside_other_dimensions() -> None:
    model = plain_model({"id": "D", "items": [item("a")], "dimensions": [{"id": "E", "items": [item("b")]}]})
    card = first(model, {"a": 4, "b": 2})
    assert (card.score, card.coverage, [i.id for i in card.all_items()]) == (3, 1, ["a", "b"])


def test_a_child_without_a_score_is_left_out() -> None:
    assert first(tree(), {"y1": 1}).score == 1


def test_a_child_without_a_score_may_count_as_zero() -> None:
    assert first(tree(missing="zero"), {"y1": 1}).score == 0.25


@pytest.mark.parametrize(("settings", "expected"), [({}, 1), ({"missing": "zero"}, 0.5), ({"missing": 3}, 2)])
def test_a_child_with_too_little_coverage_counts_as_its_model_says(
    settings: dict[str, Any], expected: float
) -> None:
    parts = [
        {"id": "X", "items": [item("x1"), item("x2"), item("x3")]},
        {"id": "Y", "items": [item("y1")]},
        {"id": "Z", "weight": 0, "items": [item("z", weight=9)]},
    ]
    model = plain_model({"id": "D", "dimensions": parts, **settings}, coverage=COVERAGE)
    assert first(model, {"x1": 4, "y1": 1, "z": 1}).score == pytest.approx(expected)


@pytest.mark.parametrize(
    ("settings", "special", "score"),
    [
        ({}, None, 4),
        ({"missing": "leave_out"}, None, 4),
        ({"missing": "zero"}, None, 2),
        ({"missing": 3}, None, 3.5),
        ({"missing": "zero"}, "dont_know", 2),
        ({"missing": "zero"}, "not_applicable", 2),
        ({"missing": "zero", "not_applicable": "leave_out"}, "not_applicable", 4),
        ({"missing": "leave_out", "not_applicable": 1}, "not_applicable", 2.5),
        ({"not_applicable": "zero"}, None, 4),
        ({"missing": "zero"}, "dormant", 4),
    ],
)
@pytest.mark.parametrize("place", ["model", "dimension", "item"])
def test_an_item_without_a_value_counts_as_the_nearest_setting_says(
    settings: dict[str, Any], special: str | None, score: float, place: str
) -> None:
    other: dict[str, Any] = (
        {"missing": 1, "not_applicable": 1} if place != "model" and len(settings) == 2 else {}
    )
    model = plain_model(
        pillar(
            item("a"),
            item("b", **(settings if place == "item" else {})),
            **(settings if place == "dimension" else {}),
        ),
        **(settings if place == "model" else other),
    )
    assert first(model, {"a": 4, "b": special}).score == score


def test_a_pillar_in_which_nothing_applies_may_be_given_a_score() -> None:
    model = plain_model(pillar(item("a")), pillar(item("b"), name="Q"), not_applicable=1)
    card = scored(model, {"a": "not_applicable", "b": 3})
    assert (card.dimensions[0].score, card.dimensions[0].claimed, card.dimensions[0].level) == (1, None, None)
    assert card.overall.score == 2


def test_a_part_in_which_nothing_applies_follows_not_applicable() -> None:
    values: Values = {"x1": "not_applicable", "x2": "not_applicable", "y1": 4}
    assert first(tree(missing="zero", not_applicable="leave_out"), values).score == 4
    assert first(tree(missing="zero"), values).score == 1
    card = first(tree(not_applicable=2), values)
    assert (card.score, card.confirmed) == (2.5, 2)


def test_a_part_that_was_never_asked_counts_for_nothing() -> None:
    assert first(tree(missing="zero"), {"x1": "dormant", "x2": "dormant", "y1": 4}).score == 4


def test_an_empty_part_counts_for_nothing() -> None:
    model = plain_model({"id": "D", "items": [item("a")], "dimensions": [{"id": "E"}]}, missing="zero")
    assert first(model, {"a": 4}).score == 4


def test_different_ranges_are_mapped_to_one_scale() -> None:
    items = [item("a"), {"id": "b", "answers": "percent"}, {"id": "c", "answers": "offset"}]
    model = plain_model(pillar(*items), answer_sets={"offset": {"min": 1, "max": 5}}, scale=[0, 100])
    card = first(model, {"a": 3, "b": 60, "c": 2})
    assert card.score == pytest.approx((75 + 60 + 25) / 3)
    assert [i.value for i in card.items] == [3, 60, 2]


def test_a_missing_number_stands_on_the_scale() -> None:
    model = plain_model(pillar(item("a"), item("b")), scale=[0, 100], missing=40)
    assert first(model, {"a": 3}).score == pytest.approx(57.5)


def test_the_level_looks_at_the_answers_not_at_the_scale() -> None:
    assert first(plain_model(pillar(item("a")), scale=[0, 100]), {"a": 3}).level == 3


def staged(at_least: Any = 2, lowest: int | None = None, **more: Any) -> Model:
    rule = {"rule": "by_level", "at_least": at_least, **({} if lowest is None else {"lowest": lowest})}
    items = [item("a", level=1), item("b", level=2), item("c", level=2), item("d", level=4), item("e")]
    return plain_model({"id": "D", "level": rule, "items": items}, **more)


@pytest.mark.parametrize(
    ("values", "level"),
    [
        ({}, 0),
        ({"a": 1}, 0),
        ({"a": 2}, 1),
        ({"a": 2, "b": 4}, 1),
        ({"a": 2, "b": 2, "c": 2}, 3),  # a level above the first without items passes
        ({"a": 2, "b": 2, "c": 2, "d": 2}, 4),
        ({"a": 1, "b": 4, "c": 4, "d": 4}, 0),
        ({"a": 2, "b": 2, "c": "not_applicable", "d": 2}, 1),
        ({"a": 2, "b": 2, "c": "dormant", "d": 2}, 4),
        ({"a": "dormant", "b": 2, "c": 2, "d": 2}, 0),
    ],
)
def test_stages_are_climbed_one_by_one(values: Values, level: int) -> None:
    assert first(staged(), values).level == level


def test_each_stage_may_ask_more_of_all_items_below_it() -> None:
    model = staged({"1": 1, 2: 2, 3: 3, 4: 4})
    values = {"a": 3, "b": 2, "c": 2, "d": 4}
    assert first(model, values).level == 2
    assert first(model, {**values, "b": 3, "c": 3}).level == 3


def test_stages_above_the_lowest_include_the_items_under_them() -> None:
    model = staged(lowest=1)
    assert first(model, {"a": 0, "b": 4, "c": 4, "d": 4}).level == 1
    assert first(model, {"a": 2, "b": 2, "c": 2}).level == 3


def test_a_stage_that_the_table_leaves_out_asks_nothing_new() -> None:
    model = staged({1: 3, 2: 2, 4: 1})
    assert first(model, {"a": 3, "b": 2, "c": 2}).level == 3
    assert first(model, {"a": 3, "b": 2, "c": 2, "d": 1}).level == 4
    assert first(model, {"a": 3, "b": 1, "c": 2, "d": 4}).level == 1


def test_stages_without_items_at_the_first_level_stay_at_the_lowest() -> None:
    model = plain_model(
        {"id": "D", "level": {"rule": "by_level", "at_least": 0}, "items": [item("a", level=2)]}
    )
    assert first(model, {"a": 4}).level == 0


def test_stages_keep_a_level_where_nothing_applies() -> None:
    card = first(staged(lowest=1), dict.fromkeys("abcde", "not_applicable"))
    assert (card.level, card.level_at_risk, card.interval, card.score) == (1, None, None, None)


def test_stages_show_how_far_open_items_still_reach() -> None:
    assert first(staged(), {"a": 2, "b": 2}).interval == (1, 4)


def test_an_open_gate_item_of_a_stage_is_at_risk_as_well() -> None:
    rule = {"rule": "by_level", "at_least": 1}
    model = plain_model(
        {"id": "D", "level": rule, "items": [item("a", level=1), item("b", level=2, gate=True)]}
    )
    card = first(model, {"a": 1})
    assert (card.level, card.level_at_risk, card.provisional) == (1, 1, True)


TABLE = {2: {2: 60}, 3: {2: 75, 3: 60}}


def banded(**more: Any) -> Model:
    items = [
        {"id": "p", "answers": "percent", "levels": {2: 1}},
        {"id": "q", "answers": "percent", "levels": {2: 1, 3: 2}},
        {"id": "r", "answers": "yes_no", "levels": {3: 1}},
    ]
    return plain_model({"id": "D", "level": {"rule": "thresholds", "table": TABLE}, "items": items}, **more)


@pytest.mark.parametrize(
    ("values", "level"),
    [
        ({"p": 60, "q": 59, "r": "yes"}, 1),
        ({"p": 60, "q": 60, "r": "no"}, 2),
        ({"p": 90, "q": 60, "r": "partly"}, 2),
        ({"p": 90, "q": 65, "r": "partly"}, 3),
        ({}, None),
        ({"p": 100}, 3),  # left out means that nothing touches the third level
        ({"r": "yes"}, 3),
    ],
)
def test_percentages_per_level_are_held_against_the_table(values: Values, level: int | None) -> None:
    assert first(banded(), values).level == level


def test_an_open_item_may_count_as_zero_against_the_table() -> None:
    assert first(banded(missing="zero"), {"p": 100}).level == 1
    assert first(banded(missing=80), {"p": 100, "r": "yes"}).level == 3
    assert first(banded(missing=2, scale=[0, 4]), {"p": 100, "r": "yes"}).level == 3
    assert first(banded(missing="zero"), {}).level == 1
    assert first(banded(missing="zero"), {"p": 100, "q": "dormant", "r": "dormant"}).level == 3


def test_nothing_that_applies_has_no_place_in_the_table() -> None:
    assert first(banded(not_applicable="zero"), dict.fromkeys("pqr", "not_applicable")).level is None


def test_the_lowest_level_of_the_table_can_be_set() -> None:
    rule = {"rule": "thresholds", "table": TABLE, "lowest": 0}
    model = plain_model(
        {"id": "D", "level": rule, "items": [{"id": "p", "answers": "percent", "levels": {"2": 1}}]}
    )
    assert first(model, {"p": 10}).level == 0


def grouped(*weights: float) -> Model:
    parts = [
        {
            "id": f"C{i}",
            "weight": weight,
            "items": [{"id": f"c{i}", "answers": "percent", "levels": {2: 1} if i < 2 else {2: 1, 3: 1}}],
        }
        for i, weight in enumerate(weights)
    ]
    return plain_model({"id": "D", "level": {"rule": "thresholds", "table": TABLE}, "dimensions": parts})


def test_percentages_of_parts_are_weighted_into_the_whole() -> None:
    # 1 x 100 + 1 x 100 + 10 x 70 over 12 is exactly 75
    assert first(grouped(1, 1, 10), {"c0": 100, "c1": 100, "c2": 72.5}).level == 3
    assert first(grouped(1, 1, 10), {"c0": 100, "c1": 100, "c2": 69}).level == 2


def test_a_part_that_a_level_does_not_touch_counts_as_zero() -> None:
    values = {"c0": 100, "c1": 100, "c2": 100}
    assert first(grouped(1, 1, 3), values).level == 3  # 60 of the third level
    assert first(grouped(1, 1, 2), values).level == 2


def test_a_table_over_nothing_gives_no_level() -> None:
    model = plain_model(
        {"id": "D", "level": {"rule": "thresholds", "table": TABLE}}, {"id": "E", "items": [item("a")]}
    )
    assert first(model, {"a": 3}).level is None


def of_parts(rule: str, **more: Any) -> Model:
    parts = [
        pillar(item("a", gate=True), item("b"), name="A"),
        pillar(item("c"), name="C"),
        {"id": "N", "items": [item("n")]},
    ]
    return plain_model({"id": "D", "level": {"rule": rule}, "dimensions": parts}, **more)


def test_a_level_may_be_the_lowest_or_the_highest_of_its_parts() -> None:
    values = {"a": 3, "b": 3, "c": 1, "n": 0}
    assert first(of_parts("min"), values).level == 1
    assert first(of_parts("max"), values).level == 3


def test_a_part_without_a_level_does_not_pull_the_whole_down() -> None:
    assert first(of_parts("min"), {"a": 3, "b": 2}).level == 2
    assert first(of_parts("min"), {}).level is None


def test_what_is_at_risk_in_a_part_is_at_risk_in_the_whole() -> None:
    card = first(of_parts("min"), {"b": 3, "c": 3})
    assert (card.level, card.level_at_risk, card.interval, card.provisional) == (3, 0, (0, 3), True)


def test_a_part_too_open_for_a_level_is_at_risk_if_its_gate_answers_would_give_it_one() -> None:
    parts = [
        pillar(item("a"), item("b"), item("c"), name="A"),
        pillar(item("d", gate=True), item("e"), item("f"), name="D"),
    ]
    model = plain_model({"id": "W", "level": {"rule": "min"}, "dimensions": parts}, coverage=COVERAGE)
    card = first(model, {"a": 3, "b": 3, "c": 3, "e": 3})
    assert (card.level, card.level_at_risk, card.dimensions[1].level_at_risk) == (3, 0, None)
    assert first(model, {"a": 3, "b": 3, "c": 3}).level_at_risk == 3


def test_a_part_where_nothing_applies_is_not_at_risk() -> None:
    parts = [
        pillar(item("a", gate=True), item("b"), item("c"), item("d"), name="A"),
        {"id": "B", "level": {"rule": "by_level", "at_least": 1}, "items": [item("e", level=1)]},
    ]
    model = plain_model({"id": "D", "level": {"rule": "max"}, "dimensions": parts})
    card = first(model, {"b": 0, "c": 0, "d": 0, "e": "not_applicable"})
    assert (card.level, card.level_at_risk) == (0, 0)


def test_shares_and_stages_of_a_whole_look_at_all_items_below() -> None:
    parts = [
        {"id": "X", "items": [item("x", level=1)]},
        {"id": "Y", "dimensions": [{"id": "Z", "items": [item("z", level=2)]}]},
    ]
    values = {"x": 2, "z": 1}
    assert (
        first(plain_model({"id": "D", "level": {"rule": "shares"}, "dimensions": parts}), values).level == 1
    )
    rule = {"rule": "by_level", "at_least": 2}
    assert first(plain_model({"id": "D", "level": rule, "dimensions": parts}), values).level == 1


def test_a_dimension_without_a_level_rule_has_no_level_or_interval() -> None:
    card = first(tree(), {"x1": 1})
    assert (card.level, card.level_at_risk, card.interval) == (None, None, None)
