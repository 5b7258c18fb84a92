"""What holds for the plan of every assessment; and a second implementation that must agree."""

from itertools import combinations, pairwise, product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring import Answer, Capacity, DimensionCard, Review, Roadmap, lift_of, plan, score
from scoring.action import WAVES
from scoring.model import Dimension
from tests.scoring import naive
from tests.scoring.building import SOCIAL_MEDIA
from tests.scoring.naive_plan import Naive
from tests.scoring.test_laws import REVIEWS, _plain, answers
from tests.scoring.test_shipped_actions import CATALOGUE

PILLARS = {
    pillar.id: [(item.id, item.weight, item.gate) for item in pillar.items]
    for pillar in SOCIAL_MEDIA.dimensions
}
ACTIONS: list[dict[str, Any]] = [
    {"id": a.id, "pillar": a.pillar, "to": a.to_level, "items": a.items, "effort": a.effort, "kind": a.kind,
     "needs": a.needs} for a in CATALOGUE.actions
]  # fmt: skip
EVERYTHING = Capacity(quick=1000, structural=1000)
UNWANTED = st.frozensets(st.sampled_from([each.id for each in CATALOGUE.actions]), max_size=12)
ROOM = st.builds(Capacity, quick=st.integers(0, 8), structural=st.integers(0, 8))


@st.composite
def whole_answers(draw: st.DrawFn) -> list[Answer]:
    """What one person said about most items, near one level, as organisations are."""
    level = draw(st.integers(0, 3))
    near: st.SearchStrategy[Any] = st.sampled_from(
        [level, level, level + 1, max(0, level - 1), 0, "dont_know", "not_applicable"]
    )
    said = [Answer(item, draw(near), "owner", reason="so") for item in SOCIAL_MEDIA.items]
    return [*said, *draw(st.lists(st.builds(Answer, st.just("pressure"), st.integers(0, 4)), max_size=1))]


SAID = st.one_of(answers(), whole_answers(), whole_answers())


def planned(said: list[Answer], reviews: list[Review] | None = None, **more: Any) -> Roadmap:
    return plan(SOCIAL_MEDIA, CATALOGUE, said, reviews or [], **more)


def in_order(made: Roadmap) -> list[str]:
    return [candidate.id for wave in made.waves for candidate in wave.actions]


@settings(max_examples=120, deadline=None)
@given(SAID, REVIEWS, ROOM, UNWANTED)
def test_a_second_implementation_makes_the_same_plan(
    said: list[Answer], reviews: list[Review], room: Capacity, dropped: frozenset[str]
) -> None:
    other = Naive(PILLARS, [_plain(a) for a in said], [_plain(r) for r in reviews], ACTIONS)
    expected = other.plan(room.quick, room.structural, dropped)
    found = planned(said, reviews, capacity=room, dropped=dropped)
    assert {wave.name: [each.id for each in wave.actions] for wave in found.waves} == expected["waves"]
    for wave in found.waves:
        assert {card.id: card.level for card in wave.after.dimensions} == expected["levels"][wave.name]
    everyone = [each for wave in found.waves for each in wave.actions]
    for candidate in [*everyone, *(each.candidate for each in found.left_out)]:
        figures = other.all[candidate.id]
        assert candidate.value == pytest.approx(figures["value"], abs=1e-9)
        assert candidate.priority == pytest.approx(figures["priority"], abs=1e-9)
    gone = {each.id for each in found.dropped}
    assert gone == set(other.dropped)
    assert {each.candidate.id for each in found.left_out} == set(other.all) - set(in_order(found)) - gone


@settings(max_examples=80, deadline=None)
@given(SAID, st.sampled_from([None, 1, 1.5, 2, 3, 4, 5]))
def test_no_pillar_is_planned_above_its_target_or_by_more_than_one_step(
    said: list[Answer], ambition: float | None
) -> None:
    made = planned(said, ambition=ambition, capacity=EVERYTHING)
    for pillar in made.pillars:
        standing = pillar.standing
        goals = {
            each.action.to_level
            for wave in made.waves
            for each in wave.actions
            if each.action.pillar == standing.pillar and each.why in ("ranked", "needed")
        }
        assert goals <= {standing.goal}
        if goals:
            assert standing.level is not None
            assert standing.target is not None
            assert standing.goal == standing.level + 1
            assert standing.goal <= min(standing.target, 4)


@settings(max_examples=80, deadline=None)
@given(SAID, ROOM)
def test_nothing_begins_before_what_it_needs_and_no_wave_holds_too_much(
    said: list[Answer], room: Capacity
) -> None:
    made = planned(said, capacity=room)
    order = in_order(made)
    asked_for = {*order, *(each.candidate.id for each in made.left_out)}
    for wave in made.waves:
        for candidate in wave.actions:
            for need in candidate.action.needs:
                assert need not in asked_for or order.index(need) < order.index(candidate.id)
    held = {wave.name: len(wave.actions) for wave in made.waves}
    assert held["quick"] <= room.quick
    assert held["structural"] + held["large"] <= room.structural
    for each in made.left_out:
        assert set(each.waits_for) <= asked_for - set(order)
        assert (each.reason == "needs") == bool(each.waits_for)
    assert len(asked_for) == len(order) + len(made.left_out)


