"""What takes several statements to read, from one moment of the database."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import Any, TypeVar

from storage.port import Facts, Walk
from storage.records import (
    Amendment,
    Answer,
    Ask,
    Assessment,
    Card,
    File,
    Initiative,
    Interview,
    Judgement,
    Kept,
    Note,
    Person,
    Practice,
    Reference,
    ReferenceScore,
    Reminder,
    ScriptText,
)
from storage.rows import from_row, records
from storage.sqlite import beside
from storage.sqlite.queries import Q

R = TypeVar("R")


def walk(connection: sqlite3.Connection, tenant: str, interview: str) -> Walk | None:
    """All of one interview, or None."""
    row = Q.interview(connection, tenant=tenant, id=interview)
    if row is None:
        return None
    it = {"tenant": tenant, "interview": interview}
    card = Q.live_card(connection, **it)
    return Walk(
        interview=from_row(Interview, row),
        assessment=from_row(Assessment, Q.assessment(connection, tenant=tenant, id=row["assessment"])),
        person=from_row(Person, Q.person(connection, tenant=tenant, id=row["person"])),
        answers=_all(Answer, Q.answers_of_interview(connection, **it)),
        asks=_all(Ask, Q.asks_of_interview(connection, **it)),
        kept=_all(Kept, Q.waiting_texts(connection, **it, person=row["person"])),
        card=None if card is None else from_row(Card, card),
        files=_all(File, Q.files(connection, **it)),
        notes=_all(Note, Q.open_queries(connection, **it)),
    )


def facts_of(connection: sqlite3.Connection, tenant: str, person: str) -> Facts:
    """All of one person, also in interviews that were never begun."""
    it = {"tenant": tenant, "person": person}
    interviews = _all(Interview, Q.interviews_of(connection, **it))
    assessments = [
        Q.assessment(connection, tenant=tenant, id=id_) for id_ in sorted({i.assessment for i in interviews})
    ]
    return Facts(
        assessments=_all(Assessment, assessments),
        interviews=interviews,
        answers=_all(Answer, Q.answers_history_of(connection, **it)),
        kept=_all(Kept, Q.kept_by(connection, **it)),
        scripts=_scripts(connection, tenant),
        judgements=_all(Judgement, Q.judgements_of(connection, **it)),
        notes=_all(Note, Q.notes_of(connection, **it)),
        files=_all(File, Q.files_by(connection, **it)),
        reminders=_all(Reminder, Q.reminders_to(connection, **it)),
        initiatives=_all(Initiative, Q.initiatives_of(connection, **it)),
        contacts=tuple(beside.contacts(connection, tenant, {"person": person})),
        amendments=_all(Amendment, Q.amendments_by(connection, **it)),
        references=_all(Reference, Q.references_told_by(connection, **it)),
        reference_scores=_all(ReferenceScore, Q.scores_told_by(connection, **it)),
        practices=_all(Practice, Q.practices_told_by(connection, **it)),
    )


def facts(
    connection: sqlite3.Connection, tenant: str, assessment: str | None, library: bool = False
) -> Facts:
    """All of one assessment, or of all of them; of the interviews that were begun. `library`: with the
    references of who owns it.
    """
    found = _of_tenant(connection, tenant) if assessment is None else _of(connection, tenant, assessment)
    interviews = tuple(one for one in found.interviews if one.state != "opened")
    begun = {None, *(one.id for one in interviews)}
    return Facts(
        assessments=found.assessments,
        interviews=interviews,
        answers=tuple(one for one in found.answers if one.interview in begun),
        kept=tuple(one for one in found.kept if one.interview in begun),
        scripts=found.scripts,
        judgements=tuple(one for one in found.judgements if one.interview in begun),
        notes=tuple(one for one in found.notes if one.interview in begun),
        files=tuple(one for one in found.files if one.interview in begun),
        reminders=tuple(one for one in found.reminders if one.interview in begun),
        initiatives=tuple(one for one in found.initiatives if one.interview in begun),
        contacts=found.contacts,
        amendments=found.amendments,
        **(_library(connection, tenant, found, assessment) if library else {}),
    )


def _library(
    connection: sqlite3.Connection, tenant: str, found: Facts, assessment: str | None
) -> dict[str, Any]:
    """Every reference with its scores and practices, or those of the owner of one assessment."""
    owner = None if assessment is None else next((one.owner for one in found.assessments), "")
    it = {"tenant": tenant, "owner": owner}
    return {
        "references": _all(Reference, Q.references_owned(connection, **it)),
        "reference_scores": _all(ReferenceScore, Q.scores_owned(connection, **it)),
        "practices": _all(Practice, Q.practices_owned(connection, **it)),
    }


def _of_tenant(connection: sqlite3.Connection, tenant: str) -> Facts:
    return Facts(
        assessments=_all(Assessment, Q.assessments(connection, tenant=tenant, owner=None)),
        interviews=_all(Interview, Q.all_interviews(connection, tenant=tenant)),
        answers=_all(Answer, Q.all_answers(connection, tenant=tenant)),
        kept=_all(Kept, Q.all_kept(connection, tenant=tenant)),
        scripts=_scripts(connection, tenant),
        judgements=_all(Judgement, Q.all_judgements(connection, tenant=tenant)),
        notes=_all(Note, Q.all_notes(connection, tenant=tenant)),
        files=_all(File, Q.all_files(connection, tenant=tenant)),
        reminders=_all(Reminder, Q.all_reminders(connection, tenant=tenant)),
        initiatives=_all(Initiative, Q.all_initiatives(connection, tenant=tenant)),
        contacts=tuple(beside.contacts(connection, tenant, {})),
        amendments=_all(Amendment, Q.all_amendments(connection, tenant=tenant)),
    )


def _of(connection: sqlite3.Connection, tenant: str, assessment: str) -> Facts:
    it = {"tenant": tenant, "assessment": assessment}
    one = Q.assessment(connection, tenant=tenant, id=assessment)
    return Facts(
        assessments=_all(Assessment, filter(None, [one])),
        interviews=_all(Interview, Q.interviews(connection, **it)),
        answers=_all(Answer, Q.answers_history(connection, **it)),
        kept=_all(Kept, Q.kept(connection, **it)),
        scripts=_scripts(connection, tenant),
        judgements=_all(Judgement, Q.judgements(connection, **it)),
        notes=_all(Note, Q.notes(connection, **it, kind=None)),
        files=_all(File, Q.files_of_assessment(connection, **it)),
        reminders=_all(Reminder, Q.reminders(connection, **it, person=None)),
        initiatives=_all(Initiative, Q.initiatives(connection, **it)),
        contacts=tuple(beside.contacts(connection, tenant, {"assessment": assessment})),
        amendments=_all(Amendment, Q.amendments(connection, **it)),
    )


def _all(record_type: type[R], rows: Iterable[Any]) -> tuple[R, ...]:
    return tuple(records(record_type, rows))


def _scripts(connection: sqlite3.Connection, tenant: str) -> dict[str, ScriptText]:
    return {row["hash"]: from_row(ScriptText, row) for row in Q.scripts_in_use(connection, tenant=tenant)}
