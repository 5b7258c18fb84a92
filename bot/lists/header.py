"""The row of a file that says what stands in its columns, whatever program and language it is from."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from bot.lists.table import MOST_BYTES, MOST_ROWS, NoTable, Row, Said, Table
from bot.lists.text import table_of_text
from bot.lists.workbook import OLD_EXCEL, ZIP, table_of_workbook

#: The header is looked for in so many rows: a title may stand above it.
_WITHIN = 10


@dataclass(frozen=True, slots=True)
class Header:
    """`columns`: what each column holds, by its place; `notes`: which are not used."""

    row: int
    columns: Mapping[str, int]
    notes: tuple[Said, ...]


def table_of(
    data: bytes, most_bytes: int = MOST_BYTES, most_rows: int = MOST_ROWS, sheets: Collection[str] = ()
) -> Table:
    """The rows of a CSV or XLSX file; `sheets`: names of the sheet that is wanted. Raises NoTable."""
    if len(data) > most_bytes:
        raise NoTable("too_large", most=most_bytes // 1_000_000)
    if not data.strip(b"\xef\xbb\xbf \t\r\n"):
        raise NoTable("empty")
    if data.startswith(OLD_EXCEL):
        raise NoTable("old_excel")
    is_book = data.startswith(ZIP)
    table = table_of_workbook(data, most_rows, sheets) if is_book else table_of_text(data, most_rows)
    if not table.rows:
        raise NoTable("empty")
    return table


def header_of(table: Table, names: Mapping[str, tuple[str, ...]], needed: Collection[str]) -> Header:
    """The header; one of `needed` must stand in it. `names`: column -> what people write above it, in small
    letters without signs. Raises NoTable.
    """
    known = {word: column for column, words in names.items() for word in words}
    found = max(table.rows[:_WITHIN], key=lambda row: len(_places(row, known)))
    places = _places(found, known)
    if not places.keys() & set(needed):
        raise NoTable("no_header", table.rows[0].number)
    columns = {column: _best(names[column], place, found) for column, place in places.items()}
    used = set(columns.values())
    unused = [cell[:40] for place, cell in enumerate(found.cells) if cell and place not in used]
    notes = (Said("unused", found.number, {"columns": unused}),) if unused else ()
    return Header(found.number, columns, notes)


def _places(row: Row, known: Mapping[str, str]) -> dict[str, list[int]]:
    """Column -> where its headers stand; there may be both a team and a department."""
    places: dict[str, list[int]] = {}
    for place, cell in enumerate(row.cells):
        column = known.get(plain_words(cell))
        if column:
            places.setdefault(column, []).append(place)
    return places


def _best(names: tuple[str, ...], places: list[int], header: Row) -> int:
    """The plainest of several headers for the same. Raises NoTable when two are the same word."""
    words = [plain_words(header.cells[place]) for place in places]
    plainest = min(words, key=names.index)
    if words.count(plainest) > 1:
        raise NoTable("column_twice", header.number, column=plainest)
    return places[words.index(plainest)]


def plain_words(text: str) -> str:
    """Small letters, without accents and signs; "&" reads as a space."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return " ".join(
        re.sub(r"[^\w\s]|_", " ", "".join(c for c in letters if not unicodedata.combining(c))).split()
    )
