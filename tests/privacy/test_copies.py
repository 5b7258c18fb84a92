"""Copies of a round in a folder: the whole for who runs it, and one that may be given to others."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.consultant import copies
from bot.consultant.copies import CopyError, write_copy
from bot.consultant.inviting import InviteError
from bot.reports.answer_table import COLUMNS, answer_table
from bot.reports.documents import DOCUMENTS, sent_in_chat
from bot.reports.given import Given, given_of
from bot.reports.word_template import WrongTemplate
from storage import Change
from tests.privacy.office import CARLA, Office, office

ANNA, BOB = "1001", "1002"
SECRET = "Zonnebloempit"
BOTH = ("nl", "en")
FULL = {"answers.csv"} | {
    kind.format(lang) for lang in BOTH for kind in ("workbook.{}.xlsx", "confidential.{}.pdf")
}
REPORT = tuple(f"report.{{}}.{form}" for form in ("pdf", "html", "docx"))
KINDS = ("memo.{}.pdf", "memo.{}.docx", *REPORT, "summary.{}.txt", "radar.{}.png")
SHARED = {"data.json"} | {kind.format(language) for kind in KINDS for language in BOTH}


async def handed_in(peiler: Office, name: str = "Gemeente X") -> str:
    """Anna handed in her answers, Bob is not that far; the assessment's id."""
    town = await peiler.town(name)
    for chat, pillar, secret in ((ANNA, "S", SECRET), (BOB, "O", "Bobs own words")):
        await peiler.joins(chat, town, pillar)
        await peiler.answers(chat, secret)
    [interview] = await peiler.desk.storage.interviews_of("main", (await peiler.person(ANNA)).id)
    await peiler.desk.storage.save(Change(writes=(replace(interview, state="submitted"),)))
    return town.id


async def adopted(peiler: Office) -> str:
    """The same, adopted; its id."""
    id_ = await handed_in(peiler)
    town = await peiler.desk.storage.assessment("main", id_)
    assert town is not None
    await peiler.desk.storage.save(
        Change(writes=(replace(town, phase="adopted", adopted_at=town.created_at),))
    )
    return id_


def modes(folder: Path) -> set[int]:
    return {path.stat().st_mode & 0o777 for path in folder.iterdir()}


async def test_the_full_copy_has_every_document_readable_by_its_owner_alone(
    peiler: Office, tmp_path: Path
) -> None:
    out = tmp_path / "deep" / "copy"
    written = await write_copy(peiler.desk, await handed_in(peiler), out, BOTH, leaves=False)
    assert {path.name for path in out.iterdir()} == {path.name for path in written} == SHARED | FULL
    assert (out.stat().st_mode & 0o777, modes(out)) == (0o700, {0o600})
    text = (out / "summary.nl.txt").read_text("utf-8")
    assert "Gemeente X: tussenstand" in text
    assert "<b>" not in text
    assert f"{SECRET} who" in text
    data = json.loads((out / "data.json").read_text("utf-8"))
    assert (data["copy"], data["name"], data["people"]) == ("full", "Gemeente X", 1)
    assert [pillar["id"] for pillar in data["pillars"]] == list("SOBIM")


