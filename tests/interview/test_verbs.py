"""Every button and every card: what it does, and that it does it once."""

import pytest

from bot.interview.events import AskedForAnswers, Chose, Returned, SentOther
from bot.interview.script import Script
from bot.interview.verbs import VERBS
from tests.interview.people import INTERVIEW, Interviewee
from tests.interview.small_script import question, script_of


def test_a_new_person_first_reads_what_is_asked_and_why(script: Script) -> None:
    person = Interviewee(script)
    assert person.prompt.kind == "consent"
    assert person.presses("consent", INTERVIEW).happened == ("joined",)
    assert person.prompt.kind == "begin"
    person.presses("begin", INTERVIEW)
    assert person.card == ("question", "A")


def test_who_declines_can_still_change_their_mind(script: Script) -> None:
    person = Interviewee(script)
    assert person.presses("decline", INTERVIEW).happened == ("declined",)
    assert person.prompt.kind == "declined"
    assert person.presses("decline", INTERVIEW).happened == ()
    person.does(Returned())
    assert person.prompt.kind == "consent"
    assert person.presses("consent", INTERVIEW).happened == ("joined",)
    assert person.presses("consent", INTERVIEW).happened == ()


def test_nothing_begins_without_consent(script: Script) -> None:
    person = Interviewee(script)
    for verb in ("begin", "resume", "pause", "stop", "review"):
        person.presses(verb, INTERVIEW)
        assert person.prompt.kind == "consent"
    assert person.presses("submit", INTERVIEW).refused
    assert person.types("hello?").kept[0].text == "hello?"
    assert person.hint == "hint.kept_opened"


@pytest.mark.parametrize("verb", sorted(VERBS))
def test_a_button_of_somebody_else_does_nothing(person: Interviewee, verb: str) -> None:
    before = person.progress
    done = person.presses(verb, "another-1")
    assert (done.refused, person.hint, done.revisions) == (True, "toast.stale", ())
    assert person.progress.answers == before.answers
    assert person.card == ("question", "A")


def test_an_unknown_button_only_redraws_the_card(person: Interviewee) -> None:
    assert person.presses("dance").refused
    assert person.does(Chose("nowhere", "3")).refused
    assert person.does(Chose(person.ask, "7")).refused
    assert person.card == ("question", "A")


def test_why_unfolds_and_folds_and_does_not_stay_for_the_next_question(person: Interviewee) -> None:
    unfolded = [person.presses("why").progress.why for _ in range(3)]
    assert unfolded == [True, False, True]
    person.taps("2")
    assert not person.progress.why


def test_pause_shows_where_it_stood_and_resume_goes_on_there(person: Interviewee) -> None:
    person.taps("2")
    ask = person.ask
    assert person.presses("pause", INTERVIEW).happened == ("paused",)
    assert person.prompt.kind == "resume"
    assert person.types("one more thing").kept
    assert person.hint == "hint.kept_not_now"
    assert person.presses("resume", INTERVIEW).happened == ("resumed",)
    assert (person.card, person.ask) == (("question", "B"), ask)


def test_a_tap_on_the_card_is_a_way_back_from_a_pause(person: Interviewee) -> None:
    person.presses("pause", INTERVIEW)
    done = person.taps("2", person.progress.open)
    assert done.happened == ("resumed",)
    assert person.value("A") == 2


def test_beginning_is_a_way_back_from_a_pause_on_the_first_card(script: Script) -> None:
    person = Interviewee(script)
    person.presses("consent", INTERVIEW)
    person.presses("pause", INTERVIEW)
    assert person.prompt.kind == "resume"
    assert person.presses("begin", INTERVIEW).happened == ("resumed",)
    assert person.card == ("question", "A")


def test_a_message_after_weeks_first_shows_where_it_stood(person: Interviewee) -> None:
    person.taps("2")
    person.does(Returned())
    assert person.prompt.kind == "resume"
    person.presses("resume", INTERVIEW)
    assert person.card == ("question", "B")


