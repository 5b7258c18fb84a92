"""What an author hears about keys, and about files that are no script at all."""

from pathlib import Path

from bot.checking import check_folder
from tests.scripts.author import MODEL, SCRIPT, Author


def test_a_misspelt_key_is_told_with_the_right_one(author: Author) -> None:
    author.is_told("unit: {nl", "units: {nl", "'units' is no key here; did you mean 'unit'?")


def test_a_misspelt_key_of_the_script_is_told_with_the_right_one(author: Author) -> None:
    problems = author.changes("follow_ups: {", "followups: {")
    assert [problem.message for problem in problems] == [
        "'followups' is no key here; did you mean 'follow_ups'?"
    ]


def test_a_misspelt_key_of_a_section_is_told_with_the_right_one(author: Author) -> None:
    author.is_told(
        """    when: 'pillar""", """    wen: 'pillar""", "'wen' is no key here; did you mean 'when'?"
    )


def test_a_misspelt_key_of_a_choice_is_told_with_the_right_one(author: Author) -> None:
    author.is_told("{id: chat, label", "{id: chat, short: x, label", "'short' is no key here", at="short")


def test_a_key_of_another_type_is_told_to_be_no_key_here(author: Author) -> None:
    author.is_told("earliest: 2010-01-01", "min: 2010-01-01", "'min' is no key here")


def test_an_unknown_type_is_told_with_the_right_one(author: Author) -> None:
    author.is_told(
        "type: date\n", "type: data\n", "there is no question type 'data'; did you mean 'date'?", at="P_since"
    )


def test_a_question_without_a_type_is_told_the_types(author: Author) -> None:
    author.is_told("        type: date\n", "", "'type' is missing here; one of level, single,", at="P_since")


def test_a_question_without_a_text_is_told(author: Author) -> None:
    author.is_told(
        "        text: {nl: Sinds wanneer?, en: Since when?}\n", "", "'text' is missing here", at="P_since"
    )


def test_a_text_in_one_language_only_is_told_to_hold_two(author: Author) -> None:
    author.is_told(
        "text: {nl: Sinds wanneer?, en: Since when?}", "text: Sinds wanneer?", "must hold a text per language"
    )


def test_a_version_without_quotes_is_told_to_be_quoted(author: Author) -> None:
    author.is_told('version: "1.0"', "version: 1.10", "put it in quotes")


def test_an_unknown_special_is_told_with_those_there_are(author: Author) -> None:
    author.is_told(
        "specials: [dont_know]", "specials: [unsure]", "'unsure' is not one of 'dont_know', 'not_applicable'"
    )


def test_a_list_without_questions_is_told_to_be_empty(author: Author) -> None:
    elsewhere = "  - {id: E, title: {nl: E, en: E}, questions: []}\ncross_checks:\n"
    author.is_told("cross_checks:\n", elsewhere, "'questions' is empty; give at least 1", at="id: E")


def test_limits_that_cannot_be_met_are_told(author: Author) -> None:
    author.is_told("        max: 100", "        max: -1", "min 0 is more than max -1", at="- id: P4")


def test_dates_that_cannot_be_met_are_told(author: Author) -> None:
    author.is_told(
        "latest: 2030-12-31", "latest: 2001-12-31", "earliest 2010-01-01 is after latest", at="P_since"
    )


def test_more_reserved_places_than_there_are_is_told(author: Author) -> None:
    author.is_told("reserved: 1", "reserved: 3", "reserved 3 is more than at_most 2")


def test_more_options_demanded_than_there_are_is_told(author: Author) -> None:
    channels = "        text: {nl: Welke wegen?, en: Which ways?}"
    author.is_told(
        channels, channels + "\n        at_least: 4", "at_least 4 is more than the 3 choices", at="P_channels"
    )


def test_one_thing_where_a_list_belongs_is_told(author: Author) -> None:
    problems = author.changes("languages: [nl, en]", "languages: nl")
    assert [problem.message for problem in problems] == ["'languages' must be a list: [first, second]"]


