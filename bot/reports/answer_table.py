"""The answers as a table for spreadsheets, in which no cell is ever taken for a formula."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping
from typing import Any

#: Fields of an answer in the export; one row for each answer as it is now.
COLUMNS = (
    "assessment", "interview", "pillar", "question", "revision", "option", "value", "text", "reason", "best",
    "weakest", "evidence", "author", "at", "script_version", "dormant",
)  # fmt: skip
#: A spreadsheet takes a cell that begins so for a formula, or looks at what stands behind it.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def answer_table(answers: Iterable[Mapping[str, Any]]) -> str:
    """CSV of the exported answers that are there now: the highest revision of each, if it has a value."""
    current: dict[tuple[str, str], Mapping[str, Any]] = {}
    for answer in sorted(answers, key=lambda one: one["revision"]):
        current[answer["interview"], answer["question"]] = answer
    out = io.StringIO(newline="")
    table = csv.writer(out)
    table.writerow(COLUMNS)
    for _, answer in sorted(current.items()):
        if answer["value"] is not None:
            table.writerow([_cell(column, answer.get(column)) for column in COLUMNS])
    return out.getvalue()


def _cell(column: str, value: Any) -> str:
    if column == "evidence":
        value = "; ".join(_piece(piece) for piece in value or ())
    text = "" if value is None else value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return f"'{text}" if text.startswith(_FORMULA) else text


def _piece(piece: Mapping[str, Any]) -> str:
    """The words; of a file also the beginning of its name in the copy."""
    words, file = piece.get("text") or "", piece.get("file")
    return f"{words} (evidence-{file})".strip() if file else str(words)
