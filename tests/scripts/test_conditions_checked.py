"""What an author hears about `when` and `order`."""

import pytest

from tests.scripts.author import SCRIPT, Author

WHEN = "when: 'P1 == 2'\n"


def when(source: str) -> str:
    """The follow-up's condition, replaced."""
    return f'when: "{source}"\n' if "'" in source else f"when: '{source}'\n"


def test_a_script_without_mistakes_gets_no_remarks(author: Author) -> None:
    assert author.checks() == []


def test_an_unknown_name_is_told_with_the_one_that_was_meant(author: Author) -> None:
    author.is_told(WHEN, when("P1x == 2"), "there is no question or fact 'P1x'; did you mean 'P1'?")


def test_an_unknown_name_that_resembles_nothing_is_told_plainly(author: Author) -> None:
    author.is_told(WHEN, when("zzzzz == 2"), "there is no question or fact 'zzzzz'")


def test_a_fact_that_is_not_listed_is_told_where_to_list_it(author: Author) -> None:
    author.is_told(WHEN, when('role == "owner"'), "list it under 'facts'")


def test_a_condition_on_a_later_question_is_told(author: Author) -> None:
    author.is_told(WHEN, when("P2 == 2"), "'P2' comes later in the script")


def test_a_condition_on_the_question_itself_is_told(author: Author) -> None:
    author.is_told(WHEN, when("words(P1_used) < 3"), "'P1_used' is this question itself")


def test_a_section_cannot_wait_for_its_own_questions(author: Author) -> None:
    author.is_told("""when: 'pillar == "P"'""", "when: 'P1 == 1'", "'P1' comes later in the script")


def test_a_helper_on_a_later_question_is_told(author: Author) -> None:
    author.is_told(WHEN, when('answered("P3")'), "answered: 'P3' comes later")


def test_a_helper_on_an_unknown_question_is_told_with_a_suggestion(author: Author) -> None:
    author.is_told(WHEN, when('answered("p1")'), "answered: there is no question 'p1'; did you mean 'P1'?")


def test_a_helper_without_quotes_around_the_id_is_told_to_add_them(author: Author) -> None:
    author.is_told(WHEN, when("answered(P1)"), 'write the question\'s id in quotes: "P1"')


def test_a_word_count_with_quotes_is_told_to_drop_them(author: Author) -> None:
    author.is_told(
        """when: 'answered("P_open")'""", """when: 'words("P_open") > 3'""", "id without quotes: P_open"
    )


def test_words_of_a_level_are_not_counted(author: Author) -> None:
    author.is_told(WHEN, when("words(P1) < 3"), "'P1' is a level question; words are counted of a text")


def test_words_of_an_open_answer_are_counted(author: Author) -> None:
    assert author.changes("""when: 'answered("P_open")'""", "when: 'words(P_open) < 15'") == []


def test_a_helper_with_too_few_arguments_is_shown_how_it_is_used(author: Author) -> None:
    author.is_told(WHEN, when('said("P1")'), "said takes 2: said(<question>, <special>)")


def test_a_helper_without_any_argument_is_shown_how_it_is_used(author: Author) -> None:
    author.is_told(WHEN, when("answered()"), "answered takes 1: answered(<question>)")


def test_a_special_that_the_question_lacks_is_told(author: Author) -> None:
    author.is_told(
        WHEN, when('said("P1", "dontknow")'), "'P1' has no special \"dontknow\"; did you mean 'dont_know'?"
    )


def test_a_special_of_an_unknown_question_is_told_once(author: Author) -> None:
    author.is_told(WHEN, when('said("Q", "dont_know")'), "said: there is no question 'Q'")


def test_a_special_that_the_question_has_is_fine(author: Author) -> None:
    assert author.changes(WHEN, when('said("P1", "dont_know")')) == []


def test_skipping_counts_as_a_special_of_an_optional_question(author: Author) -> None:
    assert author.changes("""when: 'answered("P_open")'""", """when: 'said("P_open", "skipped")'""") == []


def test_an_unknown_function_is_told_with_a_suggestion(author: Author) -> None:
    author.is_told(WHEN, when('anwsered("P1")'), "there is no function 'anwsered'; did you mean 'answered'?")


