"""What consultant and board made of a report, from records to what documents are made of, and back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from decimal import Decimal
from typing import Any

from bot.lists.own_actions import OwnAction
from bot.reports.advice import ActionEdit, Conclusion, Decision, Verdict
from bot.reports.choices import Choices, choices_of
from storage.records import Amendment

#: What the subject of the one decision there is, is called.
THE_DECISION = "board"


@dataclass(frozen=True, slots=True)
class Amended:
    """What holds now, each by its subject."""

    edits: Mapping[str, ActionEdit]
    verdicts: Mapping[str, Verdict]
    conclusions: tuple[Conclusion, ...]
    decision: Decision | None
    progress: Mapping[str, tuple[str, ...]]
    #: How often each action was amended.
    numbers: Mapping[str, int]

    @property
    def dropped(self) -> frozenset[str]:
        """Ids of actions that stay out of the plan."""
        return dropped_of(self.edits)


def dropped_of(edits: Mapping[str, ActionEdit]) -> frozenset[str]:
    """Ids of actions that are not wanted."""
    return frozenset(action for action, edit in edits.items() if edit.dropped)


def chosen(settings: Mapping[str, Any], edits: Mapping[str, ActionEdit]) -> Choices:
    """What a plan is made with: by the settings of a round, and what was said of actions."""
    own = {action: edit.own for action, edit in edits.items() if edit.own is not None}
    return choices_of(settings, dropped_of(edits), own)


def amendments_of(found: Iterable[Amendment]) -> Amended:
    """Of each subject the newest that was said; an empty body takes it back. Progress adds up."""
    everything = sorted(found, key=lambda one: one.number)
    newest = {(one.kind, one.subject): one.body for one in everything}
    holds = {key: body for key, body in newest.items() if body}
    decided = holds.get(("decision", THE_DECISION))
    progress: dict[str, tuple[str, ...]] = {}
    for one in everything:
        if one.kind == "progress" and one.body:
            progress[one.subject] = (*progress.get(one.subject, ()), str(one.body["text"]))
    return Amended(
        edits={subject: edit_of(body) for (kind, subject), body in holds.items() if kind == "action"},
        verdicts={s: Verdict(**body) for (kind, s), body in holds.items() if kind == "finding"},
        conclusions=tuple(
            Conclusion(subject, **body)
            for (kind, subject), body in sorted(holds.items(), key=lambda pair: pair[0])
            if kind == "conclusion"
        ),
        decision=_decision(decided) if decided else None,
        progress=progress,
        numbers={one.subject: one.number for one in everything if one.kind == "action"},
    )


def edit_of(body: Mapping[str, Any]) -> ActionEdit:
    """An edit from the body of an amendment; days ISO, euros as text."""
    read: Mapping[str, Callable[[Any], Any]] = {"start": _day, "until": _day, "cost": Decimal, "own": _own}
    return ActionEdit(**{name: read.get(name, _same)(value) for name, value in body.items()})


def body_of(edit: ActionEdit) -> dict[str, Any]:
    """The body of an amendment: what was said, no more."""
    said = {field.name: getattr(edit, field.name) for field in fields(edit)}
    # Nothing to pay is something else than no word about it.
    return {
        name: _plain(value) for name, value in said.items() if value not in ("", None) and value is not False
    }


def next_number(found: Iterable[Amendment], kind: str, subject: str) -> int:
    """The number that the next amendment of this subject has; saving it fails if somebody was first."""
    return 1 + max((one.number for one in found if (one.kind, one.subject) == (kind, subject)), default=0)


def _decision(body: Mapping[str, Any]) -> Decision:
    amount, on = body.get("amount"), body.get("on")
    euros = None if amount is None else Decimal(amount)
    later = {one["id"]: one["text"] for one in body.get("actions", ()) if one["wave"] != "now"}
    return Decision(str(body["what"]), euros, _day(on) if on else None, later)


def _day(text: Any) -> dt.date:
    return dt.date.fromisoformat(str(text))


def _same(value: Any) -> Any:
    return value


def _own(body: Mapping[str, Any]) -> OwnAction:
    return OwnAction(**{**body, "items": tuple(body["items"])})


def _plain(value: Any) -> Any:
    if isinstance(value, OwnAction):
        return {**asdict(value), "items": list(value.items)}
    return value if isinstance(value, str | bool) else str(value)
