"""What follows from an assessment's figures, for other programs: plan, conclusions, initiatives, decision."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict, replace
from decimal import Decimal
from itertools import chain
from typing import Any

from bot.reports.advice import Advice, Running
from bot.reports.amended import body_of
from bot.reports.discretion import half, is_small, is_told, roughly
from bot.reports.documents import Material
from bot.reports.facts import Facts
from bot.reports.report.findings import concluded, opinions
from bot.reports.report.source import source_of
from bot.reports.running import CHANGED, PROPOSED, inputs_of
from bot.texts import LANGUAGES
from scoring import Roadmap, Scorecard
from scoring.business_case import business_case
from scoring.roadmap_file import roadmap_dict

#: Of an action in a copy for others: what is to be done, not what the answers were that ask for it.
_TOLD = (
    "id",
    "pillar",
    "from",
    "to",
    "made",
    "own",
    "effort",
    "kind",
    "needs",
    "days",
    "text",
    "measure",
    "usually",
)
#: Of a pillar's plan in such a copy.
_TOLD_OF_PILLAR = ("id", "level", "ambition", "target", "goal", "projected", "reaches")


#: Of an initiative in such a copy: facts of the organisation, and nothing that anybody told about it.
FACTS = ("name", "objective", "main_goal", "other_goals", "status", "department", "euros", "reusable")


def advice_data(material: Material) -> dict[str, Any]:
    """Unrounded; euros as text. A copy that leaves holds facts of initiatives as the report does, no word
    of the round's own work, and no action that would tell of security or what single people answered.
    """
    advice, leaves = material.advice, material.leaves
    plan = _plan(material)
    shown = {action["id"] for action in _actions(plan)} if plan else set()
    # What an own action is stands in the plan.
    edits = {id_: body_of(replace(edit, own=None)) for id_, edit in advice.edits.items() if id_ in shown}
    return {
        "conclusions": _conclusions(material),
        "plan": plan,
        "edits": edits,
        "steps": [asdict(step) for step in advice.steps],
        "decision": _decision(advice, None if not leaves else shown),
        "initiatives": [_initiative(*one, leaves) for one in enumerate(advice.running, 1)],
        "verdicts": {} if leaves else {id_: asdict(one) for id_, one in advice.verdicts.items()},
        "progress": {} if leaves else {id_: list(said) for id_, said in advice.progress.items()},
    }


def _decision(advice: Advice, shown: Collection[str] | None) -> dict[str, Any] | None:
    """With the actions that it was about, of those `shown`."""
    decided = advice.decision
    if decided is None:
        return None
    actions = {id_: dict(text) for id_, text in decided.actions.items() if shown is None or id_ in shown}
    return _written({"what": decided.what, "amount": decided.amount, "on": decided.on}) | {"actions": actions}


def _conclusions(material: Material) -> list[dict[str, Any]]:
    """What the report concludes, as it stands there, in every language."""
    sources = {language: source_of(material, language) for language in LANGUAGES}
    told = {language: (*concluded(source), *opinions(source)) for language, source in sources.items()}
    return [
        {
            "id": one[0].id,
            "pillar": one[0].pillar,
            "items": list(one[0].items),
            "actions": list(one[0].actions),
            "title": {language: found.title for language, found in zip(LANGUAGES, one, strict=True)},
            "words": {language: found.words for language, found in zip(LANGUAGES, one, strict=True)},
        }
        for one in zip(*told.values(), strict=True)
    ]


def _plan(material: Material) -> dict[str, Any] | None:
    advice: Advice = material.advice
    if advice.plan is None or advice.basis is None:
        return None
    whole = roadmap_dict(advice.basis.model, advice.plan)
    if not material.leaves:
        return whole | {"withheld": 0}
    told = frozenset(_told(material.facts, advice.plan))

    def kept(actions: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return [_as_told(action, told) for action in actions if action["id"] in told]

    withheld = sum(action["id"] not in told for action in _actions(whole))
    waves = [
        wave | {"actions": kept(wave["actions"]), "after": _roughly(material.facts, planned.after)}
        for wave, planned in zip(whole["waves"], advice.plan.waves, strict=True)
    ]
    pillars = [{name: pillar[name] for name in _TOLD_OF_PILLAR} for pillar in whole["pillars"]]
    left_out, dropped = kept(whole["left_out"]), kept(whole["dropped"])
    shown = {"waves": waves, "pillars": pillars, "left_out": left_out, "dropped": dropped}
    return whole | shown | {"withheld": withheld}


def _roughly(facts: Facts, after: Scorecard) -> dict[str, Any]:
    """What is expected, no finer than what leaves of today."""
    rough = {p.id for p in facts.pillars if not facts.security.isdisjoint(i.id for i in p.items)}
    overall = roughly(after.overall) if rough else after.overall
    pillars = [
        {"id": one.id, "score": half(one.score) if one.id in rough else one.score, "level": one.level}
        for one in after.dimensions
    ]
    return {"overall": overall.as_dict(), "dimensions": pillars}


def _told(facts: Facts, plan: Roadmap) -> Iterator[str]:
    """Ids of the actions that a copy for others names: one made of an item's words tells an answer."""
    small = {pillar.id for pillar in facts.pillars if is_small(pillar)}
    planned = chain.from_iterable(wave.actions for wave in plan.waves)
    for one in (*planned, *(left.candidate for left in plan.left_out), *plan.dropped):
        if is_told(facts, one) and not (one.action.made and one.action.pillar in small):
            yield one.id


def _as_told(action: Mapping[str, Any], told: Collection[str]) -> dict[str, Any]:
    """What is to be done, and what it waits for of what is told."""
    waits = {
        name: [id_ for id_ in action[name] if id_ in told]
        for name in ("needs", "waits_for")
        if name in action
    }
    return {name: action[name] for name in (*_TOLD, "reason") if name in action} | waits


def _actions(plan: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for wave in plan["waves"]:
        yield from wave["actions"]
    yield from plan["left_out"]
    yield from plan["dropped"]


def _initiative(number: int, one: Running, leaves: bool) -> dict[str, Any]:
    inputs = inputs_of(one.body)
    told = {name: value for name, value in one.body.items() if name not in (CHANGED, PROPOSED)}
    if leaves:
        told = {name: told[name] for name in FACTS if name in told}
    return {
        "id": one.id,
        "number": number,
        "told": told,
        "case": _case(business_case(inputs)) if inputs else None,
    }


def _case(case: Any) -> dict[str, Any]:
    outcomes = {
        share: _written({name: getattr(one, name) for name in ("benefit", "cost", "net", "cash", "payback")})
        for share, one in case.outcomes.items()
    }
    return {
        "outcomes": outcomes,
        "break_even": None if case.break_even is None else str(case.break_even),
        "elsewhere": str(case.elsewhere),
        "missing": list(case.missing),
        "impossible": list(case.impossible),
        "assumptions": list(case.assumptions),
    }


def _written(values: Mapping[str, Any]) -> dict[str, Any]:
    """Days and euros as text, so that nothing is rounded."""
    return {name: _plain(value) for name, value in values.items()}


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, Decimal) or hasattr(value, "isoformat") else value
