"""What takes several statements to read, from one moment of the database."""

from __future__ import annotations

import sqlite3

from storage.port import Facts, Walk
from storage.records import Answer, Ask, Assessment, Card, Interview, Kept, Person, ScriptText
from storage.rows import from_row, records
from storage.sqlite.queries import Q


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
        answers=tuple(records(Answer, Q.answers_of_interview(connection, **it))),
        asks=tuple(records(Ask, Q.asks_of_interview(connection, **it))),
        kept=tuple(records(Kept, Q.waiting_texts(connection, **it, person=row["person"]))),
        card=None if card is None else from_row(Card, card),
    )


def facts_of(connection: sqlite3.Connection, tenant: str, person: str) -> Facts:
    """All of one person, also in interviews that were never begun."""
    it = {"tenant": tenant, "person": person}
    interviews = records(Interview, Q.interviews_of(connection, **it))
    assessments = [
        Q.assessment(connection, tenant=tenant, id=id_) for id_ in sorted({i.assessment for i in interviews})
    ]
    return Facts(
        assessments=tuple(records(Assessment, assessments)),
        interviews=tuple(interviews),
        answers=tuple(records(Answer, Q.answers_history_of(connection, **it))),
        kept=tuple(records(Kept, Q.kept_by(connection, **it))),
        scripts=_scripts(connection, tenant),
    )


def _scripts(connection: sqlite3.Connection, tenant: str) -> dict[str, ScriptText]:
    return {row["hash"]: from_row(ScriptText, row) for row in Q.scripts_in_use(connection, tenant=tenant)}


def facts(connection: sqlite3.Connection, tenant: str, assessment: str | None) -> Facts:
    """All of one assessment, or of all of them."""
    if assessment is None:
        assessments = Q.assessments(connection, tenant=tenant, owner=None)
        rows = Q.all_interviews(connection, tenant=tenant)
        answers = Q.all_answers(connection, tenant=tenant)
        kept = Q.all_kept(connection, tenant=tenant)
    else:
        it = {"tenant": tenant, "assessment": assessment}
        assessments = filter(None, [Q.assessment(connection, tenant=tenant, id=assessment)])
        rows, answers = Q.interviews(connection, **it), Q.answers_history(connection, **it)
        kept = Q.kept(connection, **it)
    interviews = tuple(one for one in records(Interview, rows) if one.state != "opened")
    begun = {one.id for one in interviews}
    return Facts(
        assessments=tuple(records(Assessment, assessments)),
        interviews=interviews,
        answers=tuple(one for one in records(Answer, answers) if one.interview in begun),
        kept=tuple(one for one in records(Kept, kept) if one.interview is None or one.interview in begun),
        scripts=_scripts(connection, tenant),
    )