@settings(max_examples=80, deadline=None)
@given(SAID, REVIEWS, ROOM)
def test_a_projected_level_never_falls_below_what_the_plan_aims_at(
    said: list[Answer], reviews: list[Review], room: Capacity
) -> None:
    made = planned(said, reviews, capacity=room)
    cards = [made.before, *(wave.after for wave in made.waves)]
    for before, after in pairwise(cards):
        for first, was, now in zip(made.before.dimensions, before.dimensions, after.dimensions, strict=True):
            # A level above the aim may rest on items that nobody answered; once they have a value, it may go.
            aim = min(was.level or 0, (first.level or 0) + 1)
            assert was.level is None or (now.level is not None and now.level >= aim)


@settings(max_examples=80, deadline=None)
@given(SAID, ROOM)
def test_a_plan_reaches_its_goals_or_says_what_it_lacks(said: list[Answer], room: Capacity) -> None:
    for pillar in planned(said, capacity=room).pillars:
        assert pillar.reaches is not False or pillar.lacking
    everything = planned(said, capacity=EVERYTHING)
    assert everything.fits
    assert all(pillar.reaches is not False for pillar in everything.pillars)


@settings(max_examples=80, deadline=None)
@given(SAID, ROOM, UNWANTED)
def test_what_is_dropped_stays_out_with_all_that_needs_it_and_a_goal_that_is_missed_is_told(
    said: list[Answer], room: Capacity, dropped: frozenset[str]
) -> None:
    before, made = planned(said), planned(said, capacity=room, dropped=dropped)
    order = in_order(made)
    assert not dropped.intersection(order)
    assert {each.id for each in made.dropped} <= dropped
    never = {each.id for each in made.dropped}
    for each in made.left_out:
        if each.reason == "dropped":
            assert each.waits_for
            never.add(each.candidate.id)
    for each in made.left_out:
        assert (each.candidate.id in never) == bool(never.intersection(each.candidate.action.needs))
    assert all(pillar.reaches is not False or pillar.lacking for pillar in made.pillars)
    assert made.before == before.before
    if made.room_needed is not None:
        roomy = planned(said, capacity=made.room_needed, dropped=dropped)
        assert roomy.fits
        assert roomy.room_needed is None


@settings(max_examples=40, deadline=None)
@given(SAID, ROOM)
def test_dropping_what_was_not_asked_for_changes_no_plan(said: list[Answer], room: Capacity) -> None:
    made = planned(said, capacity=room)
    asked = {*in_order(made), *(each.candidate.id for each in made.left_out)}
    others = frozenset(each.id for each in CATALOGUE.actions) - asked
    assert planned(said, capacity=room, dropped=others) == made


@settings(max_examples=40, deadline=None)
@given(SAID)
def test_a_higher_ambition_only_adds_to_what_is_asked_for(said: list[Answer]) -> None:
    plans = [set(in_order(planned(said, ambition=each, capacity=EVERYTHING))) for each in (1, 2, 3)]
    assert plans[0] <= plans[1] <= plans[2]


@settings(max_examples=40, deadline=None)
@given(SAID, st.randoms(use_true_random=False))
def test_the_order_of_the_answers_changes_no_plan(said: list[Answer], chance: Any) -> None:
    shuffled = list(said)
    chance.shuffle(shuffled)
    assert in_order(planned(shuffled)) == in_order(planned(said))


def by_trying(items: list[naive.Item], card: DimensionCard) -> int:
    """The fewest changes that reach the next level, by trying every set and every value."""
    assert card.level is not None
    values = {item.id: item.value for item in card.items}
    asked = [item.id for item in card.items if item.applies]
    for count in range(1, len(asked) + 1):
        for chosen in combinations(asked, count):
            for goals in product(range(1, card.level + 2), repeat=count):
                after = {**values, **dict(zip(chosen, goals, strict=True))}
                if (naive.level(items, after) or 0) > card.level:
                    return count
    return 0


@settings(max_examples=60, deadline=None)
@given(SAID, st.sampled_from("SOBIM"))
def test_the_smallest_set_is_really_the_smallest_and_really_lifts(said: list[Answer], name: str) -> None:
    card = score(SOCIAL_MEDIA, said).dimension(name)
    dimension: Dimension = next(each for each in SOCIAL_MEDIA.dimensions if each.id == name)
    found = lift_of(dimension, card)
    if card.level is None or card.level == 4:
        assert found is None
        return
    assert found is not None
    assert len(found.changes) == by_trying(PILLARS[name], card)
    changed = {change.item: change.to for change in found.changes}
    kept = [answer for answer in said if answer.question not in changed]
    lifted = score(SOCIAL_MEDIA, [*kept, *(Answer(item, to) for item, to in changed.items())])
    assert lifted.dimension(name).level == found.to_level == card.level + 1
    assert all(share.after > share.above for share in found.shares)


def test_the_waves_come_in_the_order_of_time() -> None:
    assert [wave.name for wave in planned([]).waves] == list(WAVES)
