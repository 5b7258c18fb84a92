"""The long report: readable and honest whatever was answered, each figure with what it rests on."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import asdict, replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.library import load_folder
from bot.reports.advice import Decision
from bot.reports.blocks import Block, Chart, Document, Line, Listed, Notice, Paragraph, Section, Table
from bot.reports.discretion import TRACEABLE
from bot.reports.report import report
from scoring import parse_model
from tests.reports.as_lines import as_text
from tests.reports.golden import same_as_kept
from tests.reports.memo_cases import CASES, of
from tests.reports.report_cases import case, everything, material_of, without_plan
from tests.reports.rounds import Round, answer, assessment, whole_round

LANGUAGES = ("nl", "en")


@cache
def made(name: str, language: str, *, leaves: bool = False) -> Document:
    return report(case(name, leaves=leaves), language)


def sections(document: Document) -> Iterator[Section]:
    waiting = [*document.sections, *document.annexes]
    while waiting:
        section = waiting.pop(0)
        yield section
        waiting[:0] = section.parts


def lines(document: Document) -> Iterator[Line]:
    """Every sentence; rows of tables as sentences with their receipts."""
    for section in sections(document):
        for block in section.blocks:
            yield from lines_of(block)


def lines_of(block: Block) -> Iterator[Line]:
    match block:
        case Paragraph(found) | Listed(found) | Notice(_, _, found):
            yield from found
        case Table():
            for number, row in enumerate(block.rows):
                yield Line(" | ".join(row), tuple(block.receipts.get(number, ())))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", CASES)
def test_what_the_three_judged_cases_say_stays_as_it_was_read(name: str, language: str) -> None:
    assert same_as_kept(f"report.{name}.{language}.txt", as_text(made(name, language)))


def test_what_leaves_stays_as_it_was_read() -> None:
    text = as_text(made("high_but_unbalanced", "nl", leaves=True))
    assert same_as_kept("report.leaves.nl.txt", text)


@pytest.mark.parametrize("name", CASES)
def test_both_languages_have_the_same_chapters_and_as_many_sentences(name: str) -> None:
    dutch, english = (made(name, language) for language in LANGUAGES)
    assert [one.id for one in sections(dutch)] == [one.id for one in sections(english)]
    assert [line.receipts for line in lines(dutch)] == [line.receipts for line in lines(english)]


@pytest.mark.parametrize("name", CASES)
def test_every_receipt_that_a_sentence_names_is_there_and_says_something(name: str) -> None:
    document = made(name, "nl")
    named = {key for line in lines(document) for key in line.receipts}
    assert named <= set(document.receipts)
    assert all(receipt.title and receipt.entries for receipt in document.receipts.values())


#: Chapters whose figures are of this assessment; numbers elsewhere are of the model, of dates and versions.
FIGURES = (
    "asked",
    "found",
    "costs",
    "people",
    "overall",
    "pillar-",
    "conclusions",
    "wave-",
    "takes",
    "brings",
)
DAYS = re.compile(r"\d{1,2} [a-z]+ \d{4}")


@pytest.mark.parametrize("name", CASES)
def test_every_sentence_with_a_figure_has_a_receipt_in_the_consultants_copy(name: str) -> None:
    document = made(name, "nl")
    told = [
        line
        for section in sections(document)
        if section.id.startswith(FIGURES)
        for block in section.blocks
        for line in lines_of(block)
    ]
    bare = [one.text for one in told if re.search(r"\d", DAYS.sub("", one.text)) and not one.receipts]
    assert bare == []


@pytest.mark.parametrize("name", CASES)
def test_every_conclusion_traces_to_items_and_every_action_to_an_item_and_a_step(name: str) -> None:
    document = made(name, "nl")
    [conclusions] = [s for s in sections(document) if s.id == "conclusions"]
    [table] = [block for block in conclusions.blocks if isinstance(block, Table)]
    assert all(row[1] for row in table.rows)
    [traced] = [s for s in sections(document) if s.id == "traced"]
    [actions] = [block for block in traced.blocks if isinstance(block, Table)]
    assert all(" naar " in row[2] and re.search(r"[SOBIM][1-7]", row[3]) for row in actions.rows)


@pytest.mark.parametrize("name", CASES)
def test_a_copy_that_leaves_has_no_receipts_and_nothing_of_pillars_with_few_people(name: str) -> None:
    whole, leaving = made(name, "nl"), made(name, "nl", leaves=True)
    assert leaving.receipts == {}
    assert all(line.receipts == () for line in lines(leaving))
    assert "confidential" not in {one.id for one in sections(leaving)}
    assert "confidential" in {one.id for one in sections(whole)}
    for pillar in case(name).facts.pillars:
        if pillar.people < 3:
            charts = [b for s in sections(leaving) for b in s.blocks if s.id == f"pillar-{pillar.id}"]
            assert not [block for block in charts if isinstance(block, Chart)]
            assert not [block for block in charts if isinstance(block, Listed)]
    assert "spread" not in {b.kind for s in sections(leaving) for b in s.blocks if isinstance(b, Chart)}


@pytest.mark.parametrize("name", ["balanced_and_low", "half_answered"])
def test_without_a_review_no_level_of_the_whole_is_named_anywhere(name: str) -> None:
    text = as_text(made(name, "nl"))
    assert "Niveau van het geheel:" not in text
    assert "gelijk op: " not in text
    assert "Een niveau van het geheel noemen wij nog niet" in text


@pytest.mark.parametrize("leaves", [False, True], ids=["full", "leaves"])
def test_a_report_of_all_that_can_be_told_stays_as_it_was_read(*, leaves: bool) -> None:
    text = as_text(report(everything(leaves=leaves), "nl"))
    assert same_as_kept(f"report.everything.{'leaves' if leaves else 'full'}.nl.txt", text)


def test_a_round_without_an_answer_is_a_readable_report() -> None:
    text = as_text(report(material_of(of({})), "nl"))
    assert "Nog niemand vulde de vragenlijst in" in text
    assert "over geen van de 5 pijlers is een oordeel mogelijk" in text


def test_one_pillar_alone_and_one_person_is_a_readable_report() -> None:
    text = as_text(report(material_of(of({"S": ("2222222",)})), "nl"))
    assert "Over deze pijler heeft nog niemand antwoorden verstuurd" in text
    assert "Dit rust op 1 persoon" in text


def test_where_everything_is_not_applicable_the_report_says_so() -> None:
    everyone = dict.fromkeys("SOBIM", ("xxxxxxx",))
    text = as_text(report(material_of(of(everyone)), "nl"))
    assert text.count("Deze pijler is niet van toepassing op deze organisatie.") == 5


def test_one_item_with_four_people_is_readable_in_both_languages() -> None:
    found = material_of(of({"S": ("2", "3", "1", "4")}))
    assert "Dat is te weinig voor een niveau" in as_text(report(found, "nl"))
    assert "too little for a level" in as_text(report(found, "en"))


def test_every_chart_says_in_its_alternative_text_what_it_shows() -> None:
    for name in CASES:
        for section in sections(made(name, "nl")):
            for block in section.blocks:
                if isinstance(block, Chart):
                    assert block.alt.startswith(block.title.rstrip("."))
                    assert "n = " in block.caption
                    json.dumps(block.data, allow_nan=False)


def test_section_ids_are_unique_and_fit_in_an_address() -> None:
    for name in CASES:
        ids = [one.id for one in sections(made(name, "nl"))]
        assert len(set(ids)) == len(ids)
        assert all(re.fullmatch(r"[A-Za-z0-9-]+", id_) for id_ in ids)


def test_the_same_material_gives_the_same_document() -> None:
    assert asdict(report(case("half_answered"), "nl")) == asdict(report(case("half_answered"), "nl"))


def test_another_model_with_contradictions_and_departments_is_a_readable_report() -> None:
    text = as_text(report(without_plan(whole_round()), "nl"))
    assert "Er is nog geen plan met acties." in text
    assert "Het verst is Klantcontact" in text


SECRET = "Zonnebloempit"
PLACES = st.lists(st.tuples(st.text(st.sampled_from("01234?x-"), min_size=7, max_size=7)), max_size=4)


@settings(max_examples=25, deadline=None)
@given(st.fixed_dictionaries(dict.fromkeys("SOB", PLACES)), st.sampled_from(LANGUAGES))
def test_nothing_that_anybody_typed_is_in_a_copy_that_leaves_whatever_was_answered(
    answered: dict[str, list[tuple[str]]], language: str
) -> None:
    found = of({})
    words: dict[str, object] = {
        "text": f"{SECRET} who",
        "reason": f"{SECRET} reason",
        "best": f"{SECRET} best",
    }
    words |= {"evidence": ({"kind": "text", "text": f"{SECRET} evidence"},), "weakest": f"{SECRET} weakest"}
    for pillar, people in answered.items():
        for (values,) in people:
            said = {f"{pillar}{number}": dict(words) for number in range(1, 8)}
            found.person(pillar, values, details=said)
    text = as_text(report(material_of(found, leaves=True), language))
    assert SECRET not in text
    small = [pillar.id for pillar in found.facts().pillars if pillar.people < TRACEABLE]
    traced = text.partition("Van actie naar onderwerp" if language == "nl" else "From action to topic")[2]
    rows = [row for row in traced.split("\n") if row.startswith("| ")]
    assert not [row for row in rows if re.search(rf"\| ({'|'.join(small)})[1-7]\b", row)]


@pytest.mark.parametrize(("may", "told"), [("yes", True), ("background", False), (None, False)])
def test_own_words_are_only_in_the_consultants_copy_and_only_with_a_yes(
    may: str | None, *, told: bool
) -> None:
    found = of({"S": ("1111111", "1111111", "1111111")})
    found.answers.append(answer("S0", "S_a", "Dat inwoners ons weten te vinden."))
    found.answers.append(answer("S0", "S_a_more", "skipped"))
    if may is not None:
        found.answers.append(answer("S0", "S_a_quote", may))
    whole, leaving = (as_text(report(material_of(found, leaves=leaves), "nl")) for leaves in (False, True))
    assert ("Dat inwoners ons weten te vinden." in whole) is told
    assert "skipped" not in whole
    assert "Dat inwoners ons weten te vinden." not in leaving


@pytest.mark.parametrize("language", LANGUAGES)
def test_any_model_that_has_questions_makes_a_readable_report(language: str) -> None:
    folder = Path("interview_scripts/example")
    model = parse_model((folder / "model.yaml").read_text("utf-8"))
    found = Round(assessment(), model=model, script=load_folder(folder).scripts["maturity"].script)
    for dimension in model.dimensions:
        found.person(dimension.id, "012")
    text = as_text(report(without_plan(found), language))
    assert all((pillar.name[language]) in text for pillar in model.dimensions)
    assert "None" not in text


def test_what_was_done_is_told_by_its_own_words_once_no_plan_has_the_action_any_more() -> None:
    found = everything()
    decided = Decision("Yes.", None, None, {"gone": {"nl": "Maak een **lijst**.", "en": "Make a list."}})
    advice = replace(found.advice, plan=None, decision=decided, progress={"gone": ("gedaan",), "x": ("ja",)})
    text = as_text(report(replace(found, advice=advice), "nl"))
    assert "Maak een lijst. gedaan" in text
