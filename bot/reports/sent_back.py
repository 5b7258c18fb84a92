"""What a list of actions that comes back changes: each field beside what is kept and what it was made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.lists.actions import Sent
from bot.lists.table import Said, cleaned
from bot.reports.advice import ActionEdit
from bot.reports.amended import edit_of, next_number
from storage.records import Amendment

#: Between the round and the number of the amendment that a row was written from.
_OF = "#"


@dataclass(frozen=True, slots=True)
class Changed:
    """What a list makes of an action, to be kept as its `number`th amendment. `fields`: which differ."""

    row: int
    action: str
    number: int
    edit: ActionEdit
    fields: tuple[str, ...]


def stand_of(assessment: str, number: int) -> str:
    """What is written beside an action that was amended so often: from what its row was made."""
    return f"{assessment}{_OF}{number}"


def changes_of(
    rows: Iterable[Sent], found: Sequence[Amendment], assessment: str
) -> tuple[list[Changed], list[Said]]:
    """(what differs from what is kept, rows that cannot be taken). A cell that is as it was written changes
    nothing, so that an old list undoes nothing that was changed since.
    """
    changed: list[Changed] = []
    refused: list[Said] = []
    for row in rows:
        read = _change(row, found, assessment)
        if isinstance(read, Changed):
            changed += [read] if read.fields else []
        else:
            refused += read
    return changed, refused


def _change(row: Sent, found: Sequence[Amendment], assessment: str) -> Changed | list[Said]:
    number = next_number(found, "action", row.id)
    written = _written(row.stand, assessment, number)
    if isinstance(written, Said):
        return [replace(written, row=row.row)]
    edits = {one.number: edit_of(one.body) for one in found if (one.kind, one.subject) == ("action", row.id)}
    now = edits.get(number - 1, ActionEdit())
    before = now if written is None else edits.get(written, ActionEdit())
    told = {name: value for name, value in row.fields.items() if not _same(value, getattr(before, name))}
    told = {name: value for name, value in told.items() if not _same(value, getattr(now, name))}
    reasons = [
        Said("action_conflict", row.row, {"field": name})
        for name in told
        if not _same(getattr(before, name), getattr(now, name))
    ]
    edit = replace(now, **told)
    reasons += [] if reasons else _impossible(edit, row.row)
    return reasons or Changed(row.row, row.id, number, edit, tuple(told))


def _written(stand: str, assessment: str, number: int) -> int | Said | None:
    """The number of the amendment that a row was written from; None: it does not say."""
    if not stand:
        return None
    of, _, written = stand.rpartition(_OF)
    if of and of != assessment:
        return Said("other_round")
    if not (of and written.isdecimal() and int(written) < number):
        return Said("stand_unclear", facts={"text": stand[:40]})
    return int(written)


def _same(one: Any, other: Any) -> bool:
    """As a cell shows it: texts on one line, without what says "nothing"."""
    if isinstance(one, str) and isinstance(other, str):
        return cleaned(one) == cleaned(other)
    return bool(one == other)


def _impossible(edit: ActionEdit, row: int) -> list[Said]:
    if edit.start is None or edit.until is None or edit.start <= edit.until:
        return []
    facts: Mapping[str, Any] = {"since": edit.start.isoformat(), "until": edit.until.isoformat()}
    return [Said("dates_contradict", row, facts)]