def test_functions_of_the_language_itself_are_known(author: Author) -> None:
    source = 'P_channels.exists(way, way == "mail") && size(P_channels) < 3'
    assert author.changes("""when: 'answered("P_open")'""", f"when: '{source}'") == []


def test_a_streak_longer_than_the_questions_before_it_is_told(author: Author) -> None:
    author.is_told(
        "order: 'low_streak(2) ? 0 : 800'",
        "order: 'low_streak(3) ? 0 : 800'",
        "only 2 level questions come before this in its section",
    )


def test_a_streak_of_no_number_is_told(author: Author) -> None:
    author.is_told(
        "order: 'low_streak(2) ? 0 : 800'", "order: 'low_streak(0) ? 0 : 1'", "whole number above 0"
    )


def test_a_level_compared_with_a_text_is_told(author: Author) -> None:
    author.is_told(WHEN, when('P1 >= "2"'), "'P1' is a level question: its answer is a number")


def test_a_text_compared_with_a_number_is_told(author: Author) -> None:
    author.is_told(
        """when: 'answered("P_open")'""",
        "when: 'P_open > 3'",
        "its answer is a text in quotes, and 3 is a number",
    )


def test_yes_compared_with_true_is_told(author: Author) -> None:
    author.is_told("""when: 'answered("P_open")'""", "when: 'P3 == true'", "true is true or false")


def test_a_date_compared_with_a_text_that_is_none_is_told(author: Author) -> None:
    author.is_told(
        """when: 'answered("P_open")'""", """when: 'P_since > "2020"'""", "its answer is a date in quotes"
    )


def test_a_date_compared_with_a_date_is_fine(author: Author) -> None:
    assert author.changes("""when: 'answered("P_open")'""", """when: '"2020-01-01" > P_since'""") == []


def test_a_date_out_of_its_own_reach_makes_a_condition_never_true(author: Author) -> None:
    author.is_told("""when: 'answered("P_open")'""", """when: 'P_since < "2001-01-01"'""", "is never true")


def test_a_list_compared_as_one_answer_is_told_how_to_ask(author: Author) -> None:
    author.is_told(
        """when: 'answered("P_open")'""", """when: 'P_channels == "mail"'""", 'write "mail" in P_channels'
    )


def test_one_answer_asked_as_a_list_is_told_how_to_compare(author: Author) -> None:
    author.is_told(
        """when: 'answered("P_open")'""", """when: '"desk" in P_where'""", 'write P_where == "desk"'
    )


def test_an_option_of_a_list_is_fine(author: Author) -> None:
    assert author.changes("""when: 'answered("P_open")'""", """when: '"mail" in P_channels'""") == []


def test_a_level_that_is_not_there_is_told_with_those_that_are(author: Author) -> None:
    author.is_told(WHEN, when("P1 == 4"), "'P1' is never 4: its answers are 0, 1, 2")


def test_an_option_that_is_not_there_is_told_with_those_that_are(author: Author) -> None:
    author.is_told(
        """when: 'answered("P_open")'""",
        """when: '"home" == P_where'""",
        "'P_where' is never \"home\": its answers are 'desk', 'phone'",
    )


def test_an_option_that_no_list_can_hold_is_told(author: Author) -> None:
    author.is_told("""when: 'answered("P_open")'""", """when: '"fax" in P_channels'""", 'is never "fax"')


def test_a_pillar_that_the_model_lacks_is_told(author: Author) -> None:
    author.is_told("""when: 'pillar == "P"'""", """when: 'pillar == "Q"'""", "the model has P")


def test_other_facts_can_be_anything(author: Author) -> None:
    assert author.changes(WHEN, when('organisation == "Gemeente Voorbeeld"')) == []


def test_a_condition_that_is_always_true_is_told(author: Author) -> None:
    author.is_told(WHEN, when("P1 >= 3 || P1 < 3 || true"), "is always true; leave it out")


def test_a_condition_that_every_answer_fulfils_is_told(author: Author) -> None:
    author.is_told(
        WHEN, when("P1 >= 0"), 'is true whatever the answer is; if that is meant, write answered("…")'
    )


def test_a_condition_that_no_answer_fulfils_is_told_with_the_answers(author: Author) -> None:
    author.is_told(WHEN, when("P1 > 2"), "is never true (P1 is one of 0, 1, 2)")


