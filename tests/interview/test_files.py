"""A file is evidence where that is asked, an answer where a document is; elsewhere it is kept and offered."""

import pytest

from bot.interview.events import Corrected, SentFile
from tests.interview.people import INTERVIEW, Interviewee
from tests.interview.small_script import question, script_of


def sends(person: Interviewee, file: str = "f1", **more: object) -> None:
    """A file."""
    person.does(SentFile(file, f"label {file}", f"{file}.pdf", "", f"chat:{file}", **more))  # type: ignore[arg-type]


def test_a_file_on_the_card_that_asks_what_shows_it_is_evidence(person: Interviewee) -> None:
    person.taps("3")
    sends(person)
    [piece] = person.revision("A").evidence
    assert (piece.kind, piece.text, piece.source, piece.file) == ("file", "label f1", "chat:f1", "f1")
    assert person.card == ("question", "A_high")
    assert person.value("A") == 3


def test_a_later_part_of_an_album_goes_where_the_first_part_went(person: Interviewee) -> None:
    person.taps("3")
    ask = person.revision("A").ask
    sends(person)
    sends(person, "f2", ask=ask)
    assert [piece.file for piece in person.revision("A").evidence] == ["f1", "f2"]
    sends(person, "f3", ask="")
    sends(person, "f4", ask="unheard-of")
    assert [id_ for id_, _ in person.progress.kept] == ["f3", "f4"]


def test_a_part_of_an_album_whose_answer_was_taken_back_is_offered_a_place(person: Interviewee) -> None:
    person.taps("3")
    ask = person.revision("A").ask
    sends(person)
    person.presses("back")
    sends(person, "f2", ask=ask)
    assert [id_ for id_, _ in person.progress.kept] == ["f2"]


def test_a_file_that_nobody_asked_for_is_kept_and_can_be_added_to_the_answer_before(
    person: Interviewee,
) -> None:
    person.taps("2")
    sends(person)
    assert (person.hint, person.progress.kept) == ("hint.kept_file", (("f1", "label f1"),))
    assert person.presses("use").refused
    person.presses("add")
    assert [piece.file for piece in person.revision("A").evidence] == ["f1"]
    assert person.presses("add").refused


def test_words_and_files_on_offer_are_evidence_each_in_its_own_way(person: Interviewee) -> None:
    person.taps("3")
    sends(person, timely=False)
    person.types("see page 3", timely=False)
    done = person.presses("use")
    assert [(piece.kind, piece.text, piece.file) for piece in person.revision("A").evidence] == [
        ("text", "see page 3", None),
        ("file", "label f1", "f1"),
    ]
    assert done.used == ("f1", "k1")


def test_a_file_has_no_place_behind_an_answer_without_a_value(person: Interviewee) -> None:
    person.taps("dont_know")
    sends(person)
    assert person.presses("add").refused


def test_a_question_for_a_document_takes_one_of_the_kinds_that_it_names() -> None:
    person = Interviewee(script_of(question("F", "file", kinds=["PDF"]), question("T", "text"))).begins()
    person.does(SentFile("f1", "label", "scan.png"))
    assert person.card == ("question", "F")
    sends(person, "f2")
    assert person.value("F") == "label f2"
    assert [piece.file for piece in person.revision("F").evidence] == ["f2"]
    assert person.card == ("question", "T")


def test_a_document_whose_caption_is_no_reference_is_kept() -> None:
    person = Interviewee(script_of(question("F", "file"))).begins()
    person.does(SentFile("f1", "x" * 5000, "scan.png"))
    assert person.card == ("question", "F")
    assert person.progress.kept == (("f1", "x" * 5000),)


def test_a_document_that_would_hide_answers_is_kept_until_the_change_is_confirmed() -> None:
    person = Interviewee(
        script_of(question("F", "file"), question("T", "text", when="words(F) < 2"), question("U", "text"))
    ).begins()
    person.types("plan")
    person.types("because")
    person.presses("edit", person.revision("F").ask)
    sends(person)
    assert person.prompt.kind == "change"
    assert person.value("F") == "plan"
    assert [id_ for id_, _ in person.progress.kept] == ["f1"]


def test_what_is_spoken_to_a_question_is_not_kept_as_a_file(person: Interviewee) -> None:
    sends(person, kind="voice")
    assert (person.hint, person.progress.kept) == ("hint.sent_voice", ())


def test_a_file_during_a_pause_is_kept(person: Interviewee) -> None:
    person.taps("3")
    person.presses("pause", INTERVIEW)
    sends(person)
    assert person.revision("A").evidence == ()
    assert person.hint == "hint.kept_file"


@pytest.mark.parametrize("state", ["opened", "stopped"])
def test_who_takes_no_part_sends_files_in_vain(person: Interviewee, state: str) -> None:
    if state == "opened":
        person = Interviewee(person.script)
    else:
        person.presses("stop", INTERVIEW)
    sends(person)
    assert (person.hint, person.progress.kept) == ("hint.sent_file", ())


def test_a_caption_that_is_corrected_leaves_the_file_where_it_is(person: Interviewee) -> None:
    person.taps("3")
    sends(person)
    person.does(Corrected("Plan 2026", "chat:f1"))
    [piece] = person.revision("A").evidence
    assert (piece.kind, piece.text, piece.file) == ("file", "Plan 2026", "f1")
