"""What consultant and board chose for a plan holds everywhere: in the facts, and in the plan."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.reports.choices import NOTHING_CHOSEN, Aim, Choices, choices_of
from bot.reports.plans import plan_of
from scoring import Capacity, Roadmap
from tests.reports.memo_cases import balanced_and_low, shipped
from tests.reports.rounds import Round

AIMS = {"S": {"level": 1, "reason": "Het college wil eerst de basis."}}


def chosen(**settings: Any) -> tuple[Round, Choices]:
    """The balanced and low round, with these settings."""
    made = balanced_and_low()
    made.organisation = replace(made.organisation, settings=settings)
    return made, choices_of(settings)


def plan_with(made: Round, choices: Choices) -> Roadmap:
    _, _, catalogue = shipped()
    return plan_of(
        made.model, catalogue, made.facts().pillars, made.interviews, made.answers, choices=choices
    )


def test_nothing_chosen_is_what_was_proposed() -> None:
    assert choices_of({}) == NOTHING_CHOSEN
    assert NOTHING_CHOSEN.ambition is None


def test_a_chosen_aim_is_the_same_in_facts_and_plan_and_leaves_other_pillars_alone() -> None:
    made, choices = chosen(ambition=AIMS)
    assert choices.aims == {"S": Aim(1, "Het college wil eerst de basis.")}
    plan = plan_with(made, choices)
    facts = made.facts()
    for pillar in plan.pillars:
        card = facts.pillar(pillar.standing.pillar).card
        assert (pillar.standing.ambition, pillar.standing.target) == (card.ambition, card.target)
    assert (facts.pillar("S").card.ambition, facts.pillar("O").card.ambition) == (1, 3)
    everyone = [each for wave in plan.waves for each in wave.actions]
    assert {each.action.pillar for each in everyone} == {"O", "B", "I", "M"}


def test_the_room_there_is_and_what_nobody_wants_shape_the_plan() -> None:
    made, choices = chosen(capacity={"quick": 2, "structural": 1})
    assert choices.capacity == Capacity(2, 1)
    plan = plan_with(made, choices)
    assert [len(wave.actions) for wave in plan.waves[1:]] == [2, 1, 0]
    first = plan.waves[1].actions[0].id
    without = plan_with(made, replace(choices, dropped=frozenset({first})))
    assert [each.id for each in without.dropped] == [first]
    assert first not in without.wave_of()
