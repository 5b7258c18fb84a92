"""One sheet of an Excel workbook, read within limits: a small file can unpack into a huge one."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Collection, Iterator
from datetime import date, datetime
from io import BytesIO
from itertools import islice
from typing import Any

from bot.lists.table import FORMULA, MOST_COLUMNS, MOST_ROWS, NoTable, Row, Said, Table, cell_name, cleaned

ZIP, OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
#: So much may a workbook be once it is unpacked.
MOST_UNPACKED = 30_000_000
MOST_PARTS = 500
#: Rows that are looked through, the empty ones between too: a file can say that it goes on for ever.
_LOOKED_THROUGH = 100_000
#: As a number in a cell.
_THREE_DECIMALS = re.compile(r"^-?\d+\.\d{3}$")
_SHEETS = re.compile(r"xl/worksheets/[^/]+\.xml")
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\b[^>]*\bref=[\"']([A-Z]{1,3}(\d{1,7}):[A-Z]{1,3}(\d{1,7}))[\"']")


def table_of_workbook(data: bytes, most: int = MOST_ROWS, sheets: Collection[str] = ()) -> Table:
    """The rows of the first sheet that is shown, before others one that is called as one of `sheets`, in
    small letters. Raises NoTable.
    """
    _check_size(data)
    # Imported here: a third of a second, for a command that few give.
    import openpyxl

    try:
        book = openpyxl.load_workbook(BytesIO(data), read_only=True, data_only=False, keep_links=False)
        shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        if not shown:
            raise NoTable("no_sheet")
        sheet = next((one for one in shown if one.title.strip().casefold() in sheets), shown[0])
        sheet.reset_dimensions()
        rows, problems = _rows(sheet, most)
        merged = _merged(data, str(getattr(sheet, "_worksheet_path", "")), rows)
    except NoTable:
        raise
    except Exception:
        # The library raises whatever a damaged file leads it into.
        raise NoTable("damaged") from None
    notes = [Said("read_sheet", facts={"sheet": str(sheet.title)[:40], "others": len(shown) - 1})]
    return Table(tuple(rows), tuple(notes), (*merged, *problems))


def _check_size(data: bytes) -> None:
    try:
        with zipfile.ZipFile(BytesIO(data)) as packed:
            parts = packed.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise NoTable("damaged") from None
    if not any(part.filename == "xl/workbook.xml" for part in parts):
        raise NoTable("not_excel")
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise NoTable("unpacks_too_large")


def _rows(sheet: Any, most: int) -> tuple[list[Row], list[Said]]:
    rows: list[Row] = []
    problems: list[Said] = []
    for number, cells in enumerate(islice(_cells(sheet), _LOOKED_THROUGH + 1), 1):
        if number > _LOOKED_THROUGH or len(rows) == most:
            raise NoTable("too_many_rows", most=most)
        if all(cell.value is None for cell in cells):
            continue
        kept = tuple(cleaned(_words(cell)) for cell in cells)
        problems += [
            Said("formula", number, {"cell": cell_name(number, column), "column": column})
            for column, cell in enumerate(cells)
            if cell.data_type == "f" or (isinstance(cell.value, str) and kept[column].startswith(FORMULA))
        ]
        if any(kept):
            rows.append(Row(number, kept))
    return rows, problems


def _cells(sheet: Any) -> Iterator[tuple[Any, ...]]:
    rows: Iterator[tuple[Any, ...]] = sheet.iter_rows(max_col=MOST_COLUMNS)
    return rows


def _words(cell: Any) -> str:
    """What a cell shows; whole numbers without the ".0" that the file may hold, and no number with three
    decimals: "1.125" reads as thousands to some, "1.1250" to nobody.
    """
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f":
        return "="
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else _THREE_DECIMALS.sub(r"\g<0>0", str(value))
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    return str(value)


def _merged(data: bytes, path: str, rows: list[Row]) -> list[Said]:
    """Merged cells hold their text in the first only: whom the others are about would be a guess."""
    path = path.lstrip("/")
    if not _SHEETS.fullmatch(path):
        return []
    with zipfile.ZipFile(BytesIO(data)) as packed:
        found = _MERGED.findall(packed.read(path))
    filled = {row.number for row in rows}
    return [
        Said("merged", int(first), {"cells": cells.decode()})
        for cells, first, last in found
        if first != last and filled.intersection(range(int(first), min(int(last), _LOOKED_THROUGH) + 1))
    ]
