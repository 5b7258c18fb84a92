"""What a consultant's judgement changes: values, evidence, and the word that goes with every figure."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reports.charts import _caption
from bot.reports.judged import Standing, judged
from bot.reports.summary import summary
from bot.reports.words import Words
from bot.texts import shipped
from tests.reports.rounds import NOW, Round, assessment


def test_an_adjusted_answer_counts_as_the_consultant_holds_it() -> None:
    made = Round().person("S", "3333", shown="S1 S2 S3 S4").judge("S0", "S1", 1.5)
    card = made.facts().pillar("S").card
    assert card.items[0].value == 1.5
    assert card.score == pytest.approx((1.5 * 1.5 + 3 * 3) / 4.5)
    assert card.reviewed == pytest.approx(1.5 / 4.5)


def test_an_accepted_answer_keeps_its_value_and_is_reviewed() -> None:
    item = Round().person("S", "3222").judge("S0", "S1").facts().pillar("S").card.items[0]
    assert (item.value, item.reviewed) == (3, True)


def test_evidence_that_does_not_suffice_confirms_no_more_than_having_none() -> None:
    made = Round().person("S", "3222", shown="S1")
    assert made.facts().pillar("S").card.items[0].confirmed == 3
    assert made.judge("S0", "S1", evidence=False).facts().pillar("S").card.items[0].confirmed == 2


def test_evidence_that_the_consultant_saw_counts_though_nobody_named_it() -> None:
    made = Round().person("S", "3222").judge("S0", "S1", evidence=True)
    assert made.facts().pillar("S").card.items[0].confirmed == 3


def test_the_newest_judgement_of_an_answer_is_the_one_that_counts() -> None:
    made = Round().person("S", "3333").judge("S0", "S1", 1).judge("S0", "S1", 2.5).judge("S0", "S1")
    assert made.facts().pillar("S").card.items[0].value == 3
    made.judgements.reverse()
    assert made.facts().pillar("S").card.items[0].value == 3


def test_an_answer_that_was_changed_loses_its_judgement_and_the_summary_says_so() -> None:
    made = Round().person("S", "3333").judge("S0", "S1", 1.5, evidence=False)
    made.answers[0] = replace(made.answers[0], revision=2, value=4)
    facts = made.facts()
    assert facts.pillar("S").card.items[0].value == 4
    assert [item.id for item in facts.overtaken] == ["S1"]
    assert "Na uw oordeel gewijzigd" in "".join(summary(facts, "nl"))


def test_what_was_never_answered_with_a_value_cannot_be_judged() -> None:
    made = Round().person("S", "?x-2").judge("S0", "S1 S2 S3 S4", 4.0, evidence=True)
    assert [item.value for item in made.facts().pillar("S").card.items] == [None, None, None, 4]


def test_answers_that_differ_per_department_get_no_value_from_a_judgement() -> None:
    made = Round().person("S", "222 ").judge("S0", "S4", 4.0)
    made.answers.append(replace(made.answers[0], question="S4", value="depends", best="Zorg"))
    assert made.facts().pillar("S").card.items[3].value is None


def test_an_item_of_several_people_is_reviewed_once_every_answer_was_judged() -> None:
    made = Round().person("S", "3222").person("S", "1222", role="colleague").judge("S0", "S1", 2.0)
    item = made.facts().pillar("S").card.items[0]
    assert item.reviewed is False
    assert item.value == pytest.approx((2 + 0.7) / 1.7)
    assert made.judge("S1", "S1").facts().pillar("S").card.items[0].reviewed is True


def test_judgements_of_what_is_not_handed_in_count_for_nothing() -> None:
    made = Round().person("S", "2222").person("S", "0000", state="active").judge("S1", "S1 S2 S3 S4", 4.0)
    assert made.facts().pillar("S").card.score == 2


@pytest.mark.parametrize(
    ("made", "word"),
    [
        (Round().person("S", "3222"), Standing.CLAIMED),
        (Round().person("S", "2222", shown="S1"), Standing.CLAIMED),
        (Round().person("S", "3322", shown="S1"), Standing.CLAIMED),
        (Round().person("S", "3322", shown="S1 S2"), Standing.EVIDENCE),
        (Round().person("S", "3322", shown="S1").judge("S0", "S2"), Standing.EVIDENCE),
        (Round().person("S", "3322").judge("S0", "S1 S2 S3"), Standing.EVIDENCE),
        (Round().person("S", "3322").judge("S0", "S1 S2 S3 S4"), Standing.REVIEWED),
        (Round().person("S", "332?").judge("S0", "S1 S2 S3"), Standing.REVIEWED),
        (Round(), Standing.CLAIMED),
    ],
)
def test_one_word_says_how_sure_the_figures_of_a_pillar_are(made: Round, word: Standing) -> None:
    assert made.facts().pillar("S").standing is word


def test_the_whole_is_no_surer_than_its_least_sure_pillar() -> None:
    made = Round().person("S", "2222").person("O", "3222", shown="O1").judge("S0", "S1 S2 S3 S4")
    assert made.facts().standing is Standing.EVIDENCE
    assert made.person("B", "2222").facts().standing is Standing.CLAIMED
    assert made.judge("O1", "O1 O2 O3 O4").judge("B2", "B1 B2 B3 B4").facts().standing is Standing.REVIEWED
    assert Round().facts().standing is Standing.CLAIMED


@pytest.mark.parametrize(
    ("language", "words"),
    [("nl", ("volgens opgave", "getoetst")), ("en", ("as stated", "reviewed"))],
)
def test_summary_and_picture_say_the_same_word(language: str, words: tuple[str, str]) -> None:
    made = Round().person("S", "2222").person("O", "2222")
    for word in words:
        facts = made.facts()
        assert word in "".join(summary(facts, language))
        assert word in _caption(facts, Words(language, shipped()))
        made.judge("S0", "S1 S2 S3 S4").judge("O1", "O1 O2 O3 O4")


@pytest.mark.parametrize(
    ("phase", "head"),
    [
        ("concept", "CONCEPT · 23 november 2026"),
        ("factcheck", "CONCEPT, in feitencheck · 23 november 2026"),
        ("adopted", "VASTGESTELD op 20 november 2026"),
    ],
)
def test_every_report_says_whether_it_is_a_concept_and_of_which_date(phase: str, head: str) -> None:
    organisation = replace(assessment(), phase=phase, phase_since=NOW.replace(day=20))
    facts = Round(organisation).person("S", "2222").facts()
    assert head in "".join(summary(facts, "nl"))
    assert head in _caption(facts, Words("nl", shipped()))


@given(
    st.lists(
        st.tuples(
            st.sampled_from("S1 S2 S3 S4".split()),
            st.none() | st.sampled_from([x / 2 for x in range(9)]),
            st.none() | st.booleans(),
            st.integers(1, 2),
        ),
        max_size=12,
    )
)
def test_whatever_is_judged_figures_stay_within_the_scale_and_only_current_answers_change(
    given_: list[tuple[str, float | None, bool | None, int]],
) -> None:
    made = Round().person("S", "3?14", shown="S1")
    for question, score, evidence, revision in given_:
        made.judge("S0", question, score, evidence=evidence, revision=revision)
    card = made.facts().pillar("S").card
    assert card.score is not None
    assert 0 <= (card.confirmed or 0) <= card.score <= 4
    assert card.items[1].value is None
    found = judged(made.answers, made.judgements)
    assert not set(found.counting) & found.overtaken
    assert all(one.revision == 1 for one in found.counting.values())
