"""Files inside a backup, in the table that `sqlite3 -A` lists and extracts: one file is the whole backup."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path, PurePosixPath
from typing import Any

from storage.port import DatabaseMismatch, StorageUnavailable
from storage.sqlite.errors import at
from storage.sqlite.files import put_in_place

#: The form of SQLite's own archives; data is kept as it is, since pictures do not get smaller.
_TABLE = "CREATE TABLE sqlar (name TEXT PRIMARY KEY, mode INT, mtime INT, sz INT, data BLOB)"
_FILE, _MINE = 0o100600, 0o600


def pack(backup: Path, folder: Path) -> int:
    """Put all files of a folder into a backup that nobody else uses; how many."""
    rows: Iterator[Any] = (row for path in _files(folder) for row in _rows(folder, path))
    try:
        with closing(sqlite3.connect(backup, isolation_level=None)) as connection:
            connection.execute("BEGIN")
            connection.execute(_TABLE)
            count = connection.executemany("INSERT INTO sqlar VALUES (?, ?, ?, ?, ?)", rows).rowcount
            connection.execute("COMMIT")
    except OSError as error:
        raise StorageUnavailable(f"{folder}: cannot be read for the backup ({error.strerror})") from error
    except sqlite3.Error as error:
        raise at(backup, error) from error
    return max(count, 0)


def _files(folder: Path) -> Iterator[Path]:
    """What has its name; hidden ones are still being written."""
    finished = (path for path in sorted(folder.rglob("*")) if not path.name.startswith("."))
    yield from (path for path in finished if path.is_file() and not path.is_symlink())


def _rows(folder: Path, path: Path) -> Iterator[tuple[str, int, int, int, bytes]]:
    """Of what was erased since it was listed there is none."""
    with suppress(FileNotFoundError):
        data, changed = path.read_bytes(), int(path.stat().st_mtime)
        yield path.relative_to(folder).as_posix(), _FILE, changed, len(data), data


def unpack(backup: Path, folder: Path) -> int:
    """Write the files of a backup into a folder, each all at once; what else is there stays. How many."""
    try:
        with closing(sqlite3.connect(f"{backup.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            connection.execute("PRAGMA trusted_schema = OFF")
            if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'sqlar'").fetchone():
                return 0
            return sum(_write(folder, *row) for row in connection.execute("SELECT name, data FROM sqlar"))
    except OSError as error:
        raise StorageUnavailable(f"{folder}: cannot take the files ({error.strerror})") from error
    except sqlite3.Error as error:
        raise at(backup, error) from error


def _write(folder: Path, name: str, data: bytes) -> int:
    place = PurePosixPath(name)
    if place.is_absolute() or not place.parts or ".." in place.parts:
        raise DatabaseMismatch(f"{name!r} is no file of ours: this backup is not to be trusted")
    path = folder.joinpath(*place.parts)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    part.unlink(missing_ok=True)
    file = os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, _MINE)
    with os.fdopen(file, "wb") as opened:
        opened.write(data)
    put_in_place(part, path)
    return 1
