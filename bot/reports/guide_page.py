"""The consultant's page about one owner as a PDF of one page, tagged for screen readers (PDF/UA)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bot.reports.glyphs import drawable
from bot.reports.guide import Doubt, Guide, Question, Row
from bot.reports.typesetting import ACCESSIBLE, PRESS
from bot.reports.words import Words, one_line
from bot.texts import Texts, shipped

#: What does not fit on the page is counted: so many items, contradictions, who-would-knows and open answers.
ROWS, CLASHES, NAMED, QUOTED = 12, 3, 4, 3
#: Characters of what people typed, by how much there is to show.
TYPED, SHORT = 110, 60


def guide_page(guide: Guide, language: str, out: Path, texts: Texts | None = None) -> Path:
    """Writes the PDF and returns its path."""
    data = drawable(page_data(guide, Words(language, texts or shipped())))
    [document] = PRESS.typeset("guide.typ", data, standards=ACCESSIBLE)
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_bytes(document)
    return out


def page_data(guide: Guide, words: Words) -> dict[str, Any]:
    """Everything on the page, in words; long lists are cut by rule and say so."""
    shown, missing = guide.rows[:ROWS], [row for row in guide.rows if row.lacks]
    open_rows = [row for row in guide.rows if row.value is None]
    return {
        "language": words.language,
        "title": words.say("guide.title", pillar=one_line(words.of(guide.pillar.name), 60)),
        "head": _head(guide, words),
        "mark": words.say("picture.demo") if guide.facts.demo else None,
        "confidential": words.say("guide.confidential"),
        "columns": [
            words.say(f"guide.column.{name}") for name in ("topic", "answer", "evidence", "standing")
        ],
        "rows": [_row(row, words) for row in shown],
        "more": words.say("guide.more", count=len(guide.rows) - ROWS) if len(guide.rows) > ROWS else None,
        "lists": [
            found
            for found in (
                _clashes(guide, words),
                _missing(missing, words),
                _open(open_rows, words),
                _told(guide, words),
            )
            if found
        ],
        "ask": words.say("guide.ask", count=len(guide.questions)),
        "questions": [_question(question, words) for question in guide.questions],
        "notes": words.say("guide.notes"),
        "foot": words.say(
            "guide.foot",
            phase=words.phase(guide.facts),
            version=guide.facts.script_version,
            model=guide.facts.scorecard.model_version,
        ),
    }


def _head(guide: Guide, words: Words) -> str:
    return words.say(
        "guide.head",
        person=one_line(guide.person, 60) or words.say("name.unknown"),
        department=one_line(guide.department, 60),
        organisation=one_line(guide.facts.name, 60),
        submitted=guide.submitted,
        level=words.level(guide.pillar, guide.pillar.card.level)
        if guide.pillar.card.level is not None
        else None,
        people=guide.pillar.people,
        standing=words.standing(guide.pillar),
    )


def _row(row: Row, words: Words) -> dict[str, Any]:
    return {
        "topic": one_line(words.of(row.item.topic), 40),
        "answer": _answer(row, words),
        "evidence": _evidence(row, words),
        "standing": words.say(f"standing.{row.standing.value}"),
        "verdict": _verdict(row, words),
        "open": row.value is None,
        "lacks": row.lacks,
        "gate": row.item.urgent,
    }


def _answer(row: Row, words: Words) -> str:
    if row.value is not None:
        anchor = one_line(words.of(row.item.anchor(row.value)).replace("**", ""), TYPED)
        return words.say("guide.answer", value=row.value, anchor=anchor)
    if row.reason:
        return words.say("guide.not_applicable", reason=one_line(row.reason, SHORT))
    return words.say(f"picture.item.{row.special}" if row.special in _SPECIAL else "picture.item.open")


_SPECIAL = ("dont_know", "not_applicable", "skipped")


def _evidence(row: Row, words: Words) -> str:
    if row.evidence:
        more = words.say("guide.and_more", count=len(row.evidence) - 1) if len(row.evidence) > 1 else ""
        return one_line(row.evidence[0], SHORT) + more
    if row.claims and not row.lacks:
        return words.say("guide.seen")
    return words.say("guide.none") if row.claims else "–"


def _verdict(row: Row, words: Words) -> str:
    """What the consultant made of it, if anything."""
    if row.overtaken:
        return words.say("guide.overtaken")
    one = row.judgement
    if one is None:
        return ""
    return words.say(
        "guide.verdict",
        score=one.score if one.score != row.value else None,
        reason=one_line(one.reason or "", SHORT),
        evidence=one.evidence,
    )


def _clashes(guide: Guide, words: Words) -> dict[str, Any] | None:
    lines = [
        words.say("guide.clash", finding=one_line(words.of(text).replace("**", ""), 170), shared=shared)
        for text, shared in guide.clashes
    ]
    lines += [
        words.say("guide.doubt", topic=one_line(words.of(row.item.topic), 40), **_doubt(row.doubt, words))
        for row in guide.rows
        if row.doubt is not None
    ]
    shared = any(shared for _, shared in guide.clashes)
    warning = words.say("guide.never_quote") if shared else None
    return _listed(words, "clashes", lines[:CLASHES], len(lines), warning)


def _doubt(doubt: Doubt, words: Words) -> dict[str, str]:
    return {"question": one_line(words.of(doubt.question), 90), "answer": words.of(doubt.answer).lower()}


def _missing(rows: list[Row], words: Words) -> dict[str, Any] | None:
    topics = [one_line(words.of(row.item.topic), 40) for row in rows]
    return _listed(words, "missing", ["; ".join(topics)] if topics else [], 1)


def _open(rows: list[Row], words: Words) -> dict[str, Any] | None:
    """What this owner did not know or left open, and who would know."""
    lines = [
        words.say(
            "guide.unknown", topic=one_line(words.of(row.item.topic), 40), known=one_line(row.known, SHORT)
        )
        for row in rows
    ]
    return _listed(words, "unknown", lines[:NAMED], len(lines))


def _told(guide: Guide, words: Words) -> dict[str, Any] | None:
    lines = [
        words.say(
            "guide.told",
            question=one_line(words.of(one.question), SHORT),
            text=one_line(one.text, 150),
            background=one.background,
        )
        for one in guide.told[:QUOTED]
    ]
    return _listed(words, "told", lines, len(guide.told))


def _listed(
    words: Words, name: str, lines: list[str], total: int, warning: str | None = None
) -> dict[str, Any] | None:
    if not lines:
        return None
    if total > len(lines):
        lines = [*lines, words.say("guide.more", count=total - len(lines))]
    return {"title": words.say(f"guide.list.{name}"), "lines": lines, "warning": warning}


def _question(question: Question, words: Words) -> str:
    row = question.row
    facts: dict[str, object] = {"words": words.of(question.words).replace("**", "") if question.words else ""}
    if row is not None:
        goal = words.of(row.goal).replace("**", "") if row.goal else ""
        facts |= {
            "topic": one_line(words.of(row.item.topic), 40),
            "goal": one_line(goal, TYPED),
            "known": one_line(row.known, SHORT),
            "best": one_line(row.best, 40),
            "weakest": one_line(row.weakest, 40),
            **(_doubt(row.doubt, words) if row.doubt else {}),
        }
    return one_line(words.say(f"guide.rule.{question.rule}", **facts), 230)
