"""Who is to be invited according to a list: columns found by their headers, every wrong row named."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from bot.lists.table import MOST_BYTES, NoTable, Row, Said, Table
from bot.lists.text import table_of_text
from bot.lists.workbook import OLD_EXCEL, ZIP, table_of_workbook

LONGEST = 120
#: Column -> what people write above it, in small letters without signs.
HEADERS: Mapping[str, tuple[str, ...]] = {
    "name": ("naam", "name", "volledige naam", "full name", "persoon", "person", "medewerker", "employee",
             "deelnemer", "participant", "respondent", "genodigde", "invitee"),
    "function": ("functie", "function", "rol", "role", "functienaam", "functietitel", "job title", "title",
                 "position", "job", "beroep"),
    "department": ("afdeling", "department", "team", "dienst", "cluster", "eenheid", "unit", "sector",
                   "directie", "organisatieonderdeel"),
    "pillar": ("pijler", "pillar", "pijlers", "pillars", "onderwerp", "subject", "thema", "theme"),
    "language": ("taal", "language", "voertaal", "lang", "spreektaal"),
}  # fmt: skip
LANGUAGES: Mapping[str, tuple[str, ...]] = {
    "nl": ("nl", "nederlands", "dutch", "nld", "dut", "nl nl", "nl be"),
    "en": ("en", "engels", "english", "eng", "en gb", "en us"),
}
#: The header is looked for in so many rows: a title may stand above it.
_HEADER_WITHIN = 10
_COLUMN = {word: column for column, words in HEADERS.items() for word in words}


@dataclass(frozen=True, slots=True)
class Listed:
    """One person for one pillar, in the row of the file; `language` None: as the assessment's."""

    row: int
    name: str
    function: str
    department: str
    pillar: str
    language: str | None

    @property
    def who(self) -> str:
        """The name, or else the function: what tells this person from the others."""
        return self.name or self.function


@dataclass(frozen=True, slots=True)
class Reading:
    """What a list says: nothing may be made of `people` while there are `problems`. `notes`: how the file
    was understood, and what in it is not used.
    """

    people: tuple[Listed, ...] = ()
    problems: tuple[Said, ...] = ()
    notes: tuple[Said, ...] = ()


def read_list(data: bytes, pillars: Mapping[str, Collection[str]], pillar: str = "") -> Reading:
    """A CSV or XLSX file as people and problems. `pillars`: id -> what each is called in any language;
    `pillar`: the one for all rows, if the list has no column for it. Never raises for any bytes.
    """
    try:
        table = _table(data)
        header = _header(table)
    except NoTable as reason:
        return Reading(problems=(reason.said,))
    rows = [row for row in table.rows if row.number > header.row]
    reader = _Reader(header, pillars, pillar)
    people = [person for row in rows if (person := reader.person(row)) is not None]
    problems = [*_wanting(header, pillar, rows), *reader.problems, *_twice(people)]
    problems += [one for one in table.problems if _matters(one, header)]
    notes = (*table.notes, *header.notes)
    return Reading(tuple(people), tuple(sorted(problems, key=lambda one: one.row or 0)), notes)


