"""One pillar: coverage, level with gates, claimed and confirmed, agreement, confidence, interval."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring import Answer, DimensionCard, Review, score
from tests.scoring.building import (
    COVERAGE,
    SOCIAL_MEDIA,
    answered,
    by_several,
    item,
    pillar,
    plain_model,
    scored,
    seven,
)

EMPTY_WITHOUT_SCORE = (
    "score", "level", "level_at_risk", "claimed", "confirmed", "reviewed", "agreement", "confidence",
    "confidence_label",
)  # fmt: skip


def strategy(**values: float | str | None) -> DimensionCard:
    return scored(SOCIAL_MEDIA, values).dimension("S")


def test_the_published_example_reaches_level_two() -> None:
    card = seven(3, 2, 2, 1, 2, 3, 2)
    assert card.level == 2
    assert card.score == card.claimed == pytest.approx(15 / 7)


def test_half_of_the_weight_is_enough_for_a_provisional_score() -> None:
    card = strategy(S1=3, S2=3, S3=3)
    assert card.coverage == pytest.approx(0.5)
    assert (card.score, card.level, card.provisional) == (3, 3, True)
    assert (card.level_at_risk, card.interval) == (1, (0, 3))


def test_below_half_of_the_weight_only_coverage_and_interval_are_told() -> None:
    card = strategy(S1=3, S2=3)
    assert all(getattr(card, name) is None for name in EMPTY_WITHOUT_SCORE)
    assert card.coverage == pytest.approx(2.5 / 7)
    assert (card.provisional, card.interval) == (True, (0, 4))


@pytest.mark.parametrize(("value", "coverage"), [("dont_know", 6 / 7), ("skipped", 6 / 7), (None, 6 / 7)])
def test_not_knowing_counts_against_coverage_not_against_the_score(
    value: str | None, coverage: float
) -> None:
    card = seven(2, 2, 2, 2, 2, 2, value)
    assert (card.score, card.coverage) == (2, pytest.approx(coverage))


@pytest.mark.parametrize("value", ["not_applicable", "dormant"])
def test_what_does_not_apply_does_not_count_against_coverage(value: str) -> None:
    card = seven(2, 2, 2, 2, 2, 2, value)
    assert (card.score, card.coverage, card.provisional) == (2, 1, False)


@pytest.mark.parametrize("value", ["not_applicable", "dormant"])
def test_a_pillar_in_which_nothing_applies_has_no_figures_at_all(value: str) -> None:
    card = seven(value, value)
    assert all(
        getattr(card, name) is None for name in (*EMPTY_WITHOUT_SCORE, "coverage", "provisional", "interval")
    )


def test_exactly_seventy_per_cent_of_the_weight_is_not_provisional() -> None:
    assert seven(*[2] * 7, None, None, None).provisional is False
    assert seven(*[2] * 6, *[None] * 4).provisional is True


@pytest.mark.parametrize(
    ("values", "level"),
    [
        ((1, 1, 0, 0), 0),  # half is not more than half
        ((1, 1, 1, 0), 1),
        ((2, 2, 2, 2, 0), 1),  # 0.80 is not more than 0.80
        ((2, 2, 2, 2, 2, 0), 2),
        ((4, 4, 4, 4), 4),
        ((0, 0), 0),
        ((3, 3, 3, 2, 2), 3),
        ((3, 3, 3, 2, 1, 1), 2),
    ],
)
def test_a_level_needs_more_than_half_and_the_lower_ones_more_than_four_fifths(
    values: tuple[int, ...], level: int
) -> None:
    assert seven(*values).level == level


@given(
    st.lists(
        st.tuples(st.sampled_from([0.5, 1.0, 1.5]), st.integers(0, 4), st.booleans()), min_size=1, max_size=7
    )
)
def test_the_level_is_the_highest_that_satisfies_the_definition(
    entries: list[tuple[float, int, bool]],
) -> None:
    items = [item(f"i{i}", weight=w, gate=g) for i, (w, _, g) in enumerate(entries)]
    card = scored(
        plain_model(pillar(*items)), {f"i{i}": v for i, (_, v, _) in enumerate(entries)}
    ).dimensions[0]
    total = sum(2 * w for w, _, _ in entries)

    def share(level: int) -> float:
        return sum(2 * w for w, v, _ in entries if v >= level) / total

    def reached(level: int) -> bool:
        if level == 0:
            return True
        firm = all(share(lower) > 0.8 + 1e-9 for lower in range(1, level))
        gates = all(v >= level - 1 for _, v, gate in entries if gate)
        return reached(level - 1) and share(level) > 0.5 + 1e-9 and firm and gates

    assert card.level == max(level for level in range(5) if reached(level))


def test_a_gate_item_more_than_one_level_behind_holds_the_pillar_back() -> None:
    def level(gate: int) -> int | None:
        items = [item("g", weight=0.5, gate=True), *(item(f"i{i}") for i in range(9))]
        return (
            scored(plain_model(pillar(*items)), {"g": gate, **{f"i{i}": 4 for i in range(9)}})
            .dimensions[0]
            .level
        )

    assert [level(gate) for gate in range(5)] == [1, 2, 3, 4, 4]


def test_a_gate_item_without_a_value_makes_the_pillar_provisional() -> None:
    model = plain_model(pillar(item("g", gate=True), *(item(f"i{i}") for i in range(9))), coverage=COVERAGE)
    card = scored(model, {f"i{i}": 4 for i in range(9)}).dimensions[0]
    assert (card.level, card.level_at_risk, card.provisional, card.coverage) == (
        4,
        1,
        True,
        pytest.approx(0.9),
    )


@pytest.mark.parametrize("value", ["not_applicable", "dormant"])
def test_a_gate_item_that_does_not_apply_holds_nothing_back(value: str) -> None:
    model = plain_model(pillar(item("g", gate=True), item("i")), coverage=COVERAGE)
    card = scored(model, {"g": value, "i": 3}).dimensions[0]
    assert (card.level, card.level_at_risk, card.provisional) == (3, 3, False)


def test_claimed_and_confirmed_differ_by_what_nobody_showed() -> None:
    model = plain_model(pillar(item("a", weight=1.5), item("b", weight=0.5)))
    card = score(model, [Answer("a", 4), Answer("b", 3, evidence=("plan",))]).dimensions[0]
    assert (card.claimed, card.confirmed) == (pytest.approx(7.5 / 2), pytest.approx(4.5 / 2))


def test_the_reviewed_share_is_by_weight_of_the_items_with_a_value() -> None:
    model = plain_model(pillar(item("a", weight=1.5), item("b", weight=0.5), item("c")))
    answers = answered({"a": 3, "b": 3, "c": "dont_know"})
    assert score(model, answers, [Review("a", reason="ok")]).dimensions[0].reviewed == pytest.approx(0.75)


@pytest.mark.parametrize(
    ("values", "agreement"),
    [
        ((2, 3), 0.75),
        ((2, 2, 3), 1 - (1 / 3) / 2),
        ((1, 3), 0),
        ((1, 2, 3), 0.5),
        ((1, 1, 4), 0),
        ((2,), None),
    ],
)
def test_agreement_follows_the_variance_of_the_answers(
    values: tuple[int, ...], agreement: float | None
) -> None:
    model = plain_model(pillar(item("q")))
    found = (
        by_several(model, "q", *((value, 0.4 + i) for i, value in enumerate(values))).dimensions[0].agreement
    )
    assert found == (None if agreement is None else pytest.approx(agreement))


def test_agreement_is_the_mean_over_items_with_two_or_more_values() -> None:
    model = plain_model(pillar(item("a", weight=1.5), item("b"), item("c")))
    answers = [
        Answer("a", 2, "r"), Answer("a", 3, "s"), Answer("b", 1, "r"), Answer("b", 3, "s"),
        Answer("c", 1, "r"), Answer("c", "dont_know", "s"),
    ]  # fmt: skip
    assert score(model, answers).dimensions[0].agreement == pytest.approx(0.375)


@pytest.mark.parametrize(
    ("high_items", "shown", "expected", "label"),
    [(0, 0, 0.35 + 0.35 + 0.18, "high"), (2, 1, 0.35 + 0.175 + 0.18, "medium"), (2, 2, 0.88, "high")],
)
def test_confidence_asks_evidence_of_high_answers_only(
    high_items: int, shown: int, expected: float, label: str
) -> None:
    model = plain_model(pillar(item("a"), item("b"), item("c")))
    answers = [
        Answer(name, 3 if i < high_items else 2, evidence=("plan",) if i < shown else ())
        for i, name in enumerate("abc")
    ]
    card = score(model, answers).dimensions[0]
    assert (card.confidence, card.confidence_label) == (pytest.approx(expected), label)


def test_little_coverage_and_no_evidence_give_low_confidence() -> None:
    card = seven(3, 3, 3, 3, None, None, None)
    assert card.confidence == pytest.approx(0.35 * 4 / 7 + 0.18)
    assert card.confidence_label == "low"


def test_without_limits_nothing_answered_still_gives_no_score() -> None:
    card = scored(plain_model(pillar(item("a"), item("b"))), {}).dimensions[0]
    assert (card.score, card.level, card.reviewed, card.coverage) == (None, None, None, 0)
    assert (card.provisional, card.interval) == (False, (0, 4))


def test_items_that_weigh_nothing_give_no_score_and_no_coverage() -> None:
    card = scored(plain_model(pillar(item("a", weight=0)), coverage=COVERAGE), {"a": 3}).dimensions[0]
    assert (card.score, card.level, card.coverage) == (None, None, None)


def test_only_one_of_both_limits_may_be_set() -> None:
    card = scored(
        plain_model(pillar(item("a"), item("b"), item("c")), coverage={"score": 0.3}), {"a": 3}
    ).dimensions[0]
    assert (card.score, card.provisional) == (3, False)


def test_other_parameters_of_the_shares_are_taken_from_the_model() -> None:
    rule = {"rule": "shares", "reach": 0.2, "lower": 0.4, "gate_slack": 3}
    model = plain_model(pillar(item("g", gate=True), item("a"), level=rule))
    assert scored(model, {"g": 0, "a": 3}).dimensions[0].level == 3


def test_shares_count_to_the_highest_answer_of_the_pillar() -> None:
    model = plain_model(pillar({"id": "q", "answers": "two"}), answer_sets={"two": {"a": 0, "b": 2.5}})
    assert scored(model, {"q": "b"}).dimensions[0].level == 2


@pytest.mark.parametrize(("parameters", "level"), [({"reach": 1}, 0), ({"lower": 1}, 1)])
def test_more_than_everything_is_never_reached(parameters: dict[str, float], level: int) -> None:
    model = plain_model(pillar(item("a"), level={"rule": "shares", **parameters}))
    assert scored(model, {"a": 4}).dimensions[0].level == level
