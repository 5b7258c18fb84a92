"""What a consultant asks in between: never before the open question is dealt with, and once."""

from __future__ import annotations

import pytest

from bot.interview.events import Returned, SentOther
from bot.interview.progress import Reply
from tests.interview.people import INTERVIEW, Interviewee
from tests.interview.small_script import question, script_of, small


@pytest.fixture
def person() -> Interviewee:
    return Interviewee(
        script_of(question("A", "text"), question("B", "level"), question("C", "text"))
    ).begins()


def test_the_open_question_stays_until_it_is_answered(person: Interviewee) -> None:
    person.is_queried("n1")
    assert person.card == ("question", "A")
    person.does(SentOther("sticker"))
    assert person.card == ("question", "A")
    person.types("an answer of some words")
    assert person.card == ("query", "n1")


def test_a_reply_is_filed_under_what_was_asked_and_is_no_answer(person: Interviewee) -> None:
    person.is_queried("n1")
    person.types("an answer of some words")
    before = dict(person.progress.answers)
    step = person.types("Since March")
    assert step.replies == (Reply("n1", "Since March"),)
    assert step.happened == ("replied",)
    assert person.progress.answers == before
    assert person.card == ("question", "B")


def test_what_is_asked_may_be_skipped(person: Interviewee) -> None:
    person.is_queried("n1")
    person.types("an answer of some words")
    step = person.presses("skip")
    assert step.replies == (Reply("n1", None),)
    assert step.happened == ("not_replied",)
    assert person.card == ("question", "B")


def test_blanks_are_no_reply_and_the_card_stays(person: Interviewee) -> None:
    person.is_queried("n1")
    person.types("an answer of some words")
    person.types("   ")
    assert person.hint == "hint.words"
    assert person.card == ("query", "n1")


def test_several_are_asked_one_after_the_other_oldest_first(person: Interviewee) -> None:
    person.is_queried("n1", "n2")
    person.types("an answer of some words")
    person.types("first reply")
    assert person.card == ("query", "n2")
    person.types("second reply")
    assert person.card == ("question", "B")


def test_a_second_one_does_not_take_the_first_off_the_table(person: Interviewee) -> None:
    person.is_queried("n1")
    person.types("an answer of some words")
    ask = person.ask
    person.is_queried("n2")
    assert person.card == ("query", "n1")
    assert person.ask == ask


def test_nothing_comes_between_an_answer_and_what_goes_with_it() -> None:
    person = Interviewee(small()).begins()
    person.is_queried("n1")
    person.taps("3")
    assert person.card[0] == "evidence"
    person.types("Plan 2026")
    while person.card[0] == "question":
        assert person.card[1].startswith("A")
        person.moves_on()
    assert person.card == ("query", "n1")


def test_it_comes_before_the_list_of_evidence_at_the_end() -> None:
    person = Interviewee(small()).begins()
    person.taps("3")
    person.presses("later")
    person.walks_on("3", until="evidence")
    person.is_queried("n1")
    assert person.card[0] == "evidence"
    person.types("Plan 2026")
    assert person.card == ("query", "n1")


def test_where_nothing_is_open_it_is_asked_at_once(person: Interviewee) -> None:
    person.walks_on()
    person.is_queried("n1")
    assert person.card == ("query", "n1")
    person.types("since March")
    assert person.card == ("review", "")


def test_who_has_submitted_is_asked_and_stays_submitted(person: Interviewee) -> None:
    person.walks_on()
    person.presses("submit", INTERVIEW)
    person.is_queried("n1")
    assert person.card == ("query", "n1")
    person.types("since March")
    assert person.progress.state == "submitted"
    assert person.card == ("done", "")


def test_submitting_and_reading_the_answers_need_not_wait_for_it(person: Interviewee) -> None:
    person.walks_on()
    person.is_queried("n1")
    person.presses("review", INTERVIEW)
    assert person.card == ("review", "")
    person.presses("submit", INTERVIEW)
    assert person.progress.state == "submitted"
    assert person.card == ("query", "n1")


def test_who_pauses_is_asked_after_coming_back(person: Interviewee) -> None:
    person.walks_on()
    person.presses("pause", INTERVIEW)
    person.is_queried("n1")
    assert person.card == ("resume", "")
    person.does(Returned())
    person.presses("resume", INTERVIEW)
    assert person.card == ("query", "n1")


def test_a_tap_meant_for_another_card_is_refused(person: Interviewee) -> None:
    person.walks_on()
    person.is_queried("n1")
    assert person.taps("2").refused
    assert person.card == ("query", "n1")


def test_confirming_or_going_back_on_it_is_refused(person: Interviewee) -> None:
    person.walks_on()
    person.is_queried("n1")
    for verb in ("confirm", "back", "use", "edit", "evidence"):
        assert person.presses(verb).refused, verb
        assert person.card == ("query", "n1")


def test_what_was_typed_too_early_can_be_used_as_the_reply(person: Interviewee) -> None:
    person.walks_on()
    person.is_queried("n1")
    step = person.types("since March", timely=False)
    assert step.kept[0].question is None
    step = person.presses("use")
    assert step.replies == (Reply("n1", "since March"),)
    assert step.used == ("k" + str(person.messages),)
