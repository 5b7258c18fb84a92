"""What the program asks of a database, in the program's own verbs; any database that passes the contract test will do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Protocol

from storage.records import (
    Answer,
    Ask,
    Assessment,
    Card,
    Interview,
    Invite,
    Job,
    Kept,
    Lane,
    Outgoing,
    Person,
    Record,
    ScriptText,
    Update,
)


class StorageError(Exception):
    """The database refused; the cause is kept."""


class StorageUnavailable(StorageError):
    """The database cannot be written now (locked, full, read-only, gone): try the same again later."""


class DataRejected(StorageError):
    """The database will never take this data: trying again is useless."""


class DatabaseMismatch(StorageError):
    """This file is not ours, or was written by a newer program."""


class Saved(Enum):
    """What became of a change."""

    DONE = "done"
    #: The update was handled before; nothing was written.
    DUPLICATE = "duplicate"
    #: Somebody else saved first (an interview's rev, an invite's state); nothing was written: load and step again.
    STALE = "stale"


@dataclass(frozen=True, slots=True)
class InterviewAt:
    """Guard: the interview is still at this rev. Saving then raises its rev by one."""

    interview: str
    rev: int


@dataclass(frozen=True, slots=True)
class InviteOpen:
    """Guard: the invite is still open."""

    invite: str


@dataclass(frozen=True, slots=True)
class Change:
    """Everything that one event changes, written in one transaction or not at all.

    Answers are only ever inserted. Other records replace what has the same key, but for `Outgoing`: a second row with a
    known dedupe key is ignored, and a card's row of state new takes the place of an earlier new row of the same card
    (the echo that was not shown is kept in front).
    """

    update: Update | None = None
    guards: tuple[InterviewAt | InviteOpen, ...] = ()
    writes: tuple[Record, ...] = ()


@dataclass(frozen=True, slots=True)
class Walk:
    """All that a step needs of one interview: current answers (highest revision each), all asks, texts kept, the live card."""

    interview: Interview
    assessment: Assessment
    person: Person
    answers: tuple[Answer, ...]
    asks: tuple[Ask, ...]
    kept: tuple[Kept, ...]
    card: Card | None


class Storage(Protocol):
    """Records in, records out. Every read sees committed rows only."""

    async def save(self, change: Change) -> Saved:
        """Commit `change`; returns when it is on disk. Raises StorageUnavailable or DataRejected."""

    async def seen(self, tenant: str, bot_id: str, update_id: int) -> bool: ...

    # people, assessments, invites
    async def person(self, tenant: str, person: str) -> Person | None: ...
    async def person_at(self, tenant: str, channel: str, address: str) -> Person | None: ...
    async def assessment(self, tenant: str, assessment: str) -> Assessment | None: ...
    async def assessments(self, tenant: str, owner: str | None = None) -> list[Assessment]: ...
    async def invite(self, tenant: str, invite: str) -> Invite | None: ...
    async def invite_by_hash(self, tenant: str, token_hash: str) -> Invite | None: ...
    async def invites(self, tenant: str, assessment: str) -> list[Invite]: ...
    async def script(self, tenant: str, hash_: str) -> ScriptText | None: ...

    # interviews
    async def walk(self, tenant: str, interview: str) -> Walk | None: ...
    async def ask(self, tenant: str, ask: str) -> Ask | None: ...
    async def interviews_of(self, tenant: str, person: str) -> list[Interview]: ...
    async def interviews(self, tenant: str, assessment: str) -> list[Interview]: ...
    async def answers(self, tenant: str, assessment: str, *, history: bool = False) -> list[Answer]:
        """Current answers (or every revision) of all interviews of an assessment."""

    async def answers_of(self, tenant: str, person: str, assessment: str) -> list[Answer]:
        """Current answers this person gave in any interview of this assessment."""

    async def kept(self, tenant: str, assessment: str) -> list[Kept]: ...

    # delivery
    async def lane(self, tenant: str, bot_id: str, chat_id: str) -> Lane | None: ...
    async def card(self, tenant: str, card: str) -> Card | None: ...
    async def live_cards(self, tenant: str, bot_id: str, touched_since: datetime) -> list[Card]: ...
    async def due(self, tenant: str, bot_id: str, now: datetime, limit: int) -> list[Outgoing]:
        """The oldest sendable row of each lane, most urgent first; lanes that must wait are left out."""

    async def unfinished(self, tenant: str, bot_id: str) -> list[Outgoing]:
        """Rows in state sending: their fate is unknown after a restart."""

    async def messages(self, tenant: str, bot_id: str, chat_id: str, limit: int) -> list[Outgoing]:
        """The newest rows of a chat, oldest first, whatever their state (the browser shows them)."""

    async def last_received(self, tenant: str, bot_id: str) -> datetime | None: ...

    # jobs and chores
    async def due_jobs(self, tenant: str, now: datetime, limit: int) -> list[Job]: ...
    async def prune_updates(self, tenant: str, before: datetime) -> int: ...
    async def dead_letters(self, tenant: str) -> Sequence[Update]: ...
    async def close(self) -> None: ...
