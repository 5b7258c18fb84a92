"""What a test does to a database file behind the program's back."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path


def content(path: Path) -> bytes:
    """All of a file."""
    return path.read_bytes()


def put(path: Path, what: bytes) -> None:
    """A file with this in it."""
    path.write_bytes(what)


def mode(path: Path) -> int:
    """Who may read and write a file."""
    return path.stat().st_mode & 0o777


def tell(path: Path, sql: str) -> object:
    """What another program gets that opens the file."""
    with closing(sqlite3.connect(path)) as connection:
        return (connection.execute(sql).fetchone() or [None])[0]


def damage(path: Path, *tables: str) -> None:
    """Overwrite the first page of these tables."""
    with closing(sqlite3.connect(path)) as connection:
        [(size,)] = connection.execute("PRAGMA page_size")
        roots = dict(connection.execute("SELECT name, rootpage FROM sqlite_master").fetchall())
    with path.open("r+b") as file:
        for table in tables:
            file.seek((roots[table] - 1) * size)
            file.write(b"\xff" * size)
