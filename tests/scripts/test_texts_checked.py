"""What an author hears about languages, lengths and earlier answers in texts."""

from tests.scripts.author import MODEL, SCRIPT, Author

P2_TEXT = "text: {nl: Is er een plan?, en: Is there a plan?}"


def test_a_missing_translation_is_told_where_it_is_missing(author: Author) -> None:
    author.is_told(P2_TEXT, "text: {nl: Is er een plan?}", "'text' has no text for language 'en'")


def test_an_empty_translation_counts_as_missing(author: Author) -> None:
    author.is_told(P2_TEXT, "text: {nl: Is er een plan?, en: ' '}", "'text' has no text for language 'en'")


def test_a_title_that_lacks_a_language_is_told(author: Author) -> None:
    author.is_told("{nl: Deel een, en: Part one}", "{en: Part one}", "'title' has no text for language 'nl'")


def test_a_shared_label_that_lacks_a_language_is_told_once(author: Author) -> None:
    author.is_told(
        "{nl: Per telefoon, en: By phone}", "{nl: Per telefoon}", "'label' has no text for language 'en'"
    )


def test_anchors_that_lack_a_language_are_told(author: Author) -> None:
    author.is_told(
        "          en: [None, Half, Whole]\n", "", "'anchors' has no text for language 'en'", at="anchors:"
    )


def test_anchors_that_differ_in_number_are_told(author: Author) -> None:
    author.is_told(
        "en: [None, Half, Whole]",
        "en: [None, Whole]",
        "different numbers of anchors (nl 3, en 2)",
        at="anchors:",
    )


def test_a_level_question_without_anchors_is_told(author: Author) -> None:
    lines = "        anchors:\n          nl: [Nee, Half, Heel]\n          en: [None, Half, Whole]\n"
    author.is_told(lines, "", "a level question without anchors", at="- id: P2")


def test_a_level_question_with_one_anchor_is_told(author: Author) -> None:
    script = SCRIPT.replace("[Nee, Half, Heel]", "[Nee]").replace("[None, Half, Whole]", "[None]")
    assert ["at least two anchors" in problem.message for problem in author.checks(script)] == [True]


def test_a_level_question_with_eleven_anchors_is_told(author: Author) -> None:
    eleven = str([f"n{number}" for number in range(11)])
    script = SCRIPT.replace("[Nee, Half, Heel]", eleven).replace("[None, Half, Whole]", eleven)
    assert [problem.message for problem in author.checks(script)] == ["at most 10 anchors"]


def test_a_language_that_the_script_does_not_have_is_told(author: Author) -> None:
    author.is_told(
        P2_TEXT,
        P2_TEXT.replace("}", ", de: Gibt es einen Plan?}"),
        "'de' is not among the languages of this script",
    )


def test_an_anchor_that_is_too_long_is_told_with_its_length(author: Author) -> None:
    author.is_told(
        "nl: [Nee, Half, Heel]", f"nl: [Nee, '**{'a' * 91}**', Heel]", "has 91 characters, at most 90 fit"
    )


def test_the_signs_of_bold_do_not_count_as_length(author: Author) -> None:
    assert author.changes("nl: [Nee, Half, Heel]", f"nl: [Nee, '**{'a' * 90}**', Heel]") == []


def test_a_card_that_is_too_long_is_told_with_its_length(author: Author) -> None:
    long = f"text: {{nl: {'x' * 590}, en: Is there a plan?}}"
    author.is_told(P2_TEXT, long, "the card (nl) has 605 characters, at most 600 fit", at="xxx")


def test_an_explanation_that_is_too_long_is_told(author: Author) -> None:
    author.is_told(
        "why: {nl: Omdat het helpt.,", f"why: {{nl: {'y' * 301},", "'why' has 301 characters", at="yyy"
    )


def test_a_label_that_is_too_long_for_a_phone_is_told_once(author: Author) -> None:
    author.is_told("{nl: Per telefoon,", f"{{nl: {'Bel ' * 8}ons,", "this label has 35 characters", at="Bel ")


