"""Changing an answer: said beforehand what it hides and asks, done once, and nothing lost."""

from bot.interview.events import AskedForAnswers, Chose
from bot.interview.script import Script
from tests.interview.people import INTERVIEW, Interviewee
from tests.interview.small_script import question, script_of


def answered(script: Script) -> Interviewee:
    """Somebody who chose the lowest anchor, told about it, and went on to the second question."""
    person = Interviewee(script).begins()
    person.taps("0")
    person.types("nobody minds")
    assert person.card == ("question", "B")
    return person


def test_a_change_says_how_many_answers_it_hides_and_how_many_it_asks(script: Script) -> None:
    person = answered(script)
    person.presses("edit", person.revision("A").ask)
    assert (person.card, person.prompt.editing) == (("question", "A"), True)
    done = person.taps("4")
    assert (done.refused, person.hint, person.value("A")) == (True, "toast.confirm_change", 0)
    pending = person.progress.pending
    assert pending is not None
    assert (person.card, pending.hides, pending.adds) == (("change", "A"), 1, 1)
    assert [revision.value for revision in person.presses("confirm").revisions] == [4]
    assert person.card == ("evidence", "A")
    assert "A_low" not in person.path


def test_a_hidden_answer_is_kept_and_returns_with_its_branch(script: Script) -> None:
    person = answered(script)
    for level in ("4", "1"):
        person.presses("edit", person.revision("A").ask)
        person.taps(level)
        person.presses("confirm")
    assert person.path[:2] == ["A", "A_low"]
    assert person.value("A_low") == "nobody minds"
    assert person.card == ("question", "B")


def test_a_change_without_consequences_is_made_at_once(script: Script) -> None:
    person = answered(script)
    person.presses("edit", person.revision("A").ask)
    assert not person.taps("1").refused
    assert (person.value("A"), person.card) == (1, ("question", "B"))


def test_the_same_answer_again_is_no_change(script: Script) -> None:
    person = answered(script)
    person.presses("edit", person.revision("A").ask)
    assert person.taps("0").revisions == ()
    assert (person.hint, person.card) == ("toast.unchanged", ("question", "B"))


def test_a_change_that_is_not_confirmed_is_not_made(script: Script) -> None:
    for verb in ("keep", "back", "skip", "later"):
        person = answered(script)
        person.presses("edit", person.revision("A").ask)
        person.taps("4")
        assert person.types("or wait").refused
        assert person.hint == "hint.kept_confirm"
        assert person.presses("use").refused
        assert person.presses(verb).revisions == ()
        assert (person.value("A"), person.card) == (0, ("question", "B"))


def test_an_answer_that_is_left_alone_stays_as_it_was(script: Script) -> None:
    person = answered(script)
    person.presses("edit", person.revision("A").ask)
    person.presses("keep")
    assert (person.value("A"), person.card) == (0, ("question", "B"))


def test_another_option_on_an_old_card_is_offered_and_not_done(script: Script) -> None:
    person = answered(script)
    old = person.revision("A").ask
    assert person.taps("2", old).refused
    assert (person.card, person.value("A")) == (("change", "A"), 0)
    ask = person.ask
    person.presses("confirm")
    assert (person.value("A"), person.revision("A").ask) == (2, old)
    assert person.presses("confirm", ask).refused


def test_the_same_option_on_an_old_card_is_noted_already(script: Script) -> None:
    person = answered(script)
    person.taps("0", person.revision("A").ask)
    assert (person.hint, person.card) == ("toast.noted", ("question", "B"))


def test_an_old_card_offers_nothing_that_already_holds(script: Script) -> None:
    person = answered(script)
    first = person.revision("A").ask
    person.presses("edit", first)
    person.taps("1")
    person.taps("1", first)
    assert (person.hint, person.progress.pending) == ("toast.noted", None)


def test_a_tap_on_an_old_card_during_a_pause_shows_the_offer(script: Script) -> None:
    person = answered(script)
    old = person.revision("A").ask
    person.presses("pause", INTERVIEW)
    person.taps("2", old)
    assert (person.card, person.progress.state) == (("change", "A"), "active")


