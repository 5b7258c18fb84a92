"""The workbook: every figure is there, no text is ever computed, and unchanged it changes nothing."""

from __future__ import annotations

import datetime as dt
import zipfile
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bot.consultant.plan_rows import actions_in
from bot.lists.actions import read_actions
from bot.reports.advice import ActionEdit, Advice
from bot.reports.amended import body_of
from bot.reports.basis import Basis
from bot.reports.documents import DOCUMENTS, Material, sent_in_chat
from bot.reports.sent_back import changes_of
from bot.reports.workbook.file import LONGEST
from bot.reports.workbook.making import sheets, workbook
from bot.reports.workbook.source import Source
from bot.texts import LANGUAGES, shipped
from storage.records import Amendment, Answer
from tests.reports.memo_cases import CASES
from tests.reports.report_cases import about_initiatives, material_of
from tests.reports.rounds import BEFORE, Round

RUNNING = {
    "i1": {"name": "Buurtapp", "status": "running", "hours": "4.00", "euros": "1250.50"},
    "i2": {
        "name": "=HYPERLINK(1)", "contacts": "120000",
        "share_low": "5", "share_mid": "10", "share_high": "20",
        "old_cost": "5", "new_cost": "1.5", "extra": "4000", "fte": "0.2", "fte_cost": "70000",
        "licences": "4000", "one_off": "6000",
    },
}  # fmt: skip


def exported(one: Answer, pillar: str) -> dict[str, Any]:
    return {
        "assessment": "a1", "interview": one.interview, "pillar": pillar, "question": one.question,
        "revision": one.revision, "option": str(one.value), "value": one.value, "text": one.text,
        "reason": one.reason, "best": one.best, "weakest": one.weakest, "evidence": list(one.evidence),
        "author": one.author, "at": "2026-11-20T09:00:00Z", "script_version": "1.0", "dormant": False,
    }  # fmt: skip


def with_answers(material: Material, made: Round) -> Material:
    """The same, as the full copy has it: with every answer and all questions."""
    pillars = {one.id: one.pillar for one in made.interviews}
    answers = [exported(one, pillars[one.interview]) for one in made.answers]
    basis = material.advice.basis
    assert basis is not None
    scripts = [basis.script, about_initiatives()]
    advice = replace(material.advice, basis=replace(basis, scripts=scripts))
    return replace(material, answers=answers, advice=advice)


def full(name: str, **more: Any) -> Material:
    make, given_, steps = CASES[name]
    made = make()
    return with_answers(material_of(made, given=given_, steps=steps, running=RUNNING, **more), made)


@cache
def low() -> Material:
    return full("balanced_and_low")


def written(material: Material, tmp_path: Path, language: str = "nl") -> Path:
    out = tmp_path / f"workbook.{language}.xlsx"
    workbook(material, language, out)
    return out


def table(book: openpyxl.Workbook, name: str) -> list[dict[str, Any]]:
    """The rows below the heads of a sheet; heads are the first row that is filled to the end."""
    rows = list(book[name].iter_rows(values_only=True))
    head = next(n for n, row in enumerate(rows) if all(cell is not None for cell in row))
    return [dict(zip(map(str, rows[head]), row, strict=True)) for row in rows[head + 1 :]]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", CASES)