def _table(data: bytes) -> Table:
    if len(data) > MOST_BYTES:
        raise NoTable("too_large", most=MOST_BYTES // 1_000_000)
    if not data.strip(b"\xef\xbb\xbf \t\r\n"):
        raise NoTable("empty")
    if data.startswith(OLD_EXCEL):
        raise NoTable("old_excel")
    table = table_of_workbook(data) if data.startswith(ZIP) else table_of_text(data)
    if not table.rows:
        raise NoTable("empty")
    return table


# --- the header


@dataclass(frozen=True, slots=True)
class _Header:
    """`columns`: what each column holds, by its place; `notes`: which are not used."""

    row: int
    columns: Mapping[str, int]
    notes: tuple[Said, ...]


def _header(table: Table) -> _Header:
    found = max(table.rows[:_HEADER_WITHIN], key=lambda row: len(_places(row)))
    places = _places(found)
    if not places.keys() & {"name", "function"}:
        raise NoTable("no_header", table.rows[0].number)
    columns = {column: _best(column, known, found) for column, known in places.items()}
    used = set(columns.values())
    unused = [cell[:40] for place, cell in enumerate(found.cells) if cell and place not in used]
    notes = (Said("unused", found.number, {"columns": unused}),) if unused else ()
    return _Header(found.number, columns, notes)


def _places(row: Row) -> dict[str, list[int]]:
    """Column -> where its headers stand; there may be both a team and a department."""
    places: dict[str, list[int]] = {}
    for place, cell in enumerate(row.cells):
        column = _COLUMN.get(plain_words(cell))
        if column:
            places.setdefault(column, []).append(place)
    return places


def _best(column: str, places: list[int], header: Row) -> int:
    """The plainest of several headers for the same. Raises NoTable when two are the same word."""
    words = [plain_words(header.cells[place]) for place in places]
    plainest = min(words, key=HEADERS[column].index)
    if words.count(plainest) > 1:
        raise NoTable("column_twice", header.number, column=plainest)
    return places[words.index(plainest)]


def plain_words(text: str) -> str:
    """Small letters, without accents and signs; "&" reads as a space."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return " ".join(
        re.sub(r"[^\w\s]|_", " ", "".join(c for c in letters if not unicodedata.combining(c))).split()
    )


# --- the rows


class _Reader:
    """Turns rows into people, and keeps what is wrong with them."""

    def __init__(self, header: _Header, pillars: Mapping[str, Collection[str]], pillar: str) -> None:
        self._columns, self._pillars, self._pillar = header.columns, pillars, pillar
        self.problems: list[Said] = []

    def person(self, row: Row) -> Listed | None:
        """Who this row is about; None if that is not clear."""
        before = len(self.problems)
        short = {column: self._short(row, column) for column in ("name", "function", "department")}
        if not short["name"] and not short["function"]:
            self._wrong("nobody", row)
        pillar, language = self._pillar_of(row), self._language_of(row)
        if len(self.problems) > before or pillar is None:
            return None
        return Listed(row.number, short["name"], short["function"], short["department"], pillar, language)

    def _cell(self, row: Row, column: str) -> str:
        place = self._columns.get(column)
        return row.cells[place] if place is not None and place < len(row.cells) else ""

    def _short(self, row: Row, column: str) -> str:
        text = self._cell(row, column)
        if len(text) > LONGEST:
            self._wrong("too_long", row, column=column, text=text[:30], most=LONGEST)
        return text

    def _pillar_of(self, row: Row) -> str | None:
        if "pillar" not in self._columns:
            return self._pillar or None
        words = self._cell(row, "pillar") or self._pillar
        if not words:
            self._wrong("no_pillar", row, known=list(self._pillars))
            return None
        found = pillar_called(words, self._pillars)
        if found is None:
            several = [part for part in re.split(r"[,;/+|]", words) if pillar_called(part, self._pillars)]
            name = "several_pillars" if len(several) > 1 else "unknown_pillar"
            self._wrong(name, row, text=words[:40], known=list(self._pillars))
        return found

    def _language_of(self, row: Row) -> str | None:
        words = self._cell(row, "language")
        found = next((code for code, names in LANGUAGES.items() if plain_words(words) in names), None)
        if words and found is None:
            self._wrong("unknown_language", row, text=words[:40])
        return found

    def _wrong(self, name: str, row: Row, **facts: object) -> None:
        self.problems.append(Said(name, row.number, facts))


def pillar_called(words: str, pillars: Mapping[str, Collection[str]]) -> str | None:
    """The pillar that these words mean: its id, a name of it, or how only one name begins."""
    wanted = plain_words(words)
    if not wanted:
        return None
    names = {
        id_: {plain_words(id_), *(plain_words(name) for name in called)} for id_, called in pillars.items()
    }
    same = [id_ for id_, known in names.items() if wanted in known]
    alike = [
        id_ for id_, known in names.items() if any(f"{name} ".startswith(f"{wanted} ") for name in known)
    ]
    found = same or alike
    return found[0] if len(found) == 1 else None


def _matters(problem: Said, header: _Header) -> bool:
    """What stands above the header or in a column that is not used is nobody's business."""
    column = problem.facts.get("column")
    below = problem.row is not None and problem.row >= header.row
    return below and (column is None or column in header.columns.values())


def _wanting(header: _Header, pillar: str, rows: list[Row]) -> list[Said]:
    """What is missing in the file as a whole."""
    problems = []
    if "pillar" not in header.columns and not pillar:
        problems.append(Said("no_pillar_column", header.row))
    if not rows:
        problems.append(Said("no_rows", header.row))
    return problems


def _twice(people: Iterable[Listed]) -> list[Said]:
    """The same person for the same pillar: one of them would get two links."""
    first: dict[tuple[str, ...], int] = {}
    problems = []
    for one in people:
        key = (plain_words(one.who), "" if one.name else plain_words(one.department), one.pillar)
        if key in first:
            problems.append(
                Said("twice", one.row, {"who": one.who, "first": first[key], "pillar": one.pillar})
            )
        first.setdefault(key, one.row)
    return problems
