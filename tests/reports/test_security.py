"""What could help somebody who means harm stands in the confidential annex, and in nothing that leaves."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.interview.questions import FreeText
from bot.reports.advice import ActionEdit, Decision
from bot.reports.discretion import is_secret, leaving
from bot.reports.documents import DOCUMENTS, Document, Material, documents_of
from bot.reports.memo import memo
from bot.reports.report import report
from bot.reports.report.department import department_plan, departments_of
from bot.reports.report.security import security_annex
from bot.reports.report.source import source_of
from tests.reports.as_lines import as_text
from tests.reports.golden import same_as_kept
from tests.reports.memo_cases import GIVEN, of, shipped
from tests.reports.memo_cases import as_text as memo_text
from tests.reports.report_cases import about_initiatives, material_of
from tests.reports.rounds import Round

LANGUAGES = ("nl", "en")
SECURITY = ("I2", "O5")
#: Pillar -> where its item about security stands among its answers.
PLACES = {"I": 1, "O": 4}
OTHERS = dict.fromkeys("SOBIM", ("1111111",) * 3)


def low(values: str = "00") -> Round:
    """Three people for every pillar; what is about security has these values."""
    pillars = dict(OTHERS)
    for (pillar, place), value in zip(PLACES.items(), values, strict=True):
        answers = pillars[pillar][0]
        pillars[pillar] = (answers[:place] + value + answers[place + 1 :],) * 3
    return of(pillars)


@cache
def forbidden(language: str) -> tuple[str, ...]:
    """Words of which each would tell: what the shipped model and actions say about these items."""
    _, script, catalogue = shipped()
    questions = {one.id: one for section in script.sections for one in section.questions}
    anchors = [option.label[language] for id_ in SECURITY for option in questions[id_].options]
    actions = [one for one in catalogue.actions if set(one.items) & set(SECURITY)]
    told = [text[language] for one in actions for text in (one.text, one.measure, one.short)]
    return tuple(text.replace("**", "").rstrip(".") for text in (*anchors, *told))


def shared(made: Round, **more: object) -> Material:
    return material_of(made, leaves=True, given=GIVEN, **more)  # type: ignore[arg-type]


def written(material: Material, language: str, out: Path) -> str:
    """Everything that a copy for others says, as far as it is text before it is set."""
    said = [as_text(report(material, language)), memo_text(material.memo(language))]
    said += [as_text(department_plan(material, name, language)) for name in departments_of(material)]
    for name in ("data.json", "summary.{lang}.txt"):
        document_of(name).make(material, language, out / name)
        said.append((out / name).read_text("utf-8"))
    return "\n".join(said).replace("**", "")


def document_of(name: str) -> Document:
    return next(one for one in DOCUMENTS if one.name == name)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("values", ["00", "11", "34"])
def test_nothing_that_leaves_tells_how_it_stands_with_security(
    values: str, language: str, tmp_path: Path
) -> None:
    text = written(shared(low(values)), language, tmp_path)
    assert [words for words in forbidden(language) if words in text] == []
    kept = {"nl": "vertrouwelijke bijlage", "en": "confidential annex"}[language]
    rows = [line for line in text.splitlines() if re.match(r"\| (I2|O5) ", line)]
    assert len(rows) == 2
    assert all(f"| in {'de' if language == 'nl' else 'the'} {kept} | –" in row for row in rows)


@settings(max_examples=15, deadline=None)
@given(st.text("0123", min_size=2, max_size=2))
def test_which_answer_was_given_about_security_changes_no_item_that_leaves(values: str) -> None:
    here, there = (leaving(low(each).facts()) for each in (values, "44"))
    assert [pillar.items for pillar in here.pillars] == [pillar.items for pillar in there.pillars]
    assert here.evidence == there.evidence
    assert here.findings == there.findings


def test_numbers_of_the_plan_keep_wave_effort_and_cost_of_an_action_that_is_not_named(tmp_path: Path) -> None:
    made = low()
    full, left = source_of(material_of(made, given=GIVEN), "nl"), source_of(shared(made), "nl")
    assert full.numbered == left.numbered
    secret = [one for one in full.actions if is_secret(full.facts, one.action)]
    assert len(secret) >= 2
    text = as_text(report(left.material, "nl"))
    for one in secret:
        rows = [line for line in text.splitlines() if line.startswith(f"| {full.numbered[one.id]} |")]
        assert rows[0].count("Maatregel uit de vertrouwelijke bijlage | – | maand 1") == 1
        assert "3 dagen; €\u00a01.950 | –" in rows[0]
        assert all("vertrouwelijke bijlage" in row for row in rows)
    document_of("data.json").make(left.material, "nl", tmp_path / "data.json")
    data = json.loads((tmp_path / "data.json").read_text("utf-8"))
    assert not [one.id for one in secret if one.id in json.dumps(data)]
    assert data["plan"]["withheld"] >= len(secret)


def test_what_was_agreed_or_decided_about_it_does_not_leave_either(tmp_path: Path) -> None:
    made = low()
    [one, *_] = [a for a in source_of(material_of(made), "nl").actions if is_secret(made.facts(), a.action)]
    agreed = ActionEdit(owner="de wachtmeester", own_role="sloten", less="wacht lopen", cover="potje slot")
    decided = Decision("Doen wij.", None, None, {one.id: one.action.text})
    material = shared(
        made, edits={one.id: agreed}, decision=decided, progress={one.id: ("het slot zit erop",)}
    )
    text = written(material, "nl", tmp_path)
    assert not [word for word in ("wachtmeester", "sloten", "wacht lopen", "slot zit") if word in text]
    assert not [words for words in forbidden("nl") if words in text]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_memo_names_duties_first_and_says_where_the_points_of_security_are(language: str) -> None:
    made = of({**OTHERS, "B": ("0110011",) * 3, "I": ("1011111",) * 3})
    [section] = [one for one in shared(made).memo(language).sections if one.title.startswith("9.")]
    duties, where = section.items[:2]
    first = {
        "nl": "wettelijke plichten: Risico, privacy en recht, Archief en openbaarheid en Lijst van accounts",
        "en": "what the law asks: Risk, privacy and law, Archive and openness and List of accounts",
    }
    assert first[language] in duties
    assert ("Toegang" if language == "nl" else "Access") not in duties
    told = {
        "nl": "Beveiligingspunten staan in de vertrouwelijke bijlage.",
        "en": "Security points are in the confidential annex.",
    }
    assert where == told[language]


def test_high_answers_are_counted_over_everybody_in_every_copy_alike() -> None:
    made = of({"S": ("3333333",), "O": ("3333433",), "B": ("3333333",) * 3})
    whole = made.facts()
    assert whole.evidence == leaving(whole).evidence == (6, 20)
    told = memo_text(memo(whole, None, "nl"))
    assert "Van 20 hoge antwoorden (zonder beveiliging) hebben 6 een verwijzing." in told
    assert "Van 20 hoge antwoorden (zonder beveiliging) hebben 6" in as_text(report(shared(made), "nl"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_annex_stays_as_it_was_read(language: str) -> None:
    text = as_text(security_annex(material_of(low("01"), given=GIVEN), language))
    assert same_as_kept(f"confidential.{language}.txt", text)


@pytest.mark.parametrize("values", ["", "44"])
def test_an_annex_with_nothing_to_mend_says_so(values: str) -> None:
    made = low(values) if values else Round(model=shipped()[0], script=shipped()[1])
    text = as_text(security_annex(material_of(made), "nl"))
    assert text.count("VERTROUWELIJK · CONCEPT") == 1
    assert "Dit plan heeft geen acties voor beveiliging." in text


def test_an_annex_without_a_plan_or_with_too_much_in_it_is_still_one() -> None:
    material = material_of(low())
    none = replace(material, advice=replace(material.advice, plan=None))
    assert "Er is nog geen plan" in as_text(security_annex(none, "nl"))


def test_the_annex_goes_with_the_full_copy_alone() -> None:
    [annex] = [one for one in DOCUMENTS if one.name == "confidential.{lang}.pdf"]
    assert not annex.leaves
    assert annex in documents_of(material_of(low()))


def test_no_figure_that_leaves_is_fine_enough_to_reckon_an_answer_back(tmp_path: Path) -> None:
    """Of whole answers, the difference of one level for an item is less than a half level for its pillar."""
    told = []
    for value in "12":
        material = shared(low(f"{value}1"))
        document_of("data.json").make(material, "nl", tmp_path / "data.json")
        data = json.loads((tmp_path / "data.json").read_text("utf-8"))
        [pillar] = [one for one in data["pillars"] if one["id"] == "I"]
        after = [wave["after"] for wave in data["plan"]["waves"]]
        scores = [one["score"] for each in after for one in each["dimensions"] if one["id"] in "IO"]
        assert all((2 * score).is_integer() for score in scores)
        told.append([pillar["score"], pillar["claimed"], pillar["items"], data["overall"]])
    assert told[0] == told[1]


def test_of_an_initiative_facts_leave_and_nothing_that_was_told_about_it(tmp_path: Path) -> None:
    asked = [question for section in about_initiatives().sections for question in section.questions]
    body: dict[str, object] = {
        one.id: f"Zonnebloempit {one.id}" for one in asked if isinstance(one, FreeText)
    }
    facts = {"name": "Webcare", "department": "Klantcontact", "status": "pilot", "euros": 12000}
    body |= facts | {"objective": "supporting"}
    made = low()
    text = written(shared(made, running={"i1": body}), "nl", tmp_path)
    assert "Zonnebloempit" not in text
    assert re.search(
        r"Webcare \| [^|]+\| [^|]+\| proef \| Klantcontact \| € 12.000", text.replace("\u00a0", " ")
    )
    data = json.loads((tmp_path / "data.json").read_text("utf-8"))
    assert data["initiatives"][0]["told"] == facts | {"objective": "supporting"}
