"""A plan for an organisation, figure by figure, as the method has them."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from scoring import (
    Action,
    Answer,
    Capacity,
    Catalogue,
    Model,
    Review,
    Roadmap,
    difference,
    parse_actions,
    plan,
)
from scoring.candidates import Candidate, Gap
from tests.scoring.building import COVERAGE, SCRIPTS, SOCIAL_MEDIA, answered, item, pillar, plain_model
from tests.scoring.test_actions_file import GOOD
from tests.scoring.test_shipped_actions import CATALOGUE

ITEMS = list(SOCIAL_MEDIA.items)
#: All at 1; Organisation and processes at 2; nobody knows who can log in; messages every day.
TOWN: dict[str, Any] = {
    **{name: 2 if name.startswith("O") else 1 for name in ITEMS},
    "I2": 0,
    "pressure": 3,
}


def town(catalogue: Catalogue = CATALOGUE, **changes: int | str) -> Roadmap:
    """The plan for that town, with these answers instead."""
    return plan(SOCIAL_MEDIA, catalogue, answered(TOWN | changes))


def a_town_with(changes: Mapping[str, int | str]) -> Roadmap:
    return plan(SOCIAL_MEDIA, CATALOGUE, answered({**TOWN, **changes}))


def found(made: Roadmap, action: str) -> Candidate:
    everyone = [each for wave in made.waves for each in wave.actions]
    return next(
        each for each in [*everyone, *(each.candidate for each in made.left_out)] if each.id == action
    )


def ids(made: Roadmap, wave: str) -> list[str]:
    return next([each.id for each in one.actions] for one in made.waves if one.name == wave)


def standing(made: Roadmap, name: str) -> Any:
    return next(each.standing for each in made.pillars if each.standing.pillar == name)


def test_a_gate_below_one_is_mended_now_by_the_first_step() -> None:
    made = town()
    assert ids(made, "now") == ["I01_secure_first_account"]
    candidate = made.waves[0].actions[0]
    assert (candidate.why, candidate.gaps) == ("gate", (Gap("I2", 1.5, 0.0, 1.0),))
    assert (made.waves[0].window.from_month, made.waves[0].window.to_month) == (0, 1)


def test_a_priority_is_value_and_time_and_risk_by_size() -> None:
    logins = found(town(), "I12_personal_logins")
    lag = (1 + 2 + 1 + 5 / 6.5 + 1) / 5 - 5 / 6.5
    assert logins.value == pytest.approx(1.5 * 2 + lag)
    assert (logins.time, logins.risk, logins.lagging) == (3, 4, True)
    assert logins.priority == pytest.approx(10.3846153846)
    licence = found(town(), "I12_monitoring_licence")
    assert licence.priority == pytest.approx((1 + lag + 3 + 0) / 3)


@pytest.mark.parametrize(("value", "risk"), [(0, 4), (1, 2)])
def test_mending_a_gate_counts_by_how_low_it_is(value: int, risk: int) -> None:
    assert found(town(I2=value), "I12_personal_logins").risk == risk


def test_mending_a_gate_that_is_at_two_adds_nothing() -> None:
    made = plan(SOCIAL_MEDIA, CATALOGUE, answered(dict.fromkeys(ITEMS, 2)))
    assert found(made, "I23_central_access").risk == 0
    assert found(made, "I23_central_access").time == 0


def test_a_gate_without_an_answer_counts_as_the_lowest_and_is_not_mended_now() -> None:
    made = town(I2="dont_know")
    assert ids(made, "now") == []
    logins = found(made, "I12_personal_logins")
    assert (logins.risk, logins.gaps) == (4, (Gap("I2", 1.5, None, 2.0),))
    assert next(each for each in made.pillars if each.standing.pillar == "I").unanswered == ("I2",)


def test_mending_a_gate_says_nothing_of_what_nobody_answered_at_a_level_already_reached() -> None:
    sponsor = found(town(S6=0, S5="dont_know"), "S01_sponsor")
    assert sponsor.gaps == (Gap("S6", 1.0, 0.0, 1.0),)
    start = plan(
        SOCIAL_MEDIA, CATALOGUE, answered(dict.fromkeys(ITEMS, 0) | {"S5": "dont_know", "pressure": 0})
    )
    assert [gap.item for gap in found(start, "S01_sponsor").gaps] == ["S5", "S6"]


def test_a_pillar_more_than_one_below_the_highest_goes_first_and_exactly_one_does_not() -> None:
    made = town()
    assert {name: standing(made, name).lagging for name in "SOBIM"} == {
        "S": False, "O": False, "B": False, "I": True, "M": False,
    }  # fmt: skip
    wave = next(wave for wave in made.waves if wave.name == "structural")
    order = [each.lagging for each in wave.actions]
    assert order == sorted(order, reverse=True)


def test_nothing_is_ranked_where_the_target_is_reached() -> None:
    made = town()
    assert (standing(made, "O").state, standing(made, "O").target) == ("reached", 2)
    everyone = [each for wave in made.waves for each in wave.actions]
    assert not any(each.action.pillar == "O" for each in everyone)


def test_a_gate_is_mended_now_even_where_the_target_is_reached() -> None:
    made = a_town_with({**dict.fromkeys(["S1", "S2", "S3", "S4", "S5", "S6", "S7"], 0), "O5": 0})
    assert standing(made, "O").state == "reached"
    assert "O01_three_numbers" in ids(made, "now")


def test_small_and_worth_more_than_the_median_is_a_quick_win_and_at_most_five_at_once() -> None:
    made = town()
    quick = next(wave for wave in made.waves if wave.name == "quick")
    assert len(quick.actions) == 5
    assert {each.action.effort for each in quick.actions} == {"S"}
    assert (quick.window.from_month, quick.window.to_month) == (0, 3)
    assert quick.days == 15


def test_with_room_for_all_every_quick_win_comes_first_but_one_that_waits_for_something_slower() -> None:
    made = plan(SOCIAL_MEDIA, CATALOGUE, answered(TOWN), capacity=Capacity(100, 100))
    ranked = [each for wave in made.waves[1:] for each in wave.actions]
    values = sorted(each.value for each in ranked)
    middle = (values[(len(values) - 1) // 2] + values[len(values) // 2]) / 2
    quick = {each.id for each in made.waves[1].actions}
    fast = {each.id for each in ranked if each.action.effort == "S" and each.value > middle + 1e-9}
    assert fast - quick == {"I12_monthly_themes"}
    assert quick < fast
    order = ids(made, "structural")
    assert order.index("B12_privacy_advice") < order.index("I12_monthly_themes")
    assert made.fits


def test_a_plan_that_does_not_fit_says_what_has_no_room() -> None:
    made = plan(SOCIAL_MEDIA, CATALOGUE, answered(TOWN), capacity=Capacity(5, 0))
    assert not made.fits
    assert {each.reason for each in made.left_out} == {"capacity", "needs"}
    waiting = {each.candidate.id: each.waits_for for each in made.left_out if each.reason == "needs"}
    assert waiting["I12_monthly_themes"] == ("B12_privacy_advice",)


def test_a_plan_that_does_not_fit_says_how_much_room_would_do() -> None:
    made = plan(SOCIAL_MEDIA, CATALOGUE, answered(TOWN), capacity=Capacity(5, 4))
    assert made.room_needed == Capacity(5, 4 + len(made.left_out))
    assert plan(SOCIAL_MEDIA, CATALOGUE, answered(TOWN), capacity=made.room_needed).fits
    assert plan(SOCIAL_MEDIA, CATALOGUE, answered(TOWN), capacity=Capacity(5, 99)).room_needed is None


def test_an_action_that_nobody_wants_stays_out_and_nothing_is_made_in_its_place() -> None:
    roomy = Capacity(100, 100)
    all_of_it = plan(SOCIAL_MEDIA, CATALOGUE, answered(TOWN), capacity=roomy)
    made = plan(
        SOCIAL_MEDIA,
        CATALOGUE,
        answered(TOWN),
        capacity=roomy,
        dropped={"B12_privacy_advice", "no_such_action"},
    )
    assert [each.id for each in made.dropped] == ["B12_privacy_advice"]
    waiting = {each.candidate.id: (each.reason, each.waits_for) for each in made.left_out}
    needing = ("I12_monthly_themes", "I12_monitoring_licence")
    assert waiting == dict.fromkeys(needing, ("dropped", ("B12_privacy_advice",)))
    assert made.fits
    gone = {"B12_privacy_advice", *needing}
    assert set(all_of_it.wave_of()) - set(made.wave_of()) == gone
    assert set(made.wave_of()) <= set(all_of_it.wave_of())
    lacking = {each.standing.pillar: each.lacking for each in made.pillars if each.lacking}
    assert {name: set(ids) for name, ids in lacking.items()} == {
        "B": {"B12_privacy_advice"},
        "I": set(needing),
    }
    item = CATALOGUE.actions[[each.id for each in CATALOGUE.actions].index("B12_privacy_advice")].items[0]
    assert made.after.item(item).value == made.before.item(item).value


def test_a_level_that_is_not_reached_without_what_was_dropped_is_not_promised() -> None:
    roomy = Capacity(100, 100)
    wanted = {each.id for each in CATALOGUE.actions if each.pillar == "M"}
    made = plan(SOCIAL_MEDIA, CATALOGUE, answered(TOWN), capacity=roomy, dropped=wanted)
    people = next(each for each in made.pillars if each.standing.pillar == "M")
    assert (people.standing.goal, people.projected, people.reaches) == (2, 1, False)
    assert {each.id for each in made.dropped} == set(people.lacking)


def test_the_interview_that_nobody_wants_to_finish_and_a_dropped_gate_come_not_now() -> None:
    made = plan(
        SOCIAL_MEDIA,
        CATALOGUE,
        answered(TOWN | {name: "dont_know" for name in ITEMS if name.startswith("M")}),
        dropped={"M-finish", "I01_secure_first_account"},
    )
    assert ids(made, "now") == []
    assert {each.id for each in made.dropped} == {"M-finish", "I01_secure_first_account"}


def test_the_projection_is_the_score_of_the_answers_that_actions_bring() -> None:
    made = town()
    assert made.before.dimension("I").level == 1
    assert made.waves[0].after.item("I2").value == 1
    assert made.waves[0].after.item("I2").evidence
    logins = next(i for i, wave in enumerate(made.waves) if "I12_personal_logins" in ids(made, wave.name))
    assert made.waves[logins].after.item("I2").value == 2
    assert made.after.item("O1") == made.before.item("O1")
    assert made.after is made.waves[-1].after


def test_what_was_judged_or_said_of_an_item_goes_when_it_is_raised() -> None:
    said = [*answered(TOWN), Answer("I2", 1, "colleague", 0.7)]
    made = plan(
        SOCIAL_MEDIA, CATALOGUE, said, [Review("I2", 0.5, False, "seen"), Review("O1", 2.5, True, "x")]
    )
    card = made.waves[0].after
    assert (card.item("I2").value, card.item("I2").reviewed) == (1, False)
    assert [voice.value for voice in card.item("I2").voices] == [1]
    assert (card.item("O1").value, card.item("O1").reviewed) == (2.5, True)


def test_an_interview_without_a_level_is_to_be_finished_first() -> None:
    made = a_town_with(dict.fromkeys(["M1", "M2", "M3", "M4"], "skipped"))
    assert ids(made, "now") == ["I01_secure_first_account", "M-finish"]
    finish = made.waves[0].actions[1]
    assert (finish.why, finish.days, finish.gaps) == ("finish", 0, ())
    assert finish.action.items == ("M1", "M2", "M3", "M4")
    assert finish.action.text["nl"].startswith("Maak het interview over Mensen en Cultuur af")
    assert standing(made, "M").state == "unknown"
    assert not any(each.action.pillar == "M" for wave in made.waves[1:] for each in wave.actions)


def test_a_pillar_in_which_nothing_applies_is_left_out() -> None:
    made = plan(
        SOCIAL_MEDIA,
        CATALOGUE,
        [Answer(name, "not_applicable" if name[0] == "M" else 1, reason="no") for name in ITEMS],
    )
    assert standing(made, "M").state == "left_out"
    assert ids(made, "now") == []


def test_with_no_answers_at_all_every_interview_is_to_be_finished() -> None:
    made = plan(SOCIAL_MEDIA, CATALOGUE, [])
    assert ids(made, "now") == ["B-finish", "I-finish", "M-finish", "O-finish", "S-finish"]
    assert made.fits


def test_an_item_that_no_action_names_gets_one_from_the_words_of_its_next_level() -> None:
    words = {"B5": {2: {"nl": "**Eén afdeling** bewaart.", "en": "**One department** keeps."}}}
    made = plan(SOCIAL_MEDIA, CATALOGUE, answered(TOWN), anchors=words, capacity=Capacity(100, 100))
    action = found(made, "B5-to-2").action
    assert (action.made, action.effort, action.items, action.to_level) == (True, "M", ("B5",), 2)
    assert action.text["nl"] == "Zorg dat dit gaat kloppen: “Eén afdeling bewaart.”"
    assert action.text["en"] == "Make this come true: “One department keeps.”"
    assert found(made, "M4-to-2").action.text["en"] == (
        "Bring “Example set by leaders” to the level Department."
    )


def own(items: tuple[str, ...], to_level: int, **more: Any) -> Action:
    """An action of somebody's own for pillar B."""
    text = {"nl": "Eigen", "en": "Own"}
    about: dict[str, Any] = {"effort": "S", "kind": "measure", "text": text, "measure": text} | more
    return Action("own-1", "B", to_level - 1, to_level, items, usually=text, own=True, **about)


