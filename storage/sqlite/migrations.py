"""Whose file this is, and how it gets the tables of this program: numbered files that never change, each
applied once.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from storage.port import DatabaseMismatch

#: "PEIL", in the header of every file of ours.
APPLICATION_ID = 0x5045494C
FOLDER = Path(__file__).parent.parent / "migrations"


def migrations(folder: Path = FOLDER) -> dict[int, Path]:
    """The migration files by number, in order."""
    return {int(path.name.partition("_")[0]): path for path in sorted(folder.glob("*.sql"))}


def check_identity(connection: sqlite3.Connection, folder: Path = FOLDER) -> None:
    """Raise DatabaseMismatch unless the file is empty or ours, and no newer than this program; changes
    nothing.
    """
    known = max(migrations(folder))
    if not _value(connection, "SELECT COUNT(*) FROM sqlite_master") and not _value(
        connection, "PRAGMA user_version"
    ):
        return
    if _value(connection, "PRAGMA application_id") != APPLICATION_ID:
        raise DatabaseMismatch("this is not a database of Peiler: give another file, or move this one away")
    version = _value(connection, "PRAGMA user_version")
    if version > known:
        raise DatabaseMismatch(
            f"this database was written by a newer Peiler (schema {version}, this program knows {known}): "
            "update the program, or restore a backup from before"
        )


def migrate(connection: sqlite3.Connection, folder: Path = FOLDER) -> None:
    """Apply what is missing, each file in a transaction of its own."""
    check_identity(connection, folder)
    for number, path in migrations(folder).items():
        if _value(connection, "PRAGMA user_version") < number:
            _apply(connection, number, path)


def _apply(connection: sqlite3.Connection, number: int, path: Path) -> None:
    connection.execute("BEGIN IMMEDIATE")
    try:
        if _value(connection, "PRAGMA user_version") < number:  # or another process was first
            for statement in _statements(path.read_text("utf-8")):
                connection.execute(statement)
            _check_references(connection, path)
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version = {number}")
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


def _check_references(connection: sqlite3.Connection, path: Path) -> None:
    broken = connection.execute("PRAGMA foreign_key_check").fetchone()
    if broken is not None:
        raise DatabaseMismatch(f"{path.name} would leave rows of {broken[0]} without what they refer to")


def _statements(sql: str) -> Iterator[str]:
    """The statements one by one: `executescript` would commit before it begins."""
    statement = ""
    for line in sql.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


def _value(connection: sqlite3.Connection, sql: str) -> int:
    value: int = connection.execute(sql).fetchone()[0]
    return value