def test_a_label_of_its_own_that_is_too_long_is_told(author: Author) -> None:
    author.is_told(
        "label: {nl: Chat,", f"label: {{nl: {'Chat' * 8},", "this label has 32 characters", at="ChatChat"
    )


def test_an_option_id_that_does_not_fit_a_button_is_told_in_bytes(author: Author) -> None:
    author.is_told("{id: phone,", f"{{id: {'p' * 46},", "would hold 65 bytes, at most 64 fit", at="ppp")


def test_a_list_leaves_less_room_for_option_ids(author: Author) -> None:
    author.is_told("{id: chat,", f"{{id: {'p' * 40},", "would hold 65 bytes, at most 64 fit", at="ppp")


def test_an_earlier_answer_without_a_fallback_is_told(author: Author) -> None:
    author.is_told("bij {P1 | dit}", "bij {P1}", "{P1} needs a name and a fallback", at="bij {P1}")


def test_an_empty_fallback_counts_as_none(author: Author) -> None:
    author.is_told("bij {P1 | dit}", "bij {P1 | }", "needs a name and a fallback", at="bij {P1")


def test_an_unknown_name_in_a_text_is_told_with_a_suggestion(author: Author) -> None:
    author.is_told(
        "bij {P1 | dit}", "bij {P11 | dit}", "there is no question or fact 'P11'; did you mean", at="bij {"
    )


def test_an_answer_that_is_not_there_yet_cannot_be_quoted(author: Author) -> None:
    author.is_told(
        "bij {P1 | dit}", "bij {P_quote | dit}", "'P_quote' is not answered before this", at="bij {"
    )


def test_the_prompt_for_evidence_may_quote_the_answer_itself(author: Author) -> None:
    quoting = P2_TEXT + "\n        evidence: {nl: 'Wat toont {P2 | dat}?', en: What shows it?}"
    assert author.changes(P2_TEXT, quoting) == []


def test_a_unit_may_not_quote_its_own_number(author: Author) -> None:
    author.is_told(
        "unit: {nl: procent,", "unit: {nl: '{P4 | x}',", "'P4' is not answered before this", at="unit:"
    )


def test_facts_may_be_named_in_any_text(author: Author) -> None:
    assert (
        author.changes(
            P2_TEXT,
            P2_TEXT.replace("een plan?,", "'een plan, {consultant | wij}?',").replace(
                "nl: Is er 'een", "nl: 'Is er een"
            ),
        )
        == []
    )


def test_half_a_pair_of_braces_is_told(author: Author) -> None:
    author.is_told("bij {P1 | dit}", "bij {P1 | dit", "a brace { or } without its other half", at="bij {")


def test_bold_that_is_not_closed_is_told(author: Author) -> None:
    author.is_told(
        "Er is **niets**", "Er is **niets", "bold (**) is opened and not closed", at="Er is **niets"
    )


def test_texts_of_cross_checks_are_read_too(author: Author) -> None:
    author.is_told(
        "finding: {nl: Visie zonder plan.,", "finding: {nl: '',", "'finding' has no text for language 'nl'"
    )


def test_every_mistake_of_every_kind_is_told_at_once_in_order(author: Author) -> None:
    script = (
        SCRIPT.replace('version: "1.0"', "version: 1.0")
        .replace("when: 'P1 == 2'\n", "when: 'P9 == 2'\n")
        .replace(P2_TEXT, "text: {nl: Is er een plan?}")
        .replace("type: date", "type: datum")
        .replace("bij {P1 | dit}", "bij {P1}")
    )
    told = [
        (problem.line, problem.message)
        for problem in author.checks(script, MODEL.replace("version", "versie"))
    ]
    assert len(told) == 7, told
    assert [line for line, _ in told] == sorted(line for line, _ in told[:2]) + [line for line, _ in told[2:]]
