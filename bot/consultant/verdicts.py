"""Judgements from a file, CSV or JSON: all of them are recorded, or none and every wrong row is named."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.consultant.inviting import InviteError, the_assessment
from bot.consultant.judging import LONGEST_REASON, half_points
from bot.consultant.listing import told
from bot.consultant.reviewing import Desktop, current_of, desktop, open_to_review
from bot.desk import Desk
from bot.lists.table import FORMULA, MOST_BYTES, NoTable
from bot.lists.text import table_of_text
from bot.phases import frozen
from bot.privacy.audit import OPERATOR, noted
from bot.reports.guide import Row
from scoring.compare import TOLERANCE
from storage.port import AssessmentAt, Change, Guard, InterviewAt, Saved
from storage.records import Judgement, Record

#: The first two say what is judged, the next four what is made of it; the rest helps to read.
COLUMNS = (
    *("interview", "question", "verdict", "score", "evidence", "reason"),
    *("revision", "pillar", "topic", "answer", "named"),
)
VERDICTS = {"": "", "accept": "accept", "overnemen": "accept", "adjust": "adjust", "aanpassen": "adjust"}
YES_OR_NO = {"": None, "yes": True, "ja": True, "true": True, "no": False, "nee": False, "false": False}


@dataclass(frozen=True, slots=True)
class Given:
    """One row as it stands in the file."""

    number: int
    cells: Mapping[str, str]

    def get(self, name: str) -> str:
        """What stands under a name, "" for nothing."""
        return self.cells.get(name, "").strip()

    @property
    def touched(self) -> bool:
        """Whether anything was filled in: other rows of a template are left alone."""
        return any(self.get(name) for name in ("verdict", "score", "evidence", "reason"))


async def record_verdicts(desk: Desk, data: bytes, source: str) -> int:
    """How many judgements were recorded. Raises InviteError with a line for each wrong row."""
    rows = [row for row in _rows(desk, data, source) if row.touched]
    tables = {id_: await _table(desk, id_) for id_ in {row.get("interview") for row in rows}}
    problems, judgements = list[str](), list[Judgement]()
    for row in rows:
        made = _judgement(desk, row, tables[row.get("interview")], judgements)
        if isinstance(made, str):
            problems.append(f"{source}, row {row.number} ({row.get('question') or 'no question'}): {made}")
        else:
            judgements.append(made)
    if problems or not rows:
        raise InviteError(*(problems or [f"{source}: no row has a verdict, a score or evidence filled in"]))
    change = _change(desk, judgements, [tables[id_] for id_ in {one.interview for one in judgements}])
    if await desk.storage.save(change) is Saved.STALE:
        raise InviteError(
            f"{source}: answers were changed at this very moment; nothing was recorded, try again"
        )
    return len(judgements)


def _change(desk: Desk, judgements: Sequence[Judgement], tables: Sequence[Desktop | None]) -> Change:
    guards: dict[str, Guard] = {}
    writes: list[Record] = [*judgements]
    for one in filter(None, tables):
        guards[one.interview.id] = InterviewAt(one.interview.id, one.interview.rev)
        guards[one.assessment.id] = AssessmentAt(
            one.assessment.id, one.assessment.phase, one.assessment.state
        )
        writes.append(noted(desk, OPERATOR, "review", one.assessment.id, one.interview.id))
    return Change(guards=tuple(guards.values()), writes=tuple(writes))


async def _table(desk: Desk, interview: str) -> Desktop | None:
    walk = await desk.storage.walk(desk.tenant, interview) if interview else None
    return await desktop(desk, walk.assessment, interview) if walk is not None else None


# --- reading


def _rows(desk: Desk, data: bytes, source: str) -> list[Given]:
    if len(data) > MOST_BYTES:
        raise InviteError(
            f"{source}: larger than {MOST_BYTES // 1_000_000} MB; that is no list of judgements"
        )
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"[", b"{"):
        return _from_json(data, source)
    try:
        table = table_of_text(data)
    except NoTable as reason:
        raise InviteError(f"{source}: {told(desk, reason.said, 'en')}") from None
    names = [cell.casefold() for cell in table.rows[0].cells] if table.rows else []
    missing = [name for name in COLUMNS[:2] if name not in names]
    if missing:
        wanting = f"{' and '.join(missing)} not found"
        raise InviteError(f"{source}: the file is empty, or its first row names no columns; {wanting}")
    cells = ((row.number, map(_bare, row.cells)) for row in table.rows[1:])
    return [Given(number, dict(zip(names, those, strict=False))) for number, those in cells]


def _bare(cell: str) -> str:
    """Without the quote that keeps a spreadsheet from computing it."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in FORMULA else cell


def _from_json(data: bytes, source: str) -> list[Given]:
    try:
        content = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise InviteError(f"{source}: this is not JSON: {error}") from None
    rows = content.get("judgements") if isinstance(content, dict) else content
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise InviteError(f'{source}: write a list of objects like {{"interview": "…", "question": "S1", …}}')
    return [Given(n, {name: _word(value) for name, value in row.items()}) for n, row in enumerate(rows, 1)]


