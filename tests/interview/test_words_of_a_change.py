"""Words that would change an answer wait for a yes; whatever follows, they are not lost."""

from __future__ import annotations

from tests.interview.people import Interviewee
from tests.interview.small_script import question, script_of


def _changing() -> Interviewee:
    """Somebody who left a text out, comes back to it and types it: that would ask one question more."""
    script = script_of(
        question("T", "text", at_most=400),
        question("T_more", "text", part_of="T", when='T != ""'),
        question("U", "text"),
    )
    person = Interviewee(script).begins()
    skipped = person.ask
    person.presses("skip")
    person.presses("edit", skipped)
    return person


def test_words_of_a_change_are_kept_until_it_is_confirmed() -> None:
    person = _changing()
    done = person.types("What I meant to say")
    assert person.card == ("change", "T")
    assert [kept.text for kept in done.kept] == ["What I meant to say"]
    confirmed = person.presses("confirm")
    assert (person.value("T"), confirmed.used) == ("What I meant to say", (done.kept[0].id,))


def test_words_of_a_change_that_is_declined_stay_kept() -> None:
    person = _changing()
    done = person.types("What I meant to say")
    declined = person.presses("keep")
    assert (len(done.kept), declined.used, person.value("T")) == (1, (), "skipped")


def test_a_press_that_changed_nothing_is_not_said_to_be_noted(person: Interviewee) -> None:
    person.taps("2")
    person.presses("edit", person.revision("A").ask)
    again = person.tap("2")
    person.does(again)
    assert (person.hint, person.revision("A").number) == ("toast.unchanged", 1)
    person.does(again)
    assert person.hint == "toast.stale"
