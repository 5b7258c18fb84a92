"""Spreadsheets as people make them, for tests."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from io import BytesIO

import openpyxl

PILLARS = {
    "S": ("Strategie & Bedrijfsvoering", "Strategy and management"),
    "O": ("Organisatie en processen", "Organisation and processes"),
    "B": ("Besturing en beheersing", "Governance and control"),
}
HEADER = ("Naam", "Functie", "Afdeling", "Pijler", "Taal")
ADA = ("Ada de Vries", "adviseur", "Bestuur", "S", "nl")
BEN = ("Ben Öztürk", "webredacteur", "Communicatie", "O", "Engels")


def csv_of(rows: Sequence[Sequence[str]], separator: str = ";") -> str:
    """Rows as spreadsheets write them: what holds a separator, quote or line break is quoted."""
    return "".join(separator.join(_quoted(cell, separator) for cell in row) + "\r\n" for row in rows)


def _quoted(cell: str, separator: str) -> str:
    if any(sign in cell for sign in (separator, '"', "\n", "\r")):
        return '"' + cell.replace('"', '""') + '"'
    return cell


def xlsx_of(rows: Sequence[Sequence[object]], merged: Sequence[str] = ()) -> bytes:
    """Rows as a workbook with one sheet."""
    book = openpyxl.Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(list(row))
    for cells in merged:
        sheet.merge_cells(cells)
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    """The bytes of a workbook."""
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def with_part(workbook: bytes, name: str, body: bytes) -> bytes:
    """The same workbook with one part replaced or added."""
    file = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(workbook)) as old,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.infolist():
            if part.filename != name:
                new.writestr(part.filename, old.read(part.filename))
        new.writestr(name, body)
    return file.getvalue()
