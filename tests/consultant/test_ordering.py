"""A report is ordered in chat: one message becomes the result, each document comes once."""

from __future__ import annotations

import asyncio
import os
import threading
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot import reporting
from bot.consultant import making
from bot.consultant.making import BETWEEN
from bot.consultant.ordered import PROGRESS, REPORT
from bot.gathering import assessment_facts
from bot.jobs import Jobs
from bot.reports.renderer import Draw, Renderer
from bot.then import Then
from storage import Assessment, Change, Outgoing, StorageUnavailable
from tests.authority.world import CONSULTANT, World, begins, buttons, co_consultant_of
from tests.consultant.answering import answers_all

OWNER, CO = "11", "500"
#: What comes of an order: the summary, the chart, the memo twice, and what can be done next.
ONCE = ["memo.nl.docx", "memo.nl.pdf", "radar.png", REPORT, REPORT]


@pytest.fixture
async def round_(world: World) -> World:
    """Ada handed in everything about strategy."""
    await joins(world, OWNER, "S")
    await answers_all(world, OWNER, level="1")
    # So that nothing is offered any more.
    await world.types(CONSULTANT, "/report")
    await world.works()
    world.now += timedelta(minutes=1)
    return world


async def joins(world: World, chat: str, pillar: str) -> None:
    await world.types(CONSULTANT, f"/invite {pillar} Naam-{chat}")
    await world.types(chat, f"/start {await world.token(CONSULTANT)}")
    await begins(world, chat)


async def assessment_of(world: World) -> Assessment:
    found = await world.storage.assessment("main", world.rounds["first"].id)
    assert found is not None
    return found


async def last(world: World, chat: str = CONSULTANT) -> str:
    return str((await world.rows(chat))[-1].payload["html"])


async def since(world: World, count: int, chat: str = CONSULTANT) -> list[Outgoing]:
    """What came after the first so many messages."""
    return (await world.rows(chat))[count:]


def came(rows: list[Outgoing]) -> list[str]:
    """What an order came to: its files by name, its messages by kind."""
    files = [Path(row.file_ref).name for row in rows if row.file_ref]
    return sorted([*files, *(row.kind for row in rows if row.kind == REPORT)])


async def test_whoever_asks_again_before_it_is_there_reads_so_and_gets_one_of_each(round_: World) -> None:
    before = len(await round_.rows(CONSULTANT))
    for _ in range(3):
        await round_.types(CONSULTANT, "/report")
    await round_.works()
    rows = await since(round_, before)
    assert sum("wordt al gemaakt" in str(row.payload.get("html")) for row in rows) == 2
    assert came(rows) == ONCE


