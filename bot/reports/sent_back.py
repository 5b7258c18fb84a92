"""What a list of actions that comes back changes: each field beside what is kept and what it was made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.lists.actions import Sent
from bot.lists.own_actions import MOST, cells_of, own_of, with_cells
from bot.lists.table import Said, cleaned
from bot.reports.advice import ActionEdit
from bot.reports.amended import edit_of, next_number
from storage.records import Amendment

#: Between the round and the number of the amendment that a row was written from.
_OF = "#"


@dataclass(frozen=True, slots=True)
class Changed:
    """What a list makes of an action, to be kept as its `number`th amendment. `fields`: which differ, with
    "own" for an action that is new; `language`: that of the list, where it tells what an own action is.
    """

    row: int
    action: str
    number: int
    edit: ActionEdit
    fields: tuple[str, ...]
    language: str = ""


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
    room = MOST - len({one.subject for one in found if one.kind == "action" and "own" in one.body})
    for row in rows:
        read = _change(row, found, assessment)
        if isinstance(read, Changed) and "own" in read.fields and (room := room - 1) < 0:
            refused.append(Said("own_most", row.row, {"most": MOST}))
        elif isinstance(read, Changed):
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
    if row.new and row.own is not None:
        # What was taken from this row before is what it was written from.
        written = 1
        edits = edits or {1: ActionEdit(own=own_of(row.own, row.language))}
    now = edits.get(max(edits, default=0), ActionEdit())
    before = now if written is None else edits.get(written, ActionEdit())
    told, reasons = _told(row, before, now)
    edit = _with(now, told, row)
    reasons += [] if reasons else _impossible(edit, row.row)
    fields = ("own", *told) if row.new and number == 1 else tuple(told)
    return reasons or Changed(row.row, row.id, number, edit, fields, row.language)


def _told(row: Sent, before: ActionEdit, now: ActionEdit) -> tuple[dict[str, Any], list[Said]]:
    """(what a row says otherwise, what of it somebody else changed meanwhile)."""
    was, is_ = (_cells(edit, row) for edit in (before, now))
    said = {**row.fields, **(row.own or {})}
    told = {name: value for name, value in said.items() if not _same(value, was.get(name))}
    told = {name: value for name, value in told.items() if not _same(value, is_.get(name))}
    reasons = [
        Said("action_conflict", row.row, {"field": name})
        for name in told
        if not _same(was.get(name), is_.get(name))
    ]
    return told, reasons


def _cells(edit: ActionEdit, row: Sent) -> dict[str, Any]:
    """What a list shows of an action."""
    fields = {name: getattr(edit, name) for name in row.fields}
    return fields | (cells_of(edit.own, row.language) if row.own is not None else {})


def _with(now: ActionEdit, told: Mapping[str, Any], row: Sent) -> ActionEdit:
    edit = replace(now, **{name: value for name, value in told.items() if name in row.fields})
    own = {name: value for name, value in told.items() if name not in row.fields}
    return replace(edit, own=with_cells(edit.own, own, row.language)) if own and edit.own else edit


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
