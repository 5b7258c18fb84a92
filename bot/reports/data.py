"""An assessment's figures for other programs, with the names of things in every language; nobody is named."""

from __future__ import annotations

from dataclasses import asdict, fields
from typing import Any

from bot.reports.facts import Facts, PillarFacts
from bot.reports.findings import Findings
from bot.reports.items import ItemFacts


def data_of(facts: Facts, assessment: str) -> dict[str, Any]:
    """Unrounded, None where there is no figure; times RFC 3339."""
    limiting = {pillar.id for pillar in facts.limiting}
    return {
        "schema": 1,
        "assessment": assessment,
        "name": facts.name,
        "demo": facts.demo,
        "at": facts.as_of.isoformat(),
        "phase": facts.phase,
        "script_version": facts.script_version,
        "model": facts.scorecard.model,
        "model_version": facts.scorecard.model_version,
        "people": facts.people,
        "overall": facts.scorecard.overall.as_dict(),
        "pillars": [_pillar(pillar, pillar.id in limiting) for pillar in facts.pillars],
        "findings": _findings(facts.findings),
    }


def _pillar(pillar: PillarFacts, limiting: bool) -> dict[str, Any]:
    card = pillar.card.as_dict()
    return card | {
        "name": dict(pillar.name),
        "people": pillar.people,
        "waiting": dict(pillar.waiting),
        "limiting": limiting,
        "earlier_level": pillar.earlier,
        "beside": [asdict(one) for one in pillar.beside],
        "standing": pillar.standing.value,
        "ambition": pillar.card.ambition,
        "target": pillar.card.target,
        "items": [_item(item) for item in pillar.items],
    }


def _item(item: ItemFacts) -> dict[str, Any]:
    anchor = item.anchor(item.card.value) if item.card.value is not None else {}
    told = {"topic": dict(item.topic), "words": dict(anchor), "withheld": item.withheld}
    return item.card.as_dict() | told


def _findings(found: Findings) -> dict[str, Any]:
    made: dict[str, Any] = {
        "differences": [{"item": one.item.id, "values": list(one.values)} for one in found.differences],
        "contradictions": [dict(text) for text in found.contradictions],
        "urgent": [item.id for item in found.urgent],
        "unknown": [_said(one.item, one.texts, one.times) for one in found.unknown],
        "not_applicable": [_said(one.item, one.texts, one.times) for one in found.not_applicable],
        "departments": [
            {"item": one.item.id, "best": one.best, "weakest": one.weakest} for one in found.departments
        ],
    }
    assert made.keys() == {field.name for field in fields(Findings)}, (
        "a new kind of finding has its line here"
    )
    return made


def _said(item: ItemFacts, texts: tuple[str, ...], times: int) -> dict[str, Any]:
    return {"item": item.id, "times": times, "texts": list(texts)}
