"""How an interview begins: where somebody works, a second pillar of the same person, one question alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.interview.engine import step
from bot.interview.events import Event, Pressed, Returned, Said, SentFile, SentOther
from bot.interview.path import path_of
from bot.interview.plan import plan_of
from bot.interview.verbs import OF_ANSWER, OF_ASK, OF_INTERVIEW
from tests.interview.people import INTERVIEW, NOW, Interviewee
from tests.interview.small_script import question, script_of, small


def asked() -> Interviewee:
    """Somebody who takes part and is asked where they work."""
    person = Interviewee(small(), department=None)
    person.presses("consent", INTERVIEW)
    assert person.prompt.kind == "department"
    return person


# --- where somebody works


def test_who_types_a_department_is_not_asked_again_and_begins() -> None:
    person = asked()
    person.types("  Team \n Communicatie ")
    assert (person.progress.department, person.prompt.kind) == ("Team Communicatie", "begin")
    person.presses("begin", INTERVIEW)
    assert person.card == ("question", "A")
    assert person.progress.answers == {}


@pytest.mark.parametrize("verb", ["begin", "skip"])
def test_who_does_not_tell_is_not_asked_again(verb: str) -> None:
    person = asked()
    person.presses(verb, INTERVIEW if verb == "begin" else None)
    assert person.progress.department == ""
    assert person.prompt.kind == ("question" if verb == "begin" else "begin")


def test_empty_words_are_no_department_and_a_long_one_is_cut() -> None:
    person = asked()
    assert person.types(" \n ").refused
    assert (person.prompt.kind, person.hint) == ("department", "hint.words")
    person.types("x" * 500)
    assert person.progress.department == "x" * 120


def test_what_was_typed_too_early_can_be_the_department_after_all() -> None:
    person = asked()
    person.types("Communicatie", timely=False)
    assert person.prompt.kind == "department"
    used = person.presses("use")
    assert (person.progress.department, used.used, person.progress.kept) == ("Communicatie", ("k1",), ())


def test_what_was_typed_too_early_can_be_left_and_then_there_is_nothing_to_use() -> None:
    person = asked()
    person.types("Communicatie", timely=False)
    person.presses("leave")
    assert (person.progress.kept, person.prompt.kind) == ((), "department")
    assert person.presses("use").refused
    assert person.progress.department is None


def test_a_file_is_no_department_but_it_is_kept() -> None:
    person = asked()
    done = person.does(SentFile("f1", "plan.pdf", "plan.pdf", source="chat:1"))
    assert ("f1", None, "plan.pdf", "chat:1") in [(k.id, k.question, k.text, k.source) for k in done.kept]
    assert person.presses("use").refused
    assert (person.progress.department, person.prompt.kind) == (None, "department")


@pytest.mark.parametrize("verb", sorted({*OF_ASK, *OF_ANSWER} - {"use", "skip", "leave"}))
def test_other_buttons_mean_nothing_on_that_card(verb: str) -> None:
    person = asked()
    done = person.presses(verb)
    assert (done.refused, done.revisions, person.prompt.kind) == (True, (), "department")


def test_after_a_pause_it_is_still_asked() -> None:
    person = asked()
    person.presses("pause", INTERVIEW)
    assert person.prompt.kind == "resume"
    person.presses("resume", INTERVIEW)
    assert person.prompt.kind == "department"


def test_whose_department_is_known_is_never_asked_for_it() -> None:
    person = Interviewee(small(), department="Bestuur")
    person.presses("consent", INTERVIEW)
    assert person.prompt.kind == "begin"
    assert person.presses("begin", INTERVIEW).progress.department == "Bestuur"


PRESSES = st.sampled_from(sorted({*OF_ASK, *OF_ANSWER, *OF_INTERVIEW}))
WORDS = st.sampled_from(["", " ", "Communicatie", "a"])
DEEDS = st.lists(st.tuples(PRESSES | st.just("words") | st.just("sent") | st.just("returned"), WORDS))


@given(DEEDS)
def test_whatever_is_done_at_the_beginning_the_interview_can_be_begun(doings: list[tuple[str, str]]) -> None:
    person = Interviewee(small(), department=None)
    for number, (deed, words) in enumerate(doings):
        arg = INTERVIEW if deed in OF_INTERVIEW else person.progress.open or "none"
        events: dict[str, Event] = {
            "words": Said(words, f"s{number}", timely=number % 2 == 0, id=f"k{number}"),
            "sent": SentOther("photo", words, f"s{number}", f"k{number}"),
            "returned": Returned(),
        }
        person.does(events.get(deed, Pressed(deed, arg)))
    assert person.walks_on(until="done").progress.department is not None


# --- a second pillar of the same person


def test_who_takes_part_already_begins_without_the_explanation() -> None:
    person = Interviewee(small(), joined=True)
    assert person.prompt.kind == "begin"
    assert person.presses("begin", INTERVIEW).happened == ("joined",)
    assert person.card == ("question", "A")


def test_opening_a_second_link_takes_no_part_yet_and_it_can_be_declined() -> None:
    person = Interviewee(small(), joined=True)
    assert person.types("hello").happened == ()
    assert person.presses("decline", INTERVIEW).happened == ("declined",)
    assert person.prompt.kind == "declined"


# --- one question alone


def test_who_is_asked_one_question_gets_that_and_what_belongs_to_it() -> None:
    person = Interviewee(small(), only="A").begins()
    assert person.path == ["A"]
    assert 1 <= person.left.left <= 3
    person.taps("3")
    assert person.prompt.kind == "evidence"
    person.presses("skip")
    person.taps("yes")
    assert person.prompt.kind == "review"
    assert person.presses("submit", INTERVIEW).happened == ("submitted",)


def test_one_question_is_left_out_by_no_run_of_low_answers_elsewhere() -> None:
    levels = [question(name, "level") for name in ("A", "B", "C")]
    script = script_of(*levels, question("D", "level", when="!low_streak(3)"))
    person = Interviewee(script, only="D").begins()
    assert (person.path, person.card) == (["D"], ("question", "D"))


def test_the_path_of_one_question_says_what_is_closed() -> None:
    script = small()
    person = Interviewee(script, only="B").begins()
    path = path_of(plan_of(script), person.progress)
    assert {stop.id for stop in path.closed} == set(plan_of(script).stops) - {"B"}
    assert not path.possible
    assert step(script, person.progress, Returned(), NOW).announce == 0
