"""What an initiative brings: the worked sums to the cent, what is missing, and laws for any figures."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from scoring.business_case import SHARES, BusinessCase, Elsewhere, Figure, Inputs, Outcome, business_case

CENT = Decimal("0.01")
SMALL = Decimal("1e-12")


def inputs(**figures: Any) -> Inputs:
    """The first worked case of the method, with some figures changed; None takes one away."""
    worked: dict[str, Any] = {
        "contacts": 120_000,
        "low": "0.05",
        "mid": "0.10",
        "high": "0.15",
        "old_cost": "5.00",
        "new_cost": "1.50",
        "extra": 4_000,
        "fte": "0.2",
        "fte_cost": 70_000,
        "licences": 4_000,
        "one_off": 6_000,
    }
    known = {name: figure for name, figure in {**worked, **figures}.items() if figure is not None}
    return Inputs(**{name: as_figure(figure) for name, figure in known.items()})


def as_figure(value: Any) -> Any:
    return Figure(Decimal(value)) if isinstance(value, int | str | Decimal) else value


def mid(case: BusinessCase) -> Outcome:
    return case.outcomes["mid"]


def cents(amount: Decimal) -> str:
    return str(amount.quantize(CENT))


def test_the_first_worked_case_of_the_method_comes_out_to_the_cent() -> None:
    case = business_case(inputs())
    outcome = mid(case)
    assert [cents(outcome.benefit), cents(outcome.cost), cents(outcome.net)] == [
        "42000.00",
        "24000.00",
        "18000.00",
    ]
    assert outcome.payback == 4
    assert case.pays is True
    assert (case.missing, case.impossible, case.assumptions) == ((), (), ())


def test_the_second_worked_case_shows_that_it_does_not_pay_and_when_it_would() -> None:
    case = business_case(inputs(contacts=40_000, extra=1_500))
    outcome = mid(case)
    assert [cents(outcome.benefit), cents(outcome.cost), cents(outcome.net)] == [
        "14000.00",
        "20250.00",
        "-6250.00",
    ]
    assert outcome.payback is None
    assert case.pays is False
    assert case.break_even is not None
    assert round(case.break_even, 4) == Decimal("0.1446")


def test_careful_and_hopeful_shares_stand_beside_the_one_in_between() -> None:
    case = business_case(inputs())
    assert [cents(case.outcomes[name].net) for name in SHARES] == ["-3000.00", "18000.00", "39000.00"]
    assert [case.outcomes[name].payback is None for name in SHARES] == [True, False, False]


def test_money_that_is_paid_stands_apart_from_time_that_comes_free() -> None:
    outcome = mid(business_case(inputs(avoided=1_000)))
    assert (outcome.cash, outcome.capacity) == (1_000 - 4_000, 42_000 - 6_000 - 14_000)
    hired = mid(business_case(replace(inputs(avoided=1_000), cash={"people": True})))
    assert (hired.cash, hired.capacity) == (1_000 - 4_000 - 14_000, 42_000 - 6_000)
    assert hired.net == outcome.net == hired.cash + hired.capacity


def test_what_others_gain_is_told_but_never_counted_in() -> None:
    police = Elsewhere("police", Figure(Decimal("2500.50")))
    shelter = Elsewhere("shelter", Figure(Decimal(100), "budget", 2026, confirmed=False))
    case = business_case(replace(inputs(), elsewhere=(police, shelter)))
    assert case.elsewhere == Decimal("2600.50")
    assert mid(case) == mid(business_case(inputs()))
    assert case.assumptions == ("shelter",)


@pytest.mark.parametrize("name", [*"contacts old_cost new_cost extra fte fte_cost licences one_off".split()])
def test_a_figure_that_nobody_knows_is_named_and_no_other_is_made_up(name: str) -> None:
    case = business_case(inputs(**{name: None}))
    assert case.missing == (name,)
    assert (dict(case.outcomes), case.break_even, case.pays) == ({}, None, None)


def test_a_share_that_nobody_knows_lacks_its_own_outcome_only() -> None:
    case = business_case(inputs(low=None, high=None))
    assert case.missing == ("low", "high")
    assert list(case.outcomes) == ["mid"]
    assert business_case(inputs(mid=None)).pays is None


def test_without_any_figure_everything_is_missing_that_is_needed() -> None:
    case = business_case(Inputs())
    assert len(case.missing) == 11
    assert case.elsewhere == 0


def test_who_takes_no_staff_need_not_know_what_staff_costs() -> None:
    case = business_case(inputs(fte=0, fte_cost=None))
    assert case.missing == ()
    assert mid(case).people == 0


def test_a_proposed_figure_counts_as_an_assumption_until_somebody_confirms_it() -> None:
    proposed = Figure(Decimal("3.76"), "UK councils", 2008, confirmed=False)
    case = business_case(inputs(old_cost=proposed))
    assert case.assumptions == ("old_cost",)
    confirmed = business_case(inputs(old_cost=replace(proposed, confirmed=True)))
    assert confirmed.assumptions == ()
    assert confirmed.outcomes == case.outcomes


@pytest.mark.parametrize(("source", "year"), [("", 2008), (" ", 2008), ("UK councils", None)])
def test_no_figure_is_proposed_without_its_source_and_year(source: str, year: int | None) -> None:
    with pytest.raises(ValueError, match="source"):
        Figure(Decimal(1), source, year, confirmed=False)


@pytest.mark.parametrize("amount", ["NaN", "Infinity"])
def test_what_is_no_number_is_no_figure(amount: str) -> None:
    with pytest.raises(ValueError, match="number"):
        Figure(Decimal(amount))


@pytest.mark.parametrize(
    ("figures", "wrong"),
    [
        ({"contacts": -1}, ("contacts",)),
        ({"mid": "1.01", "high": "1.2"}, ("mid", "high")),
        ({"mid": "0.04"}, ("mid",)),
        ({"low": "-0.1"}, ("low",)),
        ({"high": "0.07"}, ("high",)),
    ],
)
def test_figures_that_cannot_be_are_named_and_nothing_is_made_of_them(
    figures: dict[str, Any], wrong: tuple[str, ...]
) -> None:
    case = business_case(inputs(**figures))
    assert case.impossible == wrong
    assert (dict(case.outcomes), case.break_even) == ({}, None)


def test_where_the_new_way_costs_more_a_contact_no_share_makes_it_pay() -> None:
    case = business_case(inputs(new_cost=6))
    assert case.break_even is None
    assert mid(case).payback is None


def test_a_case_that_pays_at_once_breaks_even_without_any_contact_less() -> None:
    case = business_case(inputs(avoided=50_000))
    assert case.break_even == 0


# --- laws

EUROS = st.decimals(0, 1_000_000, places=2)
COUNTS = st.integers(0, 10_000_000).map(Decimal)
SHARE = st.decimals(0, 1, places=4)


@st.composite
def cases(draw: st.DrawFn) -> Inputs:
    """Any figures that can be."""
    low, middle, high = sorted(draw(st.tuples(SHARE, SHARE, SHARE)))
    amounts = {name: draw(COUNTS) for name in ("contacts", "extra")}
    amounts |= {
        name: draw(EUROS)
        for name in ("old_cost", "new_cost", "fte_cost", "licences", "one_off", "avoided", "fte")
    }
    amounts |= {"low": low, "mid": middle, "high": high}
    return Inputs(**figures(amounts))


def figures(amounts: dict[str, Decimal]) -> dict[str, Any]:
    return {name: Figure(amount) for name, amount in amounts.items()}


def amount(figure: Figure | None) -> Decimal:
    assert figure is not None
    return figure.amount


@settings(max_examples=60, deadline=None)
@given(cases())
def test_a_larger_share_never_brings_less_where_the_new_way_is_cheaper(case: Inputs) -> None:
    assume(amount(case.old_cost) >= amount(case.new_cost))
    nets = [business_case(case).outcomes[name].net for name in SHARES]
    assert nets == sorted(nets)


@settings(max_examples=60, deadline=None)
@given(cases())
def test_at_the_break_even_share_benefit_and_cost_are_the_same(case: Inputs) -> None:
    share = business_case(case).break_even
    assume(share is not None and 0 < share <= 1)
    assert share is not None
    at = business_case(replace(case, low=None, mid=Figure(share), high=None)).outcomes["mid"]
    assert abs(at.net) <= SMALL * (1 + at.cost)


@settings(max_examples=60, deadline=None)
@given(cases())
def test_the_sum_is_the_formula_of_the_method(case: Inputs) -> None:
    outcome = business_case(case).outcomes["mid"]
    saved = amount(case.contacts) * amount(case.mid) * (amount(case.old_cost) - amount(case.new_cost))
    staff = amount(case.fte) * amount(case.fte_cost)
    assert outcome.benefit == saved + amount(case.avoided)
    assert outcome.cost == amount(case.extra) * amount(case.new_cost) + staff + amount(case.licences)
    assert outcome.net == outcome.benefit - outcome.cost == outcome.cash + outcome.capacity
    assert (outcome.payback is None) == (outcome.net <= 0)


@settings(max_examples=60, deadline=None)
@given(cases(), st.integers(2, 1000))
def test_counted_in_another_currency_everything_scales_and_the_months_stay(case: Inputs, times: int) -> None:
    money = ("old_cost", "new_cost", "fte_cost", "licences", "one_off", "avoided")
    dearer = figures({name: amount(getattr(case, name)) * times for name in money})
    before, after = business_case(case), business_case(replace(case, **dearer))
    assert after.outcomes["mid"].net == before.outcomes["mid"].net * times
    months, then = before.outcomes["mid"].payback, after.outcomes["mid"].payback
    assert (months is None) == (then is None)
    if months is not None and then is not None:
        assert abs(months - then) <= SMALL * (1 + months)
