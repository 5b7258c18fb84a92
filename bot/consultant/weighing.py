"""What if: another target for a pillar, or more or less room; what that changes is seen before it is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

from bot.awaiting import awaits
from bot.consultant.asking import Ask, Press
from bot.consultant.planned import Planned, planned, replanned
from bot.consultant.planning import PLAN, overview, text_of
from bot.consultant.setting_fields import counted, kept, revision_of
from bot.desk import Plan
from bot.reports.choices import AMBITION, CAPACITY
from bot.reports.facts import PillarFacts
from bot.reports.words import Words, one_line
from scoring import difference
from storage.records import Assessment, Job

WHATIF = "whatif"
#: What a button calls what is changed: the target of a pillar, room for quick wins, for larger actions.
TARGET, QUICK, STRUCTURAL = "t", "q", "s"
ROOMS = {QUICK: "quick", STRUCTURAL: "structural"}
#: How many at once can be chosen by a button.
OFFERED = (0, 2, 3, 5, 8, 12)
PROPOSED, KEEP = "-", "keep"
SHOWN = 5
LONGEST_REASON = 300


async def pressed(ask: Ask, assessment: Assessment, more: str) -> Plan:
    """Nothing: what can be changed; `REVISION:KIND:…`: its choices, what one would change, or to keep it."""
    found = await planned(ask.desk, assessment)
    if found is None:
        return ask.say("plan.none", organisation=assessment.name)
    revision, kind, *rest = (*more.split(":"), "")
    if not more:
        return _page(ask, found)
    if revision != revision_of(assessment):
        return replace(_page(ask, found), toast=ask.refuse("toast.settings_changed").toast)
    if kind == TARGET:
        return await _target(ask, found, *(*rest, "", "", "")[:3])
    if kind in ROOMS:
        return await _room(ask, found, kind, *(*rest, "", "")[:2])
    return ask.refuse("toast.not_yours")


def _page(ask: Ask, found: Planned, note: str = "") -> Plan:
    words, plan = Words(ask.language, ask.desk.texts), found.plan
    pillars = [one for one in found.facts.pillars if one.card.ambition is not None and one.card.applies]
    rows = [
        [
            (
                ask.label("whatif_target", name=one_line(words.of(one.name), 40)),
                _data(found, f"{TARGET}:{one.id}"),
            )
        ]
        for one in pillars
    ]
    rows.append([(ask.label(f"whatif_{name}"), _data(found, kind)) for kind, name in ROOMS.items()])
    rows.append([(ask.label("plan_whole"), f"{PLAN}:{found.assessment.id}")])
    aims = found.advice.choices.aims
    return ask.say(
        "whatif.page",
        rows,
        note=note,
        organisation=found.assessment.name,
        targets=[
            (
                one_line(words.of(one.name), 60),
                words.level(one, one.card.ambition or 0),
                one_line(aims[one.id].reason, 100) if one.id in aims else "",
            )
            for one in pillars
        ],
        capacity=plan.capacity,
    )


def _data(found: Planned, rest: str) -> str:
    return f"{WHATIF}:{found.assessment.id}:{revision_of(found.assessment)}:{rest}"


# --- a target


async def _target(ask: Ask, found: Planned, pillar: str, level: str, keep: str) -> Plan:
    """Which level; what it would change; and to keep it, why."""
    facts = next((one for one in found.facts.pillars if one.id == pillar), None)
    if facts is None:
        return ask.refuse("toast.not_yours")
    if level not in (*_levels(found), PROPOSED):
        return _which_level(ask, found, facts)
    change = {AMBITION: _with_aim(found, pillar, level)}
    if keep != KEEP:
        return await _weighed(ask, found, change, f"{TARGET}:{pillar}:{level}")
    if level == PROPOSED:
        return await _saved(ask, found, change, AMBITION)
    return _why(ask, found, facts, int(level))


def _levels(found: Planned) -> list[str]:
    return [str(n) for n in range(1, found.facts.top + 1)]


def _which_level(ask: Ask, found: Planned, facts: PillarFacts) -> Plan:
    words, start = Words(ask.language, ask.desk.texts), f"{TARGET}:{facts.id}"
    rows = [[(words.level(facts, int(n)), _data(found, f"{start}:{n}"))] for n in _levels(found)]
    if facts.id in found.advice.choices.aims:
        rows.append([(ask.label("whatif_proposed"), _data(found, f"{start}:{PROPOSED}"))])
    rows.append(_back(ask, found))
    return ask.say("whatif.target", rows, name=one_line(words.of(facts.name), 60))


def _why(ask: Ask, found: Planned, facts: PillarFacts, level: int) -> Plan:
    words = Words(ask.language, ask.desk.texts)
    name = one_line(words.of(facts.name), 60)
    plan = ask.say("whatif.reason", [_back(ask, found)], name=name, level=words.level(facts, level))
    waits = awaits(
        ask.desk,
        ask.person,
        WHATIF,
        assessment=found.assessment.id,
        pillar=facts.id,
        level=level,
        revision=revision_of(found.assessment),
    )
    return replace(plan, writes=[*plan.writes, waits])


def _with_aim(found: Planned, pillar: str, level: str, reason: str = "") -> dict[str, Any]:
    """All chosen targets, with this one; as proposed is none."""
    aims = {key: one for key, one in _aims(found).items() if key != pillar}
    return aims if level == PROPOSED else {**aims, pillar: {"level": int(level), "reason": reason}}


def _aims(found: Planned) -> dict[str, Any]:
    return dict(found.assessment.settings.get(AMBITION) or {})


async def heard(ask: Ask, assessment: Assessment, job: Job, text: str) -> Plan:
    """The reason for another target."""
    found = await planned(ask.desk, assessment)
    if found is None:
        return ask.say("plan.none", organisation=assessment.name)
    if job.payload["revision"] != revision_of(assessment):
        lost = ask.desk.texts.say("plan.changed_meanwhile", ask.language, text=one_line(text, 100))
        return _page(ask, found, lost)
    level, reason = str(job.payload["level"]), one_line(text, LONGEST_REASON)
    aims = _with_aim(found, job.payload["pillar"], level, reason)
    return await _saved(ask, found, {AMBITION: aims}, AMBITION)


# --- room


async def _room(ask: Ask, found: Planned, kind: str, number: str, keep: str) -> Plan:
    name, capacity = ROOMS[kind], asdict(found.plan.capacity)
    offered = sorted({*OFFERED, *_enough(found, kind)} - {capacity[name]})
    if number not in map(str, offered):
        presses = [(str(n), _data(found, f"{kind}:{n}")) for n in offered]
        return ask.say(f"whatif.{name}", [presses, _back(ask, found)], now=capacity[name])
    change = {CAPACITY: {**capacity, name: int(number)}}
    if keep == KEEP:
        return await _saved(ask, found, change, CAPACITY)
    return await _weighed(ask, found, change, f"{kind}:{number}")


def _enough(found: Planned, kind: str) -> set[int]:
    """So many larger actions at once would do."""
    needed = found.plan.room_needed
    return {needed.structural} if needed is not None and kind == STRUCTURAL else set()


# --- what it changes


async def _weighed(ask: Ask, found: Planned, change: Mapping[str, Any], rest: str) -> Plan:
    after = await replanned(ask.desk, found, settings={**found.assessment.settings, **change})
    rows = [[(ask.label("whatif_keep"), _data(found, f"{rest}:{KEEP}"))], _back(ask, found)]
    return ask.say("whatif.weighed", rows, effect=effect(ask, found, after))


async def _saved(ask: Ask, found: Planned, change: Mapping[str, Any], what: str) -> Plan:
    before = found.assessment
    settings = {**before.settings, **change}
    said = {key: one for key, one in settings.items() if one != {}}
    after = counted(before, replace(before, settings=said))
    then = await replanned(ask.desk, found, settings=after.settings)
    shown = overview(ask, then, effect(ask, found, then))
    return kept(ask, before, after, what, shown.writes)


def _back(ask: Ask, found: Planned) -> list[Press]:
    return [(ask.label("whatif_back"), f"{WHATIF}:{found.assessment.id}")]


def effect(ask: Ask, before: Planned, after: Planned) -> str:
    """What another choice makes of a plan, in words."""
    words, change = Words(ask.language, ask.desk.texts), difference(before.plan, after.plan)
    known = {
        one.id: text_of(one, words)
        for found in (before, after)
        for place in ("now", "quick", "structural", "large", "left", "dropped")
        for one in found.at(place)
    }
    facts = after.facts
    days = [sum(wave.days for wave in found.plan.waves) for found in (before, after)]
    missed = [
        one_line(words.of(facts.pillar(was.standing.pillar).name), 60)
        for was, then in zip(before.plan.pillars, after.plan.pillars, strict=True)
        if was.reaches is not False and then.reaches is False
    ]
    return ask.desk.texts.say(
        "whatif.effect",
        ask.language,
        added=[one_line(known[id_], 120) for id_ in change.added][:SHOWN],
        dropped=[one_line(known[id_], 120) for id_ in change.dropped][:SHOWN],
        more_added=max(0, len(change.added) - SHOWN),
        more_dropped=max(0, len(change.dropped) - SHOWN),
        moved=len(change.moved),
        goals=[
            (
                one_line(words.of(facts.pillar(pillar).name), 60),
                words.level(facts.pillar(pillar), old) if old is not None else "",
                words.level(facts.pillar(pillar), new) if new is not None else "",
            )
            for pillar, old, new in change.goals
        ],
        before=days[0],
        after=days[1],
        missed=missed,
        crowded=len(after.plan.crowded),
    )
