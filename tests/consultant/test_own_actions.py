"""Actions of the consultant's own: by list and in chat, taken once, planned and marked like any other."""

from __future__ import annotations

import asyncio
import io
import json
import re
import zipfile
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from bot.consultant.copies import write_copy
from bot.consultant.inviting import InviteError
from bot.consultant.plan_rows import plan_told, take_back
from bot.gathering import advice_of, assessment_facts
from bot.reports.advice import Advice
from scoring import Roadmap
from storage import Amendment, Assessment, Change, Saved
from tests.authority.world import CONSULTANT, World, buttons, copied, opened, said
from tests.consultant.sheets import csv_of
from tests.consultant.test_plan import make
from tests.e2e.process import Peiler
from tests.telegram_stand_in import StandIn

HEAD = ("Id", "Naam van de pijler", "Actie", "Van niveau", "Naar niveau", "Onderdelen", "Omvang", "Eigenaar")
ROW = ("", "S", "Praat elke maand met de raad over berichten", "1", "2", "S1", "S", "Anna")


@pytest.fixture(scope="session")
def answered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A round in which the owners of two pillars answered, made once."""
    path = tmp_path_factory.mktemp("own") / "peiler.sqlite"
    asyncio.run(make(path))
    return path


@pytest.fixture
async def world(answered: Path, tmp_path: Path) -> AsyncIterator[World]:
    async with opened(copied(answered, tmp_path / "own")) as found:
        yield found


async def round_of(world: World) -> Assessment:
    [one] = await world.storage.assessments("main")
    return one


async def advice(world: World) -> Advice:
    round_ = await round_of(world)
    return await advice_of(world.desk, round_, await assessment_facts(world.desk, round_, world.now))


async def plan_of(world: World) -> Roadmap:
    found = (await advice(world)).plan
    assert found is not None
    return found


async def kept(world: World) -> list[Amendment]:
    return await world.storage.amendments("main", (await round_of(world)).id)


def sheet(*rows: tuple[str, ...], head: tuple[str, ...] = HEAD) -> bytes:
    return csv_of((head, *rows)).encode()


async def sends(world: World, data: bytes, language: str = "nl") -> tuple[list[str], list[str]]:
    """(what it changes, what is refused), and it is taken."""
    shown = await take_back(world.desk, None, data, "operator", language, shown=None)
    if shown.changes:
        await take_back(world.desk, None, data, "operator", language, shown=shown.changes)
    return list(shown.changes), list(shown.refused)


async def copy_of(world: World, folder: Path, *, leaves: bool = False) -> Path:
    await write_copy(world.desk, (await round_of(world)).id, folder, ("nl", "en"), leaves=leaves)
    return folder


def fields(**told: str) -> tuple[str, ...]:
    """A row of an own action that says otherwise in these columns."""
    return tuple(told.get(name.split(" ")[0].lower(), cell) for name, cell in zip(HEAD, ROW, strict=True))


async def place_of(world: World, id_: str) -> str:
    """The wave of an action, why it has none, or that it was dropped."""
    plan = await plan_of(world)
    left_out = {each.candidate.id: each.reason for each in plan.left_out}
    return {**left_out, **{each.id: "dropped" for each in plan.dropped}, **plan.wave_of()}[id_]


# --- by list


async def test_a_row_without_an_id_is_taken_as_an_action_of_the_consultant(world: World) -> None:
    before = await plan_of(world)
    changes, refused = await sends(world, sheet(ROW))
    assert refused == []
    assert (
        "eigen actie erbij: Praat elke maand met de raad over berichten (S 1 → 2; S1; omvang S)" in changes[0]
    )
    assert "eigenaar Anna" in changes[0]
    [one] = await kept(world)
    assert (one.kind, one.number, one.body["owner"]) == ("action", 1, "Anna")
    assert one.subject.startswith("own-")
    after = await plan_of(world)
    found = next(each for wave in after.waves for each in wave.actions if each.id == one.subject)
    assert (found.action.own, found.action.items, found.days) == (True, ("S1",), 3)
    assert found.gaps
    assert [gap.item for gap in found.gaps] == ["S1"]
    assert before.wave_of().keys() <= {*after.wave_of(), *(each.candidate.id for each in after.left_out)}


async def test_the_same_list_sent_twice_adds_nothing_and_undoes_nothing(world: World) -> None:
    await sends(world, sheet(ROW))
    assert await sends(world, sheet(ROW)) == ([], [])
    [one] = await kept(world)
    await sends(world, sheet((one.subject, "Piet"), head=("Id", "Eigenaar")))
    assert await sends(world, sheet(ROW)) == ([], [])
    assert (await advice(world)).edits[one.subject].owner == "Piet"
    _, refused = await sends(world, sheet(fields(eigenaar="Joris")))
    assert "iemand anders intussen" in refused[0]
    assert len(await kept(world)) == 2


async def test_the_next_workbook_shows_it_with_its_id_and_comes_back_unchanged(
    world: World, tmp_path: Path
) -> None:
    await sends(world, sheet(ROW))
    [one] = await kept(world)
    folder = await copy_of(world, tmp_path / "copy")
    for language, mark in (("nl", "eigen actie van de adviseur"), ("en", "own action of the consultant")):
        file = folder / f"workbook.{language}.xlsx"
        cells = await asyncio.to_thread(rows_of, file)
        row = next(row for row in cells if row[0] == one.subject)
        assert ROW[2] in row
        assert mark in row
        assert await sends(world, file.read_bytes(), language) == ([], [])
    assert len(await kept(world)) == 1


def rows_of(file: Path) -> list[tuple[Any, ...]]:
    book = openpyxl.load_workbook(file)
    return list(book.worksheets[4].values)


async def test_what_it_is_can_be_told_otherwise_in_the_workbook_in_either_language(
    world: World, tmp_path: Path
) -> None:
    await sends(world, sheet(ROW))
    [one] = await kept(world)
    folder = await copy_of(world, tmp_path / "copy")
    file = folder / "workbook.en.xlsx"
    data = await asyncio.to_thread(
        filled, file, one.subject, {"Action": "Talk to the council", "Size": "M", "Items": "S1, S2"}
    )
    changes, refused = await sends(world, data)
    assert (len(changes), refused) == (1, [])
    own = (await advice(world)).edits[one.subject].own
    assert own is not None
    assert own.text == {"nl": ROW[2], "en": "Talk to the council"}
    assert (own.effort, own.items) == ("M", ("S1", "S2"))
    # The older workbook in the other language does not undo it.
    assert await sends(world, (folder / "workbook.nl.xlsx").read_bytes()) == ([], [])
    other = await asyncio.to_thread(filled, file, one.subject, {"Size": "L"})
    _, refused = await sends(world, other)
    assert "iemand anders intussen" in refused[0]


def filled(file: Path, id_: str, told: dict[str, str]) -> bytes:
    book = openpyxl.load_workbook(file)
    found = book.worksheets[4]
    head = next(row for row in found.iter_rows() if row[0].value == "Id")
    places = {str(cell.value): cell.column for cell in head}
    row = next(row[0].row for row in found.iter_rows() if row[0].value == id_)
    for name, value in told.items():
        found.cell(row, places[name], value)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


async def test_names_of_pillar_levels_and_item_do_as_well_as_their_codes(world: World) -> None:
    model = await world.desk.model((await round_of(world)).model_hash)
    item = next(one for one in model.dimensions[0].leaves if one.id == "S1")
    row = fields(
        naam="strategie & bedrijfsvoering",
        van=model.level_name(1)["nl"],
        naar=model.level_name(2)["nl"],
        onderdelen=item.name["nl"],
        omvang="s",
    )
    assert (await sends(world, sheet(row)))[1] == []
    assert await sends(world, sheet(ROW)) == ([], [])


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        ({"naam": ""}, "naam van de pijler nodig"),
        ({"naam": "Q"}, "geen pijler “Q”"),
        ({"actie": ""}, "actie nodig"),
        ({"actie": "?!…"}, "staan geen woorden"),
        ({"actie": "x" * 2000}, "langer dan 220 tekens"),
        ({"actie": "=HYPERLINK(1)"}, "formule"),
        ({"van": ""}, "van niveau nodig"),
        ({"naar": ""}, "naar niveau nodig"),
        ({"van": "1", "naar": "3"}, "is geen stap"),
        ({"van": "4", "naar": "5"}, "is geen stap"),
        ({"van": "2", "naar": "1"}, "is geen stap"),
        ({"van": "veel", "naar": "meer"}, "is geen stap"),
        ({"onderdelen": ""}, "onderdelen nodig"),
        ({"onderdelen": "S1, Z9"}, "“Z9” is geen onderdeel"),
        ({"omvang": ""}, "omvang nodig"),
        ({"omvang": "XL"}, "Omvang “XL”"),
    ],
)
async def test_a_row_that_cannot_be_an_action_is_named_with_its_column_and_the_rest_is_taken(
    world: World, told: dict[str, str], reason: str
) -> None:
    changes, refused = await sends(world, sheet(fields(**told), fields(actie="Iets anders")))
    assert len(changes) == 1
    assert refused
    assert all(line.startswith("Rij 2:") for line in refused)
    assert reason in " ".join(refused)
    assert len(await kept(world)) == 1


async def test_two_rows_with_the_same_action_are_one_and_the_second_is_named(world: World) -> None:
    changes, refused = await sends(world, sheet(ROW, fields(actie=f"{ROW[2].upper()}!")))
    assert len(changes) == 1
    assert refused[0].startswith("Rij 3:")
    assert "rij 2" in refused[0]


async def test_an_action_of_the_plan_that_lost_its_id_is_not_added_as_an_own_one(world: World) -> None:
    first = (await plan_of(world)).waves[1].actions[0]
    _, refused = await sends(world, sheet(fields(actie=first.action.text["nl"])))
    assert first.id in refused[0]
    assert await kept(world) == []


async def test_a_list_cannot_add_more_actions_than_a_round_can_have(world: World) -> None:
    changes, refused = await sends(world, sheet(*(fields(actie=f"Actie {n}") for n in range(102))))
    assert len(changes) == 100
    assert [line.split(":")[0] for line in refused] == ["Rij 102", "Rij 103"]
    _, refused = await sends(world, sheet(ROW))
    assert "100" in refused[0]


async def test_of_two_who_send_the_same_action_at_once_one_is_told_to_try_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = sheet(ROW)
    shown = await take_back(world.desk, None, data, "operator", "nl", shown=None)
    save = world.desk.storage.save

    async def somebody_first(change: Change) -> Saved:
        await save(change)
        return await save(change)

    monkeypatch.setattr(world.desk.storage, "save", somebody_first)
    with pytest.raises(InviteError, match="somebody else"):
        await take_back(world.desk, None, data, "operator", "nl", shown=shown.changes)
    assert len(await kept(world)) == 1


# --- in the plan


async def test_what_it_brings_is_counted_by_the_same_rules_and_gone_when_it_is_dropped(world: World) -> None:
    before = await plan_of(world)
    await sends(world, sheet(ROW))
    [one] = await kept(world)
    assert (await place_of(world, one.subject)) in ("quick", "structural")
    yes = sheet((one.subject, "ja"), head=("Id", "Vervalt"))
    await sends(world, yes)
    assert await place_of(world, one.subject) == "dropped"
    after = await plan_of(world)
    assert after.wave_of() == before.wave_of()
    assert after.pillars == before.pillars
    await sends(world, sheet((one.subject, ""), head=("Id", "Vervalt")))
    assert await place_of(world, one.subject) in ("quick", "structural")


async def test_an_action_for_a_step_that_is_not_taken_now_waits_and_takes_no_room(world: World) -> None:
    before = await plan_of(world)
    await sends(world, sheet(fields(van="3", naar="4")))
    [one] = await kept(world)
    assert await place_of(world, one.subject) == "step"
    after = await plan_of(world)
    assert (after.waves, after.crowded, after.pillars) == (before.waves, before.crowded, before.pillars)
    await world.taps(CONSULTANT, f"plan:{(await round_of(world)).id}:left")
    assert "nu niet aan de orde" in said((await world.rows(CONSULTANT))[-1])


async def test_documents_say_that_it_is_the_consultants_own(world: World, tmp_path: Path) -> None:
    mark = "eigen actie van de adviseur"
    await sends(world, sheet(ROW))
    [one] = await kept(world)
    assert f"{ROW[2]} ({mark})" in await plan_told(world.desk, None, "nl")
    folder = await copy_of(world, tmp_path / "copy")
    report = await asyncio.to_thread((folder / "report.nl.html").read_text, "utf-8")
    assert f"{ROW[2]} ({mark})" in report
    memo = await asyncio.to_thread(zipfile.ZipFile, folder / "memo.nl.docx")
    assert f"(Anna; {mark})" in re.sub("<[^>]*>", "", memo.read("word/document.xml").decode())
    for leaves in (False, True):
        folder = await copy_of(world, tmp_path / f"copy{leaves}", leaves=leaves)
        data = json.loads(await asyncio.to_thread((folder / "data.json").read_text, "utf-8"))
        actions = [action for wave in data["plan"]["waves"] for action in wave["actions"]]
        assert [action["id"] for action in actions if action["own"]] == [one.subject]
        assert data["edits"][one.subject] == {"owner": "Anna"}


# --- in chat


async def last(world: World) -> str:
    return said((await world.rows(CONSULTANT))[-1])


async def offered(world: World, start: str) -> list[str]:
    return [data for data in buttons((await world.rows(CONSULTANT))[-1]) if data.startswith(start)]


async def asks(world: World) -> None:
    """Pillar, item and size by button; the words are asked for."""
    await world.taps(CONSULTANT, f"plan:{(await round_of(world)).id}")
    for _ in range(3):
        data = (await offered(world, "adding:"))[0]
        assert len(data.encode()) <= 64
        await world.taps(CONSULTANT, data)
    await world.taps(CONSULTANT, (await offered(world, "adding:"))[0])
    assert "Typ het in één zin" in await last(world)


async def test_an_action_is_added_in_chat_by_three_buttons_and_one_sentence(world: World) -> None:
    await asks(world)
    [text] = await world.types(CONSULTANT, "Praat & luister elke maand")
    assert "Uw actie is toegevoegd" in text
    assert "Praat &amp; luister elke maand (eigen actie van de adviseur)" in text
    assert "persoonsdagen worden" in text
    [one] = await kept(world)
    assert one.body["own"]["text"] == {"nl": "Praat & luister elke maand"}
    await world.taps(CONSULTANT, next(d for d in await offered(world, "action:") if ":owner:" in d))
    [text] = await world.types(CONSULTANT, "de griffier")
    assert "Wie:</b> de griffier" in text
    assert (await advice(world)).edits[one.subject].own is not None
    await world.taps(CONSULTANT, next(d for d in await offered(world, "action:") if ":drop:" in d))
    assert await place_of(world, one.subject) == "dropped"


@pytest.mark.parametrize("words", ["x" * 2000, "?!", "**"])
async def test_words_that_are_no_action_are_asked_again_and_nothing_is_kept(world: World, words: str) -> None:
    await asks(world)
    [text] = await world.types(CONSULTANT, words)
    assert "Dat kan ik zo niet bewaren" in text
    assert await kept(world) == []
    await world.types(CONSULTANT, "=1+1")
    assert len(await kept(world)) == 1


async def test_an_action_that_is_there_already_is_shown_and_not_added_again(world: World) -> None:
    for _ in range(2):
        await asks(world)
        [text] = await world.types(CONSULTANT, "Praat elke maand")
    assert "Er is niets toegevoegd" in text
    assert len(await kept(world)) == 1
    listed = (await plan_of(world)).waves[1].actions[0].action.text["nl"]
    await asks(world)
    [text] = await world.types(CONSULTANT, listed)
    assert "Er is niets toegevoegd" in text
    assert len(await kept(world)) == 1


async def test_of_two_who_add_the_same_at_once_it_is_there_once(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await asks(world)
    save: Callable[[Change], Awaitable[Saved]] = world.desk.storage.save

    async def somebody_first(change: Change) -> Saved:
        monkeypatch.setattr(world.desk.storage, "save", save)
        mine = tuple(one for one in change.writes if isinstance(one, Amendment))
        await save(Change(writes=mine))
        return await save(change)

    monkeypatch.setattr(world.desk.storage, "save", somebody_first)
    [text] = await world.types(CONSULTANT, "Praat elke maand")
    assert "Er is niets toegevoegd" in text
    assert len(await kept(world)) == 1


async def test_what_was_asked_before_a_restart_is_heard_after_it(answered: Path, tmp_path: Path) -> None:
    path = copied(answered, tmp_path / "own")
    async with opened(path) as world:
        await asks(world)
    async with opened(path) as world:
        [text] = await world.types(CONSULTANT, "Praat elke maand")
        assert "Uw actie is toegevoegd" in text


async def test_a_button_with_another_pillar_item_or_size_adds_nothing(world: World) -> None:
    round_ = await round_of(world)
    await asks(world)
    good = (await offered(world, "adding:")) or [""]
    for more in ("deadbeef", "deadbeef:deadbeef:S", ":::::", "x" * 20, good[0][-3:]):
        await world.taps(CONSULTANT, f"adding:{round_.id}:{more}")
    assert await kept(world) == []


# --- for real


async def test_the_command_takes_an_own_action_once_and_prints_it_with_the_plan(tmp_path: Path) -> None:
    file = tmp_path / "acties.csv"
    await asyncio.to_thread(file.write_bytes, sheet(ROW, fields(onderdelen="")))
    async with StandIn() as telegram:
        peiler = Peiler(tmp_path, telegram)
        await peiler.invites("S")
        taken = await peiler.run("roadmap", "--list", str(file), "--yes", "--lang", "nl")
        assert (taken.code, taken.out) == (0, "actions changed: 1\n"), taken.err
        assert "Rij 3: Er staat geen id" in taken.err
        again = await peiler.run("roadmap", "--list", str(file), "--yes")
        assert (again.code, "nothing to take" in again.err) == (1, True)
        exported = await peiler.run("export", "--all")
        assert exported.out.count(ROW[2]) == 1