def test_a_word_where_keys_belong_is_told(author: Author) -> None:
    author.is_told(
        "evidence: {from: 2, prompt: {nl: Waaruit blijkt dat?, en: What shows it?}}",
        "evidence: ask",
        "'evidence': 'ask' stands where keys are expected",
    )


def test_any_other_mistake_is_told_with_its_key(author: Author) -> None:
    author.is_told("        max: 100", "        max: much", "'max': input should be a valid number")


def test_a_mistake_in_a_shared_set_is_told_once_where_it_stands(author: Author) -> None:
    problems = author.changes("{id: phone, label: {nl: Per telefoon, en: By phone}}", "{id: phone}")
    assert [problem.message for problem in problems] == ["'label' is missing here"]


def test_a_key_that_stands_twice_is_told_where_it_stands_again(author: Author) -> None:
    problems = author.changes("        max: 100\n", "        max: 100\n        max: 90\n")
    assert ["'max' stands here twice" in problem.message for problem in problems] == [True]


def test_what_is_no_yaml_is_told_with_the_line(author: Author) -> None:
    problems = author.changes("facts: [pillar, organisation]", "facts: [pillar, organisation")
    assert [(problem.line, "this is no YAML" in problem.message) for problem in problems][:1] == [(7, True)]


def test_a_file_that_names_itself_inside_itself_is_no_yaml_for_us(author: Author) -> None:
    assert "this is no YAML" in author.checks("a: &a [*a]\n")[0].message


def test_an_empty_file_is_told_to_be_empty(author: Author) -> None:
    assert "the file is empty" in author.checks("")[0].message


def test_a_file_in_another_encoding_is_told(author: Author) -> None:
    author.checks()
    (author.folder / "old.yaml").write_bytes("titel: é".encode("latin-1"))
    assert [problem.message for problem in check_folder(author.folder)] == ["the file is not UTF-8 text"]


def test_a_model_in_another_encoding_is_told(author: Author) -> None:
    author.checks()
    (author.folder / "model.yaml").write_bytes("titel: é".encode("latin-1"))
    assert [problem.message for problem in check_folder(author.folder)] == ["the file is not UTF-8 text"]


def test_two_scripts_with_one_id_are_told(author: Author) -> None:
    (author.folder / "another.yaml").write_text(SCRIPT, encoding="utf-8")
    messages = [problem.message for problem in author.checks()]
    assert messages == [f"{author.folder / 'another.yaml'} has the id 'small' too"]


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    assert [problem.message for problem in check_folder(tmp_path / "gone")] == ["there is no such folder"]


def test_a_file_that_cannot_be_read_is_told(author: Author) -> None:
    author.checks()
    (author.folder / "script.yaml").unlink()
    (author.folder / "script.yaml").mkdir()
    assert "cannot be read" in check_folder(author.folder)[0].message


def test_a_folder_without_a_model_is_told(tmp_path: Path) -> None:
    (tmp_path / "script.yaml").write_text(SCRIPT, encoding="utf-8")
    assert [problem.message for problem in check_folder(tmp_path)] == [
        "there is no model.yaml in this folder"
    ]


def test_a_problem_reads_as_file_line_and_message(author: Author) -> None:
    problem = author.changes("max: 100", "max: -1")[0]
    assert str(problem) == f"{author.folder / 'script.yaml'}:{problem.line}: min 0 is more than max -1"


def test_mistakes_of_the_model_are_told_with_those_of_the_script(author: Author) -> None:
    problems = author.checks(
        SCRIPT.replace("max: 100", "max: -1"), MODEL.replace("answers: percent", "answers: per_cent")
    )
    assert [Path(problem.file).name for problem in problems] == ["model.yaml", "script.yaml"]


def test_an_extra_section_that_nobody_can_choose_is_told(author: Author) -> None:
    message = "an extra section needs a 'when': the answer that chooses it"
    author.is_told("    when: 'pillar == \"P\"'\n", "    extra: true\n", message, at="- id: P")