async def test_the_table_holds_each_answer_as_it_is_now_and_only_what_was_handed_in(
    peiler: Office, tmp_path: Path
) -> None:
    await write_copy(peiler.desk, await handed_in(peiler), tmp_path / "out", BOTH, leaves=False)
    with (tmp_path / "out" / "answers.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert tuple(rows[0]) == COLUMNS
    assert {row["pillar"] for row in rows} == {"S"}
    places = [(row["interview"], row["question"]) for row in rows]
    assert len(places) == len(set(places)) == 2
    assert {row["value"] for row in rows} == {"dont_know", "not_applicable"}
    assert any(f"{SECRET} who" in row["text"] for row in rows)
    assert any(f"{SECRET} reason" in row["reason"] for row in rows)
    assert "Bobs own words" not in str(rows)


async def test_the_copy_for_others_holds_no_answers_and_nobodys_words(peiler: Office, tmp_path: Path) -> None:
    out = tmp_path / "out"
    await write_copy(peiler.desk, await adopted(peiler), out, BOTH, leaves=True)
    assert {path.name for path in out.iterdir()} == SHARED
    assert not any(SECRET.encode() in path.read_bytes() for path in out.iterdir())
    data = json.loads((out / "data.json").read_text("utf-8"))
    assert data["copy"] == "distribution"
    assert not any(pillar["items"] for pillar in data["pillars"])
    assert "mag u doorgeven" in (out / "summary.nl.txt").read_text("utf-8")


async def test_a_draft_for_others_says_that_it_is_one_and_shows_no_item_of_any_pillar(
    peiler: Office, tmp_path: Path
) -> None:
    town = await peiler.town()
    for chat in (ANNA, BOB, "400"):
        await peiler.joins(chat, town, "S")
        await peiler.taps(chat, f"a:{peiler.buttons[chat][0].split(':')[1]}:2")
        [interview] = await peiler.desk.storage.interviews_of("main", (await peiler.person(chat)).id)
        await peiler.desk.storage.save(Change(writes=(replace(interview, state="submitted"),)))
    shown = {}
    for phase in ("concept", "factcheck", "adopted"):
        await peiler.changes(town, phase=phase)
        await write_copy(peiler.desk, town.id, tmp_path / phase, ("nl",), leaves=True)
        data = json.loads((tmp_path / phase / "data.json").read_text("utf-8"))
        assert data["phase"] == phase
        shown[phase] = [item["id"] for pillar in data["pillars"] for item in pillar["items"]]
    assert shown["concept"] == shown["factcheck"] == []
    assert "S1" in shown["adopted"]
    assert "CONCEPT" in (tmp_path / "concept" / "summary.nl.txt").read_text("utf-8")


async def test_each_copy_is_in_the_audit_trail_by_what_it_was(peiler: Office, tmp_path: Path) -> None:
    town = await adopted(peiler)
    await write_copy(peiler.desk, town, tmp_path / "a", ("nl",), leaves=False)
    await write_copy(peiler.desk, "Gemeente X", tmp_path / "b", ("nl",), leaves=True)
    await peiler.types(CARLA, "/assessments")
    await peiler.taps(CARLA, "assessment:")
    await peiler.taps(CARLA, "audit:")
    assert "beheerder · volledige kopie met antwoorden gemaakt" in peiler.said(CARLA)
    assert "beheerder · exemplaar voor verspreiding gemaakt" in peiler.said(CARLA)


async def test_a_copy_for_others_is_not_put_beside_the_answers(peiler: Office, tmp_path: Path) -> None:
    town = await adopted(peiler)
    await write_copy(peiler.desk, town, tmp_path / "a", ("nl",), leaves=False)
    before = {path.name: path.read_bytes() for path in (tmp_path / "a").iterdir()}
    with pytest.raises(CopyError, match=r"answers\.csv of a full copy"):
        await write_copy(peiler.desk, town, tmp_path / "a", ("nl",), leaves=True)
    assert {path.name: path.read_bytes() for path in (tmp_path / "a").iterdir()} == before
    (tmp_path / "a" / "answers.csv").unlink()
    with pytest.raises(CopyError, match=r"workbook\.nl\.xlsx of a full copy"):
        await write_copy(peiler.desk, town, tmp_path / "a", ("nl",), leaves=True)
    assert not [
        line for line in await peiler.desk.storage.audit("main", town, 99) if line.what == "distribution"
    ]


async def test_when_one_document_fails_none_appears_and_an_older_copy_stays_whole(
    peiler: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    town = await adopted(peiler)
    await write_copy(peiler.desk, town, tmp_path / "a", ("nl",), leaves=False)
    before = {path.name: path.read_bytes() for path in (tmp_path / "a").iterdir()}

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    broken = (*DOCUMENTS[:2], replace(DOCUMENTS[2], make=full))
    monkeypatch.setattr(copies, "documents_of", lambda _: broken)
    with pytest.raises(CopyError, match=r"cannot be written \(No space left on device\)"):
        await write_copy(peiler.desk, town, tmp_path / "a", ("nl",), leaves=False)
    assert {path.name: path.read_bytes() for path in (tmp_path / "a").iterdir()} == before


async def test_a_folder_that_cannot_be_and_a_round_that_is_not_there_are_told_clearly(
    peiler: Office, tmp_path: Path
) -> None:
    town = await handed_in(peiler)
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(CopyError, match=r"--out .*file.*choose another folder"):
        await write_copy(peiler.desk, town, tmp_path / "file", ("nl",), leaves=False)
    with pytest.raises(InviteError, match="no assessment has the id or name 'Nowhere'"):
        await write_copy(peiler.desk, "Nowhere", tmp_path / "b", ("nl",), leaves=False)
    assert not (tmp_path / "b").exists()


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_no_cell_is_ever_taken_for_a_formula(start: str) -> None:
    answer = dict.fromkeys(COLUMNS, f"{start}CMD()") | {"revision": 1, "evidence": [{"text": f"{start}1"}]}
    [row] = csv.DictReader(answer_table([answer]).splitlines(keepends=True))
    assert {cell[0] for name, cell in row.items() if name != "revision"} == {"'"}


def test_an_answer_that_was_taken_back_is_no_row_and_an_older_revision_never_comes_back() -> None:
    answer = dict.fromkeys(COLUMNS) | {"interview": "i", "question": "S1", "evidence": []}
    old, new = (answer | {"revision": number, "value": value} for number, value in ((2, [1]), (10, None)))
    assert len(answer_table([new, old]).splitlines()) == 1
    assert '"[1, ""b""]"' in answer_table([old | {"value": [1, "b"]}])


async def test_the_command_prints_the_files_and_ends_with_the_codes_that_are_promised(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import asyncio

    async with office(tmp_path) as peiler:
        town = await adopted(peiler)
    for name, value in {
        "DATABASE": f"sqlite:///{tmp_path}/peiler.sqlite",
        "FILES": f"{tmp_path}/files",
    }.items():
        monkeypatch.setenv(f"PEILER_{name}", value)
    monkeypatch.chdir(tmp_path)
    out = tmp_path / "out"

    def ran(*arguments: str) -> tuple[int, str]:
        result = CliRunner().invoke(app, ["report", *arguments, "--out", str(out)])
        return result.exit_code, result.output

    code, said = await asyncio.to_thread(ran, town, "--lang", "nl", "--distribution")
    assert (code, said.split()) == (
        0,
        [str(out / name) for name in (*(kind.format("nl") for kind in KINDS), "data.json")],
    )
    code, said = await asyncio.to_thread(ran, "Gemeente X")
    assert (code, len(said.split())) == (0, len(SHARED | FULL))
    code, said = await asyncio.to_thread(ran, town, "--distribution")
    assert (code, "peiler: --out" in said) == (1, True)
    assert (await asyncio.to_thread(ran, "Nowhere"))[0] == 1
    assert (await asyncio.to_thread(ran, town, "--lang", "de"))[0] == 2


async def test_what_is_given_for_the_memo_is_kept_with_the_round_and_told_in_the_trail(
    peiler: Office,
) -> None:
    id_ = await handed_in(peiler)
    await copies.keep_given(peiler.desk, id_, Given(to="De directie", day_rate=Decimal(650)))
    town = await peiler.desk.storage.assessment("main", id_)
    assert town is not None
    assert given_of(town.settings["memo"]) == Given(to="De directie", day_rate=Decimal(650))
    assert "set_memo" in [line.what for line in await peiler.desk.storage.audit("main", id_, 50)]


async def test_a_template_that_cannot_be_used_is_refused_before_anything_is_written(
    peiler: Office, tmp_path: Path
) -> None:
    id_, out = await handed_in(peiler), tmp_path / "a"
    with pytest.raises(WrongTemplate, match="not a Word document"):
        await write_copy(peiler.desk, id_, out, BOTH, leaves=False, template=b"Dag")
    assert not out.exists()


@pytest.mark.parametrize(("setting", "files"), [("memo", 2), ("none", 0)])
def test_the_memo_goes_along_in_chat_as_the_operator_allows(setting: str, files: int) -> None:
    for whole in (False, True):
        names = [document.name for document in sent_in_chat(setting, whole=whole)]
        assert names == ["memo.{lang}.pdf", "memo.{lang}.docx"][:files]


def test_where_all_documents_may_be_sent_in_chat_those_with_answers_still_take_a_full_copy() -> None:
    shared, whole = (set(sent_in_chat("all", whole=whole)) for whole in (False, True))
    assert {one.name for one in shared} >= {"memo.{lang}.pdf", "data.json"}
    assert whole - shared == {one for one in DOCUMENTS if not one.leaves}
    assert all(one.leaves for one in shared)
