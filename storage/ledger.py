"""Who and what was erased: a file beside the database and outside of every backup, by which a restored copy
is erased again.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from storage.port import StorageUnavailable
from storage.rows import time_text


@dataclass(frozen=True, slots=True)
class Erasure:
    """One line: the opaque id of a person or an assessment (`kind`) that was erased at this moment."""

    kind: str
    id: str
    at: datetime


def ledger_of(database: Path) -> Path:
    """Where the erasures of a database are kept."""
    return database.with_name(database.name + ".erased")


def append(path: Path, kind: str, id_: str, at: datetime) -> None:
    """Add a line; returns when it is on disk. Raises StorageUnavailable."""
    line = json.dumps({"kind": kind, "id": id_, "at": time_text(at)}) + "\n"
    try:
        file = os.open(path, os.O_CREAT | os.O_RDWR | os.O_APPEND, 0o600)
        try:
            if _is_torn(file):
                line = "\n" + line
            os.write(file, line.encode())
            os.fsync(file)
        finally:
            os.close(file)
        _flush_folder(path.parent)
    except OSError as error:
        raise StorageUnavailable(f"{path}: cannot note the erasure ({error.strerror})") from error


def read(path: Path) -> list[Erasure]:
    """All lines, oldest first; a line that power loss cut short is left out (it was never acted upon)."""
    if not path.exists():
        return []
    return [known for line in path.read_text("utf-8").splitlines() if (known := _erasure(line)) is not None]


def _erasure(line: str) -> Erasure | None:
    try:
        fields = json.loads(line)
        return Erasure(fields["kind"], fields["id"], datetime.fromisoformat(fields["at"]))
    except (ValueError, KeyError, TypeError):
        return None


def _is_torn(file: int) -> bool:
    """Whether the last line lacks its end, so that the next one would be lost with it."""
    size = os.fstat(file).st_size
    return size > 0 and os.pread(file, 1, size - 1) != b"\n"


def _flush_folder(folder: Path) -> None:
    file = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(file)
    finally:
        os.close(file)
