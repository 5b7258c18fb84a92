"""Authors of a model are told every mistake at once, with its line and what to do."""

import pytest

from scoring import ModelError, Problem, parse_model
from tests.scoring.building import shipped

GOOD = """\
id: t
version: "1"
answer_sets:
  steps: {"0": 0, "1": 1, 2: 2}
dimensions:
  - id: D
    items:
      - {id: a, answers: steps}
"""


def problems(text: str) -> list[tuple[int | None, str]]:
    with pytest.raises(ModelError) as caught:
        parse_model(text, "m.yaml")
    assert {problem.source for problem in caught.value.problems} == {"m.yaml"}
    return [(problem.line, problem.message) for problem in caught.value.problems]


def only(text: str) -> tuple[int | None, str]:
    found = problems(text)
    assert len(found) == 1, found
    return found[0]


def with_line(old: str, new: str) -> str:
    assert old in GOOD
    return GOOD.replace(old, new)


def below(extra: str) -> str:
    return GOOD + extra


def test_a_small_model_needs_only_ids_answers_and_items() -> None:
    model = parse_model(GOOD)
    assert (model.id, model.version, list(model.items)) == ("t", "1", ["a"])
    assert model.items["a"].weight == 1
    assert (model.items["a"].gate, model.items["a"].level, model.items["a"].missing) == (False, None, None)
    assert model.name == {"nl": "t", "en": "t"}


def test_whether_an_item_is_about_security_is_yes_no_or_not_said() -> None:
    said = {None: "", True: ", security: true", False: ", security: false"}
    for expected, words in said.items():
        model = parse_model(with_line("answers: steps}", f"answers: steps{words}}}"))
        assert model.items["a"].security is expected
    line, told = only(with_line("answers: steps}", "answers: steps, security: maybe}"))
    assert (line, "security" in told) == (8, True)


def test_a_word_that_other_yaml_takes_for_a_truth_value_is_an_option() -> None:
    model = parse_model(with_line('{"0": 0, "1": 1, 2: 2}', "{no: 0, yes: 1}"))
    assert dict(model.answer_sets["steps"].options) == {"no": 0, "yes": 1}


def test_names_and_meanings_are_kept_for_the_reports() -> None:
    model = parse_model(
        below('name: Test\nlevels: [{value: 1, name: {nl: Een, en: One}, meaning: {nl: "Zo.", en: "So."}}]\n')
    )
    assert model.name == {"nl": "Test", "en": "Test"}
    assert (model.level_name(1), model.level_name(2)) == ({"nl": "Een", "en": "One"}, {})
    assert model.levels[0].meaning["en"] == "So."


