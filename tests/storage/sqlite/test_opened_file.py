"""A program notices that the file it opened is no longer the one of that name."""

from __future__ import annotations

from pathlib import Path

from storage.sqlite.files import OpenedFile


def test_a_file_that_is_deleted_moved_or_replaced_is_not_the_one_that_was_opened(path: Path) -> None:
    path.write_bytes(b"the database")
    opened = OpenedFile(path)
    assert opened.is_there()
    moved = path.rename(path.with_suffix(".moved"))
    assert not opened.is_there()
    path.write_bytes(b"another")
    assert not opened.is_there()
    moved.replace(path)
    assert opened.is_there()
