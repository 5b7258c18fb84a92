"""What an author hears about ids, parents and choice sets."""

from tests.scripts.author import SCRIPT, Author

LEVEL_ONE = "      - id: P1\n"
LEVEL_TWO = "      - id: P2\n"


def test_an_id_that_stands_twice_is_told_with_the_first_place(author: Author) -> None:
    problems = author.changes("      - id: P3\n", "      - id: P_since\n")
    assert [problem.message for problem in problems] == [
        "no script asks item 'P3'; did you mean 'P4'?",
        "the id 'P_since' is taken already, at line 38",
    ]


def test_a_cross_check_shares_its_names_with_the_questions(author: Author) -> None:
    problems = author.changes("  - id: X1\n", "  - id: P1\n")
    assert [problem.message for problem in problems] == ["the id 'P1' is taken already, at line 18"]


def test_a_section_that_stands_twice_is_told(author: Author) -> None:
    start = SCRIPT.index("  - id: P\n")
    again = SCRIPT[start : SCRIPT.index("      - id: P1\n")].replace("one", "two")
    closing = "      - {id: Z, type: yes_no, text: {nl: Klaar?, en: Done?}}\ncross_checks:\n"
    problems = author.changes("cross_checks:\n", again + closing)
    assert [problem.message for problem in problems] == ["there is a section 'P' already"]


def test_an_id_that_is_a_fact_too_is_told(author: Author) -> None:
    author.is_told("- id: P_since\n", "- id: organisation\n", "is the name of a fact too")


def test_an_id_with_a_space_is_told_what_an_id_is(author: Author) -> None:
    author.is_told("- id: P_since\n", "- id: P since\n", "letters, digits and _ only")


def test_a_follow_up_of_nothing_is_told_with_a_suggestion(author: Author) -> None:
    author.is_told(
        "follow_up: P1\n", "follow_up: P11\n", "follow_up: there is no question 'P11'; did you mean 'P1'?"
    )


def test_a_follow_up_before_its_question_is_told(author: Author) -> None:
    author.is_told("follow_up: P1\n", "follow_up: P2\n", "'P2' does not come before this question")


def test_a_follow_up_of_another_section_is_told(author: Author) -> None:
    elsewhere = """\
  - id: E
    title: {nl: Elders, en: Elsewhere}
    questions:
      - {id: E1, type: yes_no, follow_up: P1, text: {nl: Ja?, en: Really?}}
cross_checks:
"""
    author.is_told("cross_checks:\n", elsewhere, "'P1' is in another section", at="E1")


def test_a_part_of_an_unknown_question_is_told(author: Author) -> None:
    author.is_told("part_of: P_open\n", "part_of: P_opened\n", "part_of: there is no question 'P_opened'")


def test_urgency_without_a_follow_up_is_told(author: Author) -> None:
    author.is_told("part_of: P_open\n", "part_of: P_open\n        urgent: true\n", "follow_up only")


def test_a_question_is_not_a_follow_up_and_a_part_at_once(author: Author) -> None:
    author.is_told("part_of: P_open\n", "follow_up: P_open\n        part_of: P_open\n", "not both")


def test_unknown_shared_choices_are_told_with_a_suggestion(author: Author) -> None:
    problems = author.changes("choices: where\n", "choices: were\n")
    assert [problem.message for problem in problems] == [
        "no question uses the shared choices 'where'",
        "there are no shared choices 'were'; did you mean 'where'?",
    ]


def test_an_option_that_stands_twice_is_told_where_it_stands(author: Author) -> None:
    author.is_told(
        "{id: chat, label", "{id: mail, label", "the option 'mail' stands here twice", at="label: {nl: Chat"
    )


def test_an_option_that_is_a_special_is_told(author: Author) -> None:
    author.is_told(
        "{id: phone, label", "{id: dont_know, label", "write it under 'specials'", at="Per telefoon"
    )


def test_a_choice_of_one_is_told_to_be_none(author: Author) -> None:
    author.is_told(
        "    - {id: phone, label: {nl: Per telefoon, en: By phone}}\n",
        "",
        "at least two options",
        at="  where:",
    )


def test_a_doubt_about_no_answer_is_told(author: Author) -> None:
    author.is_told("part_of: P_open\n", "part_of: P_open\n        doubts: no\n", "follow_up only")


def test_a_doubt_that_nobody_can_choose_is_told_with_what_there_is(author: Author) -> None:
    author.is_told(
        "type: text\n        follow_up: P1\n",
        "type: yes_no\n        follow_up: P1\n        doubts: nee\n",
        "'nee' is no option of this question (there are: yes, no)",
    )


def test_an_open_question_raises_no_doubt(author: Author) -> None:
    author.is_told("follow_up: P1\n", "follow_up: P1\n        doubts: no\n", "(there are: none)")