def _word(value: Any) -> str:
    if value is None:
        return ""
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


# --- judging


def _judgement(desk: Desk, row: Given, one: Desktop | None, before: Sequence[Judgement]) -> Judgement | str:
    """The judgement of a row, or what is wrong with it."""
    found = _place(row, one)
    if isinstance(found, str) or one is None:
        return str(found)
    question = found.item.id
    if any((other.interview, other.question) == (one.interview.id, question) for other in before):
        return "this answer has a row already; keep one of them"
    held = current_of(one, one.rows.index(found))
    score = _score(row, one, question)
    evidence = YES_OR_NO.get(row.get("evidence").casefold(), "?")
    wrong = next(_wrong(row, score, evidence), None)
    if wrong is not None:
        return wrong
    assert not isinstance(score, str)
    assert not isinstance(evidence, str)
    return Judgement(
        desk.tenant,
        one.interview.id,
        question,
        one.numbers[question] + 1,
        score,
        row.get("reason") or None,
        evidence if evidence is not None or held is None else held.evidence,
        OPERATOR,
        desk.now(),
        one.answers[question].revision,
    )


def _place(row: Given, one: Desktop | None) -> Row | str:
    """The answer that a row is about."""
    if one is None:
        return f"no interview {row.get('interview') or '(empty)'} was handed in"
    if frozen(one.assessment):
        return "the assessment was adopted; judgements change no more"
    found = next((known for known in one.rows if known.item.id == row.get("question")), None)
    if found is None:
        known = ", ".join(known.item.id for known in one.rows)
        return f"no such question in this interview; there are {known}"
    if found.value is None:
        return "there is no value to judge: it was not known, not applicable or left open"
    if row.get("revision") not in ("", str(one.answers[found.item.id].revision)):
        return "the answer was changed after this list was made; make the list again and look at it"
    return found


def _score(row: Given, one: Desktop, question: str) -> float | str | None:
    """A half point of the scale, None for none, or what is wrong with it."""
    text = row.get("score").replace(",", ".")
    if not text:
        return None
    choices = one.choices[question]
    allowed = half_points(choices)
    try:
        return next(score for score in allowed if abs(score - float(text)) <= TOLERANCE)
    except (ValueError, StopIteration):
        return f"score {row.get('score')!r} is no half point from {choices.low:g} to {choices.high:g}"


def _wrong(row: Given, score: float | str | None, evidence: object) -> Iterator[str]:
    verdict, reason = VERDICTS.get(row.get("verdict").casefold()), row.get("reason")
    told = {
        str(score): isinstance(score, str),
        f"verdict {row.get('verdict')!r} is not known; write accept or adjust": verdict is None,
        "adjust needs a score": verdict == "adjust" and score is None,
        "accept goes without a score; write adjust": verdict == "accept" and score is not None,
        "another score needs a reason": score is not None and not reason,
        f"the reason is longer than {LONGEST_REASON} characters": len(reason) > LONGEST_REASON,
        f"evidence {row.get('evidence')!r} is not known; write yes, no or nothing": evidence == "?",
    }
    yield from (problem for problem, holds in told.items() if holds)


# --- a list to fill in


async def template(desk: Desk, wanted: str) -> str:
    """A CSV of all answers that can be judged, with what was made of them so far. Raises InviteError."""
    assessment = await the_assessment(desk, wanted)
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(COLUMNS)
    interviews = await desk.in_round(assessment)
    for interview in filter(open_to_review, interviews):
        one = await desktop(desk, assessment, interview.id)
        for row in one.rows if one is not None else ():
            if one is not None and row.value is not None:
                writer.writerow([_safe(cell) for cell in _cells(one, row, assessment.language)])
    return written.getvalue()


def _cells(one: Desktop, row: Row, language: str) -> list[str]:
    judgement, revision = row.judgement, one.answers[row.item.id].revision
    verdict = ("accept" if judgement.score is None else "adjust") if judgement else ""
    score = f"{judgement.score:g}" if judgement and judgement.score is not None else ""
    shown = {True: "yes", False: "no", None: ""}[judgement.evidence] if judgement else ""
    anchor = row.item.anchor(row.value or 0.0).get(language, "").replace("**", "")
    about = [
        one.interview.pillar,
        row.item.topic.get(language, ""),
        f"{row.value:g}: {anchor}",
        "; ".join(row.evidence),
    ]
    reason = (judgement.reason or "") if judgement else ""
    return [one.interview.id, row.item.id, verdict, score, shown, reason, str(revision), *about]


def _safe(cell: str) -> str:
    """A cell that no spreadsheet computes."""
    return f"'{cell}" if cell[:1] in (*FORMULA, "\t", "\r") else cell
