"""Who is to be invited according to a list: columns found by their headers, every wrong row named."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from bot.lists.header import Header, header_of, plain_words, table_of
from bot.lists.table import NoTable, Row, Said

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
        table = table_of(data)
        header = header_of(table, HEADERS, {"name", "function"})
    except NoTable as reason:
        return Reading(problems=(reason.said,))
    rows = [row for row in table.rows if row.number > header.row]
    reader = _Reader(header, pillars, pillar)
    people = [person for row in rows if (person := reader.person(row)) is not None]
    problems = [*_wanting(header, pillar, rows), *reader.problems, *_twice(people)]
    problems += [one for one in table.problems if _matters(one, header)]
    notes = (*table.notes, *header.notes)
    return Reading(tuple(people), tuple(sorted(problems, key=lambda one: one.row or 0)), notes)


# --- the rows


class _Reader:
    """Turns rows into people, and keeps what is wrong with them."""

    def __init__(self, header: Header, pillars: Mapping[str, Collection[str]], pillar: str) -> None:
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


def _matters(problem: Said, header: Header) -> bool:
    """What stands above the header or in a column that is not used is nobody's business."""
    column = problem.facts.get("column")
    below = problem.row is not None and problem.row >= header.row
    return below and (column is None or column in header.columns.values())


def _wanting(header: Header, pillar: str, rows: list[Row]) -> list[Said]:
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
