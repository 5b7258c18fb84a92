"""A score beside others: who counts, when there is a figure, and which."""

from __future__ import annotations

import statistics
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.beside_others import Beside, Question, Reference, admitted, beside_others, figures_of

QUESTION = Question("S", own="us")


def reference(organisation: str = "o1", **more: Any) -> Reference:
    known: dict[str, Any] = {
        "pillar": "S",
        "score": 2.0,
        "coverage": 1.0,
        "view": "self",
        "demo": False,
        "year": 2026,
        "sector": "municipality",
        "kind": "government",
    }
    return Reference(organisation, **{**known, **more})


def several(count: int, **more: Any) -> list[Reference]:
    return [reference(f"o{i}", score=i / 10, **more) for i in range(count)]


def beside(references: list[Reference], score: float | None = 1.0) -> Beside:
    return beside_others(references, QUESTION, score)


@pytest.mark.parametrize(
    "more",
    [
        {"organisation": "us"},
        {"pillar": "O"},
        {"coverage": 0.7499},
        {"view": "outside"},
        {"demo": True},
    ],
)
def test_who_must_not_be_counted_is_in_no_figure(more: dict[str, Any]) -> None:
    assert beside([reference(**more)]).basis.n == 0
    assert beside([*several(5), replace(reference("x"), **more)]) == beside(several(5))


def test_three_quarters_of_a_pillar_is_enough_to_count() -> None:
    assert beside([reference(coverage=0.75 - 1e-12)]).basis.n == 1


def test_views_from_outside_and_demo_organisations_have_figures_of_their_own() -> None:
    mixed = [*several(6), *several(5, view="outside"), *several(7, demo=True)]
    counts = {
        (view, demo): beside_others(mixed, Question("S", "us", view, demo), None).basis.n
        for view in ("self", "outside")
        for demo in (False, True)
    }
    assert counts == {("self", False): 6, ("outside", False): 5, ("self", True): 7, ("outside", True): 0}


@pytest.mark.parametrize("turned", [False, True])
def test_an_organisation_counts_once_with_its_latest_year(turned: bool) -> None:
    years = [reference(year=2024, score=1.0), reference(year=2026, score=3.0), reference(year=2025)]
    found = admitted(years[::-1] if turned else years, QUESTION)
    assert [(one.year, one.score) for one in found] == [(2026, 3.0)]


def test_with_four_others_there_is_no_figure_but_who_may_be_named_is() -> None:
    four = [*several(2), reference("a", name="Veendam"), reference("b", name="Assen")]
    found = beside(four)
    assert (found.named, found.unnamed) == (("Assen", "Veendam"), 2)
    assert found.figures == figures_of([1.0] * 4, 1.0)
    assert (found.figures.n, found.figures.median, found.figures.range) == (4, None, None)


def test_from_five_others_on_median_and_range_are_given_and_nobody_is_named() -> None:
    found = beside(several(5, name="Assen"))
    assert (found.figures.median, found.figures.range) == (0.2, (0.0, 0.4))
    assert (found.named, found.unnamed) == ((), 0)
    assert found.figures.quartiles is found.figures.percentile is None


def test_the_percentile_comes_with_the_tenth_and_counts_equals_half() -> None:
    assert figures_of([1.0] * 9, 1.0).percentile is None
    assert figures_of([1.0] * 9 + [2.0], 1.0 + 1e-12).percentile == 0.45
    assert figures_of([float(i) for i in range(10)], 3.5).percentile == 0.4
    assert figures_of([1.0] * 10).percentile is None


def test_from_twenty_others_on_quartiles_take_the_place_of_the_range() -> None:
    scores = [float(i) for i in range(20)]
    found = figures_of(scores, 25.0)
    assert (
        found.quartiles == tuple(statistics.quantiles(scores, n=4, method="inclusive")) == (4.75, 9.5, 14.25)
    )
    assert (found.median, found.range, found.percentile) == (9.5, None, 1.0)
    assert figures_of(scores[:19]).quartiles is None


def test_every_figure_is_printed_with_its_number_years_sectors_and_kinds() -> None:
    mixed = [*several(5, year=2024), reference("x", sector="province"), reference("y", sector="", kind="")]
    basis = beside(mixed).basis
    assert (basis.n, basis.years) == (7, (2024, 2026))
    assert (basis.sectors, basis.kinds) == (("municipality", "province"), ("government",))
    assert (basis.view, basis.demo) == ("self", False)
    assert beside([]).basis.years is None


# --- laws

SCORES = st.lists(st.floats(0, 4), min_size=5, max_size=60)


@settings(max_examples=60, deadline=None)
@given(SCORES, st.floats(0, 4), st.randoms())
def test_the_figures_do_not_depend_on_who_comes_first(scores: list[float], own: float, chance: Any) -> None:
    shuffled = list(scores)
    chance.shuffle(shuffled)
    assert figures_of(shuffled, own) == figures_of(scores, own)


@settings(max_examples=60, deadline=None)
@given(SCORES, st.floats(0, 4))
def test_what_is_said_of_others_lies_within_what_they_scored(scores: list[float], own: float) -> None:
    found = figures_of(scores, own)
    assert found.median is not None
    assert min(scores) - 1e-9 <= found.median <= max(scores) + 1e-9
    assert found.percentile is None or 0 <= found.percentile <= 1
    assert (found.range is None) != (found.quartiles is None)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 40), min_size=10, max_size=60), st.integers(0, 40))
def test_the_percentile_is_what_counting_by_hand_gives(scores: list[int], own: int) -> None:
    below, equal = sum(s < own for s in scores), scores.count(own)
    found = figures_of([s / 10 for s in scores], own / 10).percentile
    assert found == pytest.approx((below + equal / 2) / len(scores))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.floats(0, 4), min_size=10, max_size=40), st.floats(0, 4), st.floats(0, 4))
def test_who_scores_higher_never_has_a_lower_percentile(scores: list[float], one: float, two: float) -> None:
    low, high = (figures_of(scores, own).percentile for own in sorted((one, two)))
    assert low is not None
    assert high is not None
    assert low <= high
