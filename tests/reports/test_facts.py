"""What an assessment comes to, before it is words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.reports.facts import facts_of_one
from bot.reports.findings import Said
from tests.reports.rounds import NOW, Round, interview, invite, whole_round


def test_only_what_people_handed_in_counts() -> None:
    made = (
        Round().person("S", "2222").person("S", "0000", state="active").person("S", "0000", state="stopped")
    )
    strategy = made.facts().pillar("S")
    assert (strategy.people, strategy.card.score) == (1, 2.0)
    assert strategy.waiting == {"active": 1}


def test_unfinished_interviews_count_when_asked_for() -> None:
    made = Round().person("S", "2222").person("S", "0000", state="active")
    strategy = made.facts(submitted_only=False).pillar("S")
    assert (strategy.people, strategy.card.score, strategy.waiting) == (2, 1.0, {})


def test_a_colleague_and_an_outsider_weigh_less_than_the_owner() -> None:
    made = (
        Round()
        .person("S", "4   ")
        .person("S", "0   ", role="colleague")
        .person("S", "0   ", role="reference")
    )
    item = made.facts().pillar("S").items[0]
    assert item.card.value == pytest.approx(4 / (1.0 + 0.7 + 0.4))


def test_a_question_that_was_left_out_by_a_rule_does_not_lower_coverage() -> None:
    made = Round().person("S", "222 ")
    assert made.facts().pillar("S").card.coverage == pytest.approx(3.5 / 4.5)
    assert made.facts(dormant={("S0", "S4")}).pillar("S").card.coverage == 1.0


def test_an_answer_on_a_closed_branch_is_left_out_and_comes_back() -> None:
    made = Round().person("S", "2220")
    assert made.facts(dormant={("S0", "S4")}).pillar("S").card.score == 2.0
    assert made.facts().pillar("S").card.score == pytest.approx(7 / 4.5)


def test_not_applicable_without_a_reason_is_no_answer_yet() -> None:
    made = Round().person("S", "222x", details={"S4": {"reason": " "}})
    assert made.facts().pillar("S").card.coverage == pytest.approx(3.5 / 4.5)
    assert made.facts().findings.not_applicable == ()


def test_answers_that_differ_per_department_are_no_answer_until_one_is_chosen() -> None:
    made = Round().person("S", "222 ")
    made.answers.append(replace(made.answers[0], question="S4", value="depends", best="Zorg"))
    facts = made.facts()
    assert facts.pillar("S").items[3].card.value is None
    assert [spread.best for spread in facts.findings.departments] == ["Zorg"]


def test_evidence_is_counted_where_a_level_asks_for_it() -> None:
    assert Round().person("S", "3322", shown="S1 S3").facts().evidence == (1, 2)


def test_one_person_who_owns_two_pillars_is_one_person() -> None:
    made = Round().person("S", "2222").person("O", "2222")
    made.interviews[1] = replace(made.interviews[1], person=made.interviews[0].person)
    assert made.facts().people == 1


def test_an_unused_invite_is_a_person_to_wait_for() -> None:
    facts = Round().facts(invites=[invite("M"), replace(invite("M"), id="i2", state="bound")])
    assert facts.pillar("M").waiting == {"invited": 1}
    assert facts.waiting == 1


def test_the_pillars_at_the_lowest_level_hold_the_rest_back_weakest_first() -> None:
    made = Round().person("S", "2222").person("O", "1112").person("B", "1111")
    assert [pillar.id for pillar in made.facts().limiting] == ["B", "O"]


def test_where_all_pillars_share_a_level_the_lowest_score_lags() -> None:
    made = Round().person("S", "2223").person("O", "2222").person("B", "2233")
    assert [pillar.id for pillar in made.facts().limiting] == ["O"]


def test_equal_pillars_and_a_lone_pillar_hold_nothing_back() -> None:
    assert Round().person("S", "2222").person("O", "2222").facts().limiting == ()
    assert Round().person("S", "2222").facts().limiting == ()


def test_a_difference_tells_the_values_from_low_to_high_and_nobody_by_name() -> None:
    differences = Round().person("S", "3222").person("S", "1222").facts().findings.differences
    assert [(found.item.id, found.values) for found in differences] == [("S1", (1.0, 3.0))]
    assert "person" not in repr([(found.values, found.not_applicable) for found in differences])


def test_a_value_beside_not_applicable_is_a_difference_too() -> None:
    (found,) = Round().person("S", "2222").person("S", "222x").facts().findings.differences
    assert (found.values, found.not_applicable) == ((2.0,), True)


def test_two_answers_that_clash_become_a_finding_for_the_consultant() -> None:
    clash = Round().person("S", "3222").person("B", "2221")
    assert [found["nl"] for found in clash.facts().findings.contradictions] == [
        "Er is een doel, maar er wordt **nauwelijks** gemeten."
    ]


def test_one_half_of_a_contradiction_is_none() -> None:
    assert Round().person("S", "3222").facts().findings.contradictions == ()


def test_equal_answers_of_several_people_clash_like_one() -> None:
    # (3 x 1.0 + 3 x 0.7 + 3 x 0.4) / 2.1 is not exactly 3.
    made = Round().person("B", "2221")
    for role in ("owner", "colleague", "reference", "colleague", "colleague"):
        made.person("S", "3222", role=role)
    assert len(made.facts().findings.contradictions) == 1


def test_what_must_not_be_missing_and_is_comes_first() -> None:
    assert [item.id for item in Round().person("S", "0011").facts().findings.urgent] == ["S2"]


def test_who_would_know_is_kept_beside_the_question() -> None:
    made = Round().person("B", "222?", details={"B4": {"text": " de archivaris "}}).person("B", "222?")
    (found,) = made.facts().findings.unknown
    assert isinstance(found, Said)
    assert (found.item.id, found.texts, found.times) == ("B4", ("de archivaris",), 2)


def test_the_own_picture_is_made_of_one_interview_alone() -> None:
    made = whole_round()
    first = made.interviews[0]
    facts = facts_of_one(made.model, made.script, made.organisation, first, made.answers, NOW)
    assert (facts.pillar("S").people, facts.people) == (1, 1)
    assert facts.findings.differences == ()


def test_answers_of_another_assessments_interview_change_nothing() -> None:
    made = Round().person("S", "2222")
    made.answers.append(replace(made.answers[0], interview="elsewhere", value=0))
    assert made.facts().pillar("S").card.score == 2.0
    assert interview("elsewhere", "S") not in made.interviews


def test_there_is_no_pillar_of_an_unknown_name() -> None:
    with pytest.raises(KeyError):
        Round().facts().pillar("Z")