async def test_whoever_asks_again_while_it_is_drawn_still_gets_one_of_each(
    round_: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, drawn = len(await round_.rows(CONSULTANT)), reporting.drawn

    async def slowly(*given: Any) -> Path:
        await round_.types(CONSULTANT, "/report")
        return await drawn(*given)

    monkeypatch.setattr(making, "drawn", slowly)
    await round_.types(CONSULTANT, "/report")
    await round_.works()
    monkeypatch.setattr(making, "drawn", drawn)
    await round_.works()
    assert came(await since(round_, before)) == ONCE


async def test_two_who_ask_each_get_one_of_each(round_: World) -> None:
    await co_consultant_of(round_, CONSULTANT, CO)
    before = {chat: len(await round_.rows(chat)) for chat in (CONSULTANT, CO)}
    for chat in before:
        await round_.types(chat, "/report")
    await round_.works()
    for chat, count in before.items():
        assert came(await since(round_, count, chat)) == ONCE


async def test_what_is_answered_after_it_was_asked_for_is_not_in_it(round_: World) -> None:
    await joins(round_, "12", "B")
    await answers_all(round_, "12", level="1", hands_in=False)
    before = len(await round_.rows(CONSULTANT))
    await round_.types(CONSULTANT, "/report")
    round_.now += timedelta(seconds=1)
    await round_.taps("12", await round_.button("12", "submit:"))
    await round_.works()
    told = "\n".join(str(row.payload["html"]) for row in await since(round_, before) if row.kind == REPORT)
    assert "antwoorden van 1 persoon" in told
    await round_.types(CONSULTANT, "/report")
    await round_.works()
    assert "antwoorden van 2 personen" in await round_.reads(CONSULTANT)


async def test_an_answer_that_is_changed_after_it_was_asked_for_counts_as_it_was(round_: World) -> None:
    one, then = await assessment_of(round_), round_.now
    known = await assessment_facts(round_.desk, one, then)
    [answer, *_] = [a for a in await round_.storage.answers("main", one.id) if a.question == "S1"]
    round_.now += timedelta(seconds=1)
    later = replace(answer, revision=answer.revision + 1, option="4", value=4, at=round_.now)
    await round_.storage.save(Change(writes=(later,)))
    assert (await assessment_facts(round_.desk, one, then, then=Then(then))).pillars == known.pillars
    assert (await assessment_facts(round_.desk, one, then)).pillars != known.pillars


async def test_a_round_that_is_adopted_meanwhile_is_told_of_as_it_was_when_it_was_asked_for(
    round_: World,
) -> None:
    one = await assessment_of(round_)
    before = len(await round_.rows(CONSULTANT))
    await round_.taps(CONSULTANT, f"factcheck:{one.id}")
    await round_.types(CONSULTANT, "/report")
    await round_.taps(CONSULTANT, f"adopt:{one.id}:yes")
    await round_.works()
    told = "\n".join(str(row.payload["html"]) for row in await since(round_, before) if row.kind == REPORT)
    assert "in feitencheck" in told
    assert "VASTGESTELD" not in told


class Killed(BaseException):
    """The program is no more."""


@pytest.mark.parametrize("place", ["before", "after"])
@pytest.mark.parametrize("number", [1, 2, 3, 4])
async def test_a_kill_at_any_save_leaves_one_of_each(
    round_: World, monkeypatch: pytest.MonkeyPatch, place: str, number: int
) -> None:
    before, drawn = len(await round_.rows(CONSULTANT)), reporting.drawn
    save, left = round_.storage.save, number

    async def slowly(*given: Any) -> Path:
        round_.now += timedelta(seconds=BETWEEN)
        return await drawn(*given)

    async def mortal(change: Change) -> object:
        nonlocal left
        left -= 1
        if left == 0 and place == "before":
            raise Killed
        saved = await save(change)
        if left == 0:
            raise Killed
        return saved

    await round_.types(CONSULTANT, "/report")
    monkeypatch.setattr(making, "drawn", slowly)
    monkeypatch.setattr(round_.storage, "save", mortal)
    try:
        await round_.works()
    except Killed:
        monkeypatch.setattr(round_.storage, "save", save)
        await round_.works()
    rows = await since(round_, before)
    assert came(rows) == ONCE
    assert await round_.storage.pending_jobs("main", REPORT) == []
    stages = [row.dedupe_key for row in rows if row.kind == PROGRESS]
    assert len(stages) == len(set(stages))


async def test_a_database_that_is_away_for_a_while_costs_nothing_but_time(
    round_: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, save = len(await round_.rows(CONSULTANT)), round_.storage.save
    await round_.types(CONSULTANT, "/report")

    async def away(_change: Change) -> object:
        raise StorageUnavailable("away")

    monkeypatch.setattr(round_.storage, "save", away)
    with pytest.raises(StorageUnavailable):
        await round_.works()
    monkeypatch.setattr(round_.storage, "save", save)
    await round_.works()
    assert came(await since(round_, before)) == ONCE


async def test_documents_and_their_names_are_on_disk_before_a_row_names_them(
    round_: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    flushed, save, sync = set[int](), round_.storage.save, os.fsync
    missing = list[str]()

    def noted(opened: int) -> None:
        flushed.add(os.fstat(opened).st_ino)
        sync(opened)

    async def checked(change: Change) -> object:
        files = [Path(row.file_ref) for row in change.writes if isinstance(row, Outgoing) and row.file_ref]
        places = [place for file in files for place in (file, file.parent, file.parent.parent)]
        missing.extend(str(place) for place in places if place.stat().st_ino not in flushed)
        return await save(change)

    monkeypatch.setattr(os, "fsync", noted)
    monkeypatch.setattr(round_.storage, "save", checked)
    before = len(await round_.rows(CONSULTANT))
    await round_.types(CONSULTANT, "/report")
    await round_.works()
    assert came(await since(round_, before)) == ONCE
    assert missing == []


async def test_a_round_that_is_erased_while_its_report_is_made_sends_nothing_and_leaves_no_file(
    round_: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, drawn = len(await round_.rows(CONSULTANT)), reporting.drawn
    one, made = await assessment_of(round_), list[Path]()

    async def slowly(*given: Any) -> Path:
        made.append(await drawn(*given))
        if len(made) == 1:
            await round_.storage.erase_assessment("main", one.id, round_.now)
        return made[-1]

    await round_.types(CONSULTANT, "/report")
    monkeypatch.setattr(making, "drawn", slowly)
    await round_.works()
    assert made
    assert not any(path.exists() for path in made)
    assert [row.kind for row in await since(round_, before)] == [PROGRESS]


async def test_how_far_it_is_shows_now_and_then_and_never_more_often_than_somebody_reads(
    round_: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn, seconds = reporting.drawn, iter((BETWEEN / 2, BETWEEN, BETWEEN / 2))

    async def slowly(*given: Any) -> Path:
        round_.now += timedelta(seconds=next(seconds))
        return await drawn(*given)

    before = len(await round_.rows(CONSULTANT))
    await round_.types(CONSULTANT, "/report")
    monkeypatch.setattr(making, "drawn", slowly)
    saved, save = list[str](), round_.storage.save

    async def seen(change: Change) -> object:
        saved.extend(
            row.payload["html"] for row in change.writes if isinstance(row, Outgoing) and row.kind == PROGRESS
        )
        return await save(change)

    monkeypatch.setattr(round_.storage, "save", seen)
    await round_.works()
    assert ["2 van 3 klaar" in html for html in saved] == [True]
    rows = await since(round_, before)
    # What shows an earlier stage and did not go out yet is taken back.
    assert {row.state for row in rows if row.kind == PROGRESS} == {"cancelled"}
    [result] = [row for row in rows if row.dedupe_key.endswith(":0")]
    assert str(result.payload["edits"]).startswith("progress:")


async def test_a_tap_is_answered_while_a_report_is_being_made(
    round_: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go_on = threading.Event(), threading.Event()

    class Slow(Renderer):
        def render(self, draw: Draw, out: Path) -> None:
            begun.set()
            assert go_on.wait(60)
            super().render(draw, out)

    monkeypatch.setattr(reporting, "RENDERER", Slow())
    before = len(await round_.rows(CONSULTANT))
    await round_.types(CONSULTANT, "/report")
    work = asyncio.create_task(Jobs(round_.desk).once())
    assert await asyncio.to_thread(begun.wait, 60)
    await round_.taps(CONSULTANT, f"phase:{round_.rounds['first'].id}")
    assert "Gemeente Zilvermeer" in await last(round_)
    assert not work.done()
    go_on.set()
    await work
    assert came(await since(round_, before)) == ONCE


# --- copies


async def sends_all(world: World) -> None:
    world.desk.settings = world.desk.settings.model_copy(update={"documents_in_telegram": "all"})


async def files_of(world: World, count: int) -> set[str]:
    return {Path(row.file_ref).name for row in await since(world, count) if row.file_ref}


async def test_where_only_the_memo_may_be_sent_a_copy_is_made_by_a_command(round_: World) -> None:
    one = round_.rounds["first"].id
    for copy, option in (("share", True), ("full", False)):
        await round_.taps(CONSULTANT, f"copy:{one}:{copy}")
        assert f"peiler report {one} --out MAP" in await last(round_)
        assert ("--distribution" in await last(round_)) is option
    assert await round_.storage.pending_jobs("main", REPORT) == []


async def test_a_copy_to_share_holds_no_answers_and_a_full_one_is_asked_about_and_logged(
    round_: World,
) -> None:
    await sends_all(round_)
    one = round_.rounds["first"].id
    before = len(await round_.rows(CONSULTANT))
    await round_.taps(CONSULTANT, f"copy:{one}:share")
    await round_.works()
    shared = await files_of(round_, before)
    assert {"memo.nl.pdf", "data.json"} <= shared
    assert "answers.csv" not in shared
    await round_.taps(CONSULTANT, f"copy:{one}:full")
    assert "alle antwoorden van iedereen" in await last(round_)
    assert await round_.storage.pending_jobs("main", REPORT) == []
    before = len(await round_.rows(CONSULTANT))
    await round_.taps(CONSULTANT, f"copy:{one}:full:yes")
    await round_.works()
    assert "answers.csv" in await files_of(round_, before)
    what = [line.what for line in await round_.storage.audit("main", one, 99)]
    assert (what.count("full_copy"), what.count("distribution"), what.count("report")) == (1, 1, 1)


async def test_all_that_leaves_in_chat_hides_what_can_be_traced_to_one_person(round_: World) -> None:
    await sends_all(round_)
    before = len(await round_.rows(CONSULTANT))
    await round_.types(CONSULTANT, "/report")
    await round_.works()
    [data] = [row for row in await since(round_, before) if (row.file_ref or "").endswith("data.json")]
    assert data.file_ref
    text = await asyncio.to_thread(Path(data.file_ref).read_text, encoding="utf-8")
    assert '"copy": "distribution"' in text
    assert '"S1"' not in text


async def test_where_all_may_be_sent_what_holds_answers_is_named_and_one_press_away(round_: World) -> None:
    await sends_all(round_)
    before = len(await round_.rows(CONSULTANT))
    await round_.types(CONSULTANT, "/report")
    await round_.works()
    sent, told = await files_of(round_, before), await last(round_)
    kept_back = {"answers.csv", "workbook.nl.xlsx"}
    assert not kept_back & sent
    assert all(name in told for name in kept_back)
    assert "Volledige kopie" in told
    assert "peiler report" not in told
    before = len(await round_.rows(CONSULTANT))
    full = await round_.button(CONSULTANT, f"copy:{round_.rounds['first'].id}:full")
    await round_.taps(CONSULTANT, f"{full}:yes")
    await round_.works()
    assert kept_back | {"data.json"} <= await files_of(round_, before)
    assert "Niet meegestuurd" not in await last(round_)


# --- little or odd input


async def test_before_anybody_handed_in_there_is_a_chart_and_no_memo(world: World) -> None:
    await world.types(CONSULTANT, "/report")
    await world.works()
    assert "nog geen memo" in await last(world)
    assert not any(row.kind == "document" for row in await world.rows(CONSULTANT))
    assert not any(data.startswith("findings") for data in buttons((await world.rows(CONSULTANT))[-1]))


async def test_where_nothing_applies_the_report_is_readable_and_says_so(world: World) -> None:
    await joins(world, OWNER, "S")
    for _ in range(200):
        row = [one for one in await world.rows(OWNER) if one.kind == "card"][-1]
        offered = buttons(row)
        press = next((d for d in offered if d.endswith(":not_applicable")), None)
        if press is not None:
            await world.taps(OWNER, press)
            await world.types(OWNER, "Dit doet de regio.")
            continue
        await answers_all(world, OWNER, level="1")
        break
    await world.types(CONSULTANT, "/report")
    await world.works()
    assert came(await world.rows(CONSULTANT)) == ONCE
    assert "regio" in await world.reads(CONSULTANT)