def with_own(*actions: Action, dropped: frozenset[str] = frozenset()) -> Roadmap:
    catalogue = replace(CATALOGUE, actions=(*CATALOGUE.actions, *actions))
    return plan(SOCIAL_MEDIA, catalogue, answered(TOWN), capacity=Capacity(100, 100), dropped=dropped)


def test_an_own_action_is_planned_and_counted_as_one_of_the_list_and_stands_in_for_words() -> None:
    made, before = with_own(own(("B5",), 2)), with_own()
    assert (found(made, "own-1").gaps, found(made, "own-1").why) == ((Gap("B5", 0.5, 1.0, 2.0),), "ranked")
    assert found(made, "own-1").days == 3
    assert set(before.wave_of()) - set(made.wave_of()) == {"B5-to-2"}
    assert made.after.dimensions == before.after.dimensions


def test_an_own_action_that_nobody_wants_is_as_if_it_had_never_been_added() -> None:
    made, before = with_own(own(("B5",), 2), dropped=frozenset({"own-1"})), with_own()
    assert [each.id for each in made.dropped] == ["own-1"]
    assert (made.waves, made.pillars, made.left_out) == (before.waves, before.pillars, before.left_out)


@pytest.mark.parametrize("to_level", [1, 3, 4])
def test_an_own_action_of_another_step_waits_outside_the_plan_and_takes_no_room(to_level: int) -> None:
    made, before = with_own(own(("B5",), to_level)), with_own()
    assert [(each.candidate.id, each.reason) for each in made.left_out] == [("own-1", "step")]
    assert (made.waves, made.pillars, made.fits) == (before.waves, before.pillars, True)
    gone = with_own(own(("B5",), to_level), dropped=frozenset({"own-1"}))
    assert ([each.id for each in gone.dropped], gone.left_out) == (["own-1"], ())
    assert gone.pillars == before.pillars


