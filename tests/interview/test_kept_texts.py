"""What was typed is never dropped: it is kept, and offered a place."""

from tests.interview.people import INTERVIEW, Interviewee
from tests.interview.small_script import question, script_of


def test_words_typed_before_the_card_was_seen_are_kept_and_offered(person: Interviewee) -> None:
    done = person.types("a", timely=False)
    assert (person.hint, person.card) == ("hint.kept_early", ("question", "A"))
    assert [(kept.id, kept.question, kept.text, kept.source) for kept in done.kept] == [
        ("k1", "A", "a", "chat:1")
    ]
    assert person.progress.kept == (("k1", "a"),)


def test_kept_words_become_the_answer_when_they_belong_here(person: Interviewee) -> None:
    person.types("b", timely=False)
    done = person.presses("use")
    assert (done.used, person.value("A"), person.progress.kept) == (("k1",), 1, ())
    assert person.presses("use").refused


def test_kept_words_that_are_no_answer_here_stay_on_offer(person: Interviewee) -> None:
    person.types("something long", timely=False)
    assert person.presses("use").refused
    assert (person.hint, person.progress.kept) == ("hint.letter", (("k1", "something long"),))


def test_several_kept_words_are_taken_together(person: Interviewee) -> None:
    person.walks_to("T")
    person.types("one", timely=False)
    person.types("two", timely=False)
    first, second = (id_ for id_, _ in person.progress.kept)
    done = person.presses("use")
    assert (person.value("T"), done.used) == ("one\ntwo", (first, second))


def test_kept_words_may_be_evidence_or_who_would_know(person: Interviewee) -> None:
    person.taps("3")
    person.types("Plan 2026", timely=False)
    assert person.presses("use").used == ("k1",)
    assert person.revision("A").evidence[0].text == "Plan 2026"


def test_kept_words_can_be_added_to_the_answer_before() -> None:
    person = Interviewee(script_of(question("T", "text"), question("U", "text"))).begins()
    person.types("first part")
    person.types("second part", timely=False)
    done = person.presses("add")
    assert (person.value("T"), person.revision("T").number, done.used) == (
        "first part\nsecond part",
        2,
        ("k2",),
    )
    assert person.card == ("question", "U")
    assert person.presses("add").refused


def test_words_are_added_to_evidence_to_a_reason_and_to_who_would_know(person: Interviewee) -> None:
    person.taps("3")
    person.types("Plan 2026")
    person.types("and the minutes", timely=False)
    person.presses("add")
    assert [item.text for item in person.revision("A").evidence] == ["Plan 2026", "and the minutes"]
    person.taps("yes")
    person.taps("dont_know")
    person.types("the archivist")
    person.types("or the clerk", timely=False)
    person.presses("add")
    assert person.revision("B").text == "the archivist\nor the clerk"


def test_a_reason_can_be_added_to() -> None:
    person = Interviewee(script_of(question("A", "level"), question("B", "level"))).begins()
    person.taps("not_applicable")
    person.types("with the region")
    person.types("since 2024", timely=False)
    person.presses("add")
    assert person.revision("A").reason == "with the region\nsince 2024"


def test_nothing_is_added_to_an_answer_that_was_tapped_or_is_full(person: Interviewee) -> None:
    assert person.presses("add").refused
    person.types("early", timely=False)
    assert person.presses("add").refused
    person.taps("2")
    person.types("later", timely=False)
    assert person.presses("add").refused
    person.walks_to("T")
    person.types("forty characters are what this may be")
    person.types("so this is too much", timely=False)
    assert person.presses("add").refused
    assert person.progress.kept[-1][1] == "so this is too much"


def test_kept_words_may_be_left_as_a_remark(person: Interviewee) -> None:
    person.types("just saying", timely=False)
    done = person.presses("leave")
    assert (done.used, done.revisions, person.progress.kept) == ((), (), ())
    assert person.card == ("question", "A")


def test_nonsense_is_kept_and_what_is_expected_is_said(person: Interviewee) -> None:
    wanted = {
        "A": ("xyz", "hint.letter"),
        "M": ("xyz", "hint.choices"),
        "N": ("many", "hint.number"),
        "D": ("soon", "hint.date"),
        "Y": ("maybe", "hint.yes_no"),
        "T": ("x", "hint.text_short"),
        "F": ("  ", "hint.file"),
    }
    for about, (words, hint) in wanted.items():
        person.walks_to(about)
        done = person.types(words)
        assert (person.hint, done.refused, done.revisions) == (hint, True, ())
        assert done.kept[0].text == words
        assert person.card == ("question", about)


def test_words_after_everything_was_asked_are_kept_too(person: Interviewee) -> None:
    person.walks_on(until="done")
    person.types("thank you")
    assert (person.hint, person.progress.state) == ("hint.kept_not_now", "submitted")
    person.presses("review", INTERVIEW)
    assert person.prompt.kind == "review"
