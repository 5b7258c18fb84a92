"""Erasure inside a transaction: the words go, the skeleton stays."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from storage.port import Erased, Then
from storage.records import Person
from storage.rows import json_text, records, time_text
from storage.sqlite.beside import withdraw
from storage.sqlite.changes import write_all
from storage.sqlite.queries import Q


def erase_person(
    connection: sqlite3.Connection, tenant: str, person: str, now: datetime, then: Then
) -> Erased:
    """Blank all that one person said and is."""
    interviews = [row["id"] for row in Q.interviews_of(connection, tenant=tenant, person=person)]
    eraser = _Eraser(connection, tenant, now)
    eraser.blank_interviews(interviews)
    eraser.blank_person(person)
    return eraser.done(interviews, then)


def erase_assessment(
    connection: sqlite3.Connection, tenant: str, assessment: str, now: datetime, then: Then
) -> Erased:
    """Blank one assessment, its interviews, and the people of whom nothing else is kept."""
    interviews = [row["id"] for row in Q.interviews(connection, tenant=tenant, assessment=assessment)]
    eraser = _Eraser(connection, tenant, now)
    eraser.blank_assessment(assessment)
    eraser.blank_interviews(interviews)
    eraser.blank_idle(interviews)
    return eraser.done(interviews, then)


def erase_interviews(
    connection: sqlite3.Connection, tenant: str, interviews: Collection[str], now: datetime, then: Then
) -> Erased:
    """Blank these interviews, and the people of whom nothing else is kept."""
    eraser = _Eraser(connection, tenant, now)
    eraser.blank_interviews(interviews)
    eraser.blank_idle(interviews)
    return eraser.done(interviews, then)


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


class _Eraser:
    """One erasure: remembers which files it took out of use, and which ids no job may name any more."""

    def __init__(self, connection: sqlite3.Connection, tenant: str, now: datetime) -> None:
        self._connection, self._tenant, self._now = connection, tenant, time_text(now)
        self._files: set[str] = set()
        self._named: set[str] = set()

    def blank_assessment(self, assessment: str) -> None:
        """The round itself; of its interviews nothing yet."""
        it = {"tenant": self._tenant, "assessment": assessment}
        self._named.add(assessment)
        invites = Q.invites(self._connection, **it)
        self._blank_what_tells_of(assessment, *(invite["id"] for invite in invites))
        Q.erase_assessment(self._connection, **it)
        Q.erase_invites_of_assessment(self._connection, **it)
        Q.erase_members_of_assessment(self._connection, **it)
        Q.erase_notes_of_assessment(self._connection, **it)
        Q.erase_amendments_of_assessment(self._connection, **it)
        Q.erase_initiatives_of_assessment(self._connection, **it)
        Q.blank_contacts_of_assessment(self._connection, **it)
        Q.erase_scores(self._connection, **it)

    def blank_interviews(self, interviews: Iterable[str]) -> None:
        """What was said in them, and what told others of it."""
        for interview in interviews:
            self._blank_interview(interview)

    def _blank_interview(self, interview: str) -> None:
        connection, it = self._connection, {"tenant": self._tenant, "interview": interview}
        row = Q.interview(connection, tenant=self._tenant, id=interview)
        if row is None:
            return
        self._named.add(interview)
        self._blank_files(Q.files(connection, **it))
        there = {"person": row["person"], "assessment": row["assessment"]}
        Q.erase_initiatives_beside(connection, tenant=self._tenant, **there)
        Q.blank_contacts_in(connection, tenant=self._tenant, **there)
        made = self._blank_what_came_of(interview)
        self._blank_what_tells_of(interview, row["assessment"], row["invite"], *made)
        Q.erase_answers(connection, **it)
        Q.erase_asks(connection, **it)
        Q.erase_kept_of_interview(connection, **it)
        Q.erase_judgements(connection, **it)
        Q.erase_notes_of_interview(connection, **it)
        Q.erase_interview(connection, **it, now=self._now)
        Q.erase_invite_of_interview(connection, **it)
        Q.erase_cards(connection, **it)
        Q.erase_outgoing_of_cards(connection, **it)
        Q.drop_reminder_of_interview(connection, **it)

    def _blank_what_came_of(self, interview: str) -> list[str]:
        """The initiatives and references that were told of in it; their ids."""
        it = {"tenant": self._tenant, "interview": interview}
        initiatives = [row["id"] for row in Q.initiatives_of_interview(self._connection, **it)]
        references = [row["id"] for row in Q.references_of_interview(self._connection, **it)]
        for id_ in initiatives:
            Q.erase_initiative(self._connection, tenant=self._tenant, id=id_)
        self._withdraw(references)
        self._named.update(initiatives, references)
        return [*initiatives, *references]

    def _withdraw(self, references: Iterable[str]) -> None:
        for reference in references:
            withdraw(self._connection, self._tenant, reference, self._now)

    def _blank_what_tells_of(self, *those: str | None) -> None:
        """Messages to others that are about one of these."""
        about = json_text([one for one in those if one is not None])
        self._take_files(Q.files_about, about=about)
        Q.erase_outgoing_about(self._connection, tenant=self._tenant, about=about)

    def blank_idle(self, interviews: Iterable[str]) -> None:
        """The people of these interviews who are in nothing else that is kept."""
        connection, tenant = self._connection, self._tenant
        rows = [Q.interview(connection, tenant=tenant, id=interview) for interview in interviews]
        for person in sorted({row["person"] for row in rows if row is not None}):
            if Q.is_busy(connection, tenant=tenant, person=person) is None:
                self.blank_person(person)

    def blank_person(self, person: str) -> None:
        """Who somebody is, and what was said outside interviews."""
        connection, it = self._connection, {"tenant": self._tenant, "person": person}
        row = Q.person(connection, tenant=self._tenant, id=person)
        if row is None:
            return
        self._named.add(person)
        self._blank_files(Q.files_by(connection, **it))
        runs = [part["assessment"] for part in Q.memberships(connection, **it)]
        places = [invite["id"] for invite in Q.invites_bound_to(connection, **it)]
        self._blank_what_tells_of(person, *runs, *places)
        Q.erase_kept_of_person(connection, **it)
        Q.erase_judgements_by(connection, **it)
        Q.erase_progress_by(connection, **it)
        Q.erase_notes_of_person(connection, **it)
        Q.erase_initiatives_by(connection, **it)
        Q.blank_contact_data_of(connection, **it)
        Q.blank_contacts_of_person(connection, **it)
        self._withdraw([row["id"] for row in Q.references_kept_by(connection, **it)])
        Q.erase_invites_of_person(connection, **it)
        Q.erase_members_of_person(connection, **it)
        self._blank_chat(row["address"], f"erased:{person}")
        Q.erase_person(connection, **it, erased=f"erased:{person}", now=self._now)

    def _blank_chat(self, chat_id: str, erased: str) -> None:
        connection, chat = self._connection, {"tenant": self._tenant, "chat_id": chat_id}
        self._take_files(Q.files_of_chat, chat_id=chat_id)
        Q.erase_outgoing_of_chat(connection, **chat, erased=erased)
        Q.erase_cards_of_chat(connection, **chat, erased=erased)
        Q.erase_updates(connection, **chat, erased=erased)
        Q.erase_lane(connection, **chat)

    def _blank_files(self, rows: Iterable[Any]) -> None:
        for row in list(rows):
            self._named.add(row["id"])
            self._files |= {row["address"]} - {None}
            Q.erase_file(self._connection, tenant=self._tenant, id=row["id"])

    def _take_files(self, query: Any, **values: str) -> None:
        self._files.update(row["file_ref"] for row in query(self._connection, tenant=self._tenant, **values))

    def done(self, interviews: Collection[str], then: Then) -> Erased:
        """Call off every job that names what was erased, and write what follows."""
        connection, tenant = self._connection, self._tenant
        # In one pass: there may be hundreds of thousands of jobs.
        Q.erase_jobs(connection, tenant=tenant, names=json_text(sorted(self._named)))
        unnamed = [f for f in sorted(self._files) if Q.file_named(connection, tenant=tenant, file=f) is None]
        erased = Erased(tuple(interviews), tuple(unnamed))
        write_all(connection, then(erased))
        return erased
