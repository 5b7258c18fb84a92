"""What already runs according to a list: every row that cannot be taken is named with its reason."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot.interview.questions import FreeText, Multiple, Question
from bot.interview.script import Script
from bot.lists.amounts import Amount, Kind, read_amount
from bot.lists.days import Days, contradiction, read_days
from bot.lists.header import Header, header_of, plain_words, table_of
from bot.lists.table import NoTable, Row, Said, Table, wrong_by_row

#: Larger than a list of people: some keep every account and campaign there ever was.
MOST_BYTES, MOST_ROWS = 20_000_000, 60_000
#: So many are taken from one list; the rest is named as one.
MOST_TAKEN = 5_000
#: Id of a question -> what people write above its column, in small letters without signs.
HEADERS: Mapping[str, tuple[str, ...]] = {
    "name": ("naam", "name", "initiatief", "initiative", "naam initiatief", "titel",
             "title", "project", "account", "accountnaam", "account name", "bezeichnung", "nom", "initiativ"),
    "channel": ("kanaal", "channel", "kanaal of hulpmiddel", "channel or tool", "platform", "hulpmiddel",
                "tool", "medium", "social media", "kanalen", "channels", "kanal", "plattform", "canal"),
    "objective": ("soort", "objective", "waarvoor", "what for", "groundswell", "doelstelling", "type",
                  "ziel", "objectif"),
    "owner": ("eigenaar", "owner", "wie zorgt ervoor", "who runs it", "beheerder", "verantwoordelijke",
              "verantwoordelijk", "responsible", "trekker", "contactpersoon", "contact", "verantwortlich"),
    "department": ("afdeling", "department", "team", "dienst", "cluster", "eenheid", "unit",
                   "abteilung", "service"),
    "status": ("stand", "status", "fase", "phase", "stand van zaken", "etat"),
    "since": ("sinds", "since", "start", "begin", "startdatum", "start date", "begindatum", "van", "from",
              "seit"),
    "until": ("tot", "until", "einde", "eind", "end", "einddatum", "end date", "t m", "bis"),
    "main_goal": ("hoofddoel", "main goal", "belangrijkste doel", "doel", "goal"),
    "other_goals": ("andere doelen", "other goals", "doelen", "goals", "nevendoelen"),
    "hours": ("uren per week", "hours a week", "hours per week", "uren", "hours", "uur per week",
              "tijd", "stunden"),
    "euros": ("euro per jaar", "euros a year", "euros per year", "kosten per jaar", "cost a year",
              "cost per year", "kosten", "cost", "costs", "budget", "euro", "euros", "bedrag", "amount",
              "cout"),
    "effect": ("effect", "resultaat", "result", "opbrengst", "resultaten", "results"),
    "effect_shown": ("waaruit dat blijkt", "what shows it", "bewijs", "evidence", "onderbouwing"),
    "learned": ("geleerd", "learned", "lessen", "lessons", "wat geleerd", "lessons learned"),
    "learned_where": ("waar dat staat", "where it is written", "vindplaats"),
    "learned_who": ("wie het weet", "who knows"),
    "reusable": ("bruikbaar voor anderen", "of use to others", "herbruikbaar", "reusable"),
}  # fmt: skip
#: Words for options besides their labels and ids.
CALLED: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "status": {
        "idea": ("idee", "idea", "plan", "gepland", "planned"),
        "pilot": ("proef", "pilot", "test", "experiment", "proeftuin"),
        "running": ("loopt", "running", "actief", "active", "lopend", "live", "in gebruik", "ja", "yes"),
        "stopped": ("gestopt", "stopped", "beeindigd", "ended", "inactief", "inactive", "afgerond",
                    "klaar", "done"),
    },
    "objective": {
        "listening": ("luisteren", "listening", "listen", "monitoren", "monitoring", "onderzoek"),
        "talking": ("praten", "talking", "talk", "zenden", "vertellen", "communicatie", "informeren"),
        "energizing": ("enthousiasmeren", "energizing", "energising", "energize", "ambassadeurs"),
        "supporting": ("ondersteunen", "supporting", "support", "webcare", "helpen", "service"),
        "embracing": ("omarmen", "embracing", "embrace", "cocreatie", "co creatie", "co creation",
                      "meedenken"),
    },
}  # fmt: skip
_AMOUNTS: Mapping[str, Kind] = {"hours": "hours", "euros": "euros"}
_DAYS = ("since", "until")
_SEVERAL = re.compile(r"[,;/+|\n]| en | and ")


@dataclass(frozen=True, slots=True)
class Registered:
    """One row that can be taken: what it tells by the ids of the questions; `mark`: the same for the same
    initiative, however its row was changed.
    """

    row: int
    body: Mapping[str, Any]
    mark: str


@dataclass(frozen=True, slots=True)
class Rows:
    """What a list says. `refused`: rows that cannot be taken, and why; `again`: rows that are there already;
    `notes`: how the file and some of its cells were understood. Nothing can be taken while `broken` says why.
    """

    taken: tuple[Registered, ...] = ()
    refused: tuple[Said, ...] = ()
    again: tuple[Said, ...] = ()
    notes: tuple[Said, ...] = ()
    broken: Said | None = None


def read_initiatives(data: bytes, script: Script, language: str, known: Collection[str] = ()) -> Rows:
    """A CSV or XLSX file as initiatives. `known`: marks of those that are there. Never raises."""
    try:
        table = table_of(data, MOST_BYTES, MOST_ROWS)
        header = header_of(table, HEADERS, {"name"})
    except NoTable as reason:
        return Rows(broken=reason.said)
    reader = _Reader(header, script, language, table)
    for row in table.rows:
        if row.number > header.row and not reader.take(row, known):
            break
    notes = (*table.notes, *header.notes, *_lacking(header), *reader.notes)
    if not (reader.taken or reader.refused or reader.again):
        return Rows(notes=notes, broken=Said("no_rows", header.row))
    return Rows(tuple(reader.taken), tuple(reader.refused), tuple(reader.again), notes)


def mark_of(body: Mapping[str, Any]) -> str:
    """What makes an initiative the same as another: its name, department and channel."""
    words = (plain_words(str(body.get(field) or "")) for field in ("name", "department", "channel"))
    return hashlib.sha256("\0".join(words).encode()).hexdigest()[:32]


def _lacking(header: Header) -> Iterator[Said]:
    """What the list does not tell of any of them."""
    lacking = [name for name in ("objective", "owner", "status", "main_goal") if name not in header.columns]
    if lacking:
        yield Said("lacking", header.row, {"fields": lacking})


class _Reader:
    """Turns rows into initiatives, and keeps why others are none."""

    def __init__(self, header: Header, script: Script, language: str, table: Table) -> None:
        self._columns, self._language = header.columns, language
        self._questions = {question.id: question for s in script.sections for question in s.questions}
        self._wrong = wrong_by_row(table, set(header.columns.values()))
        self._first: dict[str, int] = {}
        self.taken: list[Registered] = []
        self.refused: list[Said] = []
        self.again: list[Said] = []
        self.notes: list[Said] = []

    def take(self, row: Row, known: Collection[str]) -> bool:
        """One row: taken, named as there already, or refused with every reason; False: from this one on
        nothing is taken any more.
        """
        body, notes, reasons = self._read(row)
        mark = mark_of(body)
        if reasons:
            self.refused += reasons
        elif mark in known or mark in self._first:
            facts = {"name": body["name"][:60], "first": self._first.get(mark)}
            self.again.append(Said("row_again", row.number, facts))
        elif len(self.taken) >= MOST_TAKEN:
            self.refused.append(Said("rows_beyond", row.number, {"most": MOST_TAKEN}))
            return False
        else:
            self._first[mark] = row.number
            self.taken.append(Registered(row.number, body, mark))
            self.notes += notes
        return True

    def _read(self, row: Row) -> tuple[dict[str, Any], list[Said], list[Said]]:
        """(what a row tells, how that was understood, what is wrong with it)."""
        body: dict[str, Any] = {}
        notes, reasons = list[Said](), list(self._wrong.get(row.number, ()))
        for field in self._columns:
            found = self._field(field, row)
            if isinstance(found, Said):
                reasons.append(found)
            elif found is not None:
                body[field] = found[0]
                notes += [found[1]] if found[1] is not None else []
        return body, notes, [*reasons, *self._whole(row, body)]

    def _whole(self, row: Row, body: Mapping[str, Any]) -> Iterator[Said]:
        """What is wrong with the row as a whole."""
        if not self._text("name", row):
            yield Said("no_name", row.number)
        days = [read_days(str(body[name]), self._language) if body.get(name) else None for name in _DAYS]
        since, until = (day if isinstance(day, Days) else None for day in days)
        against = contradiction(since, until, row.number)
        if against is not None:
            yield against

    def _field(self, field: str, row: Row) -> tuple[Any, Said | None] | Said | None:
        """(what a cell tells, how it was understood), why it cannot be taken, or None for nothing."""
        text = self._text(field, row)
        if not text:
            return None
        if field in _AMOUNTS:
            return self._amount(field, text, row)
        if field in _DAYS:
            return self._days(text, row)
        question = self._questions[field]
        if question.options:
            return self._option(question, text, row)
        most = question.at_most if isinstance(question, FreeText) else None
        if most is not None and len(text) > most:
            return Said("cell_long", row.number, {"field": field, "text": text[:30], "most": most})
        return text, None

    def _text(self, field: str, row: Row) -> str:
        place = self._columns[field]
        return row.cells[place] if place < len(row.cells) else ""

    def _amount(self, field: str, text: str, row: Row) -> tuple[Any, Said | None] | Said | None:
        found = read_amount(text, _AMOUNTS[field], self._language, row.number)
        return (str(found.value), found.note) if isinstance(found, Amount) else found

    def _days(self, text: str, row: Row) -> tuple[Any, Said | None] | Said | None:
        found = read_days(text, self._language, row.number)
        return (_exactly(found), found.note) if isinstance(found, Days) else found

    def _option(self, question: Question, text: str, row: Row) -> tuple[Any, None] | Said:
        whole = _called(question, text)
        if whole is not None:
            return ([whole] if isinstance(question, Multiple) else whole), None
        parts = (
            [part for part in _SEVERAL.split(text) if part.strip()] if isinstance(question, Multiple) else []
        )
        found = [_called(question, part) for part in parts]
        if parts and None not in found:
            return list(dict.fromkeys(found)), None
        labels = [option.label[self._language].partition(":")[0] for option in question.options]
        return Said("unknown_option", row.number, {"field": question.id, "text": text[:40], "known": labels})


def _exactly(days: Days) -> str:
    """As exact as it was told: a day, a month or a year."""
    if days.first == days.last:
        return days.first.isoformat()
    return days.first.isoformat()[:7] if days.first.month == days.last.month else f"{days.first.year}"


def _called(question: Question, text: str) -> str | None:
    """The option that a cell names: by id, label in any language, what it begins with, or another word."""
    wanted = plain_words(text)
    for option in question.options:
        words = {plain_words(option.id), *CALLED.get(question.id, {}).get(option.id, ())}
        words |= {
            plain_words(part) for label in option.label.values() for part in (label, label.split(":")[0])
        }
        if wanted and wanted in words:
            return option.id
    return None
