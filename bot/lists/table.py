"""Rows of cells as they stand in a file, whatever its kind; and what there is to say about them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

#: A list of people is small; anything larger is no such list, or was made to hurt.
MOST_BYTES = 2_000_000
MOST_ROWS = 5_000
MOST_COLUMNS = 100
#: The first character of what a spreadsheet would compute.
FORMULA = ("=", "+", "-", "@")
#: What people write in a cell to say that there is nothing.
NOTHING = frozenset({"-", "–", "—", "?", "n.v.t.", "nvt", "n/a"})
#: Characters that hold letters together; other invisible ones could make a name read as something else.
_JOINERS = "\u200c\u200d"


@dataclass(frozen=True, slots=True)
class Said:
    """Something to tell: the name of a text (`list.<name>`), its fill-ins, and the row in the spreadsheet."""

    name: str
    row: int | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number as spreadsheets count (from 1), and its cells as text."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """All rows that hold anything, and what was understood of the file."""

    rows: tuple[Row, ...]
    notes: tuple[Said, ...] = ()
    problems: tuple[Said, ...] = ()


class NoTable(Exception):
    """The file cannot be read at all; `said` tells why and what to do."""

    def __init__(self, name: str, row: int | None = None, **facts: Any) -> None:
        super().__init__(name)
        self.said = Said(name, row, facts)


def cleaned(text: str) -> str:
    """One line without what cannot be seen; "" for a cell that says "nothing"."""
    kept = "".join(c for c in text if c.isspace() or c in _JOINERS or unicodedata.category(c)[0] != "C")
    words = " ".join(kept.split())
    return "" if words.casefold() in NOTHING else words


def cell_name(row: int, column: int) -> str:
    """What spreadsheets call a cell: (3, 1) is B3; columns count from 0."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row}"


def wrong_by_row(table: Table, used: set[int]) -> dict[int, list[Said]]:
    """What the file itself has wrong in the `used` columns, by row: formulas and merged cells."""
    found: dict[int, list[Said]] = {}
    cells = {row.number: row.cells for row in table.rows}
    for one in table.problems:
        if one.name == "formula":
            column, row = one.facts["column"], one.row or 0
            # A name of an account begins with @ too; only what would be computed is none.
            if column in used and cells[row][column].startswith("="):
                found.setdefault(row, []).append(one)
            continue
        first, last = (int(number) for number in re.findall(r"\d+", str(one.facts["cells"])))
        for number in range(first, min(last, first + MOST_ROWS) + 1):
            if number in cells:
                found.setdefault(number, []).append(Said(one.name, number, one.facts))
    return found
