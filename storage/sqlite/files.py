"""What is done with the database file as a file: one serving process, copies that are sure to be good,
checks.
"""

from __future__ import annotations

import fcntl
import os
import sqlite3
from contextlib import closing
from pathlib import Path
from types import TracebackType

from storage.port import DatabaseCorrupt, DatabaseMismatch, StorageUnavailable
from storage.sqlite.errors import at

#: Names in /proc/mounts of file systems on which SQLite's locks cannot be trusted.
NETWORK = {
    "nfs",
    "nfs4",
    "cifs",
    "smb3",
    "smbfs",
    "afs",
    "lustre",
    "glusterfs",
    "fuse.sshfs",
    "fuse.glusterfs",
}
MOUNTS = Path("/proc/mounts")


class SingleProcess:
    """Held while a process serves from a database: a second one is told so. Other processes may still use it
    briefly.
    """

    def __init__(self, path: Path) -> None:
        self._path = path.with_name(path.name + ".lock")
        self._file = -1

    def __enter__(self) -> SingleProcess:
        try:
            self._file = os.open(self._path, os.O_CREAT | os.O_RDWR, 0o600)
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            holder = os.pread(self._file, 20, 0).decode("ascii", "replace").strip() or "another"
            os.close(self._file)
            raise StorageUnavailable(
                f"{self._path}: process {holder} already serves from this database: stop it first"
            ) from error
        except OSError as error:
            raise StorageUnavailable(f"{self._path}: cannot lock the database ({error.strerror})") from error
        os.ftruncate(self._file, 0)
        os.pwrite(self._file, str(os.getpid()).encode("ascii"), 0)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        # The file stays: unlinking it would let two processes hold locks on two files of one name.
        os.close(self._file)


class OpenedFile:
    """The file under a name, as it was found: a database that is deleted or moved away while a program uses
    it goes on taking writes that nobody will ever find.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._was = _identity(path)

    def is_there(self) -> bool:
        """Whether the same file still has this name."""
        return _identity(self.path) == self._was


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def refuse_network(path: Path, mounts: Path = MOUNTS) -> None:
    """Raise DatabaseMismatch if the file would be on a network file system (as far as can be found out)."""
    if not mounts.exists():
        return
    entries = [line.split()[1:3] for line in mounts.read_text("utf-8", "replace").splitlines()]
    around = [(Path(point), kind) for point, kind in entries if path.resolve().is_relative_to(point)]
    _, kind = max(around, key=lambda entry: len(entry[0].parts), default=(path, ""))
    if kind in NETWORK:
        raise DatabaseMismatch(
            f"{path}: the database must be on a disk of this machine, not on {kind}: name another file"
        )


def problems(connection: sqlite3.Connection) -> list[str]:
    """What SQLite's own full check finds, and rows without what they refer to."""
    try:
        found = [row[0] for row in connection.execute("PRAGMA integrity_check") if row[0] != "ok"]
        orphans = connection.execute("PRAGMA foreign_key_check").fetchall()
    except sqlite3.DatabaseError as error:
        return [str(error)]
    return found + [f"a row of {row[0]} lacks its {row[2]}" for row in orphans]


def scrub(connection: sqlite3.Connection) -> bool:
    """Empty the log into the database, so that what was erased is in neither; False while a reader is in the
    way.
    """
    busy: int = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    return not busy


def copy_to(connection: sqlite3.Connection, path: Path) -> None:
    """A checked copy at `path`, all at once (small steps never finish while others write), or nothing there
    at all.
    """
    part = path.with_name(f".{path.name}.part")
    try:
        part.unlink(missing_ok=True)
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        _copy(connection, part)
        put_in_place(part, path)
    except OSError as error:
        raise StorageUnavailable(f"{path}: cannot write the backup ({error.strerror})") from error
    except sqlite3.Error as error:
        raise at(path, error) from error
    finally:
        part.unlink(missing_ok=True)


def _copy(connection: sqlite3.Connection, part: Path) -> None:
    with closing(sqlite3.connect(part, isolation_level=None)) as copy:
        connection.backup(copy, pages=-1)
        copy.execute("PRAGMA journal_mode = DELETE")  # one file, without a log beside it
        if problems(copy):
            raise DatabaseCorrupt(
                "the copy is damaged, so the database is: stop, and restore the last backup"
            )


def put_in_place(part: Path, path: Path) -> None:
    """Make a finished file appear under its name, durably."""
    _flush(part)
    part.rename(path)
    _flush(path.parent)


def _flush(path: Path) -> None:
    file = os.open(path, os.O_RDONLY)
    try:
        os.fsync(file)
    finally:
        os.close(file)
