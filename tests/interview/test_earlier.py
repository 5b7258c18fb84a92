"""What somebody answered in an earlier round: shown only on request, and an answer only when given again."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.interview.events import Event
from bot.interview.prompts import earlier_option
from tests.cards.test_cards import card_of
from tests.interview.deeds import Deed, deeds, does
from tests.interview.people import INTERVIEW, Interviewee
from tests.interview.small_script import question, script_of, small

SCRIPT = script_of(question("A", "level"), question("B", "multiple"), question("C", "text"))
EARLIER: dict[str, Any] = {"A": 3, "B": ("x",), "C": "some words of last year"}


def somebody(earlier: dict[str, Any] | None = None, verb: str = "recall") -> Interviewee:
    person = Interviewee(SCRIPT, earlier=EARLIER if earlier is None else earlier)
    person.presses("consent", INTERVIEW)
    person.presses(verb, INTERVIEW)
    return person


def offered(person: Interviewee) -> str | None:
    assert person.prompt.question is not None
    option = earlier_option(person.prompt.question, person.progress)
    return option.id if option else None


def test_who_was_in_the_earlier_round_is_asked_at_the_beginning_and_may_refuse() -> None:
    person = Interviewee(SCRIPT, earlier=EARLIER)
    assert "earlier answers" not in card_of(person).html(), "not before taking part"
    person.presses("consent", INTERVIEW)
    card = card_of(person)
    assert "May I put your earlier answers" in card.html()
    assert [data.partition(":")[0] for _, data in card.actions] == ["recall", "begin"]
    person.presses("begin", INTERVIEW)
    assert offered(person) is None
    assert "Last time" not in card_of(person).html()


def test_who_was_not_in_it_is_asked_nothing() -> None:
    person = Interviewee(SCRIPT, earlier={"somewhere_else": 3})
    person.presses("consent", INTERVIEW)
    assert [data.partition(":")[0] for _, data in card_of(person).actions] == ["begin"]


def test_the_earlier_answer_stands_on_the_card_with_a_button_that_gives_it_again() -> None:
    person = somebody()
    card = card_of(person)
    assert f"Last time:</i> {SCRIPT.sections[0].questions[0].options[3].label['en']}" in card.html()
    assert card.actions[0] == ("The same as last time", f"a:{person.ask}:3")
    person.taps("3")
    revision = person.revision("A")
    assert (revision.value, revision.option, revision.number) == (3, "3", 1)


def test_the_words_on_that_button_are_it_too_and_another_answer_is_as_good() -> None:
    person = somebody()
    person.taps("1")
    assert person.value("A") == 1
    assert offered(person) is None, "of several choices nothing is shown"


def test_a_change_and_the_choice_for_most_departments_do_not_show_it() -> None:
    person = somebody()
    person.taps("depends")
    while person.prompt.kind in ("best", "weakest"):
        person.presses("skip")
    assert person.prompt.kind == "majority"
    assert "Last time" not in card_of(person).html()
    person.taps("2")
    person.presses("edit", person.revision("A").ask)
    assert "Last time" not in card_of(person).html()


@pytest.mark.parametrize("value", [9, "gone", None])
def test_what_can_no_longer_be_chosen_is_not_shown(value: Any) -> None:
    assert offered(somebody({"A": value})) is None


def test_who_has_read_it_all_before_can_begin_with_earlier_answers_at_once() -> None:
    person = Interviewee(SCRIPT, earlier=EARLIER, joined=True)
    assert person.presses("recall", INTERVIEW).happened == ("joined",)
    assert offered(person) == "3"


@given(st.lists(deeds, max_size=25))
def test_whatever_somebody_does_earlier_answers_never_count_by_themselves(doings: list[Deed]) -> None:
    person, other = Interviewee(small(), earlier={"A": 3, "B": 1}), Interviewee(small())
    for each in (person, other):
        each.presses("consent", INTERVIEW)
        each.presses("recall", INTERVIEW)
    events: list[Event | None] = [None, None]
    for deed in doings:
        events = [does(each, deed, before) for each, before in zip((person, other), events, strict=True)]
        assert replace(person.progress, earlier={}) == replace(other.progress, earlier={})
