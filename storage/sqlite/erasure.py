"""Erasure inside a transaction: the words go, the skeleton stays."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from storage.port import Erased, Then
from storage.records import Person
from storage.rows import records, time_text
from storage.sqlite.changes import write_all
from storage.sqlite.queries import Q


def erase_person(
    connection: sqlite3.Connection, tenant: str, person: str, now: datetime, then: Then
) -> Erased:
    """Blank all that one person said and is."""
    interviews = [row["id"] for row in Q.interviews_of(connection, tenant=tenant, person=person)]
    files = _blank_interviews(connection, tenant, interviews, now)
    files |= _blank_person(connection, tenant, person, now)
    return _done(connection, tenant, interviews, files, then)


def erase_assessment(
    connection: sqlite3.Connection, tenant: str, assessment: str, now: datetime, then: Then
) -> Erased:
    """Blank one assessment, its interviews, and the people of whom nothing else is kept."""
    interviews = [row["id"] for row in Q.interviews(connection, tenant=tenant, assessment=assessment)]
    Q.erase_assessment(connection, tenant=tenant, assessment=assessment)
    Q.erase_invites_of_assessment(connection, tenant=tenant, assessment=assessment)
    Q.erase_members_of_assessment(connection, tenant=tenant, assessment=assessment)
    Q.erase_jobs(connection, tenant=tenant, pattern=_holding(assessment))
    Q.erase_scores(connection, tenant=tenant, assessment=assessment)
    files = _blank_interviews(connection, tenant, interviews, now)
    files |= _blank_idle(connection, tenant, interviews, now)
    return _done(connection, tenant, interviews, files, then)


def erase_interviews(
    connection: sqlite3.Connection, tenant: str, interviews: Collection[str], now: datetime, then: Then
) -> Erased:
    """Blank these interviews, and the people of whom nothing else is kept."""
    files = _blank_interviews(connection, tenant, interviews, now)
    files |= _blank_idle(connection, tenant, interviews, now)
    return _done(connection, tenant, interviews, files, then)


def _done(
    connection: sqlite3.Connection, tenant: str, interviews: Collection[str], files: set[str], then: Then
) -> Erased:
    erased = Erased(tuple(interviews), _unnamed(connection, tenant, files))
    write_all(connection, then(erased))
    return erased


def idle_people(connection: sqlite3.Connection, tenant: str, before: str) -> list[Person]:
    """People met before, of whom nothing is kept but themselves."""
    met = records(Person, Q.people_met_before(connection, tenant=tenant, before=before))
    return [person for person in met if Q.is_busy(connection, tenant=tenant, person=person.id) is None]


def forget_chats_of_nobody(connection: sqlite3.Connection, tenant: str, before: str) -> int:
    """Take the chat off what was sent to people who are gone."""
    forgotten = int(Q.forget_chats_of_nobody(connection, tenant=tenant, before=before))
    Q.forget_lanes_of_nobody(connection, tenant=tenant)
    return forgotten


def prune_scores(connection: sqlite3.Connection, tenant: str, before: str) -> int:
    """Forget old figures and old lines of the audit trail."""
    aged = {"tenant": tenant, "before": before}
    return int(Q.prune_scores(connection, **aged)) + int(Q.prune_audit(connection, **aged))


def _blank_idle(
    connection: sqlite3.Connection, tenant: str, interviews: Iterable[str], now: datetime
) -> set[str]:
    """Blank the people of these interviews who are in nothing else that is kept."""
    rows = [Q.interview(connection, tenant=tenant, id=interview) for interview in interviews]
    files: set[str] = set()
    for person in sorted({row["person"] for row in rows if row is not None}):
        if Q.is_busy(connection, tenant=tenant, person=person) is None:
            files |= _blank_person(connection, tenant, person, now)
    return files


def _blank_interviews(
    connection: sqlite3.Connection, tenant: str, interviews: Iterable[str], now: datetime
) -> set[str]:
    files: set[str] = set()
    for interview in interviews:
        files |= _blank_interview(connection, tenant, interview, now)
    return files


def _blank_interview(connection: sqlite3.Connection, tenant: str, interview: str, now: datetime) -> set[str]:
    it = {"tenant": tenant, "interview": interview}
    files = _files(Q.files_of_interview(connection, **it))
    Q.erase_answers(connection, **it)
    Q.erase_asks(connection, **it)
    Q.erase_kept_of_interview(connection, **it)
    Q.erase_interview(connection, **it, now=time_text(now))
    Q.erase_invite_of_interview(connection, **it)
    Q.erase_cards(connection, **it)
    Q.erase_outgoing_of_interview(connection, **it)
    Q.erase_jobs(connection, tenant=tenant, pattern=_holding(interview))
    return files


def _blank_person(connection: sqlite3.Connection, tenant: str, person: str, now: datetime) -> set[str]:
    row = Q.person(connection, tenant=tenant, id=person)
    if row is None:
        return set()
    erased = f"erased:{person}"
    chat = {"tenant": tenant, "chat_id": row["address"]}
    files = _files(Q.files_of_chat(connection, **chat))
    Q.erase_kept_of_person(connection, tenant=tenant, person=person)
    Q.erase_invites_of_person(connection, tenant=tenant, person=person)
    Q.erase_members_of_person(connection, tenant=tenant, person=person)
    Q.erase_outgoing_of_chat(connection, **chat, erased=erased)
    Q.erase_cards_of_chat(connection, **chat, erased=erased)
    Q.erase_updates(connection, **chat, erased=erased)
    Q.erase_lane(connection, **chat)
    Q.erase_jobs(connection, tenant=tenant, pattern=_holding(person))
    Q.erase_person(connection, tenant=tenant, person=person, erased=erased, now=time_text(now))
    return files


def _files(rows: Iterable[Any]) -> set[str]:
    files: set[str] = set()
    for row in rows:
        pieces = [piece.get("file") for piece in json.loads(row["evidence"])]
        files.update(file for file in (*pieces, row["file_ref"]) if file)
    return files


def _unnamed(connection: sqlite3.Connection, tenant: str, files: set[str]) -> tuple[str, ...]:
    def named(file: str) -> bool:
        query = {"tenant": tenant, "file": file, "pattern": _holding(file)}
        return Q.file_named(connection, **query) is not None

    return tuple(sorted(file for file in files if not named(file)))


def _holding(name: str) -> str:
    """The LIKE pattern of a text that holds this name, which may hold wildcards itself."""
    for special in "!%_":
        name = name.replace(special, "!" + special)
    return f"%{name}%"
