"""What would lift a pillar one level: as few changes as can be, each with its reason."""

from typing import Any

import pytest

from scoring import Lift, Model, lift_of
from scoring.lift import ItemChange, ShareNeed
from tests.scoring.building import COVERAGE, SOCIAL_MEDIA, item, pillar, plain_model, scored


def lifted(name: str, values: dict[str, Any], model: Model = SOCIAL_MEDIA) -> Lift | None:
    dimension = next(each for each in model.dimensions if each.id == name)
    return lift_of(dimension, scored(model, values).dimension(name))


def seven(name: str, *values: Any) -> dict[str, Any]:
    return {f"{name}{place}": value for place, value in enumerate(values, 1)}


def changes(name: str, *values: Any) -> list[tuple[str, float, str]]:
    found = lifted(name, seven(name, *values))
    assert found is not None
    return [(change.item, change.to, change.why) for change in found.changes]


def test_one_gate_that_nobody_looks_at_holds_back_a_whole_pillar() -> None:
    found = lifted("I", seven("I", 2, 0, 2, 2, 2, 2, 2))
    assert found == Lift(
        pillar="I",
        from_level=1,
        to_level=2,
        changes=(ItemChange("I2", 0.0, 1.0, "gate"),),
        shares=(
            ShareNeed(1, 5 / 6.5, 1.0, 0.80),
            ShareNeed(2, 5 / 6.5, 5 / 6.5, 0.50),
        ),
    )


def test_the_heaviest_item_does_more_than_two_lighter_ones() -> None:
    assert changes("S", 2, 1, 2, 1, 1, 1, 2) == [("S2", 2, "reach")]


def test_of_equally_few_changes_those_of_the_fewest_steps_are_told() -> None:
    assert changes("S", 2, 1, 2, 1, 0, 1, 2) == [("S2", 2, "reach")]
    assert changes("B", 2, 2, 1, 0, 1, 1, 1) == [("B3", 2, "reach"), ("B4", 1, "gate")]


def test_what_lags_a_level_behind_is_told_apart_from_what_lacks_the_level_itself() -> None:
    assert changes("M", 3, 3, 3, 3, 1, 1, 3) == [("M6", 2, "lower")]


def test_an_item_without_an_answer_may_be_the_smallest_change() -> None:
    small = [item(f"i{place}", weight=0.5) for place in range(6)]
    model = plain_model(pillar(item("unknown", weight=1.5), item("a"), item("b"), *small))
    found = lifted("P", {"a": 2, "b": 2, **{f"i{place}": 1 for place in range(6)}}, model)
    assert found is not None
    assert found.changes == (ItemChange("unknown", None, 2.0, "reach"),)


@pytest.mark.parametrize("values", [(4, 4, 4, 4, 4, 4, 4), ("skipped",) * 6 + (1,)])
def test_nothing_is_told_at_the_top_or_without_a_level(values: tuple[Any, ...]) -> None:
    assert lifted("S", seven("S", *values)) is None


def test_rules_that_are_not_shares_are_left_alone() -> None:
    model = plain_model(
        {"id": "P", "level": {"rule": "by_level", "at_least": 1}, "items": [item("a", level=1)]},
        {"id": "Q", "items": [item("b")]},
    )
    assert lifted("P", {"a": 0, "b": 1}, model) is None
    assert lifted("Q", {"a": 0, "b": 1}, model) is None


def test_a_share_that_no_answer_can_exceed_has_no_set_of_changes() -> None:
    model = plain_model({"id": "P", "level": {"rule": "shares", "reach": 1.0}, "items": [item("a")]})
    assert lifted("P", {"a": 0}, model) is None


def test_a_gate_with_more_or_less_room_is_raised_just_as_far_as_it_must() -> None:
    def with_slack(slack: float, value: int) -> list[tuple[str, float]]:
        rule = {"rule": "shares", "gate_slack": slack}
        items = [item("g", gate=True, weight=0.5), *(item(f"i{place}") for place in range(6))]
        model = plain_model({"id": "P", "level": rule, "items": items})
        found = lifted("P", {"g": value, **{f"i{place}": 3 for place in range(6)}}, model)
        assert found is not None
        return [(change.item, change.to) for change in found.changes]

    assert with_slack(2, 0) == [("g", 1)]
    assert with_slack(0.5, 1) == [("g", 2)]
    assert with_slack(0, 2) == [("g", 3)]


def test_half_answers_count_from_where_they_are() -> None:
    model = plain_model(
        pillar(
            {"id": "a", "answers": "fine"}, {"id": "b", "answers": "fine"}, {"id": "c", "answers": "fine"}
        ),
        answer_sets={"fine": {"min": 0, "max": 4}},
        coverage=COVERAGE,
    )
    found = lifted("P", {"a": 1.2, "b": 1.7, "c": 2.5}, model)
    assert found is not None
    assert [(change.item, change.value) for change in found.changes] == [("b", 1.7)]


def test_a_pillar_of_sixty_items_is_searched_to_the_end() -> None:
    items = [item(f"i{place}", weight=(0.5, 1.0, 1.5)[place % 3], gate=place % 9 == 0) for place in range(60)]
    model = plain_model(pillar(*items))
    values = {f"i{place}": (0, 1, 1, 2, 3, 2, None)[place % 7] for place in range(60)}
    found = lifted("P", values, model)
    assert found is not None
    after = {**values, **{change.item: change.to for change in found.changes}}
    assert scored(model, after).dimension("P").level == found.to_level