def test_a_card_of_a_change_still_asks_first_after_a_pause(script: Script) -> None:
    person = answered(script)
    person.presses("edit", person.revision("A").ask)
    ask = person.ask
    person.presses("pause", INTERVIEW)
    person.taps("4", ask)
    assert (person.card, person.value("A")) == (("change", "A"), 0)


def test_a_tap_on_a_card_that_was_taken_back_does_nothing(script: Script) -> None:
    person = answered(script)
    ask = person.revision("A_low").ask
    person.presses("back")
    assert person.does(Chose(ask, "yes")).refused
    assert person.hint == "toast.stale"


def test_answers_that_are_hidden_or_missing_cannot_be_edited(script: Script) -> None:
    person = answered(script)
    hidden = person.revision("A_low").ask
    person.presses("edit", person.revision("A").ask)
    person.taps("2")
    person.presses("confirm")
    assert person.presses("edit", hidden).refused
    assert person.presses("evidence", hidden).refused
    assert person.presses("edit", person.ask).refused


def test_a_change_after_submitting_that_opens_a_question_is_submitted_again(script: Script) -> None:
    person = Interviewee(script).begins().walks_on(until="done")
    person.presses("review", INTERVIEW)
    person.presses("edit", person.revision("A").ask)
    person.taps("0")
    done = person.presses("confirm")
    assert (done.happened, person.progress.state) == (("reopened",), "active")
    assert person.card == ("question", "A_low")
    person.types("nobody minds")
    person.does(AskedForAnswers())
    assert person.presses("submit", INTERVIEW).happened == ("submitted",)


def test_a_change_after_submitting_that_opens_nothing_stays_submitted(script: Script) -> None:
    person = Interviewee(script).begins().walks_on(until="done")
    person.presses("edit", person.revision("B").ask)
    person.taps("1")
    assert (person.card, person.progress.state, person.value("B")) == (("done", ""), "submitted", 1)


def test_a_special_can_be_changed_and_asks_its_own_question_again(script: Script) -> None:
    person = Interviewee(script).begins()
    person.taps("dont_know")
    person.presses("skip")
    person.presses("edit", person.revision("A").ask)
    person.taps("2")
    person.presses("edit", person.revision("A").ask)
    person.taps("dont_know")
    assert person.card == ("who", "A")


def test_a_number_typed_on_the_card_of_a_change_is_weighed_as_well() -> None:
    script = script_of(question("N", "number"), question("T", "text", when="N > 5"), question("Z", "text"))
    person = Interviewee(script).begins()
    person.types("12")
    person.types("a lot")
    person.presses("edit", person.revision("N").ask)
    person.types("2")
    pending = person.progress.pending
    assert pending is not None
    assert (pending.hides, pending.adds) == (1, 0)
    done = person.presses("confirm")
    assert (person.value("N"), person.revision("N").source, done.used) == (2, "chat:3", ("k3",))


def test_words_used_for_a_change_are_used_up_when_it_is_confirmed() -> None:
    script = script_of(question("N", "number"), question("T", "text", when="N > 5"), question("Z", "text"))
    person = Interviewee(script).begins()
    person.types("12")
    person.types("a lot")
    person.presses("edit", person.revision("N").ask)
    person.types("2", timely=False)
    assert person.presses("use").used == ()
    assert person.card == ("change", "N")
    assert person.presses("confirm").used == ("k3",)
    assert person.value("N") == 2


def test_a_list_typed_as_it_was_chosen_is_no_second_revision() -> None:
    person = Interviewee(script_of(question("M", "multiple"), question("Z", "text"))).begins()
    person.taps("p")
    assert person.types("Label p").revisions == ()
    assert person.card == ("question", "Z")
    person.presses("edit", person.revision("M").ask)
    person.types("Label p")
    assert (person.hint, person.card) == ("toast.unchanged", ("question", "Z"))
