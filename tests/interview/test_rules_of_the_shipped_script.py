"""The rules by which the shipped interview branches, as the people in it meet them."""

from dataclasses import replace

import pytest

from bot.interview.script import Script
from tests.interview.people import Interviewee

LONG = "we noticed it when a neighbour thanked us on the street last May"


@pytest.mark.parametrize("pillar", ["S", "O", "B", "I", "M"])
def test_at_the_start_it_says_about_a_quarter_of_an_hour(shipped: Script, pillar: str) -> None:
    assert 13 <= Interviewee(shipped, pillar).left.minutes <= 16


def test_every_pillar_has_seven_levels_two_open_questions_and_pressure_for_owners_of_s(
    shipped: Script,
) -> None:
    for pillar in "SOBIM":
        path = Interviewee(shipped, pillar).path
        assert [id_ for id_ in path if id_[1:].isdigit()] == [f"{pillar}{n}" for n in range(1, 8)]
        assert {f"{pillar}_a", f"{pillar}_b"} <= set(path)
        assert ("pressure" in path) == (pillar == "S")
    assert "pressure" not in Interviewee(shipped, "S", role="colleague").path


def test_rule_1_dont_know_asks_who_would_know_and_moves_on(owner: Interviewee) -> None:
    owner.taps("dont_know")
    assert owner.card == ("who", "S1")
    owner.types("the archivist")
    assert owner.card == ("question", "S2")


def test_rule_2_not_applicable_needs_a_reason(owner: Interviewee) -> None:
    owner.taps("not_applicable")
    assert owner.card == ("reason", "S1")


def test_rule_3_a_high_level_asks_for_evidence(owner: Interviewee) -> None:
    owner.taps("2")
    assert owner.card == ("question", "S2")
    owner.taps("3")
    assert owner.card == ("evidence", "S2")


def test_the_pressure_from_outside_is_no_claim_and_needs_no_evidence(owner: Interviewee) -> None:
    owner.walks_to("pressure")
    owner.taps("4")
    assert owner.prompt.kind == "review"


def test_rule_4_the_highest_level_also_asks_about_the_own_house(owner: Interviewee) -> None:
    owner.taps("4")
    owner.presses("skip")
    assert owner.card == ("question", "S1_whole")
    owner.presses("skip")
    assert owner.card == ("question", "S2")


def test_rule_5_nothing_on_a_gate_item_always_gets_its_risk_question(owner: Interviewee) -> None:
    owner.walks_to("S6", level="1")
    assert sum(id_ in ("S1_objection", "S4_hours") for id_ in owner.path) == 2
    owner.taps("0")
    assert owner.card == ("question", "S6_risk")


def test_rule_6_it_differs_asks_the_best_and_the_weakest_department(owner: Interviewee) -> None:
    owner.taps("depends")
    assert owner.card == ("best", "S1")


def test_rule_7_a_short_open_answer_asks_for_a_moment_once_an_interview(owner: Interviewee) -> None:
    owner.walks_to("S_a")
    owner.types("more trust")
    assert owner.card == ("question", "S_a_more")
    owner.types("at the market")
    owner.walks_to("S_b")
    owner.types("less calls")
    assert owner.card == ("question", "S_b_quote")


def test_rule_7_is_not_crowded_out_by_follow_ups(owner: Interviewee) -> None:
    owner.walks_to("S_b", level="3")
    assert {"S1_used", "S2_without_goal"} < set(owner.path)
    assert not {"S3_left", "S4_worse", "S6_decision"} & set(owner.path)
    owner.types("fewer calls")
    assert owner.card == ("question", "S_b_more")


def test_every_open_answer_asks_whether_it_may_be_quoted(owner: Interviewee) -> None:
    owner.walks_to("S_a")
    owner.types(LONG)
    assert owner.card == ("question", "S_a_quote")
    owner.taps("background")
    owner.presses("skip")
    assert "S_b_quote" not in owner.path


def test_rule_9_three_low_levels_leave_small_questions_out_and_say_so_once(owner: Interviewee) -> None:
    announced = []
    for question in ("S1", "S2", "S3"):
        owner.walks_to(question)
        announced.append(owner.taps("1").announce)
    assert announced == [0, 0, 1]
    assert "S7" not in owner.path
    owner.walks_on(level="1")
    assert owner.last is not None
    assert owner.last.announce == 0