def test_every_case_becomes_a_workbook_without_a_formula(name: str, language: str, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(written(full(name), tmp_path, language))
    assert len(book.sheetnames) == 9
    for sheet in book:
        assert sheet.freeze_panes, sheet.title
        assert sheet.auto_filter.ref, sheet.title
        assert not [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


def test_figures_are_unrounded_and_stand_under_their_heads(tmp_path: Path) -> None:
    material = full("balanced_and_low")
    book = openpyxl.load_workbook(written(material, tmp_path))
    pillars = {row["Pijler"]: row for row in table(book, "Samenvatting")[:5]}
    for pillar in material.facts.pillars:
        row = pillars[pillar.id]
        assert row["Score"] == pytest.approx(pillar.card.score, abs=1e-15)
        assert (row["Niveau"], row["Streven van dit plan"]) == (pillar.card.level, pillar.card.target)
        assert material.advice.plan is not None
        assert row["Niveau na groot"] == material.advice.plan.after.dimension(pillar.id).level
    items = {row["Onderdeel"]: row for row in table(book, "Scores")}
    assert len(items) == 35
    assert len(table(book, "Antwoorden")) == len(material.answers)
    assert {row["Versie"] for row in table(book, "Antwoorden")} == {"1.0"}
    assert (
        table(book, "Antwoorden")[0]["In woorden"]
        == "Communicatie kent de belangrijkste accounts uit het hoofd."
    )


def test_charts_are_native_and_say_what_they_show(tmp_path: Path) -> None:
    out = written(full("high_but_unbalanced"), tmp_path)
    with zipfile.ZipFile(out) as packed:
        charts = [name for name in packed.namelist() if name.startswith("xl/charts/chart")]
        drawing = packed.read("xl/drawings/drawing1.xml").decode()
        first = packed.read(charts[0]).decode()
    assert len(charts) == 2
    assert drawing.count("descr=") == 2
    assert "Score per pijler" in drawing
    assert "'Samenvatting'!" in first or "Samenvatting!" in first


def test_a_provisional_pillar_is_hatched_in_the_chart(tmp_path: Path) -> None:
    with zipfile.ZipFile(written(full("half_answered"), tmp_path)) as packed:
        assert "wdUpDiag" in packed.read("xl/charts/chart1.xml").decode()


def test_the_business_case_of_an_initiative_is_the_one_of_the_method(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(written(full("balanced_and_low"), tmp_path))
    first, second = table(book, "Initiatieven")
    assert (second["Netto per jaar: midden"], second["Terugverdiend in maanden"]) == (18_000, 4)
    assert (first["Nummer en naam"], first["Euro per jaar"], first["Stand"]) == (
        "1. Buurtapp",
        1250.5,
        "Het loopt",
    )
    assert first["Netto per jaar: midden"] is None


def test_the_same_data_gives_the_same_workbook(tmp_path: Path) -> None:
    parts = []
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        with zipfile.ZipFile(written(full("balanced_and_low"), tmp_path / folder)) as packed:
            parts.append({name: packed.read(name) for name in packed.namelist()})
    assert parts[0] == parts[1]


HOSTILE = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "'x",
    "http://x.example",
    "x\x00\x1b\ud800y",
    "x" * 40_000,
)


def test_hostile_words_are_only_ever_text(tmp_path: Path) -> None:
    made = Round()
    details = {f"S{n}": {"text": word, "reason": word} for n, word in enumerate(HOSTILE[:4], 1)}
    more = {f"B{n}": {"text": word, "reason": word} for n, word in enumerate(HOSTILE[4:8], 1)}
    last = {f"O{n}": {"text": word, "reason": word} for n, word in enumerate(HOSTILE[8:], 1)}
    made.person("S", "1111", details=details).person("B", "1111", details=more).person(
        "O", "11", details=last
    )
    made = Round(made.organisation, made.interviews, made.answers)
    material = with_answers(material_of_example(made), made)
    book = openpyxl.load_workbook(written(material, tmp_path))
    said = [row["Toelichting"] for row in table(book, "Antwoorden")]
    assert {"=1+1", "+1", "-1", "@SUM(A1)", "'x", "http://x.example", "xy"} <= set(said)
    assert max(len(str(one)) for one in said) == LONGEST
    cells = [cell for row in book["Antwoorden"].iter_rows() for cell in row if cell.value == "=1+1"]
    assert cells
    assert all(cell.data_type == "s" and cell.quotePrefix for cell in cells)
    assert not any(cell.hyperlink for row in book["Antwoorden"].iter_rows() for cell in row)


def material_of_example(made: Round) -> Material:
    """A round by the small example model, that has no actions."""
    basis = Basis(made.model, made.script)
    return Material("a1", made.facts(), (), shipped(), False, Advice(basis=basis))


def test_a_round_without_answers_or_plan_is_a_readable_workbook_too(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(written(material_of_example(Round()), tmp_path))
    assert table(book, "Acties") == []
    assert book["Samenvatting"]["A1"].value == "Gemeente Voorbeeld"


# --- the sheet that comes back

edits = st.builds(
    ActionEdit,
    owner=st.text(max_size=30),
    start=st.none() | st.dates(dt.date(2026, 1, 1), dt.date(2027, 1, 1)),
    until=st.none() | st.dates(dt.date(2027, 1, 1), dt.date(2028, 1, 1)),
    own_role=st.sampled_from(["", "=1+1", "+31 6", "@jan", "-", "  spaties  ", "regel\neen"]),
    less=st.text(max_size=30),
    cost=st.none() | st.decimals(0, 9_999_999, places=2),
    cover=st.sampled_from(["", "budget 2027", "=SUM(A1)"]),
    builds_on=st.sampled_from(["", "i1", "i2", "gone"]),
    dropped=st.booleans(),
)


@settings(
    max_examples=8,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(edit=edits, language=st.sampled_from(LANGUAGES))
def test_a_workbook_that_is_sent_back_as_it_is_changes_nothing(
    edit: ActionEdit, language: str, tmp_path: Path
) -> None:
    plain = low()
    assert plain.advice.plan is not None
    action = plain.advice.plan.waves[1].actions[0].id
    kept = Amendment("t", "a1", "action", action, 1, body_of(edit), "c", BEFORE)
    advice = replace(plain.advice, edits={action: edit}, numbers={action: 1})
    data = written(replace(plain, advice=advice), tmp_path, language).read_bytes()
    running = {id_: str(body["name"]) for id_, body in RUNNING.items()} | {"gone": ""}
    read = read_actions(data, language, actions_in(advice), running)
    assert (read.broken, read.refused) == (None, ())
    assert len(read.rows) == len(actions_in(advice))
    assert changes_of(read.rows, [kept], "a1") == ([], [])
    assert [note.name for note in read.notes] == ["read_sheet"]


def test_what_is_filled_in_with_a_spreadsheet_is_taken(tmp_path: Path) -> None:
    material = full("balanced_and_low")
    out = written(material, tmp_path)
    book = openpyxl.load_workbook(out)
    sheet = book["Acties"]
    heads = {cell.value: cell.column for cell in sheet[6]}
    row = 8
    sheet.cell(row, heads["Eigenaar"], "Anna")
    sheet.cell(row, heads["Start"], dt.date(2027, 1, 5))
    sheet.cell(row, heads["Kosten in euro"], 1250.125)
    sheet.cell(row, heads["Bouwt voort op"], "1. Buurtapp")
    sheet.cell(row, heads["Vervalt"], True)
    sheet.cell(row, heads["Dekking"], "€ 5")
    book.save(out)
    running = {id_: str(body["name"]) for id_, body in RUNNING.items()}
    read = read_actions(out.read_bytes(), "nl", actions_in(material.advice), running)
    [changed], refused = changes_of(read.rows, (), "a1")
    assert refused == []
    assert changed.edit == ActionEdit(
        "Anna", dt.date(2027, 1, 5), None, "", "", Decimal("1250.12"), "€ 5", "i1", dropped=True
    )


def test_the_columns_to_fill_in_are_marked_and_offer_what_can_be_chosen(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(written(full("balanced_and_low"), tmp_path))
    sheet = book["Acties"]
    marked = [cell.value for cell in sheet[6] if cell.fill.start_color.rgb == "FFFFD966"]
    assert marked[:3] == ["Eigenaar", "Start", "Klaar"]
    assert len(marked) == 9
    sources = {rule.formula1 for rule in sheet.data_validations.dataValidation}
    assert {'"ja,nee"', "'Initiatieven'!$A$5:$A$6"} <= sources


def test_nobody_but_the_consultant_gets_a_workbook() -> None:
    [document] = [one for one in DOCUMENTS if one.name.startswith("workbook")]
    assert not document.leaves
    assert document not in sent_in_chat("all")
    assert document in sent_in_chat("all", whole=True)


def test_every_sheet_has_as_many_cells_as_columns_in_every_row() -> None:
    for name in CASES:
        for language in LANGUAGES:
            for sheet in sheets(Source(full(name), language)):
                assert {len(row) for row in sheet.rows} <= {len(sheet.columns)}, sheet.name
