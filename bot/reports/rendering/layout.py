"""A document of blocks as plain data for templates, in the look of a house."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from bot.cards import plain
from bot.house import House
from bot.reports.blocks import Block, Chart, Document, Listed, Notice, Paragraph, Section, Table
from bot.reports.glyphs import drawable, undrawable
from bot.texts import Texts, shipped

#: Words that charts show beside their signs; `pages.chart.<name>`.
SIGNS = tuple(
    "now target today after provisional level evidence reviewed open"
    " dot own others median range mid loss owner".split()
)
#: Characters of a table's line, those that the edges of a cell take, and those that count of a longest word,
#: and of a cell; cells that are no longer than BRIEF stay on one line.
LINE, EDGE, WORD, WIDE, BRIEF = 112, 3, 16, 90, 17
#: Characters of one text that are set, and of a sentence, cell or description: more fills pages and memory.
SHORT, LONG = 300, 3000
#: What may be long.
MAY_BE_LONG = frozenset({"text", "cells", "alt"})
#: Characters that are named of those that no font has.
NAMED = 20


class Say(Protocol):
    """Says a text by its name, as bare words."""

    def __call__(self, name: str, **facts: Any) -> str: ...


def as_data(document: Document, house: House, texts: Texts | None = None) -> dict[str, Any]:
    """The document for a template of Typst: texts that can be drawn, lists and numbers alone."""
    say = saying(document.language, texts)
    made: dict[str, Any] = {
        "language": document.language,
        "title": document.title,
        "subtitle": document.subtitle,
        "stamp": document.stamp,
        "mark": document.mark,
        "head": [list(pair) for pair in document.head],
        "sections": [_section(section, say) for section in document.sections],
        "annexes": [_section(section, say) for section in document.annexes],
        "contents": bool(document.annexes),
    }
    made = cut(made)
    made["undrawn"] = undrawn(made, say)
    made["said"] = signs(document.language, texts) | {"contents": say("pages.contents")}
    return {**drawable(made), "house": house.as_data(say("pages.logo"))}


def chart_data(chart: Chart, language: str, house: House, texts: Texts | None = None) -> dict[str, Any]:
    """One chart for the template of a picture."""
    shown = _block(chart, saying(language, texts))
    made = {"language": language, "chart": cut(shown), "said": signs(language, texts)}
    return {**drawable(made), "house": house.as_data("")}


def saying(language: str, texts: Texts | None = None) -> Say:
    """What says the words of a page, bare."""
    found = texts or shipped()

    def say(name: str, **facts: Any) -> str:
        return plain(found.say(name, language, **facts))

    return say


def signs(language: str, texts: Texts | None = None) -> dict[str, str]:
    """What the signs of charts mean."""
    return {name: saying(language, texts)(f"pages.chart.{name}") for name in SIGNS}


def label(notice: Notice, say: Say) -> str:
    """The title of something set apart, with what kind of thing it is before it."""
    kind = say(f"pages.notice.{notice.kind}")
    return kind if notice.title in ("", kind) else f"{kind}: {notice.title}"


def cut(data: Any, most: int = SHORT) -> Any:
    """The same JSON data with texts of so many characters at most, the last a mark where there were more."""
    if isinstance(data, str):
        return data if len(data) <= most else f"{data[: most - 1]}…"
    if isinstance(data, dict):
        return {name: cut(value, LONG if name in MAY_BE_LONG else most) for name, value in data.items()}
    return [cut(value, most) for value in data] if isinstance(data, list | tuple) else data


def shares(table: Table) -> list[float]:
    """How wide each column is to be, as parts of 1: what must not break first, the rest by what is said."""
    columns = list(zip(table.header, *table.rows, strict=True))
    least = [_unbroken(column) + EDGE for column in columns]
    wanted = [max(_usual(column) - low, 0.0) for column, low in zip(columns, least, strict=True)]
    rest = max(LINE - sum(least), 0.0)
    widths = [low + rest * more / (sum(wanted) or 1) for low, more in zip(least, wanted, strict=True)]
    return [round(width / sum(widths), 4) for width in widths]


def undrawn(data: Any, say: Say) -> str | None:
    """Which characters no shipped font has, in words; None: all can be drawn."""
    marks = undrawable(data)
    if not marks:
        return None
    named = [f"U+{ord(sign):04X}" for sign in marks[:NAMED]]
    return say("pages.undrawn", signs=named, more=len(marks) - len(named))


def _section(section: Section, say: Say) -> dict[str, Any]:
    return {
        "title": section.title,
        "blocks": [_block(block, say) for block in section.blocks],
        "parts": [_section(part, say) for part in section.parts],
    }


def _block(block: Block, say: Say) -> dict[str, Any]:
    match block:
        case Paragraph(lines):
            return {"shape": "paragraph", "lines": [{"text": line.text} for line in lines]}
        case Listed(items, numbered):
            found = [{"text": line.text} for line in items]
            return {"shape": "listed", "items": found, "numbered": numbered}
        case Table():
            return _table(block)
        case Notice(kind, _, lines):
            texts = [{"text": line.text} for line in lines]
            return {"shape": "notice", "kind": kind, "label": label(block, say), "lines": texts}
        case Chart():
            told = {"title": block.title, "alt": block.alt, "caption": block.caption}
            return {"shape": "chart", "kind": block.kind, "data": dict(block.data)} | told


def _table(table: Table) -> dict[str, Any]:
    return {
        "shape": "table",
        "caption": table.caption,
        "header": list(table.header),
        "cells": [list(row) for row in table.rows],
        "numbers": list(table.numbers),
        "widths": shares(table),
    }


def _unbroken(column: Sequence[str]) -> int:
    """Characters of a column that breaks no word; of one that is short anyway, no line."""
    words = max((len(word) for cell in column for word in cell.split()), default=0)
    lines = max(len(cell) for cell in column[1:]) if len(column) > 1 else 0
    return max(lines if lines <= BRIEF else 0, min(words, WORD))


def _usual(column: Sequence[str]) -> float:
    """Of many short cells and a long one the long one counts too."""
    lengths = [min(len(cell), WIDE) for cell in column]
    return (sum(lengths) / len(lengths) + max(lengths)) / 2
