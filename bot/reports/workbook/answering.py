"""Sheets of what was said: every answer as it is now, the evidence that was named, and what answers mean."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from bot.reports.codebook import Coded
from bot.reports.workbook.sheet import Cell, Sheet
from bot.reports.workbook.source import Source


def answers(source: Source) -> Sheet:
    """One row an answer; people are known by the opaque id of their interview."""
    column = source.column
    columns = (
        column("question", 12),
        column("topic", 30),
        column("pillar", 24),
        column("respondent", 13),
        column("role", 12),
        column("function", 18),
        column("department", 18),
        column("value", 9, "number"),
        column("option", 14),
        column("words", 44),
        column("text", 44),
        column("reason", 28),
        column("counts", 8),
        column("at", 17, "moment"),
        column("version", 9),
    )
    rows = [_answer(source, answer) for answer in source.answers]
    return Sheet(source.say("workbook.sheet.answers"), source.say("workbook.title.answers"), columns, rows)


def _answer(source: Source, answer: Mapping[str, Any]) -> list[Cell]:
    asked, who = source.coded(answer), source.who(answer["interview"])
    value = answer["value"]
    number = value if isinstance(value, int | float) else None
    return [
        answer["question"],
        _topic(source, asked),
        source.pillar(answer["pillar"]),
        answer["interview"],
        source.say(f"workbook.role.{who.role}") if who else None,
        who.function if who else None,
        who.department if who else None,
        number,
        answer["option"] or _listed(value),
        _words(source, answer, asked),
        answer["text"],
        answer["reason"],
        source.yes(not answer["dormant"]),
        _moment(source, answer["at"]),
        answer["script_version"],
    ]


def _listed(value: Any) -> Cell:
    return "; ".join(map(str, value)) if isinstance(value, list | tuple) else None


def _words(source: Source, answer: Mapping[str, Any], asked: Coded | None) -> Cell:
    """What was chosen, as people read it; a text that was typed stands in its own column."""
    value = answer["value"]
    if value in ("dont_know", "not_applicable", "skipped", "depends"):
        return source.special(str(value))
    chosen = answer["option"] if isinstance(value, int | float) else value
    words = asked.labels(chosen, source.language) if asked is not None else ""
    if words or isinstance(value, int | float):
        return words
    return value if isinstance(value, str) and value != answer["text"] else None


def _topic(source: Source, asked: Coded | None) -> Cell:
    return source.of(asked.topic or asked.text) if asked is not None else None


def _moment(source: Source, at: str | None) -> Cell:
    return datetime.fromisoformat(at).astimezone(source.facts.now.tzinfo) if at else None


def evidence(source: Source) -> Sheet:
    """One row for each thing that was named or handed in to show that an answer is so."""
    column = source.column
    columns = (
        column("question", 12),
        column("topic", 30),
        column("pillar", 24),
        column("respondent", 13),
        column("value", 9, "number"),
        column("evidence_text", 60),
        column("file", 30),
        column("suffices", 11),
        column("judged_value", 11, "number"),
        column("judged_reason", 40),
    )
    rows = list(_pieces(source))
    above = ((source.say("workbook.above.evidence"), ""),)
    return Sheet(
        source.say("workbook.sheet.evidence"), source.say("workbook.title.evidence"), columns, rows, above
    )


def _pieces(source: Source) -> Iterator[list[Cell]]:
    basis = source.advice.basis
    for answer in source.answers:
        judged = basis.judged.of(answer["interview"], answer["question"]) if basis else None
        value = answer["value"]
        for piece in answer["evidence"] or ():
            yield [
                answer["question"],
                _topic(source, source.coded(answer)),
                source.pillar(answer["pillar"]),
                answer["interview"],
                value if isinstance(value, int | float) else None,
                piece.get("text"),
                f"evidence-{piece['file']}" if piece.get("file") else None,
                source.yes(judged.evidence) if judged else None,
                judged.score if judged else None,
                judged.reason if judged else None,
            ]


def codebook(source: Source) -> Sheet:
    """Every question of every version, with a row for each thing that could be chosen."""
    column = source.column
    columns = (
        column("script", 16),
        column("version", 9),
        column("question", 14),
        column("type", 14),
        column("topic", 30),
        column("question_text", 60),
        column("option", 16),
        column("value", 9, "number"),
        column("words", 60),
    )
    rows = [row for asked in source.codes.questions.values() for row in _options(source, asked)]
    return Sheet(
        source.say("workbook.sheet.codebook"), source.say("workbook.title.codebook"), columns, rows, kept=3
    )


def _options(source: Source, asked: Coded) -> Iterator[list[Cell]]:
    about: list[Cell] = [asked.script, asked.version, asked.id, asked.type]
    about += [source.of(asked.topic), source.of(asked.text)]
    if not asked.options:
        yield [*about, None, None, None]
    for option in asked.options:
        yield [*about, option.id, option.value, source.of(option.label)]
