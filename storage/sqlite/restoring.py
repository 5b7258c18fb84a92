"""Putting a backup in the place of a database, so that nothing old is sent again."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path

from storage.port import DatabaseCorrupt, DatabaseMismatch, StorageError, StorageUnavailable
from storage.rows import time_text
from storage.sqlite.errors import at
from storage.sqlite.files import SingleProcess, problems, put_in_place
from storage.sqlite.migrations import check_identity, migrate
from storage.sqlite.queries import Q


def restore_sqlite(backup: Path, database: Path, now: datetime) -> None:
    """Put a backup in the place of a database, unsent messages and due jobs cancelled, or change nothing.

    Raises StorageUnavailable while a process serves from the database, DatabaseMismatch or DatabaseCorrupt
    when the backup is not to be trusted. Who was erased since it was made has to be erased again afterwards.
    """
    part = database.with_name(f".{database.name}.part")
    with SingleProcess(database):
        try:
            copy_backup(backup, part, now)
            replace_database(part, database)
        finally:
            part.unlink(missing_ok=True)


def copy_backup(backup: Path, part: Path, now: datetime) -> None:
    """A checked and migrated copy of a backup at `part`, unsent messages and due jobs cancelled."""
    try:
        part.unlink(missing_ok=True)
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        _prepare(backup, part, now)
    except OSError as error:
        raise StorageUnavailable(f"{part}: cannot be written ({error.strerror})") from error
    except (sqlite3.Error, StorageError) as error:
        raise at(backup, error) from error


def replace_database(part: Path, database: Path) -> None:
    """Put a copy that nobody uses in the place of a database; the caller holds the lock of the latter."""
    try:
        with closing(sqlite3.connect(part, isolation_level=None)) as copy:
            copy.execute("PRAGMA journal_mode = DELETE")  # all of it in one file
        _let_go(database)
        put_in_place(part, database)
    except OSError as error:
        raise StorageUnavailable(f"{database}: cannot be replaced ({error.strerror})") from error
    except sqlite3.Error as error:
        raise at(part, error) from error


def _prepare(backup: Path, part: Path, now: datetime) -> None:
    source_uri = f"{backup.resolve().as_uri()}?mode=ro"
    with (
        closing(sqlite3.connect(source_uri, uri=True)) as source,
        closing(sqlite3.connect(part, isolation_level=None)) as copy,
    ):
        source.execute("PRAGMA trusted_schema = OFF")
        check_identity(source)
        source.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")
        if problems(copy):
            raise DatabaseCorrupt("this backup is damaged: take an older one")
        if copy.execute("PRAGMA user_version").fetchone()[0] == 0:
            raise DatabaseMismatch("there is nothing in this backup")
        copy.execute("DROP TABLE IF EXISTS sqlar")  # the files of the backup, which go elsewhere
        migrate(copy)
        Q.cancel_everything_unsent(copy)
        Q.cancel_due_jobs(copy, now=time_text(now))
        copy.execute("VACUUM")


def _let_go(database: Path) -> None:
    """Nothing of the old file may be taken for the new one's: its log goes into it, and then away."""
    with suppress(sqlite3.Error), closing(sqlite3.connect(database)) as old:
        old.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    for ending in ("-wal", "-shm"):
        database.with_name(database.name + ending).unlink(missing_ok=True)
