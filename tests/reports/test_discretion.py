"""What leaves the consultant can be traced to nobody."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.reports.data import data_of
from bot.reports.discretion import TRACEABLE, half, leaving, roughly
from bot.reports.facts import Facts
from bot.reports.summary import summary
from tests.reports.rounds import PILLARS, Round

SECRET = "Zonnebloempit"
STATES = ("submitted", "active", "paused", "opened")
LETTER = st.sampled_from("01234?x- ")
PERSON = st.tuples(st.text(LETTER, min_size=4, max_size=4), st.sampled_from(STATES))


def said(pillar: str) -> dict[str, dict[str, object]]:
    """Own words in every place where there can be any."""
    evidence = ({"kind": "text", "text": f"{SECRET} evidence"},)
    words = {"text": f"{SECRET} who", "reason": f"{SECRET} reason", "evidence": evidence}
    words |= {"best": f"{SECRET} best", "weakest": f"{SECRET} weakest"}
    return {f"{pillar}{number}": dict(words) for number in range(1, 5)}


@st.composite
def rounds(draw: st.DrawFn) -> Round:
    """Up to five people per pillar, everybody with words of their own."""
    made = Round()
    for pillar in PILLARS:
        for values, state in draw(st.lists(PERSON, max_size=5)):
            made.person(pillar, values, state=state, details=said(pillar))
    return made


def small_ones(found: Facts) -> set[str]:
    """Pillars in which an answer can be traced to a person."""
    return {pillar.id for pillar in found.pillars if pillar.people < TRACEABLE}


@settings(max_examples=150, deadline=None)
@given(rounds())
def test_of_a_pillar_below_three_people_nothing_about_a_question_is_left_anywhere(made: Round) -> None:
    whole = made.facts()
    found = leaving(whole)
    assert {card.id for card in found.scorecard.dimensions if list(card.all_items())}.isdisjoint(
        small_ones(whole)
    )
    written = json.dumps(data_of(found, "a1"))
    for pillar in small_ones(whole):
        assert not re.search(rf'"{pillar}[1-4]"', written)
    for language in ("nl", "en"):
        text = "\n".join(summary(found, language, leaves=True))
        for pillar in small_ones(whole):
            assert f"({PILLARS[pillar][language == 'en']})" not in text.replace("&amp;", "&")


@settings(max_examples=150, deadline=None)
@given(rounds())
def test_nobodys_words_and_no_single_answer_leave_from_any_pillar(made: Round) -> None:
    found = leaving(made.facts())
    everything = [json.dumps(data_of(found, "a1")), repr(found)]
    everything += [text for language in ("nl", "en") for text in summary(found, language, leaves=True)]
    assert not any(SECRET in text for text in everything)
    assert not any(item.voices for card in found.scorecard.dimensions for item in card.all_items())
    assert not any(item.card.voices for pillar in found.pillars for item in pillar.items)
    assert {state for pillar in found.pillars for state in pillar.waiting} <= {"expected"}


@settings(max_examples=100, deadline=None)
@given(rounds())
def test_the_figures_of_a_pillar_leave_as_they_are_and_leaving_twice_changes_nothing_more(
    made: Round,
) -> None:
    whole = made.facts()
    found = leaving(whole)
    rough = {pillar.id for pillar in found.pillars if any(item.withheld for item in pillar.items)}
    for before, after in zip(whole.pillars, found.pillars, strict=True):
        bare = replace(before.card, items=(), dimensions=(), agreement=None)
        if before.id in rough:
            score, claimed, confirmed = map(half, (bare.score, bare.claimed, bare.confirmed))
            bare = replace(bare, score=score, claimed=claimed, confirmed=confirmed)
        assert replace(after.card, items=(), dimensions=(), agreement=None) == bare
        assert (after.people, sum(after.waiting.values())) == (before.people, sum(before.waiting.values()))
    overall = whole.scorecard.overall
    assert found.scorecard.overall == (roughly(overall) if rough else overall)
    assert [pillar.id for pillar in found.limiting] == [pillar.id for pillar in whole.limiting]
    assert set(map(id, found.limiting)) <= set(map(id, found.pillars))
    assert leaving(found) == found


@pytest.mark.parametrize(("marked", "urgent"), [(False, ["S2"]), (None, [])])
def test_of_three_people_the_combined_questions_leave_and_what_must_be_mended(
    marked: bool | None, urgent: list[str]
) -> None:
    """Of a model whose author did not say what is about security, what is missing does not leave."""
    made = Round().person("S", "3033").person("S", "3032").person("S", "3033").person("O", "3033")
    first = next(iter(made.model.items))
    items = {**made.model.items, first: replace(made.model.items[first], security=marked)}
    made.model = replace(made.model, items=items)
    found = leaving(made.facts())
    assert [item.id for item in found.pillar("S").items] == ["S1", "S2", "S3", "S4"]
    assert [item.id for item in found.findings.urgent] == urgent
    assert [item.card.value for item in found.pillar("S").items if item.withheld] == [None] * (not urgent)
    assert found.pillar("O").items == ()


def test_two_people_are_not_told_how_far_they_agree() -> None:
    found = leaving(Round().person("S", "3333").person("S", "1111").facts())
    assert found.pillar("S").card.agreement is None
    assert found.pillar("S").card.score is not None
