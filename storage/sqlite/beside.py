"""Searching what others did, by whatever is asked for, and the end of what is withdrawn."""

from __future__ import annotations

import json
import sqlite3
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from storage.port import FEW, First, Others
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


def others(
    connection: sqlite3.Connection, wanted: Values, sector: str | None, without: Collection[str]
) -> Others:
    """The scores that count, lowest first; who they are of where there are only a few."""
    sectors = {"first": sector or "", "last": sector or chr(sys.maxunicode)}
    values = {**wanted, **sectors, "without": json.dumps(list(without))}
    rows = list(Q.scores_beside(connection, **values))
    scores = tuple(score for row in rows for score in [row["score"]] * row["count"])
    years = [year for row in rows for year in (row["first_year"], row["last_year"]) if year is not None]
    few = Q.references_beside(connection, **values) if 0 < len(scores) < FEW else ()
    return Others(
        scores=scores,
        years=(min(years), max(years)) if years else None,
        sectors=_different(rows, "sectors"),
        governments=tuple(map(bool, _different(rows, "governments"))),
        references=tuple(row["reference"] for row in few),
    )


def _different(rows: Iterable[sqlite3.Row], column: str) -> tuple[Any, ...]:
    """What stands in the lists of a column, each once."""
    return tuple(sorted({value for row in rows for value in json.loads(row[column])}))


def scored_after(connection: sqlite3.Connection, of_whom: dict[str, str]) -> list[str]:
    """References with a newer score."""
    return [row["reference"] for row in Q.scored_after(connection, **of_whom)]


def names(connection: sqlite3.Connection, tenant: str, owner: str) -> list[tuple[str, str]]:
    """(id, name) of the references that have a name."""
    return [(row["id"], row["name"]) for row in Q.names(connection, tenant=tenant, owner=owner)]


def withdraw(connection: sqlite3.Connection, tenant: str, reference: str, now: str) -> None:
    """A reference counts and is shown no more; of its practices no words are left."""
    it = {"tenant": tenant, "reference": reference}
    Q.blank_reference(connection, **it, now=now)
    Q.drop_reference_scores(connection, **it)
    Q.blank_practices(connection, **it)
    Q.blank_contacts_of_reference(connection, **it)
