"""What goes with an answer: who would know, why not, which departments, and what shows it."""

from bot.interview.events import Corrected
from bot.interview.progress import Evidence
from bot.interview.script import Script
from tests.interview.people import INTERVIEW, Interviewee
from tests.interview.small_script import question, script_of


def test_dont_know_asks_who_would_know(person: Interviewee) -> None:
    person.taps("dont_know")
    assert person.card == ("who", "A")
    person.types("the archivist")
    revision = person.revision("A")
    assert (revision.value, revision.option, revision.text, revision.number) == (
        "dont_know",
        "dont_know",
        "the archivist",
        2,
    )
    assert person.card == ("question", "B")


def test_who_would_know_may_stay_open(person: Interviewee) -> None:
    person.taps("dont_know")
    person.presses("skip")
    assert (person.card, person.revision("A").number) == (("question", "B"), 1)


def test_not_applicable_needs_a_reason_that_cannot_be_skipped(person: Interviewee) -> None:
    person.taps("not_applicable")
    assert person.presses("skip").refused
    assert person.hint == "toast.reason"
    assert person.presses("later").refused
    assert person.types("   ").refused
    assert person.hint == "hint.words"
    person.types("this task is with the region")
    assert person.revision("A").reason == "this task is with the region"


def test_it_differs_asks_two_departments_and_then_the_level_for_most(person: Interviewee) -> None:
    person.taps("depends")
    assert person.card == ("best", "A")
    person.types("Contact centre")
    assert person.card == ("weakest", "A")
    person.types("Archive")
    assert person.card == ("majority", "A")
    person.taps("2")
    revision = person.revision("A")
    assert (revision.value, revision.best, revision.weakest) == (2, "Contact centre", "Archive")
    assert person.card == ("question", "B")


def test_departments_may_stay_unnamed_and_a_special_is_no_level(person: Interviewee) -> None:
    person.taps("depends")
    person.presses("skip")
    person.presses("skip")
    assert person.card == ("majority", "A")
    assert person.taps("dont_know").refused
    assert person.presses("skip").refused
    assert person.presses("confirm").refused
    person.types("b")
    assert (person.value("A"), person.revision("A").best) == (1, None)


def test_it_differs_may_be_said_of_a_choice_of_several_too() -> None:
    several = question("M", "multiple", specials=["depends"])
    person = Interviewee(script_of(several, question("T", "text"))).begins()
    for chosen in (("q", "r"), ()):
        person.taps("depends")
        person.types("Contact centre")
        person.presses("skip")
        assert person.card == ("majority", "M")
        for option in chosen:
            person.taps(option)
        person.presses("confirm")
        revision = person.revision("M")
        assert (revision.value, revision.best) == (chosen, "Contact centre")
        assert person.card == ("question", "T")
        person.presses("back")


def test_a_high_level_asks_what_shows_it(person: Interviewee) -> None:
    person.taps("3")
    assert person.card == ("evidence", "A")
    person.types("Plan 2026, 12 March")
    assert person.revision("A").evidence == (Evidence("text", "Plan 2026, 12 March", "chat:1"),)
    assert (person.value("A"), person.card) == (3, ("question", "A_high"))


def test_evidence_that_is_not_there_adds_no_revision(person: Interviewee) -> None:
    person.taps("4")
    assert person.presses("skip").revisions == ()
    assert person.card == ("question", "A_high")
    person.walks_on()
    assert person.progress.answers["A"].number == 1


def test_later_is_remembered_and_asks_everything_once_more_at_the_end(person: Interviewee) -> None:
    person.taps("3")
    person.presses("later")
    person.walks_to("B", level="3").taps("4")
    assert person.card == ("question", "M")
    person.walks_on(until="evidence")
    assert (person.card, person.prompt.last_call) == (("evidence", "A"), True)
    person.types("Plan 2026")
    assert person.card == ("evidence", "B")
    person.presses("later")
    assert person.prompt.kind == "review"
    assert person.progress.marks["evidence:B"] == "skipped"


def test_on_the_collecting_list_all_can_be_skipped_at_once(person: Interviewee) -> None:
    person.taps("3")
    assert person.presses("skipall").refused
    person.presses("later")
    person.walks_to("B", level="3").taps("4")
    person.walks_on(until="evidence")
    person.presses("skipall")
    assert person.prompt.kind == "review"


def test_back_from_the_collecting_list_goes_to_the_last_question(person: Interviewee) -> None:
    person.taps("3")
    person.presses("later")
    person.walks_on(level="3", until="evidence")
    taken = person.presses("back").revisions
    assert [revision.question for revision in taken] == ["F"]
    assert person.card == ("question", "F")


