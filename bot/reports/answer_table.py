"""The answers as a table for spreadsheets, in which no cell is ever taken for a formula."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping
from typing import Any

from bot.reports.codebook import NO_CODES, Codebook, Coded, plain
from bot.texts import LANGUAGES

#: Fields of an answer in the export, and what they mean; one row for each answer as it is now.
COLUMNS = (
    "assessment", "interview", "pillar", "question", "revision", "option", "value", "text", "reason", "best",
    "weakest", "evidence", "author", "at", "script_version", "dormant",
    *(f"{what}_{language}" for what in ("question", "label") for language in LANGUAGES),
)  # fmt: skip
#: A spreadsheet takes a cell that begins so for a formula, or looks at what stands behind it.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def answer_table(answers: Iterable[Mapping[str, Any]], codes: Codebook = NO_CODES) -> str:
    """CSV of the exported answers that are there now, with the words of question and option as the version
    of the script that it was asked by has them.
    """
    out = io.StringIO(newline="")
    table = csv.writer(out)
    table.writerow(COLUMNS)
    for answer in current(answers):
        asked = codes.of(answer)
        row = {**answer, **(_words(asked, answer) if asked is not None else {})}
        table.writerow([_cell(column, row.get(column)) for column in COLUMNS])
    return out.getvalue()


def current(answers: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The highest revision of each, if it has a value, by interview and question."""
    newest: dict[tuple[str, str], Mapping[str, Any]] = {}
    for answer in sorted(answers, key=lambda one: one["revision"]):
        newest[answer["interview"], answer["question"]] = answer
    return [answer for _, answer in sorted(newest.items()) if answer["value"] is not None]


def _words(asked: Coded, answer: Mapping[str, Any]) -> dict[str, str]:
    found = {f"question_{language}": plain(asked.text, language) for language in LANGUAGES}
    chosen = answer.get("option") if isinstance(answer["value"], int | float) else answer["value"]
    return found | {f"label_{language}": asked.labels(chosen, language) for language in LANGUAGES}


def _cell(column: str, value: Any) -> str:
    if column == "evidence":
        value = "; ".join(_piece(piece) for piece in value or ())
    text = "" if value is None else value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return f"'{text}" if text.startswith(_FORMULA) else text


def _piece(piece: Mapping[str, Any]) -> str:
    """The words; of a file also the beginning of its name in the copy."""
    words, file = piece.get("text") or "", piece.get("file")
    return f"{words} (evidence-{file})".strip() if file else str(words)