def test_an_own_action_for_a_missing_gate_comes_now() -> None:
    mine = replace(own(("I2",), 1), pillar="I")
    catalogue = replace(CATALOGUE, actions=(*CATALOGUE.actions, mine))
    assert set(ids(town(catalogue), "now")) == {"I01_secure_first_account", "own-1"}


def test_actions_stay_when_the_own_one_beside_them_is_dropped() -> None:
    mine = replace(own(("I2",), 2), pillar="I")
    catalogue = replace(CATALOGUE, actions=(*CATALOGUE.actions, mine))
    made = plan(SOCIAL_MEDIA, catalogue, answered(TOWN), dropped={"own-1"})
    assert made.wave_of() == town().wave_of()


def test_a_lower_ambition_changes_the_plan_and_the_change_can_be_told() -> None:
    before = town()
    after = plan(SOCIAL_MEDIA, CATALOGUE, answered(TOWN), ambition={**dict.fromkeys("SOBM", 2), "I": 1})
    change = difference(before, after)
    assert change.goals == (("I", 2, None),)
    assert "I12_personal_logins" in change.dropped
    assert change.added
    assert all(name not in before.wave_of() for name in change.added)
    assert ids(after, "now") == ids(before, "now")


def test_a_change_of_room_moves_actions_to_another_wave() -> None:
    before = town()
    after = plan(SOCIAL_MEDIA, CATALOGUE, answered(TOWN), capacity=Capacity(quick=4, structural=6))
    change = difference(before, after)
    assert (change.added, change.dropped, change.goals) == ((), (), ())
    assert [(was, now) for _, was, now in change.moved] == [("quick", "structural")]