def test_rule_9_asks_the_open_question_first_and_puts_the_rest_behind_it(owner: Interviewee) -> None:
    for question in ("S1", "S2", "S3"):
        owner.walks_to(question)
        owner.taps("1")
    assert owner.card == ("question", "S_a")


def test_rule_10_five_high_levels_ask_the_open_question_first(owner: Interviewee) -> None:
    for question in ("S1", "S2", "S3", "S4", "S5"):
        owner.walks_to(question, level="3")
        owner.taps("3")
        assert owner.card == ("evidence", question)
    owner.presses("skip")
    assert owner.card == ("question", "S_a")


def test_a_question_that_moves_to_the_front_waits_for_what_goes_with_an_answer(owner: Interviewee) -> None:
    owner.walks_to("S3", level="4")
    for question in ("S3", "S4", "S5"):
        owner.walks_to(question, level="4")
        owner.taps("4")
        owner.presses("skip")
    assert owner.card == ("question", "S_a")
    other = Interviewee(owner.script).begins()
    for question in ("S1", "S2"):
        other.walks_to(question)
        other.taps("depends")
        other.presses("skip")
        other.presses("skip")
        other.taps("1")
    other.walks_to("S3")
    other.taps("dont_know")
    assert other.card == ("who", "S3")


def test_no_more_than_three_follow_ups_are_asked_however_the_answers_fall(shipped: Script) -> None:
    for pillar in "SOBIM":
        for level in "01234":
            owner = Interviewee(shipped, pillar).begins().walks_on(level=level)
            levels = [id_ for id_ in owner.path if id_[1:].isdigit() or id_ == "pressure"]
            parts = {f"{pillar}_{x}{tail}" for x in "ab" for tail in ("", "_more", "_quote")} | {"S7_visit"}
            follow_ups = [
                id_ for id_ in owner.path if id_ not in levels and id_ not in parts and id_[:2] != "X_"
            ]
            assert len(follow_ups) <= 3


def test_a_contradiction_is_asked_at_the_end_beside_all_follow_ups(owner: Interviewee) -> None:
    owner.walks_to("S5", level="3")
    owner.taps("1")
    owner.walks_to("S6", level="3")
    owner.taps("3")
    owner.walks_on()
    assert owner.path[-1] == "X_S6_S5"
    assert owner.value("X_S6_S5") is not None


def test_a_contradiction_between_pillars_is_asked_only_of_who_gave_both(shipped: Script) -> None:
    def last_of(others: dict[str, object]) -> str:
        owner = Interviewee(shipped, "O", others=others).begins()
        return owner.walks_on(level="3").path[-1]

    assert last_of({}) == "O_b_quote"
    assert last_of({"S5": 1}) == "X_S5_O2"
    assert last_of({"S5": 3}) == "O_b_quote"
    assert last_of({"S5": 1, "X_S5_O2": "someone takes over"}) == "O_b_quote"


def test_one_contradiction_is_asked_however_many_there_are(shipped: Script) -> None:
    owner = Interviewee(shipped, "O", others={"S5": 1, "M3": 0, "I3": 1}).begins().walks_on(level="3")
    assert [id_ for id_ in owner.path if id_.startswith("X_")] == ["X_O2_M3"]


def test_answers_in_another_interview_do_not_answer_this_one(shipped: Script) -> None:
    owner = Interviewee(shipped, "S", others={"S1": 4, "S6": 0, "S5": 0}).begins()
    assert not {"S1_whole", "S6_risk", "X_S6_S5"} & set(owner.path)
    assert owner.card == ("question", "S1")


def test_an_answer_in_another_interview_that_changes_is_seen_at_once(shipped: Script) -> None:
    owner = Interviewee(shipped, "O").begins().walks_on(level="3")
    assert owner.path[-1] == "O_b_quote"
    owner.progress = replace(owner.progress, others={"S5": 1})
    assert owner.path[-1] == "X_S5_O2"
    owner.progress = replace(owner.progress, facts={**owner.progress.facts, "pillar": "B"})
    assert "O1" not in owner.path
