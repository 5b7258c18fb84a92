"""The page that a consultant takes along: what is on it, what is not, and that it is one page."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.app.plug import SHIPPED
from bot.library import load_folder
from bot.reports.glyphs import drawable
from bot.reports.guide import ASKED, Guide, doubts_of, guide_of
from bot.reports.guide_page import guide_page, page_data
from bot.reports.judged import judged
from bot.reports.words import Words
from bot.texts import shipped
from scoring import parse_model
from storage.records import Person
from tests.reports.rounds import BEFORE, NOW, Round, answer, assessment

LIBRARY = load_folder(SHIPPED)


def guide(made: Round, name: str = "Ada de Vries", place: int = 0) -> Guide:
    mine = made.interviews[place]
    person = Person("t", mine.person, "telegram", "1", name, None, NOW)
    found = judged(made.answers, made.judgements)
    return guide_of(made.facts(), made.model, made.script, mine, person, made.answers, found)


def page(made: Round, language: str = "nl", **more: Any) -> dict[str, Any]:
    return page_data(guide(made, **more), Words(language, shipped()))


def asked(made: Round, place: int = 0) -> list[str]:
    return [question.rule for question in guide(made, place=place).questions]


def pages(pdf: Path) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", pdf.read_bytes()))


def real(values: str = "3340?13") -> Round:
    script, model = LIBRARY.script("maturity").script, parse_model(LIBRARY.model.text, "model.yaml")
    return Round(assessment(), model=model, script=script).person("S", values, shown="S1 S7")


def longest() -> Round:
    """Seven items with as much of everything as people can type."""
    words = "Wijkwinkelsamenwerkingsovereenkomst " * 40
    made = real("3333?33")
    made.organisation = assessment("W" * 300)
    made.interviews[0] = replace(made.interviews[0], submitted_at=BEFORE, department="W" * 300)
    made.person("B", "0000000").person("O", "4444444").person("M", "0000000").person("I", "0000000")
    made.person("S", "0000000", role="colleague")
    made.answers = [
        replace(
            one, text=words, best="W" * 200, weakest=words, evidence=({"kind": "text", "text": words},) * 3
        )
        if one.interview == "S0"
        else one
        for one in made.answers
    ]
    made.answers += [answer("S0", id_, words, source="1") for id_ in ("S_a", "S_b", "S1_used")]
    made.answers += [answer("S0", f"S{n}_whole", "no") for n in range(1, 5)]
    made.judge("S0", "S1 S2 S3 S4 S6 S7", 2.5, evidence=False)
    made.judgements = [replace(one, reason=words) for one in made.judgements]
    return made


@pytest.mark.parametrize("language", ["nl", "en"])
def test_seven_items_with_long_texts_fit_on_one_tagged_page(language: str, tmp_path: Path) -> None:
    pdf = guide_page(guide(longest(), "W" * 300), language, tmp_path / "long.pdf")
    assert pages(pdf) == 1
    assert b"pdfuaid" in pdf.read_bytes()
    assert b"/MarkInfo" in pdf.read_bytes()


def test_the_page_reads_in_the_order_of_the_conversation(tmp_path: Path) -> None:
    if shutil.which("pdftotext") is None:
        return
    pdf = guide_page(guide(real()), "nl", tmp_path / "guide.pdf")
    text = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], capture_output=True, text=True, check=True)
    places = [
        text.stdout.index(word)
        for word in ("Gespreksleidraad", "Ada de Vries", "Visie en doel", "Vijf vragen")
    ]
    assert places == sorted(places)


def test_every_answer_stands_there_in_the_words_that_were_chosen() -> None:
    rows = page(real())["rows"]
    assert len(rows) == 7
    assert "3 · Eén doel voor de hele organisatie" in rows[0]["answer"]
    assert rows[4]["answer"] == "weet ik niet"
    assert [row["standing"] for row in rows[:2]] == ["met verwijzing", "volgens opgave"]


@pytest.mark.parametrize(("said", "in_doubt"), [("no", True), ("yes", False)])
def test_the_highest_answer_beside_a_no_to_whether_it_holds_everywhere_is_talked_about(
    said: str, in_doubt: bool
) -> None:
    made = real("4340?13")
    made.answers.append(answer("S0", "S1_whole", said))
    [line] = [one for found in page(made)["lists"] for one in found["lines"] if "hoog antwoord" in one] or [
        ""
    ]
    assert line == (
        "Visie en doel: hoog antwoord, maar “nee” op “Gebruiken in uw eigen organisatie ook alle "
        "afdelingen dit doel?”"
        if in_doubt
        else ""
    )
    assert ("doubted" in asked(made)) is in_doubt


def test_a_doubt_about_an_answer_that_was_changed_since_is_none() -> None:
    made = real("4340?13")
    made.answers.append(answer("S0", "S1_whole", "no"))
    mine = made.interviews[0]
    assert doubts_of(made.script, mine, made.answers).keys() == {"S1"}
    assert doubts_of(made.script, mine, made.answers, frozenset({"S1_whole"})) == {}


def test_what_lacks_evidence_is_listed_and_asked_for() -> None:
    made = Round().person("S", "3322", shown="S1")
    [missing] = [found for found in page(made)["lists"] if found["title"] == "Nog niet onderbouwd"]
    assert missing["lines"] == ["Eigenaar"]
    assert "unshown" in asked(made)


def test_evidence_that_the_consultant_found_wanting_is_asked_for_again() -> None:
    made = Round().person("S", "3222", shown="S1")
    assert "unshown" not in asked(made)
    assert "unshown" in asked(made.judge("S0", "S1", evidence=False))


def test_a_contradiction_with_somebody_elses_answer_is_marked_as_not_to_be_quoted() -> None:
    made = Round().person("S", "3222").person("B", "2221")
    [clash] = [found for found in page(made)["lists"] if found["title"] == "Antwoorden die botsen"]
    assert clash["lines"] == ["Er is een doel, maar er wordt nauwelijks gemeten. [ook anderen]"]
    assert "Leg die niet voor" in clash["warning"]
    assert "own_clash" not in asked(made)
    assert "own_clash" not in asked(made, place=1)


def test_only_who_gave_both_answers_is_asked_about_their_contradiction() -> None:
    made = Round().person("S", "3222")
    made.answers.append(answer("S0", "B4", 1))
    assert asked(made)[0] == "own_clash"
    [clash] = [found for found in page(made)["lists"] if found["title"] == "Antwoorden die botsen"]
    assert clash["warning"] is None


def test_questions_never_tell_what_somebody_else_answered() -> None:
    made = Round().person("S", "3222").person("S", "0222", role="colleague").person("B", "2221")
    words = " ".join(page(made)["questions"])
    assert "apart" in asked(made)
    assert "niets" not in words
    assert "gemeten" not in words


def test_who_would_know_is_named_with_the_question_to_whom_to_go() -> None:
    made = Round().person("S", "22?2", details={"S3": {"text": "de archivaris"}})
    [unknown] = [found for found in page(made)["lists"] if found["title"].startswith("Weet ik niet")]
    assert unknown["lines"] == ["Tijd: weet volgens deze persoon de archivaris"]
    assert any("U noemde de archivaris" in question for question in page(made)["questions"])


def test_what_must_not_be_missing_is_asked_about_first() -> None:
    assert asked(Round().person("S", "3022"))[0] == "urgent"


def test_an_open_answer_that_may_not_be_quoted_says_so() -> None:
    made = real()
    made.answers += [
        answer("S0", "S_a", "Wij zijn te traag.", source="1"),
        answer("S0", "S_a_quote", "background"),
    ]
    made.answers.append(answer("S0", "S_b", "Minder telefoontjes.", source="2"))
    [told] = [found for found in page(made)["lists"] if found["title"] == "In eigen woorden"]
    assert [line.startswith("[alleen als achtergrond]") for line in told["lines"]] == [True, False]


def test_a_page_without_any_answer_still_has_a_question_to_begin_with() -> None:
    made = Round().person("S", "")
    assert asked(made) == ["closing"]
    assert all(row["answer"] == "nog open" for row in page(made)["rows"])


def test_a_judgement_of_an_earlier_answer_is_told_to_be_overtaken() -> None:
    made = Round().person("S", "3222").judge("S0", "S1", 2.0, revision=1)
    made.answers[0] = replace(made.answers[0], revision=2)
    assert page(made)["rows"][0]["verdict"] == "antwoord gewijzigd na uw oordeel"


@given(st.text("01234?x- ", min_size=4, max_size=4), st.text("01234?x- ", min_size=4, max_size=4))
def test_never_more_than_five_questions_and_never_two_about_one_thing(mine: str, theirs: str) -> None:
    made = Round().person("S", mine).person("S", theirs, role="colleague").person("B", theirs)
    questions = guide(made).questions
    assert 1 <= len(questions) <= ASKED
    about = [question.row.item.id for question in questions if question.row is not None]
    assert len(set(about)) == len(about)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text(st.sampled_from("#$*_`[]{}()<>@\\\"'/=-+~\n\x00aé😀W"), max_size=80) | st.text(max_size=200))
def test_no_word_that_somebody_typed_is_read_as_markup(tmp_path: Path, words: str) -> None:
    made = Round(assessment(words)).person("S", "33?x", shown="S1", details={"S3": {"text": words}})
    made.judge("S0", "S1", 2.0)
    made.judgements[0] = replace(made.judgements[0], reason=words)
    assert pages(guide_page(guide(made, words), "nl", tmp_path / "named.pdf")) == 1


def test_letters_that_no_shipped_font_has_do_not_keep_the_page_from_being_made() -> None:
    assert drawable({"a": ["Zoë Żółć 漢😀", 3, None]}) == {"a": ["Zoë Żółć □□", 3, None]}
