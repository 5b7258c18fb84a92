"""What a restore does beside putting the database back: files, erasures, and what serve is to draw."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.app.backup import back_up, restore
from bot.app.plug import open_desk
from bot.app.redrawing import RESTORED
from bot.config import Settings
from storage import Change, Outgoing, Person, StorageError, ledger, sqlite_path

NINE = datetime(2026, 11, 23, 9, tzinfo=UTC)


async def with_anna(settings: Settings) -> None:
    """Anna is known, a message to her waits, and there is a picture of hers."""
    anna = Person("main", "anna", "telegram", "1001", "Anna de Vries", "nl", NINE)
    async with open_desk(settings, owner=True) as desk:
        row: Outgoing = replace(desk.reply(anna, "Hallo", "key"), file_ref=str(picture(settings)))
        await desk.storage.save(Change(writes=(anna, row)))
    picture(settings).parent.mkdir(parents=True)
    picture(settings).write_bytes(b"PNG")


def picture(settings: Settings) -> Path:
    """Where the picture is."""
    return settings.files / "charts" / "anna.png"


async def name_of_anna(settings: Settings) -> str:
    """What is kept of her."""
    async with open_desk(settings, owner=True) as desk:
        person = await desk.storage.person("main", "anna")
        assert person is not None
        return person.name


async def test_files_come_back_with_the_database(settings: Settings, tmp_path: Path) -> None:
    await with_anna(settings)
    assert await back_up(settings, tmp_path / "copy") == 1
    picture(settings).unlink()
    assert await restore(settings, tmp_path / "copy") == (1, 0)
    assert picture(settings).read_bytes() == b"PNG"
    assert await name_of_anna(settings) == "Anna de Vries"


async def test_who_was_erased_since_the_backup_stays_erased(settings: Settings, tmp_path: Path) -> None:
    await with_anna(settings)
    await back_up(settings, tmp_path / "copy")
    database = sqlite_path(settings.database)
    assert database is not None
    ledger.append(ledger.ledger_of(database), "person", "anna", NINE)
    assert await restore(settings, tmp_path / "copy") == (1, 1)
    assert await name_of_anna(settings) == ""
    assert not picture(settings).exists()
    assert b"Anna de Vries" not in database.read_bytes()


async def test_what_waited_is_not_sent_and_the_next_start_draws_the_cards(
    settings: Settings, tmp_path: Path
) -> None:
    await with_anna(settings)
    await back_up(settings, tmp_path / "copy")
    await restore(settings, tmp_path / "copy")
    async with open_desk(settings, owner=True) as desk:
        assert await desk.storage.due("main", desk.bots["telegram"], desk.now(), 9) == []
        assert await desk.storage.pending_job("main", RESTORED) is not None
    assert not (tmp_path / ".peiler.sqlite.restoring").exists()


async def test_a_restore_that_is_refused_leaves_the_files_alone(settings: Settings, tmp_path: Path) -> None:
    await with_anna(settings)
    (tmp_path / "copy").write_bytes(b"no backup " * 99)
    with pytest.raises(StorageError, match="copy"):
        await restore(settings, tmp_path / "copy")
    assert picture(settings).read_bytes() == b"PNG"
    assert await name_of_anna(settings) == "Anna de Vries"


async def test_other_databases_are_copied_with_their_own_tools(settings: Settings, tmp_path: Path) -> None:
    elsewhere = settings.model_copy(update={"database": "postgresql://here/peiler"})
    for copying in (back_up, restore):
        with pytest.raises(StorageError, match="own tools"):
            await copying(elsewhere, tmp_path / "copy")
