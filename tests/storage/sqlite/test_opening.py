"""Which files are taken as ours, how they grow, and who may serve from them."""

from __future__ import annotations

import asyncio
import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from storage import (
    DatabaseMismatch,
    SingleProcess,
    StorageError,
    StorageUnavailable,
    open_sqlite,
    open_storage,
    sqlite_path,
)
from storage.sqlite import opening
from storage.sqlite.files import refuse_network
from storage.sqlite.migrations import FOLDER, migrate
from tests.storage.example import ADA, CHAT, FIRM, begun
from tests.storage.sqlite.on_disk import content, mode, put, tell


async def test_a_new_database_is_for_its_owner_only_and_says_whose_it_is(path: Path) -> None:
    async with open_sqlite(path):
        assert [mode(file) for file in path.parent.iterdir()] == [0o600] * 3
    assert tell(path, "PRAGMA application_id") == int.from_bytes(b"PEIL", "big")
    assert tell(path, "PRAGMA user_version") == len(list(FOLDER.iterdir()))
    assert tell(path, "PRAGMA journal_mode") == "wal"


async def test_a_database_is_there_again_when_it_is_opened_again(path: Path) -> None:
    async with open_sqlite(path) as storage:
        await begun(storage)
    async with open_storage(f"sqlite:///{path}") as storage:
        assert await storage.person_at(FIRM, "telegram", CHAT) == ADA
        assert await storage.problems() == []
        assert "SQLite 3." in await storage.version()


async def test_a_storage_can_close_itself_at_the_end_of_a_block(path: Path) -> None:
    async with await open_sqlite(path) as storage:
        await begun(storage)
    with pytest.raises(StorageUnavailable):
        await storage.person(FIRM, "ada")


async def test_several_processes_may_make_a_database_at_the_same_time(path: Path) -> None:
    storages = await asyncio.gather(*(open_sqlite(path) for _process in range(5)))
    await begun(storages[0])
    assert [await storage.person(FIRM, "ada") for storage in storages] == [ADA] * 5
    for storage in storages:
        await storage.close()


async def test_only_the_owner_moves_the_log_into_the_database(path: Path) -> None:
    log = path.with_name(path.name + "-wal")
    async with open_sqlite(path) as owner, open_sqlite(path, owner=False) as visitor:
        await begun(visitor)
        assert not await visitor.scrub()
        assert log.stat().st_size > 0
        assert await owner.scrub()
        assert log.stat().st_size == 0


async def test_a_log_without_its_database_is_not_thrown_away(path: Path) -> None:
    log = path.with_name(path.name + "-wal")
    log.write_text("answers that were acknowledged")
    with pytest.raises(StorageUnavailable, match=r"peiler\.sqlite is gone.*remove peiler\.sqlite-wal"):
        async with open_sqlite(path):
            pass
    assert log.read_text() == "answers that were acknowledged"
    log.write_text("")
    async with open_sqlite(path) as storage:
        await begun(storage)


async def test_a_database_of_a_newer_program_is_refused_and_left_alone(path: Path) -> None:
    async with open_sqlite(path):
        pass
    tell(path, "PRAGMA user_version = 999")
    with pytest.raises(DatabaseMismatch, match=r"peiler\.sqlite: .*newer Peiler .*update"):
        await open_sqlite(path)
    assert tell(path, "PRAGMA user_version") == 999


async def test_a_database_of_another_program_is_refused_and_left_alone(path: Path) -> None:
    tell(path, "CREATE TABLE recipes (name TEXT)")
    before = content(path)
    with pytest.raises(DatabaseMismatch, match="not a database of Peiler"):
        await open_sqlite(path)
    assert content(path) == before


async def test_a_file_that_is_no_database_is_refused_and_left_alone(path: Path) -> None:
    put(path, b"Dear diary, " * 100)
    with pytest.raises(DatabaseMismatch, match="not a SQLite database"):
        await open_sqlite(path)
    assert content(path) == b"Dear diary, " * 100


async def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(StorageUnavailable, match=r"nowhere/peiler\.sqlite: .*folder"):
        await open_sqlite(tmp_path / "nowhere" / "peiler.sqlite")


async def test_a_folder_in_the_place_of_the_database_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StorageUnavailable):
        await open_sqlite(tmp_path)


