"""Searching what others did, by whatever is asked for, and the end of what is withdrawn."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from storage.port import First, Others
from storage.records import Contact, Practice, Reference
from storage.rows import records
from storage.sqlite.queries import Q

#: A search is the text of a table with the conditions that were asked for; of both there are no others.
PRACTICES = (
    "SELECT * FROM practice WHERE tenant = :tenant AND owner = :owner AND demo = :demo AND withdrawn = 0"
)
REFERENCES = "SELECT * FROM reference WHERE tenant = :tenant AND owner = :owner AND withdrawn_at IS NULL"
CONTACTS = "SELECT * FROM contact WHERE tenant = :tenant"
_CONDITIONS = {
    "pillar": "pillar = :pillar",
    "from_level": "from_level = :from_level",
    "row": '"row" = :row',
    "sector": "sector = :sector",
    "stage": "stage = :stage",
    "person": "person = :person",
    "reference": "reference = :reference",
    "assessment": "assessment = :assessment",
}
NEWEST = "ORDER BY at DESC, id LIMIT :limit"
OLDEST = "ORDER BY at, id"

Values = Mapping[str, Any]


def search(table: str, wanted: Values, order: str) -> str:
    """The statement that finds what has all of `wanted`."""
    return " ".join([table, *(f"AND {_CONDITIONS[name]}" for name in wanted), order])


def practices(
    connection: sqlite3.Connection, within: Values, wanted: Values, first: Iterable[First], limit: int
) -> list[Practice]:
    """What comes first in turn, then all the rest; each only as far as there is room."""
    found: dict[str, Any] = {}
    for more in _in_turn(wanted, first):
        if len(found) < limit:
            statement = search(PRACTICES, more, NEWEST)
            # Those that were found in an earlier turn come again in the last.
            rows = connection.execute(statement, {**within, **more, "limit": limit})
            found |= {row["id"]: row for row in rows if row["id"] not in found}
    return records(Practice, list(found.values())[:limit])


def _in_turn(wanted: Values, first: Iterable[First]) -> Iterator[Values]:
    for one in first:
        narrower = {"row": one} if isinstance(one, str) else {"pillar": one[0], "from_level": one[1]}
        if all(wanted.get(name, value) == value for name, value in narrower.items()):
            yield {**wanted, **narrower}
    yield wanted


def references(connection: sqlite3.Connection, within: Values, wanted: Values, limit: int) -> list[Reference]:
    """The newest that are not withdrawn."""
    rows = connection.execute(search(REFERENCES, wanted, NEWEST), {**within, **wanted, "limit": limit})
    return records(Reference, rows)


def contacts(connection: sqlite3.Connection, tenant: str, wanted: Values) -> list[Contact]:
    """All that have this, oldest first."""
    rows = connection.execute(search(CONTACTS, wanted, OLDEST), {"tenant": tenant, **wanted})
    return records(Contact, rows)


def others(connection: sqlite3.Connection, wanted: Values, sector: str | None) -> Others:
    """The scores that count, lowest first."""
    sectors = {"first": sector or "", "last": sector or chr(sys.maxunicode)}
    rows = sorted(tuple(row) for row in Q.scores_beside(connection, **wanted, **sectors))
    scores, found, of_sectors, years = zip(*rows, strict=True) if rows else ((),) * 4
    known = set(years) - {None}
    return Others(
        scores=scores,
        years=(min(known), max(known)) if known else None,
        sectors=tuple(sorted(set(of_sectors))),
        references=found,
    )


def withdraw(connection: sqlite3.Connection, tenant: str, reference: str, now: str) -> None:
    """A reference counts and is shown no more; of its practices no words are left."""
    it = {"tenant": tenant, "reference": reference}
    Q.blank_reference(connection, **it, now=now)
    Q.drop_reference_scores(connection, **it)
    Q.blank_practices(connection, **it)
    Q.blank_contacts_of_reference(connection, **it)
