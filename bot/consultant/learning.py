"""Practices of other organisations: what a consultant looks for, and first what fits the own round."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from bot.cards import trimmed
from bot.consultant.asking import Ask, Press
from bot.desk import Plan
from bot.gathering import assessment_facts
from bot.references.discretion import may_be_told
from bot.references.wanted import LESSONS, SECTORS, Wanted, choices_of, from_data, from_words, pillars_of
from storage.port import First
from storage.records import Assessment, Practice, Reference

PRACTICES = "practices"
#: So many in one message, and so many are looked at before what may not be told is left out.
PAGE, LOOKED_AT = 4, 60
#: Characters of what somebody told.
LONG, SHORT = 350, 150
#: No round: nothing comes first.
NO_ROUND = "-"
ROUNDS = 4
#: The top of the ladder has no next step.
TOP = 4


async def command(ask: Ask, words: str) -> Plan:
    """`/practices`, perhaps with words of what is looked for."""
    rounds = await _rounds(ask)
    return await _found(ask, from_words(ask.desk, words), rounds[0] if rounds else None)


async def pressed(ask: Ask, rest: str) -> Plan:
    """`ROUND:WANTED`, or `ROUND:WANTED:KIND` for the values of one kind to choose from."""
    id_, _, more = rest.partition(":")
    data, _, kind = more.partition(":")
    wanted = from_data(data, pillars_of(ask.desk))
    mine = {one.id: one for one in await _rounds(ask)}
    if wanted is None or (id_ != NO_ROUND and id_ not in mine) or (kind and kind not in KINDS):
        return ask.refuse("toast.not_yours")
    if kind:
        return _choose(ask, wanted, id_, kind)
    return await _found(ask, wanted, mine.get(id_))


async def _rounds(ask: Ask) -> list[Assessment]:
    """The consultant's own rounds, open ones first."""
    mine = await ask.desk.storage.assessments(ask.desk.tenant, ask.person.id)
    kept = [one for one in mine if one.state != "erased"]
    return sorted(kept, key=lambda one: (one.state == "open", one.created_at), reverse=True)


# --- what is found


async def _found(ask: Ask, wanted: Wanted, round_: Assessment | None) -> Plan:
    first = await fitting(ask, round_) if round_ is not None else ()
    found = await ask.desk.storage.practices(
        ask.desk.tenant,
        ask.person.id,
        pillar=wanted.pillar,
        from_level=wanted.from_level,
        row=wanted.row,
        sector=wanted.sector,
        first=first,
        limit=LOOKED_AT,
        demo=round_ is not None and round_.demo,
    )
    told = await _told(ask, found)
    shown = told[wanted.page * PAGE : (wanted.page + 1) * PAGE]
    further = len(told) > (wanted.page + 1) * PAGE
    return ask.say(
        "practices.found",
        _buttons(ask, wanted, round_, await _rounds(ask), further),
        entries=[_entry(ask, practice, reference, first) for practice, reference in shown],
        count=len(told),
        start=wanted.page * PAGE,
        many=len(found) == LOOKED_AT,
        asked=[label for label in (_label(ask, kind, wanted) for kind in KINDS) if label],
        unknown=", ".join(trimmed(word, 40) for word in wanted.unknown[:5]),
        organisation=round_.name if round_ is not None and first else "",
        demo=round_ is not None and round_.demo,
    )


async def fitting(ask: Ask, round_: Assessment) -> tuple[First, ...]:
    """What helps this organisation on: its own next steps, the weakest pillar first, and rows in which
    nothing runs yet where it was told what runs.
    """
    facts = await assessment_facts(ask.desk, round_, ask.desk.now())
    cards = [(one.card.score or 0.0, one.id, one.card.level) for one in facts.pillars]
    known = [(score, id_, int(level)) for score, id_, level in cards if level is not None and level < TOP]
    steps: list[First] = [(id_, level) for _, id_, level in sorted(known)]
    kept = await ask.desk.storage.initiatives(ask.desk.tenant, round_.id)
    running = [one.body.get("objective") for one in kept if one.state in ("open", "confirmed")]
    rows = [row for row in choices_of(ask.desk, "objectives") if running and row not in running]
    return (*steps, *rows)


async def _told(ask: Ask, found: Sequence[Practice]) -> list[tuple[Practice, Reference]]:
    """Those whose organisation may be told of, by name or as one of its kind."""
    known: dict[str, Reference | None] = {}
    for id_ in dict.fromkeys(one.reference for one in found):
        reference = await ask.desk.storage.reference(ask.desk.tenant, id_)
        told = reference is not None and await may_be_told(ask.desk, reference)
        known[id_] = reference if told else None
    return [(one, reference) for one in found if (reference := known[one.reference]) is not None]


