"""The organisation: weakest pillar, balance, and how far its ambition is."""

from typing import Any

import pytest

from scoring import Model, Overall
from tests.scoring.building import COVERAGE, SOCIAL_MEDIA, item, pillar, pillars_scoring, plain_model, scored

NOTHING = Overall()


def two_pillars(**more: Any) -> Model:
    return plain_model(pillar(item("a"), name="A"), pillar(item("b"), name="B"), **more)


@pytest.mark.parametrize(
    ("scores", "mean", "balance", "band"),
    [
        ((1.3, 1.6, 0.9, 1.4, 1.1), 1.26, 0.8767, "light"),
        ((2.6, 1.2, 0.8, 2.4, 1.1), 1.62, 0.6259, "strong"),
    ],
)
def test_the_published_organisations_come_out_as_published(
    scores: tuple[float, ...], mean: float, balance: float, band: str
) -> None:
    overall = pillars_scoring(*scores).overall
    assert overall.score == pytest.approx(mean)
    assert overall.balance == pytest.approx(balance, abs=5e-5)
    assert (overall.range, overall.band) == (pytest.approx(max(scores) - min(scores)), band)


@pytest.mark.parametrize(
    ("low", "band"),
    [(2.0, "balanced"), (1.5, "balanced"), (1.4, "light"), (1.0, "light"), (0.5, "clear"), (0.4, "strong")],
)
def test_the_band_follows_the_distance_between_the_pillars(low: float, band: str) -> None:
    assert pillars_scoring(2, low).overall.band == band


def test_balance_never_falls_below_zero_however_far_two_pillars_are_apart() -> None:
    assert pillars_scoring(0, 4).overall.balance == 0


def test_the_weakest_pillar_is_the_level_of_the_organisation() -> None:
    assert scored(two_pillars(), {"a": 4, "b": 1}).overall.level == 1


def test_the_published_part_of_the_ambition_is_reached() -> None:
    overall = pillars_scoring(1.3, 1.6, 0.9, 1.4, 1.1, ambition=3).overall
    assert overall.percent_to_target == pytest.approx(0.42)
    assert overall.distance == pytest.approx(
        (sum((3 - s) ** 2 for s in (1.3, 1.6, 0.9, 1.4, 1.1)) / 5) ** 0.5
    )


def test_a_surplus_in_one_pillar_does_not_pay_for_another() -> None:
    overall = pillars_scoring(4, 1, ambition=2).overall
    assert (overall.percent_to_target, overall.distance) == (0.75, 1)


def test_an_organisation_at_its_ambition_has_no_distance_to_go() -> None:
    overall = pillars_scoring(3, 3.5, ambition=3).overall
    assert (overall.distance, overall.percent_to_target) == (0, 1)
    assert pillars_scoring(0, 0, ambition=0).overall.percent_to_target == 1


@pytest.mark.parametrize(
    ("pressure", "ambition"), [(0, 2), (1, 2), (2, 3), (4, 3), ("dont_know", 3), (None, 3)]
)
def test_pressure_from_outside_proposes_the_ambition(pressure: float | str | None, ambition: float) -> None:
    card = scored(SOCIAL_MEDIA, {"pressure": pressure})
    assert {pillar.ambition for pillar in card.dimensions} == {ambition}
    assert card.pressure == (pressure if isinstance(pressure, int | float) else None)


def test_exactly_one_and_a_half_pressure_aims_high() -> None:
    assert scored(SOCIAL_MEDIA, {"pressure": 1.5}).dimensions[0].ambition == 3


def test_a_board_that_decides_goes_before_the_pressure() -> None:
    card = scored(SOCIAL_MEDIA, {"pressure": 0}, ambition=4)
    assert {pillar.ambition for pillar in card.dimensions} == {4}


def test_a_board_may_decide_for_one_pillar_only() -> None:
    card = scored(SOCIAL_MEDIA, {"pressure": 0}, ambition={"S": 4})
    assert [pillar.ambition for pillar in card.dimensions] == [4, 2, 2, 2, 2]


def test_a_plan_aims_one_level_above_the_weakest_pillar() -> None:
    assert [card.target for card in scored(two_pillars(), {"a": 4, "b": 0}).dimensions] == [1, 1]
    assert [card.target for card in scored(two_pillars(), {"a": 4, "b": 3}).dimensions] == [3, 3]
    assert [card.target for card in scored(two_pillars(), {}).dimensions] == [None, None]


def test_one_pillar_without_a_score_keeps_the_organisation_without_figures() -> None:
    assert scored(two_pillars(coverage=COVERAGE), {"a": 3}).overall == NOTHING


def test_a_pillar_in_which_nothing_applies_is_left_out_of_the_organisation() -> None:
    model = plain_model(
        *(pillar(item(name.lower()), name=name) for name in "ABC"),
        coverage=COVERAGE,
        overall={"level": {"rule": "shares"}},
    )
    overall = scored(model, {"a": 1, "b": 3, "c": "not_applicable"}).overall
    assert (overall.score, overall.level, overall.range) == (2, 1, 2)


def test_one_remaining_pillar_is_no_organisation() -> None:
    model = two_pillars(coverage=COVERAGE)
    assert scored(model, {"a": 3, "b": "not_applicable"}).overall == NOTHING
    assert scored(model, {"a": "not_applicable", "b": "dormant"}).overall == NOTHING


def test_without_limits_to_coverage_whatever_counts_is_taken() -> None:
    overall = scored(two_pillars(), {"a": 3}).overall
    assert (overall.score, overall.level, overall.range, overall.balance) == (3, 3, 0, 1)
    assert scored(two_pillars(), {}).overall == NOTHING


def test_a_level_that_a_pillar_keeps_where_nothing_applies_counts_without_limits_to_coverage() -> None:
    staged = {"id": "A", "level": {"rule": "by_level", "at_least": 1}, "items": [item("a", level=1)]}
    nothing_applies = {"a": "not_applicable", "b": "not_applicable"}
    model = plain_model(staged, pillar(item("b"), name="B"))
    assert scored(model, {**nothing_applies, "b": 3}).overall.level == 0
    assert scored(model, nothing_applies).overall == Overall(level=0)
    assert scored(two_pillars(), nothing_applies).overall == NOTHING


def test_pillars_weigh_in_the_mean_but_not_in_the_balance() -> None:
    model = plain_model(pillar(item("a"), name="A", weight=3), pillar(item("b"), name="B"))
    overall = scored(model, {"a": 4, "b": 2}).overall
    assert (overall.score, overall.balance) == (3.5, pytest.approx(1 - 1 / 1.96))


def test_the_organisation_may_be_scored_by_other_rules() -> None:
    model = two_pillars(overall={"score": {"rule": "max"}, "level": {"rule": "max"}})
    overall = scored(model, {"a": 4, "b": 2}).overall
    assert (overall.score, overall.level) == (4, 4)


def test_the_organisation_may_be_scored_over_all_items_at_once() -> None:
    model = plain_model(
        pillar(item("a"), name="A"),
        pillar(item("b"), item("c"), name="B"),
        overall={"score": {"over": "leaves"}},
    )
    assert scored(model, {"a": 4, "b": 1, "c": 1}).overall.score == 2