def test_a_target_of_half_a_level_is_no_step() -> None:
    made = plan(SOCIAL_MEDIA, CATALOGUE, answered(TOWN), ambition=1.5)
    assert standing(made, "S").state == "no_whole_step"
    assert made.waves[0].actions
    assert not any(wave.actions for wave in made.waves[1:])


def test_at_the_highest_level_there_is_no_step_whatever_the_ambition() -> None:
    made = plan(SOCIAL_MEDIA, CATALOGUE, answered(dict.fromkeys(ITEMS, 4)), ambition=9)
    assert {each.standing.state for each in made.pillars} == {"no_whole_step"}
    assert made.pillars[0].reaches is None


def with_needs(**needs: tuple[str, ...]) -> Catalogue:
    """The shipped actions, some of which need others."""
    actions = [replace(each, needs=needs.get(each.id, each.needs)) for each in CATALOGUE.actions]
    return replace(CATALOGUE, actions=tuple(actions))


def test_what_a_gate_needs_comes_now_too_with_what_that_needs() -> None:
    made = town(
        with_needs(
            I01_secure_first_account=("B12_privacy_advice",),
            B12_privacy_advice=("S12_visit_two", "O01_three_numbers"),
        )
    )
    assert ids(made, "now") == ["S12_visit_two", "B12_privacy_advice", "I01_secure_first_account"]
    assert [each.why for each in made.waves[0].actions] == ["needed", "needed", "gate"]


