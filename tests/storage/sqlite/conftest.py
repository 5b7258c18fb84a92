"""A database file, and a database that can be made to fail."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import aiosqlite
import pytest

from storage.sqlite import connection


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the database of this test is."""
    return tmp_path / "peiler.sqlite"


def broken_disk() -> sqlite3.OperationalError:
    """What SQLite says when fsync fails."""
    error = sqlite3.OperationalError("disk I/O error")
    error.sqlite_errorcode, error.sqlite_errorname = sqlite3.SQLITE_IOERR, "SQLITE_IOERR"
    return error


class Disk:
    """What happens at each COMMIT, one entry each: it works when there is none left."""

    def __init__(self) -> None:
        self.commits: list[Callable[[Callable[[], Any]], Any]] = []
        self.count = 0

    def commit(self, really: Callable[[], Any]) -> Any:
        """Called in place of COMMIT."""
        self.count += 1
        return self.commits.pop(0)(really) if self.commits else really()


def fails(_really: Callable[[], Any]) -> Any:
    """The commit is not written."""
    raise broken_disk()


def lies(really: Callable[[], Any]) -> Any:
    """The commit is written, and an error all the same."""
    really()
    raise broken_disk()


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Disk:
    """A disk under every connection opened in this test."""
    disk = Disk()

    class OnThisDisk(sqlite3.Connection):
        def execute(self, sql: str, *values: Any) -> sqlite3.Cursor:
            really = partial(super().execute, sql, *values)
            result: sqlite3.Cursor = disk.commit(really) if sql == "COMMIT" else really()
            return result

    monkeypatch.setattr(aiosqlite, "connect", partial(aiosqlite.connect, factory=OnThisDisk))
    return disk


@pytest.fixture
def setting(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Adds a PRAGMA to every connection that is opened from now on."""
    before = connection.SETTINGS

    def add(pragma: str) -> None:
        monkeypatch.setattr(connection, "SETTINGS", (*before, pragma))

    return add