def test_evidence_can_be_added_to_any_answer_on_the_path(person: Interviewee) -> None:
    person.taps("2")
    ask = person.revision("A").ask
    person.presses("evidence", ask)
    assert (person.card, person.prompt.editing) == (("evidence", "A"), True)
    person.types("Plan 2026")
    assert len(person.revision("A").evidence) == 1
    assert person.card == ("question", "B")
    person.presses("evidence", ask)
    person.presses("keep")
    assert person.card == ("question", "B")
    assert person.presses("evidence", person.ask).refused


def test_a_lower_answer_keeps_the_evidence_that_was_named(person: Interviewee) -> None:
    person.taps("4")
    person.types("Plan 2026")
    person.presses("edit", person.revision("A").ask)
    person.taps("1")
    person.presses("confirm")
    assert person.value("A") == 1
    assert person.revision("A").evidence[0].text == "Plan 2026"


def test_a_level_without_words_of_its_own_is_asked_in_those_of_the_script(person: Interviewee) -> None:
    person.taps("2")
    person.taps("3")
    assert person.card == ("evidence", "B")


def test_a_level_with_empty_words_is_never_asked_for_evidence() -> None:
    asked = {"from": 3, "prompt": {"nl": "Wat?", "en": "What?"}}
    person = Interviewee(script_of(question("A", "level", evidence={}), evidence=asked)).begins()
    person.taps("4")
    assert person.prompt.kind == "review"


def test_without_a_rule_for_evidence_none_is_asked() -> None:
    person = Interviewee(script_of(question("A", "level"), question("B", "level"))).begins()
    person.taps("4")
    assert person.card == ("question", "B")
    assert person.left.left == 1


def test_an_edited_message_corrects_the_answer_that_it_was(person: Interviewee) -> None:
    person.walks_to("T")
    person.types("a tpyo")
    assert not person.does(Corrected("a typo", f"chat:{person.messages}")).refused
    assert (person.hint, person.value("T"), person.revision("T").number) == ("hint.corrected", "a typo", 2)
    assert person.does(Corrected("a typo", f"chat:{person.messages}")).revisions == ()


def test_an_edited_message_corrects_what_went_with_an_answer(person: Interviewee) -> None:
    person.taps("dont_know")
    person.types("Archvist")
    person.does(Corrected("Archivist", "chat:1"))
    assert person.revision("A").text == "Archivist"
    person.taps("not_applicable")
    person.types("with the region")
    person.does(Corrected("with the province", "chat:2"))
    assert person.revision("B").reason == "with the province"


def test_an_edited_message_corrects_departments_and_evidence(script: Script) -> None:
    person = Interviewee(script).begins()
    person.taps("depends")
    person.types("Centre")
    person.does(Corrected("Contact centre", "chat:1"))
    assert person.revision("A").best == "Contact centre"
    person.types("Archiv")
    person.does(Corrected("Archive", "chat:2"))
    assert (person.revision("A").best, person.revision("A").weakest) == ("Contact centre", "Archive")
    person.taps("3")
    person.types("Plan")
    person.does(Corrected("Plan 2026", "chat:3"))
    assert person.revision("A").evidence == (Evidence("text", "Plan 2026", "chat:3"),)


def test_a_correction_of_an_older_message_is_offered_and_not_done(person: Interviewee) -> None:
    person.types("d")
    person.types("Plan 2026")
    done = person.does(Corrected("b", "chat:1", "k1"))
    assert done.refused
    assert [(kept.id, kept.text) for kept in done.kept] == [("k1", "b")]
    assert (person.hint, person.value("A")) == ("hint.correction", 3)
    assert person.does(Corrected("b", "chat:99")).refused


def test_a_correction_that_is_no_answer_changes_nothing(person: Interviewee) -> None:
    person.types("b")
    for nonsense, kept in (("something else", 1), ("  ", 0)):
        done = person.does(Corrected(nonsense, "chat:1", "k1"))
        assert done.refused
        assert len(done.kept) == kept
        assert (person.hint, person.value("A")) == ("hint.correction_unclear", 1)


def test_a_correction_after_submitting_is_offered_and_not_done(person: Interviewee) -> None:
    person.types("b")
    person.walks_on(until="done")
    assert person.does(Corrected("c", "chat:1")).refused
    assert person.value("A") == 1


def test_a_correction_that_hides_what_is_being_changed_ends_that_change() -> None:
    script = script_of(
        question("A", "text"), question("B", "yes_no", when="words(A) > 1"), question("C", "yes_no")
    )
    person = Interviewee(script).begins()
    person.types("two words")
    person.taps("yes")
    person.presses("edit", person.revision("B").ask)
    person.does(Corrected("one", "chat:1"))
    assert person.card == ("question", "C")
    assert person.progress.focus == ""
    assert person.progress.state == "active"
    assert INTERVIEW not in person.path
