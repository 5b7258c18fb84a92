"""A backup carries the files too, in one file that SQLite's own tools can open."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from storage import (
    DatabaseMismatch,
    StorageUnavailable,
    copy_backup,
    open_sqlite,
    pack,
    replace_database,
    unpack,
)
from tests.storage.example import ADA, FIRM, NINE, begun
from tests.storage.sqlite.on_disk import content, mode, put, tell


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Files as the program keeps them, and a link out of the folder."""
    folder = tmp_path / "files"
    (folder / "charts").mkdir(parents=True)
    put(folder / "charts" / "one.png", b"\x89PNG one")
    put(folder / "empty", b"")
    (folder / "link").symlink_to(tmp_path)
    return folder


async def backup_of(path: Path) -> Path:
    """A backup without files as yet."""
    copy = path.with_name("copy.sqlite")
    async with open_sqlite(path) as storage:
        await begun(storage)
        await storage.backup(copy)
    return copy


async def test_files_go_into_the_backup_and_come_out_as_they_were(
    path: Path, folder: Path, tmp_path: Path
) -> None:
    copy = await backup_of(path)
    assert pack(copy, folder) == 2
    back = tmp_path / "back"
    put_there_before = back / "other"
    back.mkdir()
    put(put_there_before, b"stays")
    assert unpack(copy, back) == 2
    assert (back / "charts" / "one.png").read_bytes() == b"\x89PNG one"
    assert mode(back / "charts" / "one.png") == 0o600
    assert sorted(p.name for p in back.rglob("*")) == ["charts", "empty", "one.png", "other"]


async def test_what_is_still_being_written_or_goes_meanwhile_is_in_no_backup(
    path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = await backup_of(path)
    put(folder / "charts" / ".half.part", b"half")
    read = Path.read_bytes

    def erased_first(file: Path) -> bytes:
        if file.name == "one.png":
            file.unlink()
        return read(file)

    monkeypatch.setattr(Path, "read_bytes", erased_first)
    assert pack(copy, folder) == 1


async def test_a_restored_database_is_without_the_files_of_the_backup(path: Path, folder: Path) -> None:
    copy, part = await backup_of(path), path.with_name("part.sqlite")
    pack(copy, folder)
    copy_backup(copy, part, NINE)
    assert tell(part, "SELECT COUNT(*) FROM sqlite_master WHERE name = 'sqlar'") == 0
    async with open_sqlite(part) as storage:
        assert await storage.person(FIRM, "ada") == ADA


async def test_a_backup_made_without_files_has_none_to_give(path: Path, tmp_path: Path) -> None:
    copy = await backup_of(path)
    assert unpack(copy, tmp_path / "back") == 0
    assert pack(copy, tmp_path / "no such folder") == 0
    assert unpack(copy, tmp_path / "back") == 0
    assert not (tmp_path / "back").exists()


@pytest.mark.parametrize("name", ["../outside", "/outside", "", "a/../../outside"])
async def test_a_file_that_would_land_elsewhere_is_not_written(
    path: Path, folder: Path, tmp_path: Path, name: str
) -> None:
    copy = await backup_of(path)
    pack(copy, folder)
    with closing(sqlite3.connect(copy)) as connection, connection:
        connection.execute("UPDATE sqlar SET name = ? WHERE name = 'empty'", (name,))
    with pytest.raises(DatabaseMismatch, match="not to be trusted"):
        unpack(copy, tmp_path / "a" / "back")
    assert not (tmp_path / "outside").exists()
    assert not (tmp_path / "a" / "outside").exists()


async def test_what_cannot_be_read_or_written_is_named(path: Path, folder: Path, tmp_path: Path) -> None:
    copy = await backup_of(path)
    pack(copy, folder)
    with pytest.raises(StorageUnavailable, match="cannot take the files"):
        unpack(copy, copy)
    with pytest.raises(DatabaseMismatch):
        unpack(folder / "charts" / "one.png", tmp_path / "back")
    with pytest.raises(DatabaseMismatch):
        pack(folder / "charts" / "one.png", folder)


async def test_a_file_that_cannot_be_read_is_told(
    path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = await backup_of(path)

    def locked(_path: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", locked)
    with pytest.raises(StorageUnavailable, match="Permission denied"):
        pack(copy, folder)


async def test_a_copy_that_cannot_be_written_or_put_in_place_is_named(path: Path, tmp_path: Path) -> None:
    copy = await backup_of(path)
    with pytest.raises(StorageUnavailable, match="nowhere"):
        copy_backup(copy, tmp_path / "nowhere" / "part", NINE)
    before = content(path)
    put(copy, b"no database " * 99)
    with pytest.raises(DatabaseMismatch, match="copy"):
        replace_database(copy, path)
    assert content(path) == before
