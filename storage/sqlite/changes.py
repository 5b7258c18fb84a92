"""One change written inside a transaction: dedupe row, guards, cancels, then the records in an order that
holds.
"""

from __future__ import annotations

import json
import sqlite3
import sys
from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from typing import Any

from storage.port import (
    AssessmentAt,
    AssessmentIs,
    CancelUnsent,
    Change,
    DataRejected,
    Guard,
    InterviewAt,
    InviteOpen,
    IsStill,
    JobPending,
    PersonIs,
    Saved,
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
from storage.rows import Row, from_row, json_text, time_text, to_row
from storage.sqlite.beside import withdraw
from storage.sqlite.queries import Q
from storage.sqlite.thread import Undo

#: How many lines of an echo that was not shown are kept above a newer card.
ECHO_LINES = 3


def apply(connection: sqlite3.Connection, change: Change) -> Saved:
    """Write all of `change`, or raise `Undo` with what became of it instead."""
    tenant = _tenant(change)
    if change.update is not None and not Q.receive(connection, **_update_row(change.update)):
        raise Undo(Saved.DUPLICATE)
    for guard in change.guards:
        _hold(connection, tenant, guard)
    for cancel in change.cancels:
        take_back(connection, tenant, cancel)
    for drop in change.drops:
        Q.drop_pending_jobs(connection, tenant=tenant, **beginning(drop.prefix))
    guarded = {guard.interview for guard in change.guards if isinstance(guard, InterviewAt)}
    write_all(connection, change.writes, guarded)
    return Saved.DONE


def write_all(
    connection: sqlite3.Connection, records: Iterable[Record], guarded: Collection[str] = ()
) -> None:
    """Write records in an order that holds; the rev of the interviews in `guarded` has been raised."""
    for record in sorted(records, key=_place):
        _write(connection, record, guarded)


def seen(connection: sqlite3.Connection, update: Update | None) -> Saved | None:
    """DONE if the change that this update made is there; None if it is not, or nobody can know."""
    if update is None:
        return None
    found = Q.seen(connection, tenant=update.tenant, bot_id=update.bot_id, update_id=update.update_id)
    return Saved.DONE if found else None


def take_back(connection: sqlite3.Connection, tenant: str, cancel: CancelUnsent) -> int:
    """Cancel unsent rows of a chat; how many."""
    chat = {"tenant": tenant, "bot_id": cancel.bot_id, "chat_id": cancel.chat_id}
    if cancel.about is not None:
        return int(Q.cancel_unsent_about(connection, **chat, assessment=cancel.about))
    if not cancel.kinds:
        return int(Q.cancel_unsent(connection, **chat))
    return sum(Q.cancel_unsent_of_kind(connection, **chat, kind=kind) for kind in cancel.kinds)


def beginning(prefix: str) -> dict[str, str]:
    """The bounds of the texts that begin so; an index finds what lies between them."""
    return {"first": prefix, "beyond": prefix + chr(sys.maxunicode)}


def _tenant(change: Change) -> str:
    records = [record for record in (change.update, *change.writes) if record is not None]
    tenants = {record.tenant for record in records}
    if len(tenants) != 1:
        raise DataRejected(f"a change is of one tenant, not of {len(tenants)}")
    return tenants.pop()


def _hold(connection: sqlite3.Connection, tenant: str, guard: Guard) -> None:
    if not _HOLD[type(guard)](connection, tenant, guard):
        raise Undo(Saved.STALE)


def _is_as_read(connection: sqlite3.Connection, tenant: str, guard: PersonIs) -> bool:
    row = Q.person(connection, tenant=tenant, id=guard.person.id)
    return row is not None and from_row(Person, row) == guard.person


def _is_in_phase(connection: sqlite3.Connection, tenant: str, guard: AssessmentAt) -> object:
    at = {"id": guard.assessment, "phase": guard.phase, "state": guard.state}
    return Q.hold_assessment(connection, tenant=tenant, **at)


def _is_unchanged(connection: sqlite3.Connection, tenant: str, guard: AssessmentIs) -> bool:
    row = Q.assessment(connection, tenant=tenant, id=guard.assessment.id)
    return row is not None and from_row(Assessment, row) == guard.assessment


#: How a record that a guard holds is read again.
_READ: dict[type, Any] = {Initiative: Q.initiative, Contact: Q.contact, Reference: Q.reference}


def _is_still(connection: sqlite3.Connection, tenant: str, guard: IsStill) -> bool:
    kind = type(guard.record)
    row = _READ[kind](connection, tenant=tenant, id=guard.record.id)
    return row is not None and from_row(kind, row) == guard.record


#: For each type of guard, whether it holds; the rev is raised at once.
_HOLD: dict[type, Callable[[sqlite3.Connection, str, Any], object]] = {
    InterviewAt: lambda c, tenant, guard: Q.raise_rev(c, tenant=tenant, id=guard.interview, rev=guard.rev),
    InviteOpen: lambda c, tenant, guard: Q.hold_open_invite(c, tenant=tenant, id=guard.invite),
    JobPending: lambda c, tenant, guard: Q.hold_pending_job(c, tenant=tenant, id=guard.job, kind=guard.kind),
    PersonIs: _is_as_read,
    AssessmentAt: _is_in_phase,
    AssessmentIs: _is_unchanged,
    IsStill: _is_still,
}


def _write(connection: sqlite3.Connection, record: Record, guarded: Collection[str]) -> None:
    if isinstance(record, Interview):
        Q.write_interview(connection, **to_row(record), raise_by=0 if record.id in guarded else 1)
    else:
        WRITERS[type(record)](connection, record)


def _plainly(statement: Any) -> Callable[[sqlite3.Connection, Any], None]:
    def write(connection: sqlite3.Connection, record: Record) -> None:
        statement(connection, **to_row(record))

    return write


def _or_stale(statement: Any) -> Callable[[sqlite3.Connection, Any], None]:
    """For statements that write nothing where somebody else was first."""

    def write(connection: sqlite3.Connection, record: Record) -> None:
        if not statement(connection, **to_row(record)):
            raise Undo(Saved.STALE)

    return write


def _write_person(connection: sqlite3.Connection, person: Person) -> None:
    row = to_row(person)
    place = {name: row[name] for name in ("tenant", "channel", "address", "id")}
    if Q.address_taken(connection, **place):
        raise Undo(Saved.STALE)
    if not Q.write_person(connection, **row):
        raise Undo(Saved.STALE)


def _write_initiative(connection: sqlite3.Connection, initiative: Initiative) -> None:
    row = to_row(initiative)
    place = {name: row[name] for name in ("tenant", "assessment", "mark", "id")}
    if Q.initiative_marked(connection, **place):
        return
    if not Q.write_initiative(connection, **row):
        raise Undo(Saved.STALE)


def _write_reference(connection: sqlite3.Connection, reference: Reference) -> None:
    row = to_row(reference)
    if not Q.write_reference(connection, **row):
        raise Undo(Saved.STALE)
    if reference.withdrawn_at is not None:
        withdraw(connection, reference.tenant, reference.id, time_text(reference.withdrawn_at))
        return
    Q.follow_reference(connection, **row)
    Q.follow_reference_in_practices(connection, **row)


def _update_row(update: Update) -> Row:
    return to_row(update if update.state == "dead" else replace(update, body=None))


def _write_update(connection: sqlite3.Connection, update: Update) -> None:
    Q.write_update(connection, **_update_row(update))


def _write_job(connection: sqlite3.Connection, job: Job) -> None:
    Q.drop_pending_job(connection, tenant=job.tenant, key=job.key, id=job.id)
    Q.write_job(connection, **to_row(job))


def _write_outgoing(connection: sqlite3.Connection, row: Outgoing) -> None:
    if Q.key_known(connection, tenant=row.tenant, bot_id=row.bot_id, dedupe_key=row.dedupe_key):
        return
    if row.kind == "card" and row.state == "new":
        _write_card_row(connection, row)
    else:
        Q.write_outgoing(connection, **to_row(row))


def _write_card_row(connection: sqlite3.Connection, row: Outgoing) -> None:
    """At most one unsent row per card: a newer takes the place of an older, with its echo and its wait."""
    older = Q.pending_of_card(connection, tenant=row.tenant, card_id=row.card_id)
    values = to_row(row)
    if older is not None:
        if (older["card_version"] or 0) > (row.card_version or 0):
            return
        values |= {"echo": merged_echo(older["echo"], row.echo), "not_before": later(older, values)}
        Q.drop_outgoing(connection, tenant=row.tenant, id=older["id"])
    Q.write_outgoing(connection, **values)


def merged_echo(older: str, newer: tuple[str, ...]) -> str:
    """The last lines of both, as a column holds them."""
    return json_text((*json.loads(older), *newer)[-ECHO_LINES:])


def later(one: Any, other: Any) -> str | None:
    """The later of two `not_before` columns."""
    return max(filter(None, (one["not_before"], other["not_before"])), default=None)


#: What writes each type of record, in the order in which rows refer to each other.
WRITERS: dict[type, Callable[[sqlite3.Connection, Any], None]] = {
    ScriptText: _plainly(Q.write_script),
    Person: _write_person,
    Assessment: _plainly(Q.write_assessment),
    Member: _plainly(Q.write_member),
    Invite: _plainly(Q.write_invite),
    Interview: _plainly(Q.write_interview),
    Ask: _plainly(Q.write_ask),
    Answer: _or_stale(Q.write_answer),
    Kept: _plainly(Q.write_kept),
    File: _or_stale(Q.write_file),
    Reminder: _or_stale(Q.write_reminder),
    Judgement: _or_stale(Q.write_judgement),
    Note: _or_stale(Q.write_note),
    Amendment: _or_stale(Q.write_amendment),
    Initiative: _write_initiative,
    Reference: _write_reference,
    ReferenceScore: _or_stale(Q.write_reference_score),
    Practice: _or_stale(Q.write_practice),
    Contact: _or_stale(Q.write_contact),
    Update: _write_update,
    Card: _plainly(Q.write_card),
    Outgoing: _write_outgoing,
    Lane: _plainly(Q.write_lane),
    Job: _write_job,
    Audit: _plainly(Q.write_audit),
    Score: _plainly(Q.write_score),
}
_ORDER = {kind: place for place, kind in enumerate(WRITERS)}


def _place(record: Record) -> tuple[int, bool]:
    """Of one type, what closes comes before what opens: one open ask, one live card at any time."""
    return _ORDER[type(record)], isinstance(record, Ask | Card) and record.state in ("open", "live")
