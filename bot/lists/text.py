"""Comma-separated text in whatever encoding and with whatever separator programs write it."""

from __future__ import annotations

import codecs
import csv
import re

from bot.lists.table import FORMULA, MOST_COLUMNS, MOST_ROWS, NoTable, Row, Said, Table, cell_name, cleaned

#: What a file begins with that says how it is encoded.
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
#: How encodings are called among people.
_CALLED = {"utf-8": "UTF-8", "utf-16-le": "UTF-16", "utf-16-be": "UTF-16", "cp1252": "Windows-1252"}
SEPARATORS = (";", ",", "\t")
#: Lines that are looked at to tell which separator is used.
_LOOKED_AT = 20


def table_of_text(data: bytes, most: int = MOST_ROWS) -> Table:
    """The rows of a text file. Raises NoTable."""
    text, encoding = _decoded(data)
    lines = re.findall(r"[^\n]*\n|[^\n]+", text.replace("\r\n", "\n").replace("\r", "\n"))
    separator, said = _separator(lines)
    rows, problems = _rows(lines[said:], separator, said, most)
    note = Said("read_text", facts={"encoding": _CALLED[encoding], "separator": _NAMED[separator]})
    return Table(tuple(rows), (note, *_odd_letters(rows, encoding)), tuple(problems))


#: How a separator is shown; the text says it in words.
_NAMED = {";": "semicolon", ",": "comma", "\t": "tab"}


def _decoded(data: bytes) -> tuple[str, str]:
    """(text, encoding): what the file says of itself, then UTF-8, then what Excel writes on Windows."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strictly(data[len(mark) :], encoding), encoding
    wide = _wide(data)
    if wide is not None:
        return _strictly(data, wide), wide
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return _strictly(data, "cp1252"), "cp1252"


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise NoTable("unreadable") from None


def _wide(data: bytes) -> str | None:
    """UTF-16 without a mark: every other byte of Latin letters is zero."""
    even, odd = data[0:200:2].count(0), data[1:200:2].count(0)
    half = len(data[:200]) / 4
    if odd > half and not even:
        return "utf-16-le"
    return "utf-16-be" if even > half and not odd else None


def _separator(lines: list[str]) -> tuple[str, int]:
    """(separator, lines that only say so): what cuts the first lines into most cells."""
    named = re.fullmatch(r"\ufeff?sep=(.)\n?", lines[0], re.IGNORECASE) if lines else None
    if named and named[1] in SEPARATORS:
        return named[1], 1
    counts = {one: sum(line.count(one) for line in lines[:_LOOKED_AT]) for one in SEPARATORS}
    first = next((line for line in lines if line.strip()), "")
    return max(SEPARATORS, key=lambda one: (first.count(one), counts[one])), 0


def _rows(lines: list[str], separator: str, before: int, most: int) -> tuple[list[Row], list[Said]]:
    rows: list[Row] = []
    problems: list[Said] = []
    number = before
    try:
        for number, cells in enumerate(csv.reader(lines, delimiter=separator, strict=True), before + 1):
            kept = tuple(cleaned(cell) for cell in cells[:MOST_COLUMNS])
            if any(kept) and len(rows) == most:
                raise NoTable("too_many_rows", most=most)
            if any(kept):
                rows.append(Row(number, kept))
                problems += [
                    Said("formula", number, {"cell": cell_name(number, column), "column": column})
                    for column, cell in enumerate(kept)
                    if cell.startswith(FORMULA)
                ]
    except csv.Error:
        raise NoTable("quotes", number + 1) from None
    return rows, problems


def _odd_letters(rows: list[Row], encoding: str) -> list[Said]:
    """Nobody can be sure of an encoding that the file does not name: a word shows whether it was right."""
    if encoding != "cp1252":
        return []
    words = (cell for row in rows for cell in row.cells if not cell.isascii())
    word = next(words, None)
    return [Said("check_letters", facts={"word": word[:60]})] if word else []