async def test_a_database_that_cannot_be_read_is_let_go_again(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refuses(_place: object) -> None:
        raise StorageUnavailable("no second connection")

    monkeypatch.setattr(opening, "open_reader", refuses)
    with pytest.raises(StorageUnavailable, match="no second connection"):
        async with open_sqlite(path):
            pass


async def test_opening_that_is_given_up_leaves_no_connection_behind(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(_connection: sqlite3.Connection) -> None:
        raise RuntimeError("a bug in a migration")

    monkeypatch.setattr("storage.sqlite.connection.migrate", interrupted)
    with pytest.raises(RuntimeError):
        await open_sqlite(path)


def test_a_later_migration_is_applied_once_to_what_is_there(path: Path, tmp_path: Path) -> None:
    folder = tmp_path / "migrations"
    folder.mkdir()
    (folder / "0001_first.sql").write_text((FOLDER / "0001_first.sql").read_text())
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        migrate(connection, folder)
        (folder / "0002_mood.sql").write_text("-- a column\nALTER TABLE person ADD COLUMN mood TEXT;\n")
        migrate(connection, folder)
        migrate(connection, folder)
        assert "mood" in [row[1] for row in connection.execute("PRAGMA table_info(person)")]
        assert connection.execute("PRAGMA user_version").fetchone() == (2,)


LOST = "CREATE TABLE fine (x TEXT REFERENCES gone (y)); INSERT INTO fine VALUES ('lost');"


@pytest.mark.parametrize(
    "broken",
    [
        "CREATE TABLE fine (x TEXT); CREATE TABLE fine (x TEXT);",
        LOST,
        f"CREATE TABLE gone (y TEXT PRIMARY KEY); {LOST}",
    ],
    ids=["twice the same", "refers to nothing", "lost row"],
)
def test_a_migration_that_fails_leaves_the_database_as_it_was(
    path: Path, tmp_path: Path, broken: str
) -> None:
    folder = tmp_path / "migrations"
    folder.mkdir()
    (folder / "0001_broken.sql").write_text(broken.replace("; ", ";\n"))
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        with pytest.raises((sqlite3.Error, DatabaseMismatch)):
            migrate(connection, folder)
        assert connection.execute("SELECT COUNT(*) FROM sqlite_master").fetchone() == (0,)
        assert connection.execute("PRAGMA user_version").fetchone() == (0,)


def test_two_processes_that_serve_from_one_database_are_told_of_each_other(path: Path) -> None:
    with SingleProcess(path):
        second = SingleProcess(path)
        with pytest.raises(StorageUnavailable, match=f"process {os.getpid()} already serves"):
            second.__enter__()
    with SingleProcess(path):
        assert not path.exists()  # the lock is a file of its own


def test_a_lock_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    with pytest.raises(StorageUnavailable, match="cannot lock"):
        SingleProcess(tmp_path / "nowhere" / "peiler.sqlite").__enter__()


@pytest.mark.parametrize(("kind", "refused"), [("nfs4", True), ("cifs", True), ("ext4", False)])
def test_a_network_file_system_is_refused(tmp_path: Path, kind: str, refused: bool) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(f"/dev/sda / ext4 rw 0 0\nserver:/x {tmp_path.resolve()} {kind} rw 0 0\n")
    if refused:
        with pytest.raises(DatabaseMismatch, match=kind):
            refuse_network(tmp_path / "peiler.sqlite", mounts)
    else:
        refuse_network(tmp_path / "peiler.sqlite", mounts)


def test_where_mounts_cannot_be_listed_any_place_will_do(tmp_path: Path) -> None:
    refuse_network(tmp_path / "peiler.sqlite", tmp_path / "no such list")


def test_a_url_names_a_file_here_or_anywhere() -> None:
    assert sqlite_path("sqlite:///peiler.sqlite") == Path("peiler.sqlite")
    assert sqlite_path("sqlite:////srv/peiler.sqlite") == Path("/srv/peiler.sqlite")
    assert sqlite_path("sqlite:///") is sqlite_path("sqlite:///folder/") is sqlite_path("mysql://x") is None


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("postgresql://host/db", "not available in this version"),
        ("postgres://host/db", "not available in this version"),
        ("sqlite:///", "sqlite:///peiler.sqlite"),
        ("peiler.sqlite", "sqlite:///peiler.sqlite"),
    ],
)
def test_a_url_that_names_no_database_is_refused_with_one_that_does(url: str, words: str) -> None:
    with pytest.raises(StorageError, match=words):
        open_storage(url)