def test_a_condition_that_contradicts_itself_is_told(author: Author) -> None:
    author.is_told(WHEN, when('P1 == 2 && said("P1", "dont_know")'), "is never true")


def test_a_number_beyond_its_own_limits_is_told(author: Author) -> None:
    author.is_told("""when: 'answered("P_open")'""", "when: 'P4 > 100'", "is never true")


def test_a_number_within_its_limits_is_fine(author: Author) -> None:
    assert author.changes("""when: 'answered("P_open")'""", "when: 'P4 >= 50 && P4 < 60'") == []


def test_more_options_than_there_are_is_told(author: Author) -> None:
    author.is_told("""when: 'answered("P_open")'""", "when: 'size(P_channels) > 3'", "is never true")


def test_a_condition_on_a_run_of_answers_may_go_either_way(author: Author) -> None:
    assert author.changes("""when: 'answered("P_open")'""", "when: 'high_streak(2)'") == []


def test_a_condition_that_is_a_number_is_told(author: Author) -> None:
    author.is_told(WHEN, when("P1"), "not to true or false")


def test_an_order_that_is_no_number_is_told(author: Author) -> None:
    author.is_told(
        "order: 'low_streak(2) ? 0 : 800'",
        "order: 'low_streak(2)'",
        "comes to true or false, not to a number",
    )


def test_an_order_that_is_no_cel_is_told_once(author: Author) -> None:
    author.is_told(
        "order: 'low_streak(2) ? 0 : 800'", "order: 'low_streak('", "is no condition: it ends too soon"
    )


def test_an_order_in_words_is_told(author: Author) -> None:
    author.is_told(
        "order: 'low_streak(2) ? 0 : 800'", """order: '"first"'""", "comes to 'first', not to a number"
    )


def test_two_answers_of_different_kinds_compared_are_told(author: Author) -> None:
    author.is_told(
        """when: 'answered("P_open")'""",
        "when: 'P_open > P1'",
        "compares things of different kinds: P1 is a level question, P_open is a text question",
    )


def test_a_question_that_its_section_closes_off_is_told(author: Author) -> None:
    author.is_told(WHEN, when('pillar != "P"'), "never true together with the conditions of its section")


def test_a_question_behind_one_that_excludes_it_is_told_to_be_unreachable(author: Author) -> None:
    author.is_told(
        """when: 'answered("P_open")'""",
        """when: 'answered("P1_used") && P1 <= 1'""",
        "never true together with the conditions of its section and of the questions it names",
    )


def test_a_question_outside_its_section_is_told_to_be_unreachable(author: Author) -> None:
    script = SCRIPT.replace("""when: 'pillar == "P"'""", """when: 'organisation == "a"'""")
    problems = author.checks(script.replace("'P1 == 2'", """'organisation == "b" && P1 == 2'"""))
    assert ["together with" in problem.message for problem in problems] == [True]


def test_a_section_that_never_opens_is_told_once_and_not_per_question(author: Author) -> None:
    author.is_told("""when: 'pillar == "P"'""", """when: 'pillar == "P" && false'""", "is never true")


def test_a_condition_on_very_many_answers_is_not_tried(author: Author) -> None:
    many = " && ".join(f"P4 + {n} > P1 && P2 >= 0 && P_open.size() > {n}" for n in range(200))
    assert author.changes("""when: 'answered("P_open")'""", f"when: '{many}'") == []


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("P1 == 2 and P1", "mismatched input 'and' (at character 9; write && for and"),
        ("P1 ==", "it ends too soon (at character 6"),
        ("P1 ? 3", "Incomplete"),
    ],
)
def test_a_condition_that_is_no_cel_is_told_with_the_place(author: Author, source: str, says: str) -> None:
    author.is_told(WHEN, when(source), says)


def test_a_section_condition_that_is_no_cel_is_told_once(author: Author) -> None:
    author.is_told("""when: 'pillar == "P"'""", "when: 'pillar =='", "is no condition")


def test_a_condition_without_quotes_that_yaml_takes_for_true_is_told(author: Author) -> None:
    author.is_told(WHEN, "when: true\n", "must be text; put it in quotes")


def test_a_cross_check_is_tried_like_any_condition(author: Author) -> None:
    author.is_told("when: 'P1 == 2 && P2 == 0'", "when: 'P1 == 2 && P1 == 0'", "is never true")
