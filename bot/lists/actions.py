"""The actions of a plan as they come back in a list; what cannot be read of it is named with its reason."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from bot.lists.amounts import read_amount
from bot.lists.days import Days, read_days
from bot.lists.header import Header, header_of, plain_words, table_of
from bot.lists.own_actions import HEADERS as OWN_HEADERS
from bot.lists.own_actions import LANGUAGES, NEEDED, Ground, id_of, read_own
from bot.lists.table import NoTable, Row, Said, Table, wrong_by_row
from bot.lists.workbook import ZIP

MOST_BYTES, MOST_ROWS = 20_000_000, 5_000
#: Sheets that are looked for in a workbook.
SHEETS = frozenset({"acties", "actions"})
#: What is told of an action -> what people write above its column, in small letters without signs.
HEADERS: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "actie id", "action id", "code"),
    "stand": ("stand niet wijzigen", "state do not change", "stand"),
    "owner": ("eigenaar", "owner", "trekker", "verantwoordelijke", "responsible", "wie", "who"),
    "start": ("start", "begin", "startdatum", "start date", "van", "from"),
    "until": ("klaar", "done by", "tot", "until", "t m", "einde", "eind", "einddatum", "end date", "end",
              "gereed"),
    "own_role": ("eigen rol", "own role", "onze rol", "our role"),
    "less": ("wat gaat er minder", "what is done less", "minder", "less"),
    "cost": ("kosten in euro", "cost in euros", "kosten", "cost", "costs", "euro", "euros", "bedrag",
             "amount"),
    "cover": ("dekking", "cover", "paid from"),
    "builds_on": ("bouwt voort op", "builds on"),
    "dropped": ("vervalt", "dropped", "geschrapt", "drop"),
}  # fmt: skip
FIELDS = tuple(name for name in HEADERS if name not in ("id", "stand"))
#: Characters of a text.
LONGEST: Mapping[str, int] = {"owner": 120, "own_role": 120, "less": 300, "cover": 300}
MOST_EUROS = Decimal(10_000_000)
_YES = frozenset({"ja", "j", "yes", "y", "x", "true", "waar", "1", "v"})
_NO = frozenset({"nee", "n", "no", "false", "onwaar", "0"})
_ONCE = re.compile(r"\b(?:eenmalig|incidenteel|once|one-off)\b", re.IGNORECASE)
_EVERY = re.compile(
    r"\b(?:jaar|jaarlijks|kwartaal|maand|maandelijks|week|wekelijks"
    r"|year|yearly|annual|quarter|month|monthly|weekly|p/?[jmw]|jr|mnd)\b",
    re.IGNORECASE,
)
NO_GROUND = Ground()
_NUMBERED = re.compile(r"(?:nr\.? ?|no\.? ?|#)?(\d{1,4})(?:[.): ]+(.+))?")


@dataclass(frozen=True, slots=True)
class Sent:
    """One row: the action, `stand` as it was written beside it, and a value for each column of the list that
    tells of actions: a text ("" for nothing), a day, euros or None, whether it is dropped. `own`: what an own
    action is, by `cells_of` in this `language`; one that stands there without an id is `new`.
    """

    row: int
    id: str
    stand: str
    fields: Mapping[str, Any]
    own: Mapping[str, Any] | None = None
    language: str = ""
    new: bool = False


@dataclass(frozen=True, slots=True)
class SentActions:
    """What a list says. `refused`: rows that cannot be read, and why; `notes`: how others were understood.
    Nothing can be taken while `broken` says why.
    """

    rows: tuple[Sent, ...] = ()
    refused: tuple[Said, ...] = ()
    notes: tuple[Said, ...] = ()
    broken: Said | None = None


def read_actions(
    data: bytes,
    language: str,
    known: Collection[str],
    running: Mapping[str, str],
    ground: Ground = NO_GROUND,
) -> SentActions:
    """A CSV or XLSX file. `known`: the actions there are; `running`: initiatives, id -> name, in the order in
    which they are numbered; `ground`: what own actions stand on. Never raises.
    """
    try:
        table = table_of(data, MOST_BYTES, MOST_ROWS, SHEETS)
        header = header_of(table, {**HEADERS, **OWN_HEADERS}, {"id"})
    except NoTable as reason:
        return SentActions(broken=reason.said)
    if not (set(FIELDS) & header.columns.keys() or set(NEEDED) <= header.columns.keys()):
        return SentActions(notes=(*table.notes, *header.notes), broken=Said("no_fields", header.row))
    reader = _Reader(header, table, language, running, ground, strict=not data.startswith(ZIP))
    for row in table.rows:
        if row.number > header.row:
            reader.take(row, known)
    # The workbook's own columns are no news.
    notes = (*table.notes, *(() if "stand" in header.columns else header.notes), *reader.notes)
    if not (reader.rows or reader.refused):
        return SentActions(notes=notes, broken=Said("no_rows", header.row))
    return SentActions(tuple(reader.rows), tuple(reader.refused), notes)


class _Reader:
    """Turns rows into what is told of actions, and keeps why others cannot be read."""

    def __init__(
        self,
        header: Header,
        table: Table,
        language: str,
        running: Mapping[str, str],
        ground: Ground,
        *,
        strict: bool,
    ) -> None:
        self._columns, self._language, self._running = header.columns, language, running
        self._ground, self._written_in = ground, _language_of(header, table) or language
        self._fields = [name for name in FIELDS if name in header.columns]
        of_all = {place for name, place in header.columns.items() if name in HEADERS}
        self._wrong = wrong_by_row(_without_texts(table, strict), of_all)
        self._wrong_own = wrong_by_row(_without_texts(table, strict), set(header.columns.values()))
        self._first: dict[str, int] = {}
        self.rows: list[Sent] = []
        self.refused: list[Said] = []
        self.notes: list[Said] = []

    def take(self, row: Row, known: Collection[str]) -> None:
        """One row: read, passed over where it tells nothing, or refused with every reason."""
        if not any(self._text(name, row) for name in self._columns):
            return
        sent, reasons = self._action(row, known)
        fields: dict[str, Any] = {}
        for name in self._fields:
            found = self._field(name, row)
            if isinstance(found, Said):
                reasons.append(found)
            else:
                fields[name] = found
        if reasons:
            self.refused += reasons
        else:
            self.rows.append(replace(sent, fields=fields))

    def _action(self, row: Row, known: Collection[str]) -> tuple[Sent, list[Said]]:
        """Which action a row is about, and what is wrong with that."""
        id_ = self._text("id", row)
        sent = Sent(row.number, id_, self._text("stand", row), {})
        is_new = not id_ and bool(self._ground.pillars) and "action" in self._columns
        told = {name: self._text(name, row) for name in OWN_HEADERS if name in self._columns}
        # A list without its columns only names it.
        is_own = id_ in self._ground.own and told.keys() >= set(NEEDED)
        if not (is_new or is_own):
            return sent, [*self._wrong.get(row.number, ()), *self._about(row, id_, known)]
        own, reasons = read_own(told, row.number, self._ground)
        reasons = [*self._wrong_own.get(row.number, ()), *reasons]
        if is_new and own:
            id_ = id_of(own["step"][0], own["step"][2], own["action"])
            reasons += self._there(row, own["action"])
        if not reasons:
            reasons = [*self._about(row, id_, {*known, id_})]
        return replace(sent, id=id_, own=own, language=self._written_in, new=is_new), reasons

    def _there(self, row: Row, text: str) -> Iterator[Said]:
        """An action of the list in the same words: somebody lost its id."""
        wanted = plain_words(text)
        for id_, words in self._ground.listed.items():
            if wanted in map(plain_words, words):
                yield Said("own_listed", row.number, {"text": id_})

    def _about(self, row: Row, id_: str, known: Collection[str]) -> Iterator[Said]:
        """What is wrong with the action that a row names."""
        if not id_:
            yield Said("no_action", row.number)
        elif id_ not in known:
            yield Said("unknown_action", row.number, {"text": id_[:40]})
        elif (first := self._first.setdefault(id_, row.number)) != row.number:
            yield Said("action_twice", row.number, {"text": id_[:40], "first": first})

    def _text(self, name: str, row: Row) -> str:
        place = self._columns.get(name, len(row.cells))
        return row.cells[place] if place < len(row.cells) else ""

    def _field(self, name: str, row: Row) -> Any:
        text = self._text(name, row)
        read: Mapping[str, Callable[[str, str, Row], Any]] = {
            "start": self._day,
            "until": self._day,
            "cost": self._euros,
            "builds_on": self._initiative,
            "dropped": self._dropped,
        }
        return read.get(name, self._words)(name, text, row)

    def _words(self, name: str, text: str, row: Row) -> str | Said:
        if len(text) > LONGEST[name]:
            facts = {"field": name, "text": text[:30], "most": LONGEST[name]}
            return Said("cell_long", row.number, facts)
        return text

    def _day(self, name: str, text: str, row: Row) -> dt.date | Said | None:
        """A month or a year begins on its first day, and is over after its last."""
        found = read_days(text, self._language, row.number)
        if not isinstance(found, Days):
            return found
        self.notes += [found.note] if found.note is not None else []
        return found.first if name == "start" else found.last

    def _euros(self, name: str, text: str, row: Row) -> Decimal | Said | None:
        """One amount for the whole action; what is said to be by the month or year cannot be one."""
        found = read_amount(_ONCE.sub(" ", text), "euros", self._language, row.number)
        facts = {"text": text[:40]}
        if found is None:
            return None
        if isinstance(found, Said) or _EVERY.search(text) or found.low != found.high:
            return Said("cost_unclear", row.number, facts)
        if found.value > MOST_EUROS:
            return Said("cost_large", row.number, {**facts, "most": MOST_EUROS})
        if found.note is not None:
            self.notes.append(Said("cost_read", row.number, {**facts, "value": found.value}))
        return found.value

    def _initiative(self, _: str, text: str, row: Row) -> str | Said:
        """Its id; a number alone is told of, because lists change."""
        wanted, ids = plain_words(text), list(self._running)
        if not text or text in self._running:
            return text
        named = [id_ for id_, name in self._running.items() if name and plain_words(name) == wanted]
        match = _NUMBERED.fullmatch(text)
        if not named and match is not None:
            named = [ids[int(match[1]) - 1]] if 0 < int(match[1]) <= len(ids) else []
            named = [id_ for id_ in named if not match[2] or same_name(match[2], self._running[id_])]
        if len(named) != 1:
            name = "initiative_unclear" if named else "unknown_initiative"
            return Said(name, row.number, {"text": text[:40]})
        if match is not None and not match[2]:
            facts = {"text": text, "name": self._running[named[0]][:60]}
            self.notes.append(Said("initiative_read", row.number, facts))
        return named[0]

    def _dropped(self, _: str, text: str, row: Row) -> bool | Said:
        word = plain_words(text)
        if not text or word in _NO:
            return False
        return True if word in _YES else Said("dropped_unclear", row.number, {"text": text[:40]})


def same_name(told: str, name: str) -> bool:
    """Whether a name, that may be cut off, is this one's."""
    told = plain_words(told.rstrip("…"))
    return bool(told) and plain_words(name).startswith(told)


def _language_of(header: Header, table: Table) -> str | None:
    """The language in which the list was written, where its head tells."""
    place = header.columns.get("action")
    row = next(one for one in table.rows if one.number == header.row)
    return None if place is None else LANGUAGES.get(plain_words(row.cells[place]))


def _without_texts(table: Table, strict: bool) -> Table:
    """In a workbook only what is a formula is one; in a text nobody can tell (`strict`)."""
    if strict:
        return table
    cells = {row.number: row.cells for row in table.rows}
    problems = (one for one in table.problems if one.name != "formula" or _computed(one, cells))
    return Table(table.rows, table.notes, tuple(problems))


def _computed(said: Said, cells: Mapping[int, tuple[str, ...]]) -> bool:
    column: int = said.facts["column"]
    return cells[said.row or 0][column] == "="
