"""What holds for every assessment, whatever is answered; and a second implementation that must agree."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from scoring import Answer, DimensionCard, Review, Scorecard, score
from tests.scoring import naive
from tests.scoring.building import COVERAGE, SOCIAL_MEDIA, item, plain_model

ITEMS = list(SOCIAL_MEDIA.items)
ROLES = (("owner", 1.0), ("colleague", 0.7), ("outside", 0.4))
LEVELS = st.integers(0, 4)
VALUES = st.one_of(LEVELS, LEVELS, LEVELS, st.sampled_from(naive.SPECIALS))
EVIDENCE = st.sampled_from([(), (), (" ",), ("plan",)])


@st.composite
def answers(draw: st.DrawFn) -> list[Answer]:
    """What up to three people said, about a part of the items that may be small."""
    rate = draw(st.integers(0, 10))
    given_: list[Answer] = []
    for question in [*ITEMS, "pressure"]:
        for respondent, weight in ROLES[: draw(st.integers(0, 3))]:
            if draw(st.integers(0, 9)) < rate:
                value: int | str = draw(LEVELS if question == "pressure" else VALUES)
                given_.append(Answer(question, value, respondent, weight, draw(EVIDENCE)))
    return given_


REVIEWS = st.lists(
    st.builds(
        Review,
        question=st.sampled_from(ITEMS),
        value=st.none() | st.integers(0, 8).map(lambda half: half / 2),
        evidence=st.none() | st.booleans(),
        reason=st.just("seen"),
    ),
    max_size=8,
    unique_by=lambda review: review.question,
)


def close(found: object, expected: object) -> bool:
    """Equal, with numbers to 1e-9."""
    if isinstance(found, dict) and isinstance(expected, dict):
        return found.keys() == expected.keys() and all(close(found[key], expected[key]) for key in found)
    if isinstance(found, list) and isinstance(expected, list):
        return len(found) == len(expected) and all(map(close, found, expected))
    if isinstance(found, float) or isinstance(expected, float):
        return isinstance(found, int | float) and found == pytest.approx(expected, abs=1e-9, rel=0)
    return found == expected


@settings(max_examples=150, deadline=None)
@given(answers(), REVIEWS)
def test_a_second_implementation_agrees_to_the_last_digit(said: list[Answer], reviews: list[Review]) -> None:
    pillars = {
        pillar.id: [(entry.id, entry.weight, entry.gate) for entry in pillar.items]
        for pillar in SOCIAL_MEDIA.dimensions
    }
    expected = naive.scorecard(pillars, [_plain(a) for a in said], [_plain(r) for r in reviews])
    found = score(SOCIAL_MEDIA, said, reviews).as_dict()
    assert close(found, expected), json.dumps([found, expected])


def _plain(entry: Answer | Review) -> dict[str, Any]:
    return {name: getattr(entry, name) for name in entry.__dataclass_fields__}


def figures(said: list[Answer]) -> Scorecard:
    return score(SOCIAL_MEDIA, said)


@settings(max_examples=50, deadline=None)
@given(answers(), st.randoms(use_true_random=False))
def test_the_order_of_the_answers_does_not_matter(said: list[Answer], chance: Any) -> None:
    shuffled = list(said)
    chance.shuffle(shuffled)
    assert close(figures(shuffled).as_dict(), figures(said).as_dict())


def no_worse(better: float | None, before: float | None) -> bool:
    return before is None or (better is not None and better >= before - 1e-9)


def nowhere_worse(better: Scorecard, before: Scorecard, name: str) -> bool:
    pairs = zip(better.dimensions, before.dimensions, strict=True)
    return all(no_worse(getattr(now, name), getattr(then, name)) for now, then in pairs)


@settings(max_examples=80, deadline=None)
@given(answers().filter(bool), st.data())
def test_a_better_answer_never_lowers_a_score_or_a_level(said: list[Answer], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(said) - 1))
    chosen = said[place]
    assume(isinstance(chosen.value, int | float) and chosen.question != "pressure")
    higher = data.draw(st.integers(int(chosen.value or 0), 4))
    better = figures([*said[:place], replace(chosen, value=higher), *said[place + 1 :]])
    before = figures(said)
    for name in ("score", "level", "level_at_risk", "confirmed", "coverage"):
        assert nowhere_worse(better, before, name)
    assert no_worse(better.overall.score, before.overall.score)
    assert no_worse(better.overall.level, before.overall.level)
    assert no_worse(better.overall.percent_to_target, before.overall.percent_to_target)


@settings(max_examples=100, deadline=None)
@given(answers(), REVIEWS)
def test_every_figure_stays_within_its_bounds(said: list[Answer], reviews: list[Review]) -> None:
    card = score(SOCIAL_MEDIA, said, reviews)
    for pillar in card.dimensions:
        shares = (pillar.coverage, pillar.reviewed, pillar.agreement, pillar.confidence)
        assert all(share is None or -1e-9 <= share <= 1 + 1e-9 for share in shares)
        assert pillar.score is None or 0 <= pillar.score <= 4 + 1e-9
        assert no_worse(pillar.claimed, pillar.confirmed)
        assert pillar.interval is None or _holds(pillar, *pillar.interval)
    assert card.overall.balance is None or 0 <= card.overall.balance <= 1
    assert card.overall.percent_to_target is None or -1e-9 <= card.overall.percent_to_target <= 1


def _holds(pillar: DimensionCard, low: int, high: int) -> bool:
    at_risk = pillar.level is None or (
        pillar.level_at_risk is not None and low <= pillar.level_at_risk <= pillar.level
    )
    return low <= high and at_risk and (pillar.level is None or pillar.level <= high)


@settings(max_examples=60, deadline=None)
@given(answers(), st.data())
def test_whatever_is_still_answered_stays_within_the_interval(
    said: list[Answer], data: st.DataObject
) -> None:
    before = figures(said)
    open_items = [
        entry.id
        for pillar in before.dimensions
        for entry in pillar.items
        if entry.value is None and entry.applies
    ]
    later = [Answer(name, data.draw(LEVELS), "later") for name in open_items]
    answered = {name: [a for a in said if a.question != name] for name in open_items}
    kept = [a for a in said if a.question not in answered]
    after = figures([*kept, *later])
    for was, now in zip(before.dimensions, after.dimensions, strict=True):
        assert was.interval is None or (
            now.level is not None and was.interval[0] <= now.level <= was.interval[1]
        )


@settings(max_examples=60, deadline=None)
@given(answers())
def test_the_same_answers_from_somebody_else_too_change_no_value(said: list[Answer]) -> None:
    twice = [*said, *(replace(answer, respondent=answer.respondent + "'") for answer in said)]
    assert close(
        [pillar.score for pillar in figures(twice).dimensions],
        [pillar.score for pillar in figures(said).dimensions],
    )


TREES = st.recursive(
    st.lists(st.sampled_from([0.5, 1.0, 1.5]), min_size=1, max_size=3).map(
        lambda weights: {"weights": weights}
    ),
    lambda inner: st.lists(inner, min_size=1, max_size=3).map(lambda parts: {"parts": parts}),
    max_leaves=6,
)


@settings(max_examples=60, deadline=None)
@given(
    TREES,
    st.sampled_from(["mean", "min", "max"]),
    st.sampled_from(["children", "leaves"]),
    st.lists(LEVELS | st.none(), min_size=60, max_size=60),
    st.booleans(),
)
def test_in_a_tree_of_any_shape_a_score_lies_between_its_answers(
    tree: dict[str, Any], rule: str, over: str, values: list[int | None], limited: bool
) -> None:
    names: list[str] = []

    def grow(node: dict[str, Any], name: str) -> dict[str, Any]:
        grown: dict[str, Any] = {
            "id": name,
            "score": {"rule": rule, "over": over},
            "level": {"rule": "shares"},
        }
        parts = [grow(part, f"{name}.{i}") for i, part in enumerate(node.get("parts", ()))]
        items = [item(f"{name}-{i}", weight=weight) for i, weight in enumerate(node.get("weights", ()))]
        names.extend(entry["id"] for entry in items)
        return {**grown, "dimensions": parts, "items": items}

    model = plain_model(grow(tree, "T"), **({"coverage": COVERAGE} if limited else {}))
    chosen = dict(zip(names, values, strict=False))
    card = score(model, [Answer(name, value) for name, value in chosen.items()]).dimensions[0]
    known = [value for value in chosen.values() if value is not None]
    assert [entry.id for entry in card.all_items()] == list(model.items)
    if card.score is not None:
        assert min(known) - 1e-9 <= card.score <= max(known) + 1e-9
    assert card.interval is not None
    assert card.level is None or card.interval[0] <= card.level <= card.interval[1]
