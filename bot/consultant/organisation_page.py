"""Filling in what is known of another organisation: a question for each thing, with buttons or in words, and
the organisation as it is after that. The same for who may be asked and for who is looked at from outside.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any

from bot.awaiting import awaits
from bot.consultant.asking import Ask, Press
from bot.consultant.organisation_fields import FIELDS, Field, fields_of, pressed_value
from bot.desk import Plan
from bot.references.candidates import CANDIDATE
from storage.port import IsStill
from storage.records import Record, Reference

#: Takes a value away.
EMPTY = "-"
#: What is shown: of whom, below which note, and after which question (`f:NAME`) was answered.
Page = Callable[["Editing", Reference, str, str], Awaitable[Plan]]


@dataclass(frozen=True, slots=True)
class Editing:
    """Who fills in what. `verb`: of its buttons; `round_`: that it was begun from, or "-"; `page`: what is
    shown afterwards, below a note.
    """

    ask: Ask
    verb: str
    round_: str
    page: Page

    def data(self, *rest: str) -> str:
        """What a button of it carries."""
        return ":".join((self.verb, self.round_, *rest))

    def press(self, label: str, *rest: str) -> Press:
        """A button of it, by the name of its words."""
        return self.ask.label(label), self.data(*rest)

    async def saved(
        self, before: Reference, after: Reference, note: str, *more: Record, answered: str = ""
    ) -> Plan:
        """The organisation as it is now, unless somebody else changed it meanwhile."""
        if before.stage == CANDIDATE:
            # Touched by a consultant, it stays whatever an owner says.
            after = replace(after, interview=None)
        plan = await self.page(self, after, note, answered)
        return replace(plan, writes=[after, *more, *plan.writes], guards=(IsStill(before),))


def field_buttons(editing: Editing, one: Reference) -> list[list[Press]]:
    """A button for each thing that can be filled in."""
    presses = [
        editing.press(f"organisation_{field.name}", one.id, "f", field.name) for field in fields_of(one)
    ]
    return [presses[n : n + 3] for n in range(0, len(presses), 3)]


def lines_of(ask: Ask, one: Reference) -> list[tuple[str, str]]:
    """(what it is called, what is known), for all that can be filled in."""
    return [(ask.label(f"organisation_{field.name}"), field.shown(ask, one)) for field in fields_of(one)]


async def pressed(editing: Editing, one: Reference, rest: str) -> Plan:
    """`FIELD` asks for it, `FIELD:PLACE` is one of its values, `FIELD:-` takes it away."""
    name, _, choice = rest.partition(":")
    field = FIELDS.get(name)
    if field is None or field not in fields_of(one):
        return editing.ask.refuse("toast.not_yours")
    if not choice:
        return asked(editing, one, field)
    value = None if choice == EMPTY else pressed_value(editing.ask, field, choice)
    if value is None and not (choice == EMPTY and field.optional):
        return editing.ask.refuse("toast.not_yours")
    return await _saved(editing, one, field, value)


def asked(editing: Editing, one: Reference, field: Field, note: str = "") -> Plan:
    """The question for one thing; the next words are for it."""
    ask = editing.ask
    presses = [
        (field.label(ask, value), editing.data(one.id, "f", field.name, str(place)))
        for place, value in enumerate(field.values(ask))
    ]
    ways = [(ask.label("organisation_back"), editing.data(one.id))]
    if field.optional and field.shown(ask, one):
        ways.insert(0, editing.press("organisation_empty", one.id, "f", field.name, EMPTY))
    rows = [presses[n : n + 2] for n in range(0, len(presses), 2)]
    plan = ask.say(
        "organisation.ask",
        [*rows, ways],
        note=note,
        name=one.name,
        question=ask.desk.texts.say(f"organisation.ask_{field.name}", ask.language),
    )
    waits = awaits(ask.desk, ask.person, editing.verb, round=editing.round_, about=one.id, field=field.name)
    return replace(plan, writes=[*plan.writes, waits])


async def heard(editing: Editing, one: Reference, name: str, text: str) -> Plan | None:
    """Words for the thing that was asked last."""
    field = FIELDS.get(name)
    if field is None or field not in fields_of(one):
        return None
    value: Any = field.read(editing.ask, text)
    if value is None:
        return asked(editing, one, field, editing.ask.text(f"organisation.wrong_{wrong_of(field)}"))
    return await _saved(editing, one, field, value)


async def _saved(editing: Editing, one: Reference, field: Field, value: Any) -> Plan:
    note = editing.ask.text("organisation.noted")
    return await editing.saved(one, field.kept(one, value), note, answered=f"f:{field.name}")


def wrong_of(field: Field) -> str:
    """What there is to say about words that were no answer."""
    return field.name if field.name in ("link", "seen", "year", "country") else "press"
