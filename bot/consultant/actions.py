"""One action of the plan: why it is there, and what client and consultant make of it, a field at a time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from bot.awaiting import awaits
from bot.consultant import action_owners
from bot.consultant.asking import Ask, Press
from bot.consultant.founding_steps import today
from bot.consultant.planned import DROPPED, LEFT, Planned, code_of, planned, replanned
from bot.consultant.planning import ACTION, PLAN, gap, overview, text_of
from bot.consultant.reading import day_of, euros_of
from bot.consultant.weighing import effect
from bot.desk import Plan
from bot.reports.advice import ActionEdit
from bot.reports.amended import body_of
from bot.reports.words import Words, one_line
from scoring.candidates import Candidate
from storage.records import Amendment, Assessment, Job

#: Fields that are typed, and how long they may be; a day and an amount are read.
TYPED: Mapping[str, int] = {
    "owner": 80,
    "until": 40,
    "own_role": 120,
    "less": 160,
    "cost": 40,
    "cover": 120,
}
#: What a button calls a field: data is short.
FIELDS = tuple(TYPED)
#: So far ahead a plan may look.
LONGEST = dt.timedelta(days=3660)
PAGE = 8


async def pressed(ask: Ask, assessment: Assessment, more: str) -> Plan:
    """`CODE[:WHAT:NUMBER[:MORE]]`: the action, or one of `WAYS`; a button drawn before somebody else said
    something shows what is the newest.
    """
    code, what, number, rest = (*more.split(":", 3), "", "", "")[:4]
    found = await planned(ask.desk, assessment)
    one = found.find(code) if found is not None else None
    if found is None or one is None:
        return ask.refuse("toast.action_gone")
    if not what:
        return card(ask, found, one)
    if what not in WAYS:
        return ask.refuse("toast.not_yours")
    if number != str(found.number(one[0].id)):
        plan = card(ask, found, one)
        return replace(plan, toast=ask.refuse("toast.action_changed").toast)
    return await WAYS[what](ask, found, one[0], rest)


# --- the card


def card(ask: Ask, found: Planned, place: tuple[Candidate, str], note: str = "") -> Plan:
    """What it is, why, who, when, and what was said of it."""
    one, where = place
    words, edit = Words(ask.language, ask.desk.texts), found.edit(one.id)
    pillar = found.facts.pillar(one.action.pillar)
    left = next((each for each in found.plan.left_out if each.candidate.id == one.id), None)
    return ask.say(
        "plan.action",
        _buttons(ask, found, one, where),
        note=note,
        text=text_of(one, words),
        pillar=one_line(words.of(pillar.name), 60),
        start=words.level(pillar, one.action.from_level),
        end=words.level(pillar, one.action.to_level),
        place=where,
        why=one.why,
        gaps=[gap(pillar, each.item, each.value, each.goal, words) for each in one.gaps],
        usually=one_line(words.of(one.action.usually), 80),
        days=one.days,
        needs=_called(found, one.action.needs, words),
        reason=left.reason if left is not None else "",
        waits_for=_called(found, left.waits_for, words) if left is not None else [],
        measure=one_line(words.of(one.action.measure), 200),
        **_said(found, edit),
        told_by=found.told_by.get(one.id, ""),
        progress=[one_line(text, 200) for text in found.advice.progress.get(one.id, ())],
    )


def _called(found: Planned, ids: tuple[str, ...], words: Words) -> list[str]:
    """Actions that this plan knows, in words."""
    known = (found.find(code_of(id_)) for id_ in ids)
    return [one_line(text_of(one[0], words), 120) for one in known if one is not None]


def _said(found: Planned, edit: ActionEdit) -> dict[str, Any]:
    return {
        "owner": one_line(edit.owner, 80),
        "until": edit.until,
        "own_role": one_line(edit.own_role, 120),
        "less": one_line(edit.less, 160),
        "cost": edit.cost,
        "cover": one_line(edit.cover, 120),
        "builds_on": _running(found).get(edit.builds_on, ""),
    }


def _running(found: Planned) -> dict[str, str]:
    """What runs already, by id."""
    return {one.id: one_line(str(one.body.get("name") or "…"), 40) for one in found.advice.running}


def _buttons(ask: Ask, found: Planned, one: Candidate, where: str) -> list[list[Press]]:
    id_, number = found.assessment.id, found.number(one.id)

    def press(what: str) -> Press:
        return ask.label(f"action_{what}"), f"{ACTION}:{id_}:{code_of(one.id)}:{what}:{number}"

    back = (ask.label("plan_back"), f"{PLAN}:{id_}:{where}")
    if where == DROPPED:
        return [[press("back")], [back]]
    rows = [[press(name) for name in FIELDS[n : n + 2]] for n in range(0, len(FIELDS), 2)]
    last = [press("builds"), press("drop")] if found.advice.running else [press("drop")]
    asked = one.id in found.told_by
    telling = [[press("untell" if asked else "tell")]] if found.advice.decision is not None else []
    return [*rows, last, *telling, [back]]


# --- a field


def _field(name: str) -> Callable[[Ask, Planned, Candidate, str], Awaitable[Plan]]:
    async def ask_for(ask: Ask, found: Planned, one: Candidate, rest: str) -> Plan:
        """Asks for words; `-` empties the field."""
        empty = getattr(ActionEdit(), name)
        if rest == "-":
            return await _kept(ask, found, one, replace(found.edit(one.id), **{name: empty}))
        return _question(ask, found, one, name)

    return ask_for


def _question(ask: Ask, found: Planned, one: Candidate, name: str, note: str = "") -> Plan:
    id_, number, code = found.assessment.id, found.number(one.id), code_of(one.id)
    known = getattr(found.edit(one.id), name)
    rows = [[(ask.label("plan_not_now"), f"{ACTION}:{id_}:{code}")]]
    if known not in ("", None):
        rows.insert(0, [(ask.label("empty_field"), f"{ACTION}:{id_}:{code}:{name}:{number}:-")])
    words = Words(ask.language, ask.desk.texts)
    plan = ask.say(f"plan.ask_{name}", rows, note=note, text=text_of(one, words), known=known)
    waits = awaits(ask.desk, ask.person, ACTION, assessment=id_, code=code, field=name, number=number)
    return replace(plan, writes=[*plan.writes, waits])


async def heard(ask: Ask, assessment: Assessment, job: Job, text: str) -> Plan:
    """Words for the field that was asked for last."""
    found = await planned(ask.desk, assessment)
    one = found.find(job.payload["code"]) if found is not None else None
    if found is None or one is None:
        return ask.say("plan.gone")
    if found.number(one[0].id) != job.payload["number"]:
        return card(ask, found, one, _words_lost(ask, text))
    name = str(job.payload["field"])
    value = READERS.get(name, _words)(ask, text, TYPED[name])
    if value is None:
        note = ask.text(f"plan.not_{name if name in READERS else 'words'}", most=TYPED[name])
        return _question(ask, found, one[0], name, note)
    return await _kept(ask, found, one[0], replace(found.edit(one[0].id), **{name: value}))


def _words_lost(ask: Ask, text: str) -> str:
    return ask.desk.texts.say("plan.changed_meanwhile", ask.language, text=one_line(text, 100))


def _words(_: Ask, text: str, most: int) -> str | None:
    line = one_line(text, most + 1)
    return line if 0 < len(line) <= most else None


def _day(ask: Ask, text: str, _: int) -> dt.date | None:
    return day_of(ask, text, today(ask), today(ask) + LONGEST)


def _euros(ask: Ask, text: str, _: int) -> Decimal | None:
    return euros_of(ask, text)


READERS: Mapping[str, Callable[[Ask, str, int], Any]] = {"until": _day, "cost": _euros}


async def _kept(ask: Ask, found: Planned, one: Candidate, edit: ActionEdit) -> Plan:
    """Saved as the next thing said of this action, and shown as it is then."""
    said = _amendment(ask, found, one, edit)
    edits = {**found.advice.edits, one.id: edit}
    after = replace(found, advice=replace(found.advice, edits=edits), amendments=(*found.amendments, said))
    shown = card(ask, after, found.find(code_of(one.id)) or (one, LEFT), ask.text("plan.noted"))
    return replace(shown, writes=[said, *shown.writes])


def _amendment(ask: Ask, found: Planned, one: Candidate, edit: ActionEdit) -> Amendment:
    """The next thing that is said of this action; who was first makes it stale."""
    desk, id_, number = ask.desk, found.assessment.id, found.number(one.id) + 1
    return Amendment(desk.tenant, id_, "action", one.id, number, body_of(edit), ask.person.id, desk.now())


# --- other ways


async def _builds(ask: Ask, found: Planned, one: Candidate, rest: str) -> Plan:
    """`=ID` chooses an initiative (`=` none); else a page of them."""
    id_, number, code, running = found.assessment.id, found.number(one.id), code_of(one.id), _running(found)
    start = f"{ACTION}:{id_}:{code}:builds:{number}"
    if rest.startswith("="):
        if rest != "=" and rest[1:] not in running:
            return ask.refuse("toast.not_yours")
        return await _kept(ask, found, one, replace(found.edit(one.id), builds_on=rest[1:]))
    first = int(rest) if rest.isdecimal() and len(rest) < 4 else 0
    rows = [[(name, f"{start}:={key}")] for key, name in list(running.items())[first : first + PAGE]]
    if len(running) > first + PAGE:
        rows.append([(ask.label("more_initiatives"), f"{start}:{first + PAGE}")])
    if found.edit(one.id).builds_on:
        rows.append([(ask.label("empty_field"), f"{start}:=")])
    rows.append([(ask.label("plan_not_now"), f"{ACTION}:{id_}:{code}")])
    return ask.say("plan.ask_builds", rows, text=text_of(one, Words(ask.language, ask.desk.texts)))


async def _drop(ask: Ask, found: Planned, one: Candidate, _: str) -> Plan:
    return await _wanted(ask, found, one, dropped=True)


async def _back(ask: Ask, found: Planned, one: Candidate, _: str) -> Plan:
    return await _wanted(ask, found, one, dropped=False)


async def _wanted(ask: Ask, found: Planned, one: Candidate, *, dropped: bool) -> Plan:
    """In or out: the plan is made anew, and what that changes is told."""
    edit = replace(found.edit(one.id), dropped=dropped)
    after = await replanned(ask.desk, found, edits={**found.advice.edits, one.id: edit})
    shown = overview(ask, after, effect(ask, found, after))
    return replace(shown, writes=[_amendment(ask, found, one, edit), *shown.writes])


#: What can be done with an action.
WAYS: dict[str, Callable[[Ask, Planned, Candidate, str], Awaitable[Plan]]] = {
    **{name: _field(name) for name in FIELDS},
    "builds": _builds,
    "tell": action_owners.invite,
    "untell": action_owners.take_back,
    "drop": _drop,
    "back": _back,
}
