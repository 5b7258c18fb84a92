"""The database file deleted, moved away, damaged or held: it is noticed and said, and nothing is taken."""

from __future__ import annotations

import asyncio
import os
import sqlite3
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from storage import OpenedFile
from tests.e2e.conftest import Town
from tests.e2e.phone import Phone
from tests.e2e.process import Peiler
from tests.operations.conftest import eventually
from tests.storage.sqlite.on_disk import damage
from tests.telegram_stand_in import StandIn


async def ill(peiler: Peiler) -> list[str]:
    """What the health page calls ill."""
    async with httpx.AsyncClient() as client:
        named: list[str] = (await client.get(f"{peiler.address}/healthz")).json()["ill"]
    return named


async def test_while_the_file_is_gone_nothing_is_taken_and_all_of_it_comes_when_it_is_back(
    village: Town, tmp_path: Path
) -> None:
    database, away = tmp_path / "peiler.sqlite", tmp_path / "elsewhere"
    owner = await village.owner()
    await asyncio.to_thread(database.rename, away)
    await owner.person.types("/help")
    assert await eventually(lambda: "no updates are taken" in village.peiler.log())
    assert f"{database} was deleted, moved or replaced" in village.peiler.log()
    assert await ill(village.peiler) == ["database"]
    ran = await village.peiler.run("doctor")
    assert (ran.code, f"{database} is gone" in ran.out) == (1, True)
    answered = len(owner.person.chat)
    await asyncio.to_thread(away.rename, database)
    assert await eventually(lambda: len(owner.person.chat) > answered)
    assert await ill(village.peiler) == []


async def test_a_log_whose_database_is_gone_is_not_thrown_away_by_a_start(
    village: Town, tmp_path: Path
) -> None:
    database, away = tmp_path / "peiler.sqlite", tmp_path / "elsewhere"
    await village.owner()
    before = await village.peiler.export()
    await village.peiler.dies()
    await asyncio.to_thread(database.rename, away)
    ran = await village.peiler.run("serve")
    assert ran.code == 1
    assert "is gone, and its log is still there" in ran.err
    assert not database.exists()
    await asyncio.to_thread(away.rename, database)
    assert (await village.peiler.export())["answers"] == before["answers"]


async def test_damage_where_nobody_comes_is_found_before_anybody_answers(
    village: Town, tmp_path: Path
) -> None:
    await village.owner()
    await village.peiler.stop()
    await asyncio.to_thread(damage, tmp_path / "peiler.sqlite", "audit", "invite")
    ran = await village.peiler.run("serve")
    assert ran.code == 1
    assert "peiler.sqlite" in ran.err
    assert "restore the last backup" in ran.err
    assert "listening" not in ran.out


async def test_doctor_finds_a_database_that_somebody_else_holds(village: Town, tmp_path: Path) -> None:
    await village.owner()
    with closing(sqlite3.connect(tmp_path / "peiler.sqlite", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        ran = await village.peiler.run("doctor")
        other.execute("ROLLBACK")
    assert ran.code == 1
    assert "ILL   writing: the database cannot be used now (SQLITE_BUSY)" in ran.out
    assert "writing: the database takes it" in (await village.peiler.run("doctor")).out


async def test_a_backup_that_cannot_be_read_or_written_names_the_place(village: Town, tmp_path: Path) -> None:
    await village.peiler.stop()
    ran = await village.peiler.run("restore", "missing.peiler")
    assert ran.err == f"peiler: {tmp_path / 'missing.peiler'}: cannot be read (No such file or directory)\n"
    ran = await village.peiler.run("backup", "nowhere/copy.peiler")
    assert f"there is no folder {tmp_path / 'nowhere'}" in ran.err
    if os.geteuid():
        (tmp_path / "locked").mkdir(mode=0o500)
        ran = await village.peiler.run("backup", "locked/copy.peiler")
        assert f"may not write in {tmp_path / 'locked'}" in ran.err


@pytest.mark.parametrize("change", ["deleted", "replaced"])
def test_a_file_of_the_same_name_is_not_the_same_file(tmp_path: Path, change: str) -> None:
    path = tmp_path / "peiler.sqlite"
    path.write_text("the one that was opened")
    opened = OpenedFile(path)
    assert opened.is_there()
    path.rename(tmp_path / "elsewhere")
    if change == "replaced":
        path.write_text("the one that was opened")
    assert not opened.is_there()


async def test_two_databases_with_one_token_take_turns_and_each_says_so(tmp_path: Path) -> None:
    async with StandIn() as telegram:
        both = [Peiler(folder, telegram) for folder in (tmp_path / "a", tmp_path / "b")]
        for peiler in both:
            await asyncio.to_thread(peiler.folder.mkdir)
            await peiler.start()
        for peiler in both:
            assert await eventually(lambda: "Conflict" in peiler.log())  # noqa: B023 # looked up at once
            assert "again in 5.0 s" in peiler.log()
        phone = Phone(telegram, telegram.person(10_001))
        await phone.person.types("/start")
        assert await eventually(lambda: any(message.by_bot for message in phone.person.chat))
        assert [await peiler.stop() for peiler in both] == [0, 0]
        refused = [call.at for call in telegram.calls_of("getUpdates") if call.code == 409]
    assert len(refused) <= 2 + (refused[-1] - refused[0]) / 2  # not one after the other
