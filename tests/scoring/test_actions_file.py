"""Authors of actions are told every mistake at once, with its line and what to do."""

from collections.abc import Callable

import pytest

from scoring import Capacity, Catalogue, ModelError, parse_actions, parse_model
from tests.scoring.building import shipped

MODEL = parse_model("""\
id: t
version: "1"
answer_sets: {steps: {"0": 0, "1": 1, "2": 2}}
dimensions:
  - {id: D, items: [{id: a, answers: steps}, {id: b, answers: steps}]}
  - {id: E, items: [{id: c, answers: steps}]}
""")

GOOD = """\
format: 1
version: "1"
languages: [nl, en]
functions:
  clerk: {nl: griffier, en: clerk}
from_anchor:
  usually: clerk
  text: {nl: "Zorg dat: {anchor}", en: "See to it: {anchor}"}
  without_anchor: {nl: "Breng {item} naar {level}", en: "Bring {item} to {level}"}
  measure: {nl: Het klopt, en: It is true}
finish:
  usually: clerk
  text: {nl: "Maak {pillar} af", en: "Finish {pillar}"}
  measure: {nl: Af, en: Done}
actions:
  - id: first
    pillar: D
    from: 0
    to: 1
    items: [a]
    effort: S
    kind: owner
    usually: clerk
    text: {nl: Begin, en: Begin}
    measure: {nl: Begonnen, en: Begun}
  - id: second
    pillar: D
    from: 1
    to: 2
    items: [a, b]
    effort: M
    kind: rule
    needs: [first]
    usually: clerk
    text: {nl: Ga door, en: Go on}
    measure: {nl: Verder, en: Further}
"""


def problems(text: str) -> list[tuple[int | None, str]]:
    with pytest.raises(ModelError) as caught:
        parse_actions(text, MODEL, "a.yaml")
    assert {problem.source for problem in caught.value.problems} == {"a.yaml"}
    return [(problem.line, problem.message) for problem in caught.value.problems]


def changed(old: str, new: str) -> list[tuple[int | None, str]]:
    assert old in GOOD
    return problems(GOOD.replace(old, new, 1))


def test_what_is_not_said_has_the_values_of_the_method() -> None:
    read = parse_actions(GOOD, MODEL)
    assert [(name, each.size) for name, each in read.efforts.items()] == [("S", 1), ("M", 3), ("L", 8)]
    windows = {name: (each.from_month, each.to_month) for name, each in read.windows.items()}
    assert windows == {"now": (0, 1), "quick": (0, 3), "structural": (3, 12), "large": (6, 24)}
    assert read.capacity == Capacity(quick=5, structural=5)
    assert (read.rules.now_below, read.rules.lag) == (1, 1)
    assert [(step.below, step.adds) for step in read.rules.risk] == [(1, 4), (2, 2)]


def test_an_action_reads_as_it_stands_in_the_file() -> None:
    second = parse_actions(GOOD, MODEL).actions[1]
    assert (second.id, second.pillar, second.from_level, second.to_level) == ("second", "D", 1, 2)
    assert (second.items, second.effort, second.kind) == (("a", "b"), "M", "rule")
    assert (second.needs, second.usually, second.made) == (
        ("first",),
        {"nl": "griffier", "en": "clerk"},
        False,
    )


def test_figures_can_be_set_in_the_file() -> None:
    read = parse_actions(
        GOOD
        + """\
efforts: {S: {size: 2, days: 1}}
waves: {quick: {from: 0, to: 2, at_once: 3}, structural: {from: 2, to: 9, at_once: 4}}
rules: {now_below: 2, lag: 0.5, risk: [{below: 3, adds: 1}, {below: 1, adds: 9}]}
""",
        MODEL,
    )
    assert (read.efforts["S"].size, read.efforts["S"].days, read.efforts["M"].size) == (2, 1, 3)
    assert read.capacity == Capacity(quick=3, structural=4)
    assert (read.windows["quick"].to_month, read.rules.now_below, read.rules.lag) == (2, 2, 0.5)
    assert [step.below for step in read.rules.risk] == [1, 3]


