"""Copies: one file that holds the database and the files, made while people answer; and the way back."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from bot.app.plug import open_desk, utc_now
from bot.app.redrawing import note_restored
from bot.config import Settings
from bot.privacy.erasing import erase_again
from storage import (
    SingleProcess,
    StorageError,
    copy_backup,
    ledger,
    open_storage,
    pack,
    put_in_place,
    replace_database,
    sqlite_path,
    unpack,
)


async def back_up(settings: Settings, file: Path) -> int:
    """A checked copy of everything at `file`, or nothing there; how many files it holds.

    The database comes first: what it names was there already. Raises StorageError.
    """
    database = _database_of(settings)
    if not database.exists():
        raise StorageError(f"{database}: there is no database to copy; is PEILER_DATABASE right?")
    _refuse_our_own(settings, database, file)
    _refuse_unwritable(file)
    part = file.with_name(f".{file.name}.new")
    try:
        async with open_storage(settings.database, owner=False) as storage:
            await storage.backup(part)
        count = pack(part, settings.files)
        _put(part, file)
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
    return count


def _database_of(settings: Settings) -> Path:
    path = sqlite_path(settings.database)
    if path is None:
        raise StorageError("PEILER_DATABASE: names no SQLite file; copy this database with its own tools")
    return path


def _refuse_our_own(settings: Settings, database: Path, file: Path) -> None:
    place, files = file.resolve(), settings.files.resolve()
    if place == database.resolve() or place.is_relative_to(files):
        raise StorageError(f"{file}: this is the database or in the folder for files; name another place")


def _refuse_unwritable(file: Path) -> None:
    folder = file.resolve().parent
    if not folder.is_dir():
        raise StorageError(f"{file}: there is no folder {folder}; make it, or name another place")
    if not os.access(folder, os.W_OK | os.X_OK):
        raise StorageError(f"{file}: this user may not write in {folder}; name another place")


def _refuse_unreadable(file: Path) -> None:
    try:
        file.open("rb").close()
    except OSError as error:
        raise StorageError(f"{file.absolute()}: cannot be read ({error.strerror})") from error


def _put(part: Path, file: Path) -> None:
    try:
        put_in_place(part, file)
    except OSError as error:
        raise StorageError(f"{file}: cannot write the backup ({error.strerror})") from error


async def restore(settings: Settings, file: Path) -> tuple[int, int]:
    """Put a backup in the place of what is there: how many files came with it, how many erasures were
    repeated. Nothing old is sent; the next start shows everybody anew where they are. Raises StorageError.
    """
    database = _database_of(settings)
    _refuse_unreadable(file)
    with SingleProcess(database), _copy_beside(database) as part:
        copy_backup(file, part, utc_now())
        count = unpack(file, settings.files)
        own = settings.model_copy(update={"database": f"sqlite:///{part}"})
        async with open_desk(own, owner=True) as desk:
            erased = await erase_again(desk, ledger.ledger_of(database))
            await note_restored(desk)
        replace_database(part, database)
    return count, erased


@contextmanager
def _copy_beside(database: Path) -> Iterator[Path]:
    """A place on the same disk; nothing of it is left."""
    part = database.with_name(f".{database.name}.restoring")
    try:
        yield part
    finally:
        for ending in ("", "-wal", "-shm"):
            with suppress(OSError):
                part.with_name(part.name + ending).unlink(missing_ok=True)
