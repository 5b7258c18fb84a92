"""What the board decided, a field at a time: what, how much, when. What it decided about is kept with
it, because answers go before a year is over.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from bot.awaiting import awaits
from bot.consultant.asking import Ask, Press
from bot.consultant.founding_steps import today
from bot.consultant.planned import WAVES, planned
from bot.consultant.planning import PLAN
from bot.consultant.reading import day_of, euros_of
from bot.desk import Desk, Plan
from bot.following.timing import look_back_job, look_back_key
from bot.privacy.audit import noted
from bot.reports.amended import THE_DECISION, next_number
from bot.reports.words import one_line
from scoring.candidates import FINISH
from storage.port import DropJobs
from storage.records import Amendment, Assessment, Job, Record

#: The verb, and the kind of amendment.
DECISION = "decision"
LONGEST = 400
#: How long ago a board may have decided.
EARLIEST = dt.timedelta(days=730)


async def pressed(ask: Ask, assessment: Assessment, more: str = "") -> Plan:
    """Nothing: what is known of it; `FIELD:NUMBER` asks for one, `on:NUMBER:=` takes today."""
    field, number, rest = (*more.split(":", 2), "", "")[:3]
    if assessment.state == "erased":
        return ask.refuse("toast.not_yours")
    found = await _now(ask.desk, assessment)
    if field not in READERS:
        return _page(ask, assessment, found)
    if number != str(_number(found)):
        return replace(_page(ask, assessment, found), toast=ask.refuse("toast.action_changed").toast)
    if rest == "-" and field == "amount":
        return await _kept(ask, assessment, found, {**_body(found), "amount": None})
    return _question(ask, assessment, found, field)


async def _now(desk: Desk, assessment: Assessment) -> list[Amendment]:
    everything = await desk.storage.amendments(desk.tenant, assessment.id)
    return [one for one in everything if one.kind == DECISION]


def _number(found: list[Amendment]) -> int:
    return next_number(found, DECISION, THE_DECISION) - 1


def _body(found: list[Amendment]) -> dict[str, Any]:
    return dict(max(found, key=lambda one: one.number).body) if found else {}


def _page(ask: Ask, assessment: Assessment, found: list[Amendment], note: str = "") -> Plan:
    body, start = _body(found), f"{DECISION}:{assessment.id}"
    fields = ("what", "amount", "on") if body else ("what",)
    rows: list[list[Press]] = [
        [(ask.label(f"decision_{name}"), f"{start}:{name}:{_number(found)}") for name in fields]
    ]
    rows.append([(ask.label("menu_plan"), f"{PLAN}:{assessment.id}")])
    return ask.say(
        "decision.page",
        rows,
        note=note,
        organisation=assessment.name,
        what=body.get("what"),
        amount=Decimal(body["amount"]) if body.get("amount") else None,
        on=dt.date.fromisoformat(body["on"]) if body.get("on") else None,
        actions=len(body.get("actions", ())),
    )


def _question(ask: Ask, assessment: Assessment, found: list[Amendment], field: str, note: str = "") -> Plan:
    start, body = f"{DECISION}:{assessment.id}", _body(found)
    rows = [[(ask.label("plan_not_now"), start)]]
    if field == "amount" and body.get("amount"):
        rows.insert(0, [(ask.label("empty_field"), f"{start}:amount:{_number(found)}:-")])
    plan = ask.say(f"decision.ask_{field}", rows, note=note, organisation=assessment.name)
    about: dict[str, str | int] = {"assessment": assessment.id, "field": field, "number": _number(found)}
    return replace(plan, writes=[*plan.writes, awaits(ask.desk, ask.person, DECISION, **about)])


async def heard(ask: Ask, assessment: Assessment, job: Job, text: str) -> Plan:
    """Words for the field that was asked for last."""
    found, field = await _now(ask.desk, assessment), str(job.payload["field"])
    if assessment.state == "erased":
        return ask.say("plan.gone")
    if job.payload["number"] != _number(found):
        lost = ask.desk.texts.say("plan.changed_meanwhile", ask.language, text=one_line(text, 100))
        return _page(ask, assessment, found, lost)
    value = READERS[field](ask, text)
    if value is None:
        note = ask.text(f"decision.not_{field}", most=LONGEST)
        return _question(ask, assessment, found, field, note)
    return await _kept(ask, assessment, found, {**_body(found), field: value})


def _what(_: Ask, text: str) -> str | None:
    line = one_line(text, LONGEST + 1)
    return line if 0 < len(line) <= LONGEST else None


def _amount(ask: Ask, text: str) -> str | None:
    euros = euros_of(ask, text)
    return None if euros is None else str(euros)


def _on(ask: Ask, text: str) -> str | None:
    """A day that has been; nobody decides ahead."""
    now = today(ask)
    day = day_of(ask, text, now - EARLIEST, now)
    return None if day is None else day.isoformat()


READERS: Mapping[str, Callable[[Ask, str], str | None]] = {"what": _what, "amount": _amount, "on": _on}


async def _kept(ask: Ask, assessment: Assessment, found: list[Amendment], body: dict[str, Any]) -> Plan:
    """Saved as the newest; it is looked back at after half a year and a year."""
    said, more = await decision_of(ask.desk, assessment, found, body, ask.person.id, today(ask))
    shown = _page(ask, assessment, [*found, said], ask.text("plan.noted"))
    return Plan([said, *more, *shown.writes], drops=(DropJobs(look_back_key(assessment.id)),))


async def decision_of(
    desk: Desk,
    assessment: Assessment,
    found: list[Amendment],
    body: Mapping[str, Any],
    by: str,
    day: dt.date,
) -> tuple[Amendment, list[Record]]:
    """A decision, and what goes with it: the trail, and the next look back. Without a day it was on `day`."""
    decided = {"on": day.isoformat(), **{name: value for name, value in body.items() if value is not None}}
    decided["actions"] = await _actions(desk, assessment) or decided.get("actions", [])
    number = _number(found) + 1
    said = Amendment(desk.tenant, assessment.id, DECISION, THE_DECISION, number, decided, by, desk.now())
    next_look = look_back_job(desk, assessment, dt.date.fromisoformat(decided["on"]))
    line = noted(desk, by, "decision", assessment.id)
    return said, [line] if next_look is None else [line, next_look]


async def _actions(desk: Desk, assessment: Assessment) -> list[dict[str, Any]]:
    """The actions of the plan as it is now, in words: what is asked about in a year."""
    found = await planned(desk, assessment)
    if found is None:
        return []
    return [
        {"id": one.id, "pillar": one.action.pillar, "wave": wave, "text": dict(one.action.text)}
        for wave in WAVES
        for one in found.at(wave)
        if one.why != FINISH
    ]
