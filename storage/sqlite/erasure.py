"""Erasure inside a transaction: the words go, the skeleton stays."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from storage.port import Erased
from storage.rows import time_text
from storage.sqlite.queries import Q


def erase_person(connection: sqlite3.Connection, tenant: str, person: str, now: datetime) -> Erased:
    """Blank all that one person said and is."""
    interviews = [row["id"] for row in Q.interviews_of(connection, tenant=tenant, person=person)]
    files: set[str] = set()
    for interview in interviews:
        files |= _blank_interview(connection, tenant, interview)
    files |= _blank_person(connection, tenant, person, now)
    return Erased(tuple(interviews), _unnamed(connection, tenant, files))


def erase_assessment(connection: sqlite3.Connection, tenant: str, assessment: str, now: datetime) -> Erased:
    """Blank one assessment, its interviews, and the people who are in no other."""
    interviews = list(Q.interviews(connection, tenant=tenant, assessment=assessment))
    files: set[str] = set()
    for row in interviews:
        files |= _blank_interview(connection, tenant, row["id"])
    for person in {row["person"] for row in interviews}:
        elsewhere = Q.interviews_of(connection, tenant=tenant, person=person)
        if all(row["assessment"] == assessment for row in elsewhere):
            files |= _blank_person(connection, tenant, person, now)
    Q.erase_invites_of_assessment(connection, tenant=tenant, assessment=assessment)
    Q.erase_members_of_assessment(connection, tenant=tenant, assessment=assessment)
    Q.erase_jobs(connection, tenant=tenant, pattern=_holding(assessment))
    Q.erase_assessment(connection, tenant=tenant, assessment=assessment)
    return Erased(tuple(row["id"] for row in interviews), _unnamed(connection, tenant, files))


def _blank_interview(connection: sqlite3.Connection, tenant: str, interview: str) -> set[str]:
    it = {"tenant": tenant, "interview": interview}
    files = _files(Q.files_of_interview(connection, **it))
    Q.erase_answers(connection, **it)
    Q.erase_asks(connection, **it)
    Q.erase_kept_of_interview(connection, **it)
    Q.erase_interview(connection, **it)
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
