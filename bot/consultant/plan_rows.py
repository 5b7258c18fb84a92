"""The actions of a plan from a list: read, with every row that cannot be taken, and kept after one yes."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from markupsafe import Markup

from bot.cards import plain
from bot.consultant.inviting import InviteError
from bot.consultant.registering import the_round
from bot.desk import Desk
from bot.gathering import advice_of, assessment_facts
from bot.lists.actions import SentActions, read_actions
from bot.lists.header import plain_words
from bot.lists.own_actions import Ground, OwnAction, Pillar, cells_of
from bot.lists.table import Said, cleaned
from bot.privacy.audit import noted
from bot.reports.advice import Advice
from bot.reports.amended import body_of
from bot.reports.roadmap_text import called, roadmap_text
from bot.reports.sent_back import Changed, changes_of
from bot.reports.words import Words
from bot.texts.filters import day, euros
from scoring import Action, Dimension, Model
from storage.port import Change, Saved
from storage.records import Amendment, Assessment


@dataclass(frozen=True, slots=True)
class Returned:
    """A list as it was read for a round. `changed`: what it says otherwise than what is kept; `refused`: rows
    that cannot be taken, and why; `notes`: how others were understood. Nothing can be taken while `broken`
    says why.
    """

    changed: tuple[Changed, ...]
    refused: tuple[Said, ...]
    notes: tuple[Said, ...]
    broken: Said | None
    advice: Advice


async def read_back(desk: Desk, assessment: Assessment, data: bytes, language: str) -> Returned:
    """The list, beside the plan and what is kept of it."""
    advice = await advice_of(desk, assessment, await assessment_facts(desk, assessment, desk.now()))
    running = {one.id: str(one.body.get("name") or "") for one in advice.running}
    # What was built on and is no longer there may stay as it is.
    running |= {e.builds_on: "" for e in advice.edits.values() if e.builds_on and e.builds_on not in running}
    ground = ground_of(await desk.model(assessment.model_hash), advice)
    read: SentActions = await asyncio.to_thread(
        read_actions, data, language, actions_in(advice), running, ground
    )
    found = await desk.storage.amendments(desk.tenant, assessment.id)
    changed, refused = changes_of(read.rows, found, assessment.id)
    said = sorted((*read.refused, *refused), key=lambda one: one.row or 0)
    return Returned(tuple(changed), tuple(said), read.notes, read.broken, advice)


def actions_in(advice: Advice) -> list[str]:
    """Ids of everything that a plan asks for, what has no place and what was dropped too."""
    return [one.id for one in _everything(advice)]


def _everything(advice: Advice) -> list[Action]:
    plan = advice.plan
    if plan is None:
        return []
    placed = [each.action for wave in plan.waves for each in wave.actions]
    left_out = [each.candidate.action for each in plan.left_out]
    return [*placed, *left_out, *(each.action for each in plan.dropped)]


def ground_of(model: Model, advice: Advice) -> Ground:
    """What own actions stand on; nothing where there is no plan."""
    if advice.plan is None:
        return Ground()
    everything = _everything(advice)
    own = [one for one in everything if one.own]
    usual = [text for one in own for of in (one.measure, one.usually) for text in of.values()]
    return Ground(
        pillars=[_pillar(model, one) for one in model.dimensions if one.level is not None],
        own=[one.id for one in own],
        listed={one.id: list(one.text.values()) for one in everything if not one.own},
        usual=frozenset(cleaned(text) for text in usual),
    )


def _pillar(model: Model, one: Dimension) -> Pillar:
    names = {name: text.value for text in (*model.levels, *one.levels) for name in text.name.values()}
    return Pillar(
        id=one.id,
        names=list(one.name.values()),
        items={item.id: list(item.name.values()) for item in one.leaves},
        levels={plain_words(name): int(value) for name, value in names.items() if value == int(value)},
        top=int(max(item.answers.high for item in one.leaves)),
    )


def amendments_for(
    desk: Desk, assessment: Assessment, changed: Iterable[Changed], by: str
) -> list[Amendment]:
    """What is kept of it; one that somebody else made meanwhile makes the save fail."""
    at = desk.now()
    return [
        Amendment(desk.tenant, assessment.id, "action", one.action, one.number, body_of(one.edit), by, at)
        for one in changed
    ]


def said_text(desk: Desk, said: Said, language: str) -> str:
    """One line about a list of actions, without markup."""
    facts: dict[str, Any] = dict(said.facts)
    if "field" in facts:
        facts["topic"] = _topic(desk, str(facts["field"]), language)
    name = f"actions.{said.name}"
    known = name if name in desk.texts.names("nl") else f"list.{said.name}"
    of_row = said.row is not None and said.name not in ("unused", "no_header", "no_rows", "no_fields")
    where = str(desk.texts.say("list.row", language, row=said.row)) + " " if of_row else ""
    return where + plain(desk.texts.say(known, language, **facts))


def change_text(desk: Desk, one: Changed, advice: Advice, language: str) -> str:
    """One line that tells what an action gets, without markup."""
    parts = []
    own = cells_of(one.edit.own, one.language or language)
    for name in one.fields:
        if name == "own":
            parts.append(_new(desk, one.edit.own, language))
            continue
        topic, value = _topic(desk, name, language), own.get(name, getattr(one.edit, name, None))
        words = _value(desk, name, value, advice, language)
        parts.append(
            desk.texts.say("actions.set", language, topic=topic, value=words)
            if words
            else desk.texts.say("actions.cleared", language, topic=topic)
        )
    return plain(desk.texts.say("actions.change", language, id=one.action, parts=parts))


def _topic(desk: Desk, name: str, language: str) -> str:
    return str(desk.texts.say(f"workbook.head.{name}", language))


def _new(desk: Desk, own: OwnAction | None, language: str) -> Markup:
    """What a new action is."""
    told = cells_of(own, language)
    return desk.texts.say("actions.new", language, **told | {"items": told["step"][3]}, own=own)


def _value(desk: Desk, name: str, value: Any, advice: Advice, language: str) -> str:
    if name == "step":
        pillar, start, end, items = value
        return f"{pillar} {start} → {end}: {', '.join(items)}"
    if isinstance(value, bool):
        return str(desk.texts.say("workbook.yes" if value else "workbook.no", language))
    if isinstance(value, dt.date):
        return day(value, language)
    if isinstance(value, Decimal):
        return euros(value, language)
    return (called(value, advice) or value if name == "builds_on" else value) or ""


# --- on the command line


@dataclass(frozen=True, slots=True)
class Back:
    """Lines about a list: what it changes, what cannot be taken, how it was read."""

    changes: tuple[str, ...]
    refused: tuple[str, ...]
    notes: tuple[str, ...]


async def take_back(
    desk: Desk, wanted: str | None, data: bytes, by: str, language: str, *, shown: tuple[str, ...] | None
) -> Back:
    """Reads a list of actions for a round, and keeps what was `shown` and agreed to (None: nothing yet).
    Raises InviteError, also where that is no longer what the list would change.
    """
    assessment = await _there(desk, wanted)
    spoken = language or assessment.language
    back = await read_back(desk, assessment, data, spoken)
    if back.broken is not None:
        raise InviteError(said_text(desk, back.broken, spoken))
    changes = tuple(change_text(desk, one, back.advice, spoken) for one in back.changed)
    if shown is not None:
        made = amendments_for(desk, assessment, back.changed, assessment.owner)
        line = noted(desk, by, "actions_taken", assessment.id)
        change = Change(writes=(*made, line))
        if changes != shown or await desk.storage.save(change) is Saved.STALE:
            raise InviteError("somebody else changed the plan meanwhile: nothing was taken; try again")
    refused, notes = ([said_text(desk, one, spoken) for one in said] for said in (back.refused, back.notes))
    return Back(changes, tuple(refused), tuple(notes))


async def plan_told(desk: Desk, wanted: str | None, language: str) -> str:
    """The plan of a round as HTML lines. Raises InviteError."""
    assessment = await _there(desk, wanted)
    facts = await assessment_facts(desk, assessment, desk.now())
    words = Words(language or assessment.language, desk.texts)
    return str(roadmap_text(facts, await advice_of(desk, assessment, facts), words))


async def _there(desk: Desk, wanted: str | None) -> Assessment:
    assessment = await the_round(desk, wanted)
    if assessment.state == "erased":
        raise InviteError(f"assessment {assessment.id} is erased")
    return assessment