def test_coming_back_before_beginning_just_shows_the_beginning(script: Script) -> None:
    person = Interviewee(script)
    person.presses("consent", INTERVIEW)
    person.does(Returned())
    assert person.prompt.kind == "begin"
    person.presses("pause", INTERVIEW)
    person.does(Returned())
    assert person.prompt.kind == "resume"
    person.presses("resume", INTERVIEW)
    assert person.prompt.kind == "begin"


def test_who_stops_gets_no_card_and_may_come_back_with_everything_kept(person: Interviewee) -> None:
    person.taps("2")
    assert person.presses("stop", INTERVIEW).happened == ("stopped",)
    assert person.prompt.kind == "stopped"
    assert person.types("wait").refused
    assert person.hint == "hint.kept_stopped"
    assert person.does(Returned()).happened == ("resumed",)
    assert person.prompt.kind == "resume"
    person.presses("resume", INTERVIEW)
    assert person.value("A") == 2


def test_back_at_the_first_question_says_that_nothing_came_before(person: Interviewee) -> None:
    assert person.presses("back").refused
    assert person.hint == "toast.first"


def test_back_takes_the_last_answer_back_once(person: Interviewee) -> None:
    person.taps("2")
    person.taps("1")
    ask = person.ask
    revision = person.presses("back", ask).revisions[0]
    assert (revision.question, revision.value, revision.option, revision.number) == ("B", None, None, 2)
    assert person.presses("back", ask).refused
    assert person.value("A") == 2
    assert person.card == ("question", "B")


def test_back_on_a_card_about_an_answer_takes_that_answer_back(person: Interviewee) -> None:
    person.taps("not_applicable")
    assert person.prompt.kind == "reason"
    person.presses("back")
    assert person.card == ("question", "A")
    assert person.value("A") is None


def test_back_goes_to_the_question_answered_last_also_when_another_came_in_between() -> None:
    script = script_of(
        question("A", "level"),
        question("B", "level"),
        question("C", "level"),
        question("T", "text", order="low_streak(2) ? 0 : 800"),
    )
    person = Interviewee(script).begins()
    person.taps("0")
    person.taps("0")
    assert person.card == ("question", "T")
    person.presses("back")
    assert person.card == ("question", "B")
    person.taps("0")
    person.types("something")
    assert person.card == ("question", "C")
    person.presses("back")
    assert person.card == ("question", "T")


def test_skip_is_an_answer_without_a_value(person: Interviewee) -> None:
    person.walks_to("T")
    person.presses("skip")
    assert (person.value("T"), person.revision("T").special) == ("skipped", "skipped")
    assert person.card == ("question", "F")


def test_typing_the_word_skipped_is_not_skipping(person: Interviewee) -> None:
    person.walks_to("T")
    person.types("skipped")
    assert person.value("T") == "skipped"
    assert person.revision("T").special is None


def test_a_question_of_taps_offers_to_skip_only_after_three_tries(person: Interviewee) -> None:
    for _ in range(3):
        assert person.presses("skip").refused
        person.types("hmm")
    assert person.hint == "hint.letter"
    assert person.progress.tries == 3
    person.presses("skip")
    assert person.value("A") == "skipped"
    assert person.progress.tries == 0


def test_a_question_that_may_be_left_out_can_be_skipped_at_once(person: Interviewee) -> None:
    person.walks_to("Y")
    assert not person.presses("skip").refused


def test_a_sticker_counts_as_a_try_and_its_caption_is_kept(person: Interviewee) -> None:
    done = person.does(SentOther("sticker", "ha", "m1", "k1"))
    assert (person.hint, done.kept[0].text, person.progress.tries) == ("hint.sent_sticker", "ha", 1)
    for kind, hint in (("voice", "hint.sent_voice"), ("file", "hint.sent_file"), ("poll", "hint.sent_other")):
        done = person.does(SentOther(kind))
        assert (person.hint, done.kept) == (hint, ())