def test_what_waits_for_a_large_action_comes_with_the_large_ones() -> None:
    values = dict.fromkeys(ITEMS, 2) | {"pressure": 3}
    made = plan(SOCIAL_MEDIA, CATALOGUE, answered(values), capacity=Capacity(100, 100))
    assert {"O23_one_process", "I23_platform", "I23_link_case_system"} <= set(ids(made, "large"))
    changed = with_needs(M23_mandate=("I23_platform",))
    made = plan(SOCIAL_MEDIA, changed, answered(values), capacity=Capacity(100, 100))
    assert "M23_mandate" in ids(made, "large")


def test_actions_that_wait_for_each_other_are_left_out_and_nothing_hangs() -> None:
    circle = with_needs(S12_matrix=("S12_baseline",), S12_baseline=("S12_matrix",))
    made = plan(SOCIAL_MEDIA, circle, answered(TOWN), capacity=Capacity(100, 100))
    assert {each.candidate.id: each.waits_for for each in made.left_out} == {
        "S12_matrix": ("S12_baseline",),
        "S12_baseline": ("S12_matrix",),
    }
    assert next(each for each in made.pillars if each.standing.pillar == "S").lacking


def other(*pillars: dict[str, Any], **more: Any) -> tuple[Model, Catalogue]:
    """Another model, with a file of actions of which none is its own."""
    return plain_model(*pillars, **more), parse_actions(
        GOOD[: GOOD.index("actions:")] + "actions: []\n", None
    )


def test_a_pillar_without_levels_has_no_step() -> None:
    model, catalogue = other({"id": "P", "items": [item("a")]}, pillar(item("b"), name="Q"))
    made = plan(model, catalogue, answered({"a": 1, "b": 1}))
    assert [each.standing.state for each in made.pillars] == ["no_whole_step", "planned"]
    assert ids(made, "structural") == ["b-to-2"]
    assert made.after.dimension("Q").level == 2


def test_an_answer_that_means_a_level_is_the_next_option_or_the_highest_there_is() -> None:
    sets = {"rough": {"none": 0, "some": 1, "all": 3}}
    model, catalogue = other(
        pillar(
            {"id": "r", "answers": "rough"},
            {"id": "p", "answers": "percent"},
            {"id": "y", "answers": "yes_no"},
            item("s"),
        ),
        answer_sets=sets,
        coverage=COVERAGE,
    )
    made = plan(model, catalogue, answered({"r": 1, "p": 1, "y": "yes", "s": 1}))
    gaps = {gap.item: gap.goal for wave in made.waves for each in wave.actions for gap in each.gaps}
    assert gaps == {"r": 3, "p": 2, "s": 2}


def test_the_worked_example_in_the_documentation_is_this_plan() -> None:
    page = (SCRIPTS.parent / "docs" / "method.md").read_text(encoding="utf-8")
    rows = re.findall(
        r"^\| `(\w+)` .*= ([\d.]+)` \| (\d) \| (\d) \| (\d) \| ([\d.]+) \| (\w+) \|$", page, re.MULTILINE
    )
    assert len(rows) == 5
    made = town()
    for action, value, time, risk, size, priority, wave in rows:
        candidate = found(made, action)
        assert (candidate.time, candidate.risk) == (int(time), int(risk))
        assert CATALOGUE.efforts[candidate.action.effort].size == int(size)
        assert f"{candidate.value:.4f}" == value
        assert f"{candidate.priority:.4f}" == priority
        assert made.wave_of()[action] == wave
    assert "24 actions are ranked" in page
    assert sum(len(each.actions) for each in made.waves[1:]) + len(made.left_out) == 24
    assert [card.level for card in made.after.dimensions] == [1, 2, 2, 2, 1]
