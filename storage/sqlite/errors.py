"""What an error of SQLite means: try later, never try again, or stop."""

from __future__ import annotations

import sqlite3

from storage.port import DatabaseCorrupt, DatabaseMismatch, DataRejected, StorageError, StorageUnavailable

#: Primary result codes after which the same may well succeed later.
UNAVAILABLE = {
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_NOMEM,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_INTERRUPT,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_PROTOCOL,
    sqlite3.SQLITE_SCHEMA,
}
CORRUPT = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


def primary_code(error: BaseException) -> int | None:
    """SQLite's result code without its extension; None when the error is not SQLite's."""
    code: int | None = getattr(error, "sqlite_errorcode", None)
    return None if code is None else code & 0xFF


def is_unavailable(error: BaseException) -> bool:
    """Whether an error is about the database (locked, full, damaged) and not about what was written."""
    return primary_code(error) in UNAVAILABLE | CORRUPT


def translated(error: Exception) -> StorageError:
    """The port's own error for what went wrong. It names no values, so that none can reach a log."""
    if isinstance(error, StorageError):
        return error
    name = getattr(error, "sqlite_errorname", type(error).__name__)
    if primary_code(error) in CORRUPT:
        return DatabaseCorrupt(f"the database file is damaged ({name}): stop, and restore the last backup")
    if primary_code(error) in UNAVAILABLE:
        return StorageUnavailable(f"the database cannot be used now ({name})")
    # SQLite's own words name tables and columns; Python's may quote the value.
    return DataRejected(
        f"the database does not take this ({error if isinstance(error, sqlite3.Error) else name})"
    )


def at(where: object, error: Exception) -> StorageError:
    """The same for what went wrong with a whole file, which it names."""
    ours = translated(error)
    if primary_code(error) == sqlite3.SQLITE_NOTADB:
        ours = DatabaseMismatch("this is not a SQLite database: give another file, or move this one away")
    return type(ours)(f"{where}: {ours}")