def test_all_mistakes_of_a_file_are_told_at_once_with_their_lines() -> None:
    text = """\
id: t
answer_sets:
  steps: {"0": 0, "1": 1}
dimensions:
  - id: D
    wieght: 2
    score: {rule: avarage}
    level: {rule: by_levl}
    items:
      - {id: a, answers: stps}
      - {id: a, answers: steps, weight: -1}
"""
    assert problems(text) == [
        (1, "version is missing; add it"),
        (6, "dimensions.0.wieght is not known; did you mean weight?"),
        (7, "avarage is no score rule; use one of: max, mean, min, sum"),
        (8, "by_levl is no level rule; did you mean by_level?"),
        (10, "stps is no answer set; did you mean steps?"),
        (11, "a is the id of another part too; give each its own id"),
        (11, "dimensions.0.items.1.weight: Input should be greater than or equal to 0"),
    ]


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("id: [", 1, "this is not YAML"),
        ("a: 1\na: 2\n", 2, "duplicate key"),
        ("a: 1\n? [b]\n: 2\n", 2, "a key is one word or number"),
        ("\x00", None, "this is not YAML"),
        ("- 1\n", 1, "this is not a model"),
        ("", 1, "this is not a model"),
        ("&a [*a]", None, "refers to itself"),
        (with_line("id: t", "id: 1.5"), 1, "put it between quotes"),
        (with_line('version: "1"', "version: 1.10"), 2, "put it between quotes"),
        (with_line("id: t", "id:"), 1, "put it between quotes"),
        (with_line('"0": 0', "true: 0"), 4, "put it between quotes"),
        (with_line('"0": 0', "skipped: 0"), 4, "skipped is not an option"),
        (with_line('"0": 0', '"0": .nan'), 4, "finite number"),
        (with_line('{"0": 0, "1": 1, 2: 2}', "{a: 1}"), 4, "at least two options"),
        (with_line('{"0": 0, "1": 1, 2: 2}', "{min: 3, max: 3}"), 4, "min must lie below max"),
        (with_line("{id: a, answers: steps}", "{id: a, answers: steps, gate: 1}"), 8, "valid boolean"),
        (with_line("{id: a, answers: steps}", "{id: pressure, answers: steps}"), 8, "choose another id"),
        (with_line("steps}", "steps, missing: often}"), 8, "leave_out, zero or a number"),
        (with_line("steps}", "steps, missing: true}"), 8, "leave_out, zero or a number"),
        (with_line("{id: a, answers: steps}", "just text"), 8, "valid dictionary"),
        (with_line("{id: a, answers: steps}", "{answers: steps}"), 8, "id is missing"),
        (with_line("{id: a, answers: steps}", "{id: a, answers: [steps]}"), 8, "valid string"),
        (with_line("{id: a, answers: steps}", "{id: a, answers: steps, level: two}"), 8, "valid integer"),
        (below("scale: [1, 1]\n"), 9, "two ends of a scale must differ"),
        (below("scale: [1]\n"), 9, "at least 2 items"),
        (below("overall: {score: {rule: average}}\n"), 9, "average is no score rule"),
        (below("overall: {level: {}}\n"), 9, "a level without a rule is no level rule"),
        (below("overall: 3\n"), 9, "overall"),
        (below("ambition: {pressure: step}\n"), 9, "did you mean steps?"),
        (below("zzz: 3\n"), 9, "zzz is not known; remove it"),
        (below("balance: {spread: 0}\n"), 9, "greater than 0"),
        (below("  - {id: D, items: []}\n"), 9, "D is the id of another part too"),
        (below("    level: 3\n"), 9, "valid dictionary"),
        (below("    level: {rule: shares, lowr: 1}\n"), 9, "level.lowr is not known; did you mean lower?"),
        (below("    level: {rule: by_level}\n"), 9, "level.at_least is missing"),
        (below("    level: {rule: thresholds, table: {}}\n"), 9, "at least 1 item"),
        (below("    level: {rule: min, lowest: 1}\n"), 9, "level.lowest is not known"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_line(text: str, line: int | None, said: str) -> None:
    found, message = only(text)
    assert said in message
    assert found == line


def test_a_table_of_stages_must_cover_every_stage_that_items_ask_for() -> None:
    text = with_line("{id: a, answers: steps}", "{id: a, answers: steps, level: 3}")
    told = [(9, "at_least has no value for level 3; add one")]
    assert problems(text + "    level: {rule: by_level, at_least: {1: 1}}\n") == told
    assert problems(text + "overall: {level: {rule: by_level, at_least: {1: 1}}}\n") == told


def test_a_table_of_stages_says_nothing_about_stages_that_nobody_asks_for() -> None:
    text = with_line("{id: a, answers: steps}", "{id: a, answers: steps, level: 1}")
    text += "    level: {rule: by_level, at_least: {1: 1}}\n"
    text += "  - {id: E, items: [{id: b, answers: steps, level: 3}]}\n"
    assert parse_model(text).top_level == 3


def test_weights_per_level_need_answers_above_zero() -> None:
    text = with_line('{"0": 0, "1": 1, 2: 2}', "{low: -2, high: 0}")
    text = text.replace("answers: steps}", "answers: steps, levels: {1: 1}}")
    assert problems(text) == [(8, "weights per level need answers of which the highest number is above 0")]


def test_references_are_checked_even_where_the_rest_is_broken() -> None:
    assert problems("answer_sets: 3\nambition: 2\ndimensions: [3]\nid: t\nversion: '1'\n")[-1][0] == 3
    text = "id: t\nversion: '1'\nanswer_sets: {s: 3}\n"
    text += "dimensions: [{id: D, items: [{id: a, answers: s, levels: {1: 1}}]}]\n"
    assert [line for line, _ in problems(text)] == [3]


def test_a_mistake_in_repeated_parts_is_told_where_it_is_used() -> None:
    text = (
        with_line("{id: a, answers: steps}", "&x {id: a, answers: steps}")
        + "      - {<<: *x, id: b, weight: -1}\n"
    )
    assert only(text)[0] == 9


def test_a_problem_reads_as_one_line_for_the_author() -> None:
    assert str(Problem("m.yaml", 3, "wrong")) == "m.yaml:3: wrong"
    assert str(Problem("m.yaml", None, "wrong")) == "m.yaml: wrong"
    assert str(ModelError([Problem("m", 1, "a"), Problem("m", 2, "b")])) == "m:1: a\nm:2: b"


@pytest.mark.parametrize("folder", ["social_media", "example"])
def test_a_model_that_comes_with_peiler_has_no_mistakes(folder: str) -> None:
    assert parse_model(shipped(folder)).id == folder


def test_a_level_that_nobody_can_mean_is_refused_at_once() -> None:
    text = with_line("{id: a, answers: steps}", f"{{id: a, answers: steps, level: 1{'0' * 400}}}")
    (found,) = problems(text + "    level: {rule: by_level, at_least: {1: 1}}\n")
    assert found[0] == 8
