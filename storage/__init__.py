"""What Peiler remembers: records in, records out. Knows neither interviews nor chats."""

from __future__ import annotations

from pathlib import Path

from storage import ledger
from storage.export import exported
from storage.port import (
    AssessmentAt,
    AssessmentIs,
    CancelUnsent,
    Change,
    DatabaseCorrupt,
    DatabaseMismatch,
    DataRejected,
    Dormant,
    DropJobs,
    Erased,
    Facts,
    First,
    InterviewAt,
    InviteOpen,
    IsStill,
    JobPending,
    Others,
    PersonIs,
    Saved,
    Storage,
    StorageError,
    StorageUnavailable,
    Walk,
)
from storage.records import (
    Amendment,
    Answer,
    Ask,
    Assessment,
    Audit,
    Card,
    Contact,
    File,
    Initiative,
    Interview,
    Invite,
    Job,
    Json,
    Judgement,
    Kept,
    Lane,
    Member,
    Note,
    Outgoing,
    Person,
    Practice,
    Record,
    Reference,
    ReferenceScore,
    Reminder,
    Score,
    ScriptText,
    Update,
)
from storage.sqlite.archive import pack, unpack
from storage.sqlite.files import OpenedFile, SingleProcess, put_in_place
from storage.sqlite.opening import Opening, open_sqlite
from storage.sqlite.restoring import copy_backup, replace_database, restore_sqlite
from storage.sqlite.storage import SqliteStorage

__all__ = [
    "Amendment",
    "Answer",
    "Ask",
    "Assessment",
    "AssessmentAt",
    "AssessmentIs",
    "Audit",
    "CancelUnsent",
    "Card",
    "Change",
    "Contact",
    "DataRejected",
    "DatabaseCorrupt",
    "DatabaseMismatch",
    "Dormant",
    "DropJobs",
    "Erased",
    "Facts",
    "File",
    "First",
    "Initiative",
    "Interview",
    "InterviewAt",
    "Invite",
    "InviteOpen",
    "IsStill",
    "Job",
    "JobPending",
    "Json",
    "Judgement",
    "Kept",
    "Lane",
    "Member",
    "Note",
    "OpenedFile",
    "Opening",
    "Others",
    "Outgoing",
    "Person",
    "PersonIs",
    "Practice",
    "Record",
    "Reference",
    "ReferenceScore",
    "Reminder",
    "Saved",
    "Score",
    "ScriptText",
    "SingleProcess",
    "SqliteStorage",
    "Storage",
    "StorageError",
    "StorageUnavailable",
    "Update",
    "Walk",
    "copy_backup",
    "exported",
    "ledger",
    "open_sqlite",
    "open_storage",
    "pack",
    "put_in_place",
    "replace_database",
    "restore_sqlite",
    "sqlite_path",
    "unpack",
]

_SQLITE = "sqlite:///"


def sqlite_path(url: str) -> Path | None:
    """The file that `sqlite:///peiler.sqlite` (here) or `sqlite:////srv/peiler.sqlite` (anywhere) names; None
    when the URL names no SQLite file.
    """
    path = url.removeprefix(_SQLITE)
    return Path(path) if url.startswith(_SQLITE) and path.strip("/") and not path.endswith("/") else None


def open_storage(url: str, *, owner: bool = True, patience: float = 5.0) -> Opening:
    """The storage that a URL names. Raises StorageError for a URL that names none."""
    path = sqlite_path(url)
    if path is not None:
        return open_sqlite(path, owner=owner, patience=patience)
    if url.startswith(("postgresql:", "postgres:")):
        raise StorageError("PostgreSQL is not available in this version: use sqlite:///peiler.sqlite")
    raise StorageError(
        "this is no database URL: write sqlite:///peiler.sqlite, or sqlite:////folder/peiler.sqlite"
    )