WRONG: list[tuple[str, str, int, str]] = [
    ("id: second", "id: first", 26, "first is the id of another action too; give each its own"),
    ("pillar: D", "pillar: X", 17, "X is no pillar of this model; use one of: D, E"),
    ("items: [a]", "items: [c]", 20, "c is no item of D; use one of: a, b"),
    ("    to: 1", "    to: 2", 19, "from 0 an action leads to 1, not to 2"),
    ("needs: [first]", "needs: [frist]", 33, "frist is no action; did you mean first?"),
    ("needs: [first]", "needs: [second]", 33, "second waits for second itself; neither could ever begin"),
    ("    kind: owner\n", "", 16, "actions.0.kind is missing; add it"),
    ("effort: M", "effort: XL", 31, "actions.1.effort: Input should be 'S', 'M' or 'L'"),
    ("    usually: clerk", "    usually: clark", 23, "clark is no function of this file; did you mean"),
    ("  usually: clerk", "  usually: boss", 7, "boss is no function of this file; use one of: clerk"),
    ("Begin, en: Begin", "Begin, en: ' '", 24, "text has no text in en; add one"),
    ("griffier, en: clerk", "griffier", 5, "clerk has no text in en; add one"),
    ("Begin, en: Begin", "Begin, en: Begin, de: Los", 24, "de is no language of this file; use one of"),
    ("to {level}", "to {niveau}", 9, "niveau is no part to fill in; use one of: item, level"),
    ("to {level}", "to {}", 9, "{} is no part to fill in; use one of: item, level"),
    ("Finish {pillar}", "Finish {pillar", 13, "this cannot be filled in: expected '}' before end of string"),
    ("    effort: S\n", "    effort: S\n    efort: S\n", 22, "actions.0.efort is not known; did you"),
    ("from: 1\n    to: 2", "from: 2\n    to: 3", 29, "D has no level 3; its highest is 2"),
    ("id: first", "id: eerste actie", 16, "actions.0.id: String should match pattern"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "line", "told"), WRONG, ids=[told for *_, told in WRONG])
def test_a_mistake_is_told_with_its_line_and_what_to_do(old: str, new: str, line: int, told: str) -> None:
    found = changed(old, new)
    assert any(each == line and message.startswith(told) for each, message in found), found


def test_a_need_may_not_lead_to_a_later_level_or_back_to_itself() -> None:
    later = changed("    kind: owner\n", "    kind: owner\n    needs: [second]\n")
    assert [message for _, message in later] == [
        "second waits for first itself; neither could ever begin",
        "first waits for second itself; neither could ever begin",
    ]
    alone = GOOD.replace("    needs: [first]\n", "").replace(
        "kind: owner", "kind: owner\n    needs: [second]"
    )
    assert [message for _, message in problems(alone)] == [
        "second leads to level 2, later than this one to 1"
    ]


def test_a_circle_is_held_against_those_in_it_and_not_against_who_needs_one_of_them() -> None:
    second = GOOD[GOOD.index("  - id: second") :]
    third = second.replace("id: second", "id: third").replace("[first]", "[second]")
    fourth = second.replace("id: second", "id: fourth").replace("[first]", "[third]")
    found = problems(GOOD.replace("needs: [first]", "needs: [third]") + third + fourth)
    assert [message for _, message in found] == [
        "third waits for second itself; neither could ever begin",
        "second waits for third itself; neither could ever begin",
    ]


def test_all_mistakes_are_told_at_once() -> None:
    text = (
        GOOD.replace("pillar: D", "pillar: X", 1)
        .replace("effort: M", "effort: XL")
        .replace("[a, b]", "[a, z]")
    )
    assert [line for line, _ in problems(text)] == [17, 30, 31]


HALVES: list[Callable[[str], str]] = [
    lambda text: text.replace("  clerk: {nl: griffier, en: clerk}\n", "  - clerk\n"),
    lambda text: text.replace(
        '  text: {nl: "Zorg dat: {anchor}", en: "See to it: {anchor}"}', "  text: Zorg"
    ),
    lambda text: text.replace("languages: [nl, en]", "languages: nl"),
    lambda text: text[: text.index("finish:")] + "finish: later\n" + text[text.index("actions:") :],
    lambda text: text[: text.index("actions:")] + "actions: none\n",
    lambda text: text[: text.index("actions:")] + "actions: [none]\n",
    lambda text: text.replace("from: 0", "from: zero").replace("needs: [first]", "needs: [1]"),
]


@pytest.mark.parametrize("broken", HALVES)
def test_a_file_of_the_wrong_shape_is_a_mistake_and_never_an_accident(broken: Callable[[str], str]) -> None:
    assert problems(broken(GOOD))


def test_what_is_no_list_of_actions_is_told_so() -> None:
    assert problems("- 1\n") == [(1, "these are no actions: begin with format, version and actions")]
    assert problems("a: [\n")[0][1].startswith("this is not YAML")


def test_without_a_model_only_the_file_itself_is_looked_at() -> None:
    assert parse_actions(GOOD.replace("[a, b]", "[a, z]"), None).actions


def test_the_actions_of_a_step_are_found_by_item() -> None:
    read: Catalogue = parse_actions(shipped("social_media", "actions"), parse_model(shipped("social_media")))
    assert [action.id for action in read.leading_to("S", 1, "S6")] == ["S01_board_session", "S01_sponsor"]
    assert read.leading_to("S", 1, "S7") == ()


def test_a_short_name_may_be_left_out_and_is_short_and_in_every_language() -> None:
    named = GOOD.replace(
        "    text: {nl: Begin,", '    short: {nl: "Kort", en: "Short"}\n    text: {nl: Begin,'
    )
    first, second = parse_actions(named, MODEL).actions
    assert (first.title["nl"], second.title["nl"]) == ("Kort", "Ga door")
    [(line, told)] = problems(named.replace(', en: "Short"', ""))
    assert (line, told) == (24, "short has no text in en; add one")
    [(line, told)] = problems(named.replace("Kort", "k" * 61))
    assert line == 24
    assert "60" in told
