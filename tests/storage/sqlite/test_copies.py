"""Backups that are sure to be good, and restores that send nothing twice."""

from __future__ import annotations

import asyncio
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from storage import (
    Change,
    DatabaseCorrupt,
    DatabaseMismatch,
    SingleProcess,
    StorageUnavailable,
    open_sqlite,
    restore_sqlite,
)
from tests.storage.example import ADA, BOT, CHAT, DAY, FIRM, JOB, NINE, begun, message, saved, update
from tests.storage.sqlite.on_disk import content, damage, mode, put, tell


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Where the backup goes."""
    return tmp_path / "backups" / "monday.sqlite"


async def backed_up(path: Path, copy: Path) -> None:
    """A database with a backup of it."""
    copy.parent.mkdir()
    async with open_sqlite(path) as storage:
        await begun(storage)
        later = replace(JOB, id="j", key="j", due_at=NINE + DAY)
        await saved(storage, message("sending", chat_id="1002"), JOB, later)
        await storage.sending(message("sending"), NINE)
        await storage.backup(copy)


async def test_a_backup_is_one_checked_file_for_its_owner_only(path: Path, copy: Path) -> None:
    await backed_up(path, copy)
    assert [file.name for file in copy.parent.iterdir()] == [copy.name]
    assert mode(copy) == 0o600
    async with open_sqlite(copy) as storage:
        assert await storage.person(FIRM, "ada") == ADA


async def test_a_backup_can_be_made_while_people_answer(path: Path, copy: Path) -> None:
    copy.parent.mkdir()
    async with open_sqlite(path) as storage:
        saves = [storage.save(Change(update(number))) for number in range(50)]
        await asyncio.gather(*saves, storage.backup(copy), storage.backup(copy))
        assert await storage.problems() == []


async def test_a_database_in_memory_can_be_backed_up_too(copy: Path) -> None:
    copy.parent.mkdir()
    async with open_sqlite(":memory:") as storage:
        await begun(storage)
        await storage.backup(copy)
    async with open_sqlite(copy) as storage:
        assert await storage.person(FIRM, "ada") == ADA


async def test_a_backup_that_cannot_be_written_leaves_nothing_behind(path: Path, copy: Path) -> None:
    async with open_sqlite(path) as storage:
        with pytest.raises(StorageUnavailable, match=r"monday\.sqlite"):
            await storage.backup(copy)
    assert not copy.parent.exists()


async def test_a_damaged_database_is_not_taken_for_a_good_backup(path: Path, copy: Path) -> None:
    await backed_up(path, copy)
    before = content(copy)
    damage(path, "person")
    async with open_sqlite(path) as storage:
        with pytest.raises(DatabaseCorrupt, match="damaged"):
            await storage.backup(copy)
    assert content(copy) == before
    assert [file.name for file in copy.parent.iterdir()] == [copy.name]


async def test_a_database_that_is_locked_for_good_is_not_backed_up(
    path: Path, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await backed_up(path, copy)
    before = content(copy)

    def busy(*_arguments: object) -> None:
        error = sqlite3.OperationalError("database is locked")
        error.sqlite_errorcode = sqlite3.SQLITE_BUSY
        raise error

    monkeypatch.setattr("storage.sqlite.files._copy", busy)
    async with open_sqlite(path) as storage:
        with pytest.raises(StorageUnavailable):
            await storage.backup(copy)
    assert content(copy) == before


async def test_after_a_restore_all_is_as_it_was_but_nothing_old_is_sent(path: Path, copy: Path) -> None:
    await backed_up(path, copy)
    async with open_sqlite(path) as storage:
        await saved(storage, replace(ADA, name="changed since"))
    restore_sqlite(copy, path, NINE)
    async with open_sqlite(path) as storage:
        assert await storage.person(FIRM, "ada") == ADA
        assert await storage.due(FIRM, BOT, NINE + DAY, 9) == await storage.unfinished(FIRM, BOT) == []
        assert [row.state for row in await storage.messages(FIRM, BOT, CHAT, 9)] == ["cancelled"]
        assert [job.id for job in await storage.due_jobs(FIRM, NINE + DAY, 9)] == ["j"]
    assert mode(path) == 0o600


async def test_after_a_restore_files_that_people_sent_are_still_fetched(path: Path, copy: Path) -> None:
    copy.parent.mkdir()
    async with open_sqlite(path) as storage:
        await begun(storage)
        await saved(storage, replace(JOB, id="fetch1", kind="fetch", key="fetch:file1"), JOB)
        await storage.backup(copy)
    restore_sqlite(copy, path, NINE)
    async with open_sqlite(path) as storage:
        assert [job.id for job in await storage.due_jobs(FIRM, NINE, 9)] == ["fetch1"]


async def test_a_restore_needs_no_database_that_works(path: Path, copy: Path) -> None:
    await backed_up(path, copy)
    put(path, b"ruined" * 1000)
    put(path.with_name(path.name + "-wal"), b"old log")
    restore_sqlite(copy, path, NINE)
    async with open_sqlite(path) as storage:
        assert await storage.person(FIRM, "ada") == ADA


async def test_nothing_is_restored_while_a_process_serves(path: Path, copy: Path) -> None:
    await backed_up(path, copy)
    with SingleProcess(path), pytest.raises(StorageUnavailable, match="already serves"):
        restore_sqlite(copy, path, NINE)


async def test_a_backup_that_is_not_ours_or_damaged_is_refused(
    path: Path, copy: Path, tmp_path: Path
) -> None:
    await backed_up(path, copy)
    before = content(path)
    text, empty, foreign = tmp_path / "text", tmp_path / "empty", tmp_path / "foreign"
    put(text, b"no database " * 99)
    put(empty, b"")
    tell(foreign, "CREATE TABLE recipes (name TEXT)")
    for wrong in (text, empty, foreign):
        with pytest.raises(DatabaseMismatch, match=wrong.name):
            restore_sqlite(wrong, path, NINE)
    damage(copy, "person")
    with pytest.raises(DatabaseCorrupt, match="older"):
        restore_sqlite(copy, path, NINE)
    with pytest.raises(StorageUnavailable):
        restore_sqlite(tmp_path / "missing", path, NINE)
    assert content(path) == before


async def test_a_database_in_the_way_of_a_restore_is_named(copy: Path, path: Path) -> None:
    await backed_up(path, copy)
    folder = path.with_name("folder.sqlite")
    (folder / "inside").mkdir(parents=True)
    with pytest.raises(StorageUnavailable, match="cannot be replaced"):
        restore_sqlite(copy, folder, NINE)
