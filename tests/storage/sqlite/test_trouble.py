"""Locked, full, read-only, damaged: what cannot be saved is said to be so, and what was saved stays."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from storage import (
    Change,
    DatabaseCorrupt,
    DataRejected,
    Saved,
    SqliteStorage,
    StorageError,
    StorageUnavailable,
    open_sqlite,
)
from storage.sqlite import connection, opening
from storage.sqlite.errors import translated
from storage.sqlite.migrations import migrations
from tests.storage.example import FIRM, answer, begun, saved, update
from tests.storage.sqlite.conftest import Disk, fails
from tests.storage.sqlite.on_disk import damage

Setting = Callable[[str], None]


@contextmanager
def somebody_writing(path: Path) -> Iterator[None]:
    """Another process holds the write lock."""
    with closing(sqlite3.connect(path, isolation_level=None, check_same_thread=False)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


async def test_a_database_that_another_process_writes_is_unavailable_and_then_available(path: Path) -> None:
    async with open_sqlite(path, patience=0.01) as storage:
        await begun(storage)
        with somebody_writing(path):
            results = await asyncio.gather(
                *(storage.save(Change(update(number))) for number in range(3)), return_exceptions=True
            )
            assert [type(result) for result in results] == [StorageUnavailable] * 3
            assert await storage.person(FIRM, "ada") is not None
        assert await storage.save(Change(update(1))) is Saved.DONE


async def test_nobody_waits_for_a_lock_that_the_one_before_did_not_get(
    path: Path, disk: Disk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_sqlite(path, patience=0.01) as storage:
        await begun(storage)
        with ExitStack() as lock:
            reopen = connection.open_writer

            async def too_late(place: connection.Place) -> Any:
                fresh = await reopen(place)
                lock.enter_context(somebody_writing(path))
                return fresh

            disk.commits = [fails]
            monkeypatch.setattr(opening, "open_writer", too_late)
            results = await asyncio.gather(
                *(storage.save(Change(update(number))) for number in range(3)), return_exceptions=True
            )
            assert [type(result) for result in results] == [StorageUnavailable] * 3
            # Each migration, the first records and the group; nobody came as far alone.
        assert disk.count == len(migrations()) + 2
        assert await storage.save(Change(update(1))) is Saved.DONE


async def answers_until_full(storage: SqliteStorage) -> int:
    """How many answers there was room for."""
    for revision in count(1):
        try:
            await saved(storage, answer(revision=revision, text="x" * 3000))
        except StorageUnavailable:
            break
    return revision - 1


async def test_a_full_disk_loses_nothing_that_was_saved(path: Path, setting: Setting) -> None:
    setting("PRAGMA max_page_count = 120")
    async with open_sqlite(path) as storage:
        await begun(storage)
        kept = await answers_until_full(storage)
        both = await asyncio.gather(
            storage.save(Change(update(1))),
            storage.save(Change(update(2), writes=(answer("S2", text="x" * 30000),))),
            return_exceptions=True,
        )
        assert [both[0], type(both[1])] == [Saved.DONE, StorageUnavailable]
        assert len(await storage.answers(FIRM, "town", history=True)) == kept > 0
        setting("PRAGMA max_page_count = 9999")
        assert await storage.problems() == []
    async with open_sqlite(path) as storage:
        assert await storage.save(Change(update(3), writes=(answer("S2", text="x" * 30000),))) is Saved.DONE


async def test_a_read_only_database_is_unavailable(path: Path, setting: Setting) -> None:
    async with open_sqlite(path) as storage:
        await begun(storage)
    setting("PRAGMA query_only = ON")
    async with open_sqlite(path) as storage:
        with pytest.raises(StorageUnavailable, match="READONLY"):
            await storage.save(Change(update(1)))


async def gone(_place: connection.Place) -> Any:
    """The disk was taken out."""
    raise StorageUnavailable("gone")


async def test_a_database_that_cannot_be_opened_again_is_tried_again_at_the_next_save(
    path: Path, disk: Disk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_sqlite(path) as storage:
        await begun(storage)
        disk.commits = [fails]
        with monkeypatch.context() as patch:
            patch.setattr(opening, "open_writer", gone)
            for _attempt in range(2):
                with pytest.raises(StorageUnavailable):
                    await storage.save(Change(update(1)))
        assert await storage.save(Change(update(1))) is Saved.DONE


async def test_a_database_that_goes_while_one_save_is_tried_again_is_reported(
    path: Path, disk: Disk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_sqlite(path) as storage:
        await begun(storage)
        reopen = connection.open_writer

        async def once(place: connection.Place) -> Any:
            monkeypatch.setattr(opening, "open_writer", gone)
            return await reopen(place)

        disk.commits = [fails, fails]
        monkeypatch.setattr(opening, "open_writer", once)
        with pytest.raises(StorageUnavailable, match="IOERR"):
            await storage.save(Change(update(1)))


async def test_a_damaged_file_is_told_apart_from_one_that_is_busy(path: Path) -> None:
    async with open_sqlite(path) as storage:
        await begun(storage)
        await storage.scrub()
    damage(path, "person", "inbox")
    async with open_sqlite(path) as storage:
        with pytest.raises(DatabaseCorrupt, match="backup"):
            await storage.person(FIRM, "ada")
        with pytest.raises(DatabaseCorrupt):
            await storage.save(Change(update(1)))
        assert await storage.problems() != []


def test_an_error_says_what_to_think_of_it_and_never_what_was_said() -> None:
    assert isinstance(translated(ValueError("the mayor")), DataRejected)
    assert "the mayor" not in str(translated(ValueError("the mayor")))
    ours = StorageError("ours")
    assert translated(ours) is ours