def _entry(ask: Ask, practice: Practice, reference: Reference, first: Sequence[First]) -> Mapping[str, Any]:
    step = (practice.pillar, practice.from_level)
    wanted = Wanted(practice.pillar or None, practice.from_level if practice.pillar else None, practice.row)
    return {
        "who": reference.name if not reference.anonymous else "",
        "kind": kind_of(ask, reference),
        "outside": reference.kind == "outside",
        "seen_on": date.fromisoformat(reference.seen_on) if reference.seen_on else None,
        "year": reference.year,
        "about": [label for label in (_label(ask, kind, wanted) for kind in ("p", "l", "r")) if label],
        "fits": (practice.pillar != "" and step in first) or practice.row in first,
        "done": trimmed(practice.done, LONG),
        "effort": trimmed(practice.effort or "", SHORT),
        "result": trimmed(practice.result or "", SHORT),
        "evidence": trimmed(practice.evidence or "", SHORT),
        "source": trimmed(practice.source or "", SHORT),
        "link": "" if reference.anonymous else reference.link or "",
    }


def kind_of(ask: Ask, one: Reference) -> str:
    """Sector and size, which is all that is told of one without a name."""
    sector = ask.label_of(f"sector.{one.sector}")
    return f"{sector}, {ask.label_of(f'size.{one.size}')}" if one.size else sector


# --- what can be asked for


#: What the search can be narrowed by: the letter in a button -> the field.
KINDS: Mapping[str, str] = {"p": "pillar", "l": "from_level", "r": "row", "s": "sector"}


def _values(ask: Ask, kind: str) -> dict[Any, str]:
    """The values of one kind, as they are called."""
    if kind == "s":
        return {sector: ask.label_of(f"sector.{sector}") for sector in SECTORS}
    name = {"p": "pillars", "l": "steps", "r": "objectives"}[kind]
    labels = [
        (id_, choice.label[ask.language].partition(":")[0])
        for id_, choice in choices_of(ask.desk, name).items()
    ]
    found: dict[Any, str] = {
        number if kind == "l" else id_: label for number, (id_, label) in enumerate(labels)
    }
    if kind == "r":
        found |= {lesson: ask.label_of(f"practices.row_{lesson}") for lesson in LESSONS}
    return found


def _label(ask: Ask, kind: str, wanted: Wanted) -> str:
    value = getattr(wanted, KINDS[kind])
    return "" if value is None else _values(ask, kind)[value]


def _buttons(
    ask: Ask, wanted: Wanted, round_: Assessment | None, rounds: Sequence[Assessment], further: bool
) -> list[list[Press]]:
    id_ = round_.id if round_ is not None else NO_ROUND
    narrower = [
        (ask.label(f"practices_{kind}"), _data(ask, replace(wanted, page=0), id_, kind)) for kind in KINDS
    ]
    rows = [narrower[:2], narrower[2:]]
    if further:
        rows.append([(ask.label("practices_more"), _data(ask, replace(wanted, page=wanted.page + 1), id_))])
    if any(getattr(wanted, field) is not None for field in KINDS.values()):
        rows.append([(ask.label("practices_all"), _data(ask, Wanted(), id_))])
    rows.append([(ask.label("candidates"), f"candidates:{id_}")])
    others = [one for one in rounds if one.id != id_][:ROUNDS]
    first = replace(wanted, page=0)
    rows += [[(ask.label("practices_for", name=one.name), _data(ask, first, one.id))] for one in others]
    return rows


def _choose(ask: Ask, wanted: Wanted, id_: str, kind: str) -> Plan:
    """The values of one kind to choose from."""
    values: dict[Any, str] = {**_values(ask, kind), None: ask.label("practices_any")}
    *presses, whatever = (
        (label, _data(ask, replace(wanted, page=0, **{KINDS[kind]: value}), id_))
        for value, label in values.items()
    )
    rows = [presses[n : n + 2] for n in range(0, len(presses), 2)] if kind == "s" else [[p] for p in presses]
    return ask.say(f"practices.choose_{kind}", [*rows, [whatever]])


def _data(ask: Ask, wanted: Wanted, id_: str, kind: str = "") -> str:
    return f"{PRACTICES}:{id_}:{wanted.data(pillars_of(ask.desk))}" + (f":{kind}" if kind else "")
