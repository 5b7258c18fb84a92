"""What the plan and the initiatives of a report rest on: days, costs, priorities, every figure of a sum."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from bot.reports.blocks import Receipt
from bot.reports.facts import PillarFacts
from bot.reports.memo_case import days
from bot.reports.report.source import Source
from bot.reports.running import ASKED
from scoring.candidates import Candidate


def receipts_of_plan(source: Source) -> dict[str, Receipt]:
    """Those of the plan and of each of its actions; none where there is no plan."""
    if source.advice.plan is None:
        return {}
    return {"plan": _of_plan(source)} | {
        f"action:{one.id}": _of_action(source, one) for one in source.actions
    }


def receipts_of_running(source: Source) -> dict[str, Receipt]:
    """Those of all that runs together, and of each initiative."""
    running = source.advice.running
    if not running:
        return {}
    each = {f"initiative:{one.id}": _of_initiative(source, one.id) for one in running}
    return {"initiatives": _of_initiatives(source)} | each


def _of_plan(source: Source) -> Receipt:
    plan = source.advice.plan
    assert plan is not None  # nosec B101 # asked where it is called
    waves = [
        f"{source.say(f'long.wave.{wave.name}')}: {_counted(source, actions)}"
        for wave in plan.waves
        if (actions := [one for one in wave.actions if one.id in source.numbered])
    ]
    entries: list[tuple[str, str | None]] = [
        ("actions", _counted(source, source.actions)),
        *(("wave", text) for text in waves),
        ("cost", _cost(source)),
        ("capacity", source.say("receipt.at_once", room=plan.capacity)),
        ("catalogue", plan.catalogue_version),
    ]
    return source.receipt(source.say("receipt.plan_title"), entries)


def _counted(source: Source, actions: Sequence[Candidate]) -> str:
    return source.say("long.roadmap.caption", count=len(actions), days=days(actions))


def _cost(source: Source) -> str:
    """Days at the client's rate, and what was given besides for single actions."""
    rate, cost = source.advice.given.day_rate, source.case.cost(source.actions)
    if rate is None or cost is None:
        return source.case.money(source.actions)
    total = days(source.actions)
    besides = cost - rate * Decimal(str(total))
    more = f" + {source.euros(besides)}" if besides else ""
    return f"{source.days(total)} × {source.euros(rate)}{more} = {source.euros(cost)}"


def _of_action(source: Source, one: Candidate) -> Receipt:
    pillar = source.facts.pillar(one.action.pillar)
    gaps = [
        f"{gap.item}: {'?' if gap.value is None else source.number(gap.value)} → {source.number(gap.goal)}"
        for gap in one.gaps
    ]
    size = (one.value + one.time + one.risk) / one.priority if one.priority else 0.0
    priority = source.say("receipt.priority_words", one=one, size=size)
    entries: list[tuple[str, str | None]] = [
        ("action", source.case.action(one)),
        ("step", source.say("long.traced.from_to", name=source.name(pillar), **_step(source, pillar, one))),
        ("gaps", "; ".join(gaps)),
        ("priority", priority if one.priority else None),
        ("days", source.days(one.days)),
        ("reason", source.say(f"receipt.why.{one.why}")),
    ]
    title = source.say("receipt.action_title", number=source.numbered[one.id], id=one.id)
    return source.receipt(title, entries)


def _step(source: Source, pillar: PillarFacts, one: Candidate) -> dict[str, str]:
    level, action = source.words.level, one.action
    return {"start": level(pillar, action.from_level), "end": level(pillar, action.to_level)}


def _of_initiatives(source: Source) -> Receipt:
    entries = [("initiative", source.called(one.id)) for one in source.advice.running]
    return source.receipt(source.say("receipt.initiatives_title"), entries)


def _of_initiative(source: Source, id_: str) -> Receipt:
    """The figures of its sum, and what comes out."""
    body = next(one.body for one in source.advice.running if one.id == id_)
    case = source.cases.get(id_)
    topics = source.basis.topics if source.basis else {}
    figures = [
        f"{source.text(topics[question], 60)}: {source.typed(str(body[question]), 30)}"
        for question in ASKED.values()
        if question in topics and body.get(question) is not None
    ]
    outcomes = [
        f"{source.say(f'long.sum.{name}')}: {source.euros(one.benefit)} − {source.euros(one.cost)}"
        f" = {source.euros(one.net)}"
        for name, one in (case.outcomes if case else {}).items()
    ]
    entries: list[tuple[str, str | None]] = [
        ("figures", "; ".join(figures)),
        *(("sum", text) for text in outcomes),
        ("assumed", source.listed(source.asked(case.assumptions)) if case else None),
        ("source", source.typed(str(body.get("figures_from") or ""))),
    ]
    return source.receipt(source.called(id_), entries)