def test_nothing_is_submitted_before_everything_was_asked(person: Interviewee) -> None:
    assert person.presses("submit", INTERVIEW).refused
    assert person.hint == "toast.not_yet"
    person.walks_on()
    assert person.presses("submit", INTERVIEW).happened == ("submitted",)
    assert person.prompt.kind == "done"
    assert person.presses("submit", INTERVIEW).happened == ()
    assert person.hint == "toast.submitted"


def test_who_only_has_to_hand_in_does_so_out_of_a_pause(person: Interviewee) -> None:
    person.presses("pause", INTERVIEW)
    assert person.presses("submit", INTERVIEW).refused
    assert person.progress.state == "paused"
    person.presses("resume", INTERVIEW)
    person.walks_on()
    person.presses("pause", INTERVIEW)
    assert person.presses("submit", INTERVIEW).happened == ("submitted",)
    assert person.prompt.kind == "done"


def test_the_answers_can_be_seen_at_any_time_and_lead_back(person: Interviewee) -> None:
    person.taps("2")
    person.does(AskedForAnswers())
    assert person.prompt.kind == "review"
    person.presses("resume", INTERVIEW)
    assert person.card == ("question", "B")
    person.presses("pause", INTERVIEW)
    person.presses("review", INTERVIEW)
    assert (person.prompt.kind, person.progress.state) == ("review", "active")
    assert person.presses("submit", INTERVIEW).refused


def test_a_multiple_choice_toggles_until_it_is_confirmed(person: Interviewee) -> None:
    person.walks_to("M")
    ask = person.ask
    person.taps("q")
    person.taps("p")
    assert (person.value("M"), person.revision("M").option) == (("p", "q"), "p")
    person.taps("q")
    assert person.value("M") == ("p",)
    assert (person.card, person.ask) == (("question", "M"), ask)
    person.presses("confirm")
    assert person.card == ("question", "M_p")
    assert person.presses("confirm", ask).refused


def test_a_press_on_an_older_drawing_of_a_choice_only_redraws(person: Interviewee) -> None:
    person.walks_to("M")
    first = person.tap("p")
    person.does(first)
    assert person.does(first).refused
    assert person.hint == "toast.redrawn"
    assert person.does(Chose(person.ask, "p")).refused
    assert person.value("M") == ("p",)


def test_a_choice_is_confirmed_only_with_as_many_as_may_be(person: Interviewee) -> None:
    person.walks_to("M")
    assert person.presses("confirm").refused
    assert person.hint == "toast.choices"
    for option in "pqr":
        person.taps(option)
    assert person.presses("confirm").refused
    person.taps("p")
    person.presses("confirm")
    assert person.value("M") == ("q", "r")
    assert person.card == ("question", "N")


def test_choosing_nothing_is_an_answer_where_that_may_be() -> None:
    person = Interviewee(script_of(question("M", "multiple"), question("T", "text"))).begins()
    assert person.presses("confirm").revisions[0].value == ()
    assert person.card == ("question", "T")


def test_a_confirmed_choice_is_changed_only_by_its_own_card(person: Interviewee) -> None:
    person.walks_to("M")
    ask = person.ask
    person.taps("q")
    person.presses("confirm")
    person.does(Chose(ask, "r", 1))
    assert person.hint == "toast.stale"
    person.presses("edit", ask)
    assert person.card == ("question", "M")
    person.taps("r")
    person.presses("confirm")
    assert person.value("M") == ("q", "r")
    assert person.card == ("question", "N")


def test_a_choice_may_be_typed_and_may_be_unknown(person: Interviewee) -> None:
    person.walks_to("M")
    person.types("Label p, label r")
    assert person.value("M") == ("p", "r")
    assert person.card == ("question", "M_p")
    person.presses("back")
    person.taps("dont_know")
    assert person.card == ("who", "M")


def test_confirm_on_a_card_that_needs_none_does_nothing(person: Interviewee) -> None:
    assert person.presses("confirm").refused
    assert person.presses("keep").revisions == ()
    assert person.card == ("question", "A")


def test_later_and_skip_all_are_about_evidence_alone(person: Interviewee) -> None:
    assert person.presses("later").refused
    assert person.presses("skipall").refused
    assert person.card == ("question", "A")
