"""Who gets one of the few places for follow-ups, and what conditions may rest on."""

import pytest
from pydantic import ValidationError

from bot.interview.plan import PLANS_AT_MOST, plan_of
from bot.interview.rules import KEPT_AT_MOST
from bot.interview.script import FollowUps, Script
from tests.interview.people import Interviewee
from tests.interview.random_scripts import both
from tests.interview.small_script import question, script_of


def levels(count: int, **more: object) -> list[dict[str, object]]:
    """Levels L1, L2, … each with a follow-up."""
    found: list[dict[str, object]] = []
    for n in range(1, count + 1):
        found += [
            question(f"L{n}", "level"),
            question(f"F{n}", "text", follow_up=f"L{n}", when=f"L{n} <= 1", **more),
        ]
    return found


def follow_ups(person: Interviewee) -> list[str]:
    """The follow-ups on the path."""
    return [id_ for id_ in person.path if id_.startswith("F")]


def test_plain_follow_ups_leave_a_place_for_an_urgent_one() -> None:
    script = script_of(
        *levels(4),
        question("L5", "level"),
        question("F5", "yes_no", follow_up="L5", urgent=True, when="L5 == 0"),
        follow_ups={"at_most": 3, "reserved": 1},
    )
    person = Interviewee(script).begins().walks_on(level="0")
    assert follow_ups(person) == ["F1", "F2", "F5"]


def test_one_question_gets_one_follow_up_unless_the_other_is_urgent() -> None:
    script = script_of(
        question("L", "level"),
        question("F1", "text", follow_up="L"),
        question("F2", "text", follow_up="L"),
        question("F3", "yes_no", follow_up="L", urgent=True),
    )
    assert follow_ups(Interviewee(script)) == ["F1", "F3"]


def test_an_answered_follow_up_keeps_its_place_while_its_branch_is_closed() -> None:
    person = Interviewee(script_of(*levels(3), follow_ups={"at_most": 2, "reserved": 0})).begins()
    person.walks_to("L3", level="0")
    assert follow_ups(person) == ["F1", "F2"]
    person.presses("edit", person.revision("L1").ask)
    person.taps("3")
    person.presses("confirm")
    person.taps("0")
    assert follow_ups(person) == ["F2"]
    person.presses("edit", person.revision("L1").ask)
    person.taps("1")
    assert follow_ups(person) == ["F1", "F2"]


def test_more_places_for_urgent_ones_than_there_are_places_is_a_mistake() -> None:
    with pytest.raises(ValidationError, match="reserved 3 is more than at_most 2"):
        FollowUps(at_most=2, reserved=3)


@pytest.mark.parametrize(
    ("anchors", "message"),
    [
        ({"en": ["One"]}, "at least two anchors"),
        ({"en": ["One", "Two"], "nl": ["Een", "Twee", "Drie"]}, "different numbers of anchors"),
        ({"en": [f"Anchor {n}" for n in range(11)]}, "at most 10 anchors"),
    ],
)
def test_a_scale_has_two_to_ten_anchors_in_every_language(
    anchors: dict[str, list[str]], message: str
) -> None:
    with pytest.raises(ValidationError, match=message):
        script_of(question("L", "level") | {"anchors": anchors})


def test_a_condition_that_cannot_be_read_is_refused_with_the_place() -> None:
    with pytest.raises(ValidationError, match=r"it ends too soon .at character 5"):
        script_of(question("L", "level", when="L >="))


def test_shared_choices_are_filled_in_and_unknown_ones_left_to_the_checker() -> None:
    shared = {"who": [{"id": "us", "label": both("Us")}, {"id": "them", "label": both("Them")}]}
    script = script_of(question("S", "single") | {"choices": "who"}, choices=shared)
    assert [option.id for option in script.sections[0].questions[0].options] == ["us", "them"]
    with pytest.raises(ValidationError):
        Script.model_validate({"choices": shared, "sections": ["nonsense"]})
    with pytest.raises(ValidationError):
        Script.model_validate("nonsense")


