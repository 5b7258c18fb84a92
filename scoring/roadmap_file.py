"""A plan in the form of a file: unrounded, None where there is no figure, every text in every language."""

from dataclasses import asdict
from typing import Any

from scoring.candidates import Candidate
from scoring.lift import Lift, lift_of
from scoring.model import Model, Text
from scoring.roadmap import PillarPlan, Roadmap, Wave
from scoring.waves import LeftOut


def roadmap_dict(model: Model, made: Roadmap) -> dict[str, Any]:
    """The plan, with what would lift each pillar one level."""
    lifts = {pillar.id: lift_of(pillar, made.before.dimension(pillar.id)) for pillar in model.dimensions}
    return {
        "actions_version": made.catalogue_version,
        "capacity": asdict(made.capacity),
        "fits": made.fits,
        "room_needed": None if made.room_needed is None else asdict(made.room_needed),
        "pillars": [_pillar(pillar, lifts[pillar.standing.pillar]) for pillar in made.pillars],
        "waves": [_wave(wave) for wave in made.waves],
        "left_out": [_left_out(each) for each in made.left_out],
        "dropped": [_candidate(candidate) for candidate in made.dropped],
    }


def _pillar(plan: PillarPlan, lift: Lift | None) -> dict[str, Any]:
    standing = plan.standing
    return {
        "id": standing.pillar,
        "state": standing.state,
        "level": standing.level,
        "ambition": standing.ambition,
        "target": standing.target,
        "goal": standing.goal,
        "lagging": standing.lagging,
        "projected": plan.projected,
        "reaches": plan.reaches,
        "lacking": list(plan.lacking),
        "unanswered": list(plan.unanswered),
        "one_level_up": None if lift is None else asdict(lift),
    }


def _wave(wave: Wave) -> dict[str, Any]:
    return {
        "name": wave.name,
        "from_month": wave.window.from_month,
        "to_month": wave.window.to_month,
        "days": wave.days,
        "actions": [_candidate(candidate) for candidate in wave.actions],
        "after": {
            "overall": wave.after.overall.as_dict(),
            "dimensions": [
                {"id": card.id, "score": card.score, "level": card.level} for card in wave.after.dimensions
            ],
        },
    }


def _candidate(candidate: Candidate) -> dict[str, Any]:
    action = candidate.action
    return {
        "id": action.id,
        "pillar": action.pillar,
        "from": action.from_level,
        "to": action.to_level,
        "items": list(action.items),
        "why": candidate.why,
        "made": action.made,
        "own": action.own,
        "effort": action.effort,
        "kind": action.kind,
        "needs": list(action.needs),
        "days": candidate.days,
        "value": candidate.value,
        "time": candidate.time,
        "risk": candidate.risk,
        "priority": candidate.priority,
        "lagging": candidate.lagging,
        "gaps": [{"item": gap.item, "value": gap.value, "goal": gap.goal} for gap in candidate.gaps],
        "text": _text(action.text),
        "measure": _text(action.measure),
        "usually": _text(action.usually),
    }


def _left_out(each: LeftOut) -> dict[str, Any]:
    return {**_candidate(each.candidate), "reason": each.reason, "waits_for": list(each.waits_for)}


def _text(text: Text) -> dict[str, str]:
    return dict(text)
