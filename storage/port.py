"""What the program asks of a database, in the program's own verbs; what passes the contract test will do."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from pathlib import Path
from typing import Any, Protocol

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


class StorageError(Exception):
    """The database refused; the cause is kept."""


class StorageUnavailable(StorageError):
    """The database cannot be written now (locked, full, read-only, gone): try the same again later."""


class DataRejected(StorageError):
    """The database will never take this data: trying again is useless."""


class DatabaseCorrupt(StorageError):
    """The file is damaged: stop at once and restore a backup."""


class DatabaseMismatch(StorageError):
    """This file is not ours, or was written by a newer program."""


class Saved(Enum):
    """What became of a change."""

    DONE = "done"
    #: The update was handled before; nothing was written.
    DUPLICATE = "duplicate"
    #: Somebody else saved first (an interview's rev, an invite's state), nothing was written: load, step.
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
class JobPending:
    """Guard: the job is still pending, and of this kind."""

    job: str
    kind: str


@dataclass(frozen=True, slots=True)
class PersonIs:
    """Guard: the person is still as they were read, to the last field."""

    person: Person


@dataclass(frozen=True, slots=True)
class AssessmentAt:
    """Guard: the assessment still is in this phase and state."""

    assessment: str
    phase: str
    state: str


@dataclass(frozen=True, slots=True)
class AssessmentIs:
    """Guard: the assessment is still as it was read, to the last field."""

    assessment: Assessment


@dataclass(frozen=True, slots=True)
class IsStill:
    """Guard: this is still as it was read, to the last field."""

    record: Initiative | Contact | Reference


@dataclass(frozen=True, slots=True)
class CancelUnsent:
    """Take back what was not yet sent to a chat: of these kinds (empty: of every kind), or what is `about` an
    assessment, its interviews or its invites.
    """

    bot_id: str
    chat_id: str
    kinds: tuple[str, ...] = ()
    about: str | None = None


@dataclass(frozen=True, slots=True)
class DropJobs:
    """Pending jobs whose key begins with this are not to be done any more (state dropped)."""

    prefix: str


Guard = InterviewAt | InviteOpen | JobPending | PersonIs | AssessmentAt | AssessmentIs | IsStill


@dataclass(frozen=True, slots=True)
class Change:
    """Everything that one event changes for one tenant, written in one transaction or not at all.

    The order of the writes does not matter; cancels and drops come before them. Answers, judgements and
    amendments are only ever inserted: one that is there already makes the change STALE, and so does one of a
    round that was erased. So does a person whose address belongs to another, or who was erased; a reminder
    above its cap, or a second one with the same id, number or day; a file, note or initiative that was
    erased; a judgement, note, initiative or reference of an interview that was erased; a second file of one
    source; a reference that was withdrawn, is another owner's or has the mark of another one; a score or
    practice of one that is not there, was withdrawn or is another owner's; and a contact of who was erased or
    withdrew. Other records replace what has the same key, but

    - `Outgoing` is only ever inserted: a second row with a known dedupe key is ignored, and a row of kind
      card and state new takes the place of an earlier unsent row of the same card (the echo that was not
      shown is kept in front, at most 3 lines). What became of a row is told by the verbs of delivery;
    - an `Initiative` with a mark that another one of its assessment has is ignored;
    - a `Reference` that is withdrawn loses all that tells whose it is, its scores and its practices' words;
    - what delivery knows stays as it is: a card's sent_version, message_id and shown_at, an ask's first
      shown_at and message_id, a lane's wait; a lane's last message only ever rises, and a higher one proves
      that it can be reached;
    - an `Interview` has its rev raised by one, whatever rev the record holds (a new one keeps it);
    - a `Job` takes the place of a pending one with the same key;
    - an `Update` of state done keeps no body.
    """

    update: Update | None = None
    guards: tuple[Guard, ...] = ()
    writes: tuple[Record, ...] = ()
    cancels: tuple[CancelUnsent, ...] = ()
    drops: tuple[DropJobs, ...] = ()


@dataclass(frozen=True, slots=True)
class Walk:
    """All that a step needs of one interview: current answers (highest revision each), all asks, the texts
    that still wait (state kept; also those this person typed outside any interview), the live card, all
    files, and the queries that wait for a reply (waiting or asked).
    """

    interview: Interview
    assessment: Assessment
    person: Person
    answers: tuple[Answer, ...]
    asks: tuple[Ask, ...]
    kept: tuple[Kept, ...]
    card: Card | None
    files: tuple[File, ...] = ()
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Facts:
    """One moment of one assessment, or of all of a tenant: every revision of every answer, every text kept,
    every judgement, amendment, note, file, reminder, initiative and contact, and the scripts and models in
    use, by hash.
    Interviews that were opened and never begun are left out. `references`, with their scores and practices,
    are there for an export only.
    """

    assessments: tuple[Assessment, ...]
    interviews: tuple[Interview, ...]
    answers: tuple[Answer, ...]
    kept: tuple[Kept, ...]
    scripts: dict[str, ScriptText]
    judgements: tuple[Judgement, ...] = ()
    notes: tuple[Note, ...] = ()
    files: tuple[File, ...] = ()
    reminders: tuple[Reminder, ...] = ()
    initiatives: tuple[Initiative, ...] = ()
    contacts: tuple[Contact, ...] = ()
    amendments: tuple[Amendment, ...] = ()
    references: tuple[Reference, ...] = ()
    reference_scores: tuple[ReferenceScore, ...] = ()
    practices: tuple[Practice, ...] = ()

    def current(self, interview: str) -> list[Answer]:
        """The highest revision of each answer of an interview."""
        mine = sorted((a for a in self.answers if a.interview == interview), key=lambda a: a.revision)
        return sorted({answer.question: answer for answer in mine}.values(), key=lambda a: a.seq)


#: Of fewer scores than this it is told whose they are.
FEW = 20


@dataclass(frozen=True, slots=True)
class Others:
    """Scores that count beside another, lowest first; the years and sectors that they are of (years None:
    nobody knows), whether there is government among them, and anybody else; with fewer than `FEW` of them,
    each one's reference.
    """

    scores: tuple[float, ...]
    years: tuple[int, int] | None
    sectors: tuple[str, ...]
    references: tuple[str, ...]
    governments: tuple[bool, ...] = ()


#: What a search shows before the rest: practices of a row, or of the transition from a level of a pillar.
First = str | tuple[str, int]

#: Which questions of an interview have answers that do not count now; the engine knows, the storage does not.
Dormant = Callable[[Facts, Interview], Collection[str]]


@dataclass(frozen=True, slots=True)
class Erased:
    """What an erasure touched: ids of interviews, and files that nothing names any more (to be unlinked)."""

    interviews: tuple[str, ...]
    files: tuple[str, ...]


#: Further records to be written in the commit of an erasure, once it is known what that touched.
Then = Callable[[Erased], Sequence[Record]]


def nothing_more(_erased: Erased) -> Sequence[Record]:
    """No further records."""
    return ()


class Storage(Protocol):
    """Records in, records out. A read sees what is committed, and every save that returned before it."""

    async def save(self, change: Change) -> Saved:
        """Commit `change`; returns when it is on disk. Raises StorageUnavailable or DataRejected."""

    async def seen(self, tenant: str, bot_id: str, update_id: int) -> bool: ...

    # people, assessments, invites
    async def person(self, tenant: str, person: str) -> Person | None: ...
    async def person_at(self, tenant: str, channel: str, address: str) -> Person | None: ...
    async def assessment(self, tenant: str, assessment: str) -> Assessment | None: ...
    async def assessments(self, tenant: str, owner: str | None = None) -> list[Assessment]: ...
    async def members(self, tenant: str, assessment: str) -> list[Member]:
        """Everybody who runs it beside its owner, was invited to, or did so once."""

    async def memberships(self, tenant: str, person: str) -> list[Member]: ...
    async def invite(self, tenant: str, invite: str) -> Invite | None: ...
    async def invite_by_hash(self, tenant: str, token_hash: str) -> Invite | None: ...
    async def invites(self, tenant: str, assessment: str) -> list[Invite]: ...
    async def invites_bound_to(self, tenant: str, person: str) -> list[Invite]:
        """Those that somebody used, of every assessment."""

    async def script(self, tenant: str, hash_: str) -> ScriptText | None: ...

    # interviews
    async def walk(self, tenant: str, interview: str) -> Walk | None: ...
    async def ask(self, tenant: str, ask: str) -> Ask | None: ...
    async def interviews_of(self, tenant: str, person: str) -> list[Interview]: ...
    async def interviews(self, tenant: str, assessment: str) -> list[Interview]: ...
    async def answers(self, tenant: str, assessment: str, *, history: bool = False) -> list[Answer]:
        """Current answers (or every revision) of all interviews of an assessment."""

    async def answers_of(self, tenant: str, person: str, assessment: str) -> list[Answer]:
        """Current answers this person gave in any interview of this assessment that was not ended."""

    async def kept(self, tenant: str, assessment: str) -> list[Kept]: ...

    # files, reminders, judgements, notes: each oldest first
    async def files(self, tenant: str, interview: str) -> list[File]: ...
    async def file(self, tenant: str, file: str) -> File | None: ...
    async def files_in(self, tenant: str, address: str) -> int:
        """How many files of state kept have this name on disk."""

    async def file_bytes(self, tenant: str, interview: str | None = None) -> int:
        """The size of all files of state kept, of one interview or of all."""

    async def reminders(self, tenant: str, assessment: str, person: str | None = None) -> list[Reminder]: ...
    async def judgements(self, tenant: str, assessment: str) -> list[Judgement]:
        """Every judgement that was made in an assessment, also those that a later one took the place of."""

    async def amendments(self, tenant: str, assessment: str) -> list[Amendment]:
        """All of them, by kind, subject and number: of each the last one holds."""

    async def notes(self, tenant: str, assessment: str, kind: str | None = None) -> list[Note]: ...
    async def note(self, tenant: str, note: str) -> Note | None: ...

    # what already runs, and who is further ahead
    async def initiatives(self, tenant: str, assessment: str) -> list[Initiative]:
        """Whatever their state, oldest first."""

    async def initiative(self, tenant: str, initiative: str) -> Initiative | None: ...
    async def references(
        self, tenant: str, owner: str, *, stage: str | None = None, limit: int
    ) -> list[Reference]:
        """The newest of one owner that are not withdrawn."""

    async def reference(self, tenant: str, reference: str) -> Reference | None: ...
    async def reference_marked(self, tenant: str, owner: str, mark: str) -> Reference | None:
        """The one that was imported with this mark, also when it was withdrawn since."""

    async def alike(
        self, tenant: str, owner: str, sector: str, size: str | None, *, demo: bool = False
    ) -> int:
        """How many references of this sector and size were spoken to, or seen from outside."""

    async def reference_scores(self, tenant: str, reference: str) -> list[ReferenceScore]: ...
    async def scores_beside(
        self,
        tenant: str,
        owner: str,
        pillar: str,
        *,
        kind: str,
        sector: str | None = None,
        government: bool | None = None,
        coverage: float = 0.75,
        demo: bool = False,
        without: Collection[str] = (),
    ) -> Others:
        """All scores of a pillar with at least this coverage: of real references, or of made-up ones
        (`demo`); not of those `without` (ids).
        """

    async def scored_after(self, tenant: str, owner: str, moment: datetime) -> list[str]:
        """Ids of an owner's references with a score of after this moment."""

    async def names(self, tenant: str, owner: str) -> list[tuple[str, str]]:
        """(id, name) of all references of an owner that have a name and are not withdrawn."""

    async def practices(
        self,
        tenant: str,
        owner: str,
        *,
        pillar: str | None = None,
        from_level: int | None = None,
        row: str | None = None,
        sector: str | None = None,
        first: Sequence[First] = (),
        limit: int,
        demo: bool = False,
    ) -> list[Practice]:
        """Practices that are not withdrawn: those of `first` in its order, then the others, newest first."""

    async def practices_of(self, tenant: str, reference: str) -> list[Practice]: ...
    async def practice(self, tenant: str, practice: str) -> Practice | None: ...
    async def contacts(
        self,
        tenant: str,
        *,
        person: str | None = None,
        reference: str | None = None,
        assessment: str | None = None,
    ) -> list[Contact]:
        """Oldest first; also of who does not want to be in touch (any more)."""

    async def contact(self, tenant: str, contact: str) -> Contact | None: ...

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

    async def sending(self, row: Outgoing, now: datetime) -> bool:
        """Mark a row in flight on disk. False: it was cancelled or replaced, so it must not be sent."""

    async def sent(self, row: Outgoing, message_id: int, date: datetime) -> None:
        """A row arrived as this message. Its payload and echo go (but for bot `web`), its key stays; of kind
        card: the card's message_id, sent_version and shown_at, and the ask's shown_at and message_id if it
        is the first copy; of kind collapse: its retired card is collapsed. The lane's last message rises.
        Also right for a row that was replaced while it was in flight: the newer one stays unsent and loses
        the echo that was shown.
        """

    async def postponed(self, row: Outgoing, not_before: datetime, error: str) -> None:
        """A row surely did not arrive and is to be tried again; of a card, only the newest version is."""

    async def uncertain(
        self, row: Outgoing, error: str, not_before: datetime, also: Change | None = None
    ) -> None:
        """A row may have arrived. With policy repeat it is due again from `not_before` (of a card, only the
        newest version is), else it stays uncertain for ever. `also` is written in the same commit.
        """

    async def failed(self, row: Outgoing, error: str) -> None:
        """A row can never be sent; its payload goes."""

    async def cancelled(self, row: Outgoing, reason: str) -> None:
        """A row is not to be sent any more (found out at send time); its payload goes."""

    async def arrived(
        self, tenant: str, bot_id: str, chat_id: str, ask: str, message_id: int, date: datetime
    ) -> bool:
        """A tap proves that the uncertain row that shows this ask arrived: it is sent now, the resend is off.
        False: no such row.
        """

    async def cancel(self, tenant: str, bot_id: str, chat_id: str, kinds: Collection[str] = ()) -> int:
        """Take back what was not yet sent to a chat (empty: of every kind); how many rows. See also
        `CancelUnsent`.
        """

    async def cancel_expired(self, tenant: str, bot_id: str, now: datetime) -> int:
        """Cancel rows past their expires_at (`due` leaves them out); how many."""

    async def lane_waits(self, lane: Lane, until: datetime) -> None:
        """Nothing is due in this chat before `until`."""

    async def unreachable(self, lane: Lane, now: datetime, also: Change | None = None) -> Saved:
        """Nothing is due in this chat until it is reachable; its rows wait. `also` is written in the same
        commit; STALE: its guards do not hold, and nothing was written.
        """

    async def reachable(self, lane: Lane) -> None: ...

    # jobs and chores
    async def due_jobs(self, tenant: str, now: datetime, limit: int) -> list[Job]: ...
    async def pending_job(self, tenant: str, key: str) -> Job | None: ...
    async def pending_jobs(self, tenant: str, prefix: str) -> list[Job]:
        """Pending jobs whose key begins with this, by key."""

    async def finish(self, job: Job, state: str = "done", error: str | None = None) -> bool:
        """A pending job is over. False: it was written anew (or finished) since it was read, and stays as it
        is.
        """

    async def prune_updates(self, tenant: str, before: datetime) -> int:
        """Forget updates handled before this moment; dead letters and the newest update stay. How many."""

    async def prune_dead_letters(self, tenant: str, before: datetime) -> int: ...
    async def dead_letters(self, tenant: str) -> Sequence[Update]: ...
    async def facts(self, tenant: str, assessment: str | None = None) -> Facts: ...
    async def export(
        self, tenant: str, assessment: str | None = None, *, at: datetime, dormant: Dormant
    ) -> dict[str, Any]:
        """The export object (see `storage.export`), of one assessment or of all. With one come the references
        of its owner, without whom to reach there.
        """

    async def facts_of(self, tenant: str, person: str) -> Facts:
        """Everything that one person said, in every assessment; also interviews that were never begun."""

    async def shown_since(self, tenant: str, chat_id: str, since: datetime) -> list[tuple[str, int]]:
        """(bot, message) of what was shown in a chat since a moment, oldest first."""

    async def erase_person(
        self, tenant: str, person: str, now: datetime, then: Then = nothing_more
    ) -> Erased:
        """Blank all that this person said and is (ids, revisions and times stay) and stop the interviews.
        What `then` gives is written in the same commit. Call `scrub` afterwards, so that nothing is left in
        the file either.
        """

    async def erase_assessment(
        self, tenant: str, assessment: str, now: datetime, then: Then = nothing_more
    ) -> Erased:
        """Blank an assessment with all its interviews, and the people who are in no other."""

    async def erase_interviews(
        self, tenant: str, interviews: Collection[str], now: datetime, then: Then = nothing_more
    ) -> Erased:
        """Blank these interviews, and the people of whom nothing else is kept; the assessment stays."""

    async def idle_people(self, tenant: str, before: datetime) -> list[Person]:
        """Who was met before this moment and has no interview that is kept, no assessment, no part in running
        one and no reference.
        """

    async def forget_chats_of_nobody(self, tenant: str, before: datetime) -> int:
        """Where the last messages to people who were erased went to; how many messages."""

    async def audit(self, tenant: str, assessment: str, limit: int) -> list[Audit]:
        """The newest lines of an assessment's audit trail, newest first."""

    async def scores(self, tenant: str, assessment: str) -> list[Score]:
        """Figures that were kept when answers were erased, oldest first."""

    async def prune_scores(self, tenant: str, before: datetime) -> int:
        """Forget kept figures and lines of the audit trail that are older than this; how many."""

    async def scrub(self) -> bool:
        """Drop what was erased from the database's own logs. False: only the process that owns the database
        can.
        """

    async def backup(self, path: Path) -> None:
        """A checked copy of the whole database, readable by its owner only; nothing appears at `path` unless
        it is good.
        """

    async def problems(self) -> list[str]:
        """What a full check of the database finds; empty when it is sound."""

    async def version(self) -> str:
        """The database's name and version, for `doctor`."""

    async def close(self) -> None:
        """Finish the saves under way and let go of the database."""