def test_a_half_chosen_list_is_not_yet_counted_as_done() -> None:
    person = Interviewee(
        script_of(question("M", "multiple"), question("T", "text", when='"p" in M'))
    ).begins()
    before = person.left
    person.taps("p")
    assert (person.left.done, person.left.left) == (0, before.left)
    person.presses("confirm")
    assert (person.left.done, person.left.left) == (1, 1)


def test_it_differs_is_not_done_before_the_level_for_most_is_known() -> None:
    person = Interviewee(script_of(question("A", "level"), question("B", "level"))).begins()
    person.taps("depends")
    assert (person.left.done, person.left.left) == (0, 2)
    person.walks_on()
    assert (person.left.done, person.left.left, person.left.minutes) == (2, 0, 1)


def test_a_section_may_rest_on_an_answer_before_it() -> None:
    script = Script.model_validate(
        script_of(question("Y", "yes_no")).model_dump(by_alias=True)
        | {
            "sections": [
                {"id": "P1", "title": both("One"), "questions": [question("Y", "yes_no")]},
                {
                    "id": "P2",
                    "title": both("Two"),
                    "when": 'Y == "yes"',
                    "questions": [question("T", "text")],
                },
            ]
        }
    )
    person = Interviewee(script).begins()
    assert (person.path, person.left.left) == (["Y"], 2)
    person.taps("no")
    assert (person.path, person.left.left) == (["Y"], 0)
    person.presses("edit", person.revision("Y").ask)
    person.taps("yes")
    assert person.progress.pending is not None
    person.presses("confirm")
    assert person.path == ["Y", "T"]


def test_what_rests_on_a_follow_up_may_still_come_while_its_question_is_open() -> None:
    person = Interviewee(
        script_of(
            question("L", "level"),
            question("F", "yes_no", follow_up="L", when="L >= 3"),
            question("G", "text", when='F == "yes"'),
        )
    ).begins()
    assert person.left.left == 3
    person.taps("1")
    assert person.left.left == 0


def test_an_editor_may_read_that_choices_are_a_list_or_a_name() -> None:
    schema = Script.model_json_schema()["$defs"]["Single"]["properties"]["choices"]
    assert [kind["type"] for kind in schema["anyOf"]] == ["string", "array"]


def test_what_is_typed_is_never_kept_with_the_script() -> None:
    person = Interviewee(
        script_of(question("T", "text"), question("U", "text", when='T == "secret"'))
    ).begins()
    person.types("secret")
    assert person.path == ["T", "U"]
    rule = plan_of(person.script).stops["U"].rule
    assert rule is not None
    assert not rule.keeps


def test_outcomes_and_plans_are_kept_up_to_a_limit() -> None:
    script = script_of(question("T", "text"), question("U", "text", when="words(T) == 2"))
    for count in range(1, KEPT_AT_MOST + 3):
        person = Interviewee(script).begins()
        person.types("w " * count)
        assert ("U" in person.path) == (count == 2)
    for _ in range(PLANS_AT_MOST + 1):
        other = script_of(question("T", "text"))
        assert plan_of(other) is plan_of(other)


@pytest.mark.parametrize(
    ("when", "words", "asked"),
    [
        ("words(T) > 1 && words(T) < 3", "a b", True),
        ('words(T) > 1 && (T == "a b" || answered("U"))', "a b", True),
        ('!(T == "a b") || words(T) == 2', "a b", True),
        ('T in ["a", "a b"]', "a b", True),
        ('T == "a && b"', "a && b", True),
        ('T == "x" ? words(T) == 1 : false', "y", False),
    ],
)
def test_conditions_of_any_shape_hold_when_they_are_true(when: str, words: str, asked: bool) -> None:
    script = script_of(question("T", "text"), question("U", "text"), question("V", "text", when=when))
    person = Interviewee(script).begins()
    person.types(words)
    assert ("V" in person.path) == asked
