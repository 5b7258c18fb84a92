"""The export: what was said, as one JSON object that other programs read (schema 1)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from storage.port import Dormant, Facts
from storage.records import (
    Amendment,
    Answer,
    Assessment,
    Contact,
    File,
    Initiative,
    Interview,
    Json,
    Judgement,
    Kept,
    Note,
    Practice,
    Reference,
    ReferenceScore,
    Reminder,
)

#: The question that is about the organisation as a whole; its answers belong to no pillar.
PRESSURE = "pressure"


def exported(facts: Facts, *, at: datetime, dormant: Dormant, reachable: bool = True) -> dict[str, Any]:
    """`{"schema": 1, "exported_at"}` and lists: `assessments`, `interviews`, `answers`, `messages`,
    `judgements`, `amendments`, `notes`, `files`, `reminders`, `initiatives`, `references` (with `scores`),
    `practices`, `contacts`; ids are opaque, times RFC 3339 in UTC. `reachable`: with whom to reach of other
    organisations.
    """
    interviews = {interview.id: interview for interview in facts.interviews}
    asleep = {interview.id: frozenset(dormant(facts, interview)) for interview in facts.interviews}
    hidden = {one.id for one in facts.references if one.anonymous and not reachable}
    scores: dict[str, list[ReferenceScore]] = {}
    for score in facts.reference_scores:
        scores.setdefault(score.reference, []).append(score)
    return {
        "schema": 1,
        "exported_at": _moment(at),
        "assessments": [_assessment(facts, assessment) for assessment in facts.assessments],
        "interviews": [_interview(facts, interview) for interview in facts.interviews],
        "answers": [
            {
                **_answer(answer, interviews[answer.interview]),
                "script_version": _script_version(facts, interviews[answer.interview].script_hash),
                "dormant": answer.question in asleep[answer.interview],
            }
            for answer in facts.answers
        ],
        "messages": [_message(kept) for kept in facts.kept if kept.state in ("kept", "dismissed")],
        "judgements": [_judgement(one, interviews[one.interview]) for one in facts.judgements],
        "amendments": [_amendment(one) for one in facts.amendments],
        "notes": [_note(note) for note in facts.notes],
        "files": [_file(file) for file in facts.files],
        "reminders": [_reminder(reminder) for reminder in facts.reminders],
        "initiatives": [_initiative(initiative) for initiative in facts.initiatives],
        "references": [
            _reference(one, scores.get(one.id, []), one.id in hidden, reachable) for one in facts.references
        ],
        "practices": [_practice(practice, practice.reference in hidden) for practice in facts.practices],
        "contacts": [_contact(contact, reachable) for contact in facts.contacts],
    }


def _assessment(facts: Facts, assessment: Assessment) -> dict[str, Any]:
    return {
        "id": assessment.id,
        "name": assessment.name,
        "folder": assessment.folder,
        "language": assessment.language,
        "state": assessment.state,
        "phase": assessment.phase,
        "phase_since": _moment(assessment.phase_since),
        "closed_at": _moment(assessment.closed_at),
        "adopted_at": _moment(assessment.adopted_at),
        "adopted_by": assessment.adopted_by,
        "repeats": assessment.repeats,
        "demo": assessment.demo,
        "created_at": _moment(assessment.created_at),
        "deadline": _moment(assessment.deadline),
        "script_version": _script_version(facts, assessment.script_hash),
    }


def _interview(facts: Facts, interview: Interview) -> dict[str, Any]:
    return {
        "id": interview.id,
        "assessment": interview.assessment,
        "pillar": interview.pillar,
        "state": interview.state,
        "role": interview.role,
        "department": interview.department,
        "person": interview.person,
        "language": interview.language,
        "script_version": _script_version(facts, interview.script_hash),
        "joined_at": _moment(interview.joined_at),
        "submitted_at": _moment(interview.submitted_at),
        "share_earlier": interview.share_earlier,
    }


def _answer(answer: Answer, interview: Interview) -> dict[str, Any]:
    return {
        "assessment": interview.assessment,
        "interview": interview.id,
        "pillar": None if answer.question == PRESSURE else interview.pillar,
        "question": answer.question,
        "revision": answer.revision,
        "ask": answer.ask,
        "option": answer.option,
        "value": answer.value,
        "text": _text(answer),
        "best": answer.best,
        "weakest": answer.weakest,
        "reason": answer.reason,
        "evidence": [_piece(piece) for piece in answer.evidence],
        "author": answer.author,
        "at": _moment(answer.at),
    }


def _piece(piece: Json) -> Json:
    """`{"kind", "text" or "file" (an id in `files`) or both}`. Where it came from names a chat, which is
    nobody's business outside.
    """
    return {key: value for key, value in piece.items() if key != "source" and value is not None}


def _text(answer: Answer) -> str | None:
    """The text, with the best and the weakest department behind it for who reads only this."""
    departments = ((" ↑ ", answer.best), (" ↓ ", answer.weakest))
    whole = (answer.text or "") + "".join(arrow + name for arrow, name in departments if name is not None)
    return whole.strip() if answer.best or answer.weakest else answer.text


def _message(kept: Kept) -> dict[str, Any]:
    return {
        "id": kept.id,
        "interview": kept.interview,
        "question": kept.question,
        "text": kept.text,
        "at": _moment(kept.at),
    }


def _judgement(judgement: Judgement, interview: Interview) -> dict[str, Any]:
    return {
        "assessment": interview.assessment,
        "interview": judgement.interview,
        "question": judgement.question,
        "revision": judgement.revision,
        "number": judgement.number,
        "score": judgement.score,
        "reason": judgement.reason,
        "evidence": judgement.evidence,
        "by": judgement.by,
        "at": _moment(judgement.at),
    }


def _amendment(amendment: Amendment) -> dict[str, Any]:
    return {
        "assessment": amendment.assessment,
        "kind": amendment.kind,
        "subject": amendment.subject,
        "number": amendment.number,
        "body": dict(amendment.body),
        "by": amendment.by,
        "at": _moment(amendment.at),
    }


def _note(note: Note) -> dict[str, Any]:
    return {
        "id": note.id,
        "assessment": note.assessment,
        "interview": note.interview,
        "person": note.person,
        "pillar": note.pillar,
        "question": note.question,
        "kind": note.kind,
        "text": note.text,
        "reply": note.reply,
        "state": note.state,
        "by": note.by,
        "at": _moment(note.at),
        "done_at": _moment(note.done_at),
    }


def _file(file: File) -> dict[str, Any]:
    """Where it came from and its name on disk stay inside."""
    return {
        "id": file.id,
        "interview": file.interview,
        "question": file.question,
        "person": file.person,
        "name": file.name,
        "mime": file.mime,
        "size": file.size,
        "state": file.state,
        "at": _moment(file.at),
    }


def _reminder(reminder: Reminder) -> dict[str, Any]:
    return {
        "id": reminder.id,
        "assessment": reminder.assessment,
        "interview": reminder.interview,
        "person": reminder.person,
        "kind": reminder.kind,
        "number": reminder.number,
        "at": _moment(reminder.at),
    }


def _initiative(initiative: Initiative) -> dict[str, Any]:
    return {
        "id": initiative.id,
        "assessment": initiative.assessment,
        "interview": initiative.interview,
        "source": initiative.source,
        "state": initiative.state,
        "body": initiative.body,
        "by": initiative.by,
        "at": _moment(initiative.at),
    }


def _reference(
    reference: Reference, scores: list[ReferenceScore], hidden: bool, reachable: bool
) -> dict[str, Any]:
    """Who did not want to be named is `hidden`, but in a copy that tells whom to reach as well."""
    return {
        "id": reference.id,
        "owner": reference.owner,
        "name": None if hidden else reference.name,
        "anonymous": reference.anonymous,
        "sector": reference.sector,
        "government": reference.government,
        "size": reference.size,
        "country": reference.country,
        "year": reference.year,
        "kind": reference.kind,
        "stage": reference.stage,
        "demo": reference.demo,
        "sharing": reference.sharing,
        "link": None if hidden else reference.link,
        "seen_on": reference.seen_on,
        "interview": reference.interview,
        "withdrawn_at": _moment(reference.withdrawn_at),
        "at": _moment(reference.at),
        "scores": {one.pillar: {"score": one.score, "coverage": one.coverage} for one in scores},
        **({"contact": reference.contact} if reachable else {}),
    }


def _practice(practice: Practice, hidden: bool) -> dict[str, Any]:
    """Of whose reference is `hidden`, the source is too: it tells who it is."""
    return {
        "id": practice.id,
        "reference": practice.reference,
        "pillar": practice.pillar,
        "from_level": practice.from_level,
        "to_level": practice.to_level,
        "row": practice.row,
        "sector": practice.sector,
        "language": practice.language,
        "done": practice.done,
        "effort": practice.effort,
        "result": practice.result,
        "evidence": practice.evidence,
        "source": None if hidden else practice.source,
        "withdrawn": practice.withdrawn,
        "at": _moment(practice.at),
    }


def _contact(contact: Contact, reachable: bool) -> dict[str, Any]:
    return {
        "id": contact.id,
        "person": contact.person,
        "reference": contact.reference,
        "assessment": contact.assessment,
        "wants": contact.wants,
        "themes": contact.themes,
        "agreed": contact.agreed,
        "at": _moment(contact.at),
        **({"link": contact.link} if reachable else {}),
    }


def _script_version(facts: Facts, script_hash: str) -> str | None:
    script = facts.scripts.get(script_hash)
    return script.version if script else None


def _moment(moment: datetime | None) -> str | None:
    """RFC 3339 in UTC with a Z."""
    return None if moment is None else moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
