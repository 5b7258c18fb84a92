"""Initiatives from a list: read, with every row that cannot be taken, and taken after one yes."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.cards import plain
from bot.consultant.inviting import InviteError, the_assessment
from bot.desk import Desk
from bot.initiatives import laid, script_of
from bot.lists.initiatives import Registered, Rows, mark_of, read_initiatives
from bot.lists.table import Said
from bot.privacy.audit import noted
from bot.reports.matrix import matrix_text
from bot.reports.words import Words
from bot.tokens import id_from
from storage.port import Change
from storage.records import Assessment, Initiative, Record


async def read_rows(desk: Desk, assessment: Assessment, data: bytes) -> Rows:
    """The list, beside what is there already."""
    known = await _marks(desk, assessment)
    # A workbook takes seconds.
    return await asyncio.to_thread(
        read_initiatives, data, script_of(desk, assessment), assessment.language, known
    )


async def _marks(desk: Desk, assessment: Assessment) -> set[str]:
    """Of what is there already, as it came and as it is by now."""
    there = await desk.storage.initiatives(desk.tenant, assessment.id)
    return {mark for one in there for mark in (one.mark, mark_of(one.body)) if mark is not None}


async def still_new(desk: Desk, assessment: Assessment, rows: Iterable[Registered]) -> list[Registered]:
    """Those that nobody registered since the list was read: what was changed meanwhile stays as it is."""
    known = await _marks(desk, assessment)
    return [row for row in rows if row.mark not in known]


def initiatives_of(
    desk: Desk, assessment: Assessment, rows: Iterable[Registered], by: str
) -> list[Initiative]:
    """The rows as they are kept; the same row is the same initiative."""
    now = desk.now()
    return [
        Initiative(
            desk.tenant,
            id_from("row", assessment.id, row.mark),
            assessment.id,
            None,
            "list",
            dict(row.body),
            "confirmed",
            by,
            now,
            row.mark,
        )
        for row in rows
    ]


def row_text(desk: Desk, assessment: Assessment, said: Said, language: str) -> str:
    """One line about a list of initiatives, without markup."""
    facts: Mapping[str, Any] = said.facts
    topics = {
        question.id: (question.topic or question.text)[language]
        for section in script_of(desk, assessment).sections
        for question in section.questions
    }
    named: dict[str, Any] = {"topic": topics[facts["field"]]} if "field" in facts else {}
    if "fields" in facts:
        named["topics"] = [topics[field] for field in facts["fields"]]
    name = OWN.get(said.name, f"list.{said.name}")
    where = str(desk.texts.say("list.row", language, row=said.row)) + " " if _of_row(said) else ""
    return where + plain(desk.texts.say(name, language, **facts, **named))


#: What is said otherwise than of a list of people.
OWN = {
    name: f"rows.{name}"
    for name in (
        *(
            "no_header",
            "no_rows",
            "no_name",
            "cell_long",
            "unknown_option",
            "row_again",
            "rows_beyond",
            "lacking",
        ),
        *("too_large", "too_many_rows"),
    )
}


def _of_row(said: Said) -> bool:
    return said.row is not None and said.name not in ("unused", "lacking", "no_header", "no_rows")


# --- on the command line


@dataclass(frozen=True, slots=True)
class Found:
    """A list as it was read for a round: how many rows can be taken, and lines about the others."""

    count: int
    refused: tuple[str, ...]
    notes: tuple[str, ...]
    taken: bool


async def register_list(desk: Desk, wanted: str | None, data: bytes, by: str, *, sure: bool) -> Found:
    """Reads a list for a round, and takes what can be taken if that is `sure`. Raises InviteError."""
    assessment = await the_round(desk, wanted)
    if assessment.state != "open":
        raise InviteError(f"assessment {assessment.id} is {assessment.state}")
    rows = await read_rows(desk, assessment, data)
    if rows.broken is not None:
        raise InviteError(row_text(desk, assessment, rows.broken, "en"))
    if sure and rows.taken:
        made: list[Record] = [*initiatives_of(desk, assessment, rows.taken, assessment.owner)]
        line = noted(desk, by, "rows_taken", assessment.id)
        await desk.storage.save(Change(writes=(*made, line)))
    said = sorted((*rows.refused, *rows.again), key=lambda one: one.row or 0)
    return Found(
        len(rows.taken),
        tuple(row_text(desk, assessment, one, "en") for one in said),
        tuple(row_text(desk, assessment, one, "en") for one in rows.notes),
        sure,
    )


async def matrix_of(desk: Desk, wanted: str | None, language: str) -> str:
    """The matrix of a round as HTML lines. Raises InviteError."""
    assessment = await the_round(desk, wanted)
    language = language or assessment.language
    return matrix_text(await laid(desk, assessment, language), Words(language, desk.texts))


async def the_round(desk: Desk, wanted: str | None) -> Assessment:
    """The one that is meant; without a name the only one there is. Raises InviteError."""
    if wanted is not None:
        return await the_assessment(desk, wanted)
    everything = [one for one in await desk.storage.assessments(desk.tenant) if one.state != "erased"]
    if len(everything) != 1:
        raise InviteError(f"there are {len(everything)} assessments; say which with --assessment")
    return everything[0]
