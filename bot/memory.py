"""Between what is remembered and what the engine walks: records into a progress, a step's outcome into
records.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from bot.interview.progress import Ask, Evidence, Pending, Progress, Query, Revision
from storage import records
from storage.port import Walk

#: States of an interview of somebody who has read what it is about, and goes on.
TAKING_PART = frozenset({"active", "paused", "submitted"})
#: What of a progress is kept with the interview, besides answers and asks.
KEPT_FIELDS = ("descending", "only", "begun", "marks", "later", "focus", "why", "tries", "seq", "open")


def progress_of(
    walk: Walk,
    others: Iterable[records.Answer] = (),
    beside: Collection[records.Interview] = (),
    earlier: Iterable[records.Answer] = (),
) -> Progress:
    """The engine's view of an interview; `others` are this person's answers in other interviews of the
    assessment, `beside` those interviews, as far as they matter, `earlier` the answers in the round before.
    """
    interview, kept = walk.interview, walk.interview.progress
    offered = set(kept.get("kept", ()))
    pending = kept.get("pending")
    return Progress(
        interview=interview.id,
        facts={"pillar": interview.pillar, "role": interview.role, "organisation": _organisation(walk)},
        language=interview.language,
        state=interview.state,
        answers={answer.question: revision_of(answer) for answer in walk.answers},
        asks={ask.id: Ask(ask.id, ask.kind, ask.question or "", ask.state, ask.option) for ask in walk.asks},
        pending=_pending(pending) if pending else None,
        kept=tuple((text.id, text.text) for text in walk.kept if text.id in offered),
        files=frozenset(file.id for file in walk.files),
        queries=tuple(Query(note.id, note.text) for note in walk.notes),
        others={a.question: _value(a.value) for a in others if revision_of(a).scored},
        earlier={a.question: _value(a.value) for a in earlier if revision_of(a).scored},
        recall=interview.share_earlier,
        joined=any(one.state in TAKING_PART for one in beside),
        department=_department(interview, beside),
        **{name: kept[name] for name in KEPT_FIELDS if name in kept},
    )


def _organisation(walk: Walk) -> str:
    """Whose answers they are; of another organisation than the round's it is not known beforehand."""
    return "" if walk.interview.role == "reference" else walk.assessment.name


def _department(interview: records.Interview, beside: Collection[records.Interview]) -> str | None:
    """Told with the invite, here, or in another interview; None while it is to be asked."""
    told = [one.department for one in (interview, *beside) if one.department is not None]
    if told:
        return told[0]
    return "" if interview.progress.get("begun") else None


def revision_of(answer: records.Answer) -> Revision:
    """A stored revision as the engine knows it."""
    return Revision(
        question=answer.question,
        number=answer.revision,
        seq=answer.seq,
        ask=answer.ask,
        option=answer.option,
        value=_value(answer.value),
        at=answer.at,
        text=answer.text,
        reason=answer.reason,
        best=answer.best,
        weakest=answer.weakest,
        evidence=tuple(
            Evidence(e["kind"], e["text"], e.get("source"), e.get("file")) for e in answer.evidence
        ),
        source=answer.source,
    )


def _pending(kept: Mapping[str, Any]) -> Pending:
    return Pending(**{**kept, "value": _value(kept["value"]), "kept": tuple(kept.get("kept", ()))})


def _value(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def answer_of(interview: records.Interview, revision: Revision) -> records.Answer:
    """A new revision as it is stored."""
    value = list(revision.value) if isinstance(revision.value, tuple) else revision.value
    return records.Answer(
        tenant=interview.tenant,
        interview=interview.id,
        question=revision.question,
        revision=revision.number,
        seq=revision.seq,
        ask=revision.ask,
        option=revision.option,
        value=value,
        text=revision.text,
        reason=revision.reason,
        best=revision.best,
        weakest=revision.weakest,
        evidence=tuple(_piece(item) for item in revision.evidence),
        author=interview.person,
        at=revision.at,
        source=revision.source,
    )


def _piece(item: Evidence) -> dict[str, Any]:
    return {name: value for name, value in asdict(item).items() if name != "file" or value is not None}


def ask_of(walk: Walk, ask: Ask, now: datetime) -> records.Ask:
    """A new or changed ask as it is stored; when and where it was shown is delivery's to say."""
    known = next((old for old in walk.asks if old.id == ask.id), None)
    if known is not None:
        return replace(known, state=ask.state, option=ask.option)
    return records.Ask(
        walk.interview.tenant,
        ask.id,
        walk.interview.id,
        ask.kind,
        ask.question or None,
        ask.state,
        ask.option,
        now,
    )


def interview_of(old: records.Interview, progress: Progress, now: datetime) -> records.Interview:
    """The interview's row after a step."""
    kept: dict[str, Any] = {name: _plain(getattr(progress, name)) for name in KEPT_FIELDS}
    kept["kept"] = [id_ for id_, _ in progress.kept]
    if progress.pending is not None:
        kept["pending"] = {**asdict(progress.pending), "value": _plain(progress.pending.value)}
    joined = old.joined_at or (now if progress.state not in ("opened", "declined") else None)
    return replace(
        old,
        state=progress.state,
        language=progress.language,
        progress=kept,
        department=progress.department,
        share_earlier=progress.recall,
        last_activity=now,
        joined_at=joined,
        submitted_at=now if progress.state == "submitted" and old.state != "submitted" else old.submitted_at,
    )


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return list(value)
    return dict(value) if isinstance(value, Mapping) else value
