"""The plan in chat: where each pillar goes, the waves as lists, what does not fit; what lifts one pillar."""

from __future__ import annotations

from typing import Any

from bot.consultant.asking import Ask, Press
from bot.consultant.planned import DROPPED, LEFT, WAVES, Planned, code_of, planned
from bot.desk import Plan
from bot.reports.facts import PillarFacts
from bot.reports.words import Words, one_line
from scoring import lift_of
from scoring.candidates import Candidate
from scoring.roadmap import PillarPlan
from scoring.waves import DROPPED as WAITS_FOR_DROPPED
from storage.records import Assessment

#: The verbs of the plan, of one action, and of what would lift a pillar.
PLAN, ACTION, LIFT = "plan", "action", "lift"
PAGE = 8
PER_ROW = 2
#: Characters of an action in a list.
SHORT = 200


async def show(ask: Ask, assessment: Assessment, more: str = "") -> Plan:
    """Nothing: the whole; `WAVE[:FIRST]`: the actions of one wave, a page at a time."""
    found = await planned(ask.desk, assessment)
    if found is None:
        return ask.say("plan.none", organisation=assessment.name)
    place, _, first = more.partition(":")
    if place in (*WAVES, LEFT, DROPPED):
        return listed(ask, found, place, int(first) if first.isdecimal() and len(first) < 4 else 0)
    return overview(ask, found)


def overview(ask: Ask, found: Planned, note: str = "") -> Plan:
    """Every pillar and every wave on a line of its own."""
    words, plan = Words(ask.language, ask.desk.texts), found.plan
    return ask.say(
        "plan.whole",
        _ways(ask, found),
        note=note,
        organisation=found.assessment.name,
        pillars=[_pillar(found, each, words) for each in plan.pillars],
        waves=[(wave.name, len(wave.actions), wave.days) for wave in plan.waves if wave.actions],
        crowded=len(plan.crowded),
        waiting=sum(each.reason == WAITS_FOR_DROPPED for each in plan.left_out),
        capacity=plan.capacity,
        room=plan.room_needed,
        dropped=len(plan.dropped),
        decision=found.advice.decision,
        looked_back=len(found.advice.progress),
    )


def _pillar(found: Planned, one: PillarPlan, words: Words) -> dict[str, Any]:
    facts, standing = found.facts.pillar(one.standing.pillar), one.standing
    aim = found.advice.choices.aims.get(facts.id)
    return {
        "name": one_line(words.of(facts.name), 60),
        "state": standing.state,
        "now": words.level(facts, standing.level) if standing.level is not None else "",
        "goal": words.level(facts, standing.goal) if standing.goal is not None else "",
        "reaches": one.reaches,
        "chosen": one_line(aim.reason, 100) if aim is not None else "",
    }


def _ways(ask: Ask, found: Planned) -> list[list[Press]]:
    id_ = found.assessment.id
    places = [place for place in (*WAVES, LEFT, DROPPED) if found.at(place)]
    presses = [
        (ask.label(f"plan_{place}", count=len(found.at(place))), f"{PLAN}:{id_}:{place}") for place in places
    ]
    rows = [presses[n : n + PER_ROW] for n in range(0, len(presses), PER_ROW)]
    words = Words(ask.language, ask.desk.texts)
    lifts = [
        (ask.label("lift", name=one_line(words.of(one.name), 24)), f"{LIFT}:{id_}:{one.id}")
        for one in found.facts.known
    ]
    rows += [lifts[n : n + PER_ROW] for n in range(0, len(lifts), PER_ROW)]
    rows.append([(ask.label("whatif"), f"whatif:{id_}"), (ask.label("decision"), f"decision:{id_}")])
    last = [(ask.label("adding"), f"adding:{id_}")]
    if ask.desk.takes_files(found.assessment, ask.person):
        last.append((ask.label("plan_sheet"), f"sheet:{id_}"))
    return [*rows, last]


# --- one wave


def listed(ask: Ask, found: Planned, place: str, first: int = 0, note: str = "") -> Plan:
    """Numbered, with a button for each."""
    id_, actions = found.assessment.id, found.at(place)
    shown = actions[first : first + PAGE]
    numbers = [(str(n), f"{ACTION}:{id_}:{code_of(one.id)}") for n, one in enumerate(shown, first + 1)]
    buttons = [numbers[n : n + 5] for n in range(0, len(numbers), 5)]
    if len(actions) > first + PAGE:
        buttons.append([(ask.label("more_actions"), f"{PLAN}:{id_}:{place}:{first + PAGE}")])
    buttons.append([(ask.label("plan_whole"), f"{PLAN}:{id_}")])
    words = Words(ask.language, ask.desk.texts)
    return ask.say(
        "plan.wave",
        buttons,
        note=note,
        place=place,
        organisation=found.assessment.name,
        actions=[_line(found, one, n, words) for n, one in enumerate(shown, first + 1)],
        total=len(actions),
    )


def _line(found: Planned, one: Candidate, number: int, words: Words) -> dict[str, Any]:
    edit = found.edit(one.id)
    return {
        "number": number,
        "text": text_of(one, words),
        "who": one_line(edit.owner, 60) if edit.owner else words.of(one.action.usually),
        "until": edit.until,
        "days": one.days,
        "reason": next((each.reason for each in found.plan.left_out if each.candidate.id == one.id), ""),
    }


def text_of(one: Candidate, words: Words) -> str:
    """What is to be done, on one line without markup."""
    return words.action(one.action, SHORT)


# --- one pillar


async def lift(ask: Ask, assessment: Assessment, pillar: str) -> Plan:
    """The fewest items that would bring this pillar to its next level."""
    found = await planned(ask.desk, assessment)
    facts = next((one for one in found.facts.known if one.id == pillar), None) if found is not None else None
    if found is None or facts is None:
        return ask.refuse("toast.no_lift")
    model = await ask.desk.model(assessment.model_hash)
    dimension = next(one for one in model.dimensions if one.id == pillar)
    result = lift_of(dimension, facts.card)
    words = Words(ask.language, ask.desk.texts)
    back = [[(ask.label("plan_whole"), f"{PLAN}:{assessment.id}")]]
    name = one_line(words.of(facts.name), 60)
    if result is None:
        return ask.say("plan.no_lift", back, name=name)
    return ask.say(
        "plan.lift",
        back,
        name=name,
        now=words.level(facts, result.from_level),
        then=words.level(facts, result.to_level),
        changes=[
            {"why": one.why, **gap(facts, one.item, one.value, one.to, words)} for one in result.changes
        ],
    )


def gap(facts: PillarFacts, item: str, value: float | None, goal: float, words: Words) -> dict[str, Any]:
    """An item today and where it is to come, in the words of its answers."""
    known = next((one for one in facts.items if one.id == item), None)

    def told(number: float) -> str:
        text = words.of(known.anchor(number)) if known is not None else ""
        return one_line(text.replace("**", ""), 140) or words.level(facts, number)

    return {
        "topic": one_line(words.of(known.topic), 80) if known is not None else item,
        "now": "" if value is None else told(value),
        "then": told(goal),
    }
