"""An own action of the consultant, added in chat: pillar, item and size by button, then what in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from bot.awaiting import awaits
from bot.consultant.actions import card
from bot.consultant.asking import Ask, Press
from bot.consultant.planned import LEFT, Planned, code_of, planned, replanned
from bot.consultant.planning import PLAN
from bot.consultant.weighing import effect
from bot.desk import Plan
from bot.lists.header import plain_words
from bot.lists.own_actions import LONGEST, MOST, OwnAction, id_of
from bot.reports.advice import ActionEdit
from bot.reports.amended import body_of
from bot.reports.facts import PillarFacts
from bot.reports.items import ItemFacts
from bot.reports.words import Words, one_line
from scoring.action import EFFORTS
from scoring.candidates import Candidate, goal_of, is_open
from storage.records import Amendment, Assessment, Job

#: The verb, which names its texts and its right.
ADDING = "adding"


@dataclass(frozen=True, slots=True)
class Place:
    """Where an action would belong: the pillar's step in this plan, and one of the items that are not there
    yet.
    """

    pillar: PillarFacts
    goal: int
    items: tuple[ItemFacts, ...]
    item: ItemFacts | None = None


async def pressed(ask: Ask, assessment: Assessment, more: str = "") -> Plan:
    """Nothing: which pillar; `PILLAR`: which item; `PILLAR:ITEM`: how large; `…:SIZE`: what, in words."""
    found = await planned(ask.desk, assessment)
    if found is None:
        return ask.say("plan.none", organisation=assessment.name)
    pillar, item, size = (*more.split(":"), "", "", "")[:3]
    places = await _places(ask, found)
    if not pillar:
        return _which_pillar(ask, found, places)
    place = _place(places, pillar, item)
    if place is None or size not in ("", *EFFORTS):
        return ask.refuse("toast.action_gone")
    if place.item is None:
        return _which_item(ask, found, place)
    return _what(ask, found, place, place.item, size) if size else _how_large(ask, found, place, place.item)


async def _places(ask: Ask, found: Planned) -> list[Place]:
    """Every pillar that this plan brings a step further."""
    model = await ask.desk.model(found.assessment.model_hash)
    places = []
    for one in found.plan.pillars:
        goal = one.standing.goal
        if goal is not None:
            pillar = found.facts.pillar(one.standing.pillar)
            items = [item for item in pillar.items if is_open(item.card, goal_of(model.items[item.id], goal))]
            places.append(Place(pillar, goal, tuple(items)))
    return places


def _place(places: Iterable[Place], pillar: str, item: str) -> Place | None:
    """By codes; without one for an item, the pillar alone."""
    place = next((one for one in places if code_of(one.pillar.id) == pillar), None)
    if place is None or not item:
        return place
    one = next((each for each in place.items if code_of(each.id) == item), None)
    return replace(place, item=one) if one is not None else None


# --- the questions


def _which_pillar(ask: Ask, found: Planned, places: Iterable[Place]) -> Plan:
    words, id_ = Words(ask.language, ask.desk.texts), found.assessment.id
    rows = [
        [(one_line(words.of(one.pillar.name), 40), f"{ADDING}:{id_}:{code_of(one.pillar.id)}")]
        for one in places
    ]
    return ask.say("adding.pillar", [*rows, _back(ask, found)], none=not rows)


def _which_item(ask: Ask, found: Planned, place: Place) -> Plan:
    words = Words(ask.language, ask.desk.texts)
    start = f"{ADDING}:{found.assessment.id}:{code_of(place.pillar.id)}"
    rows = [[(one_line(words.of(one.topic), 50), f"{start}:{code_of(one.id)}")] for one in place.items]
    facts = place.pillar
    return ask.say(
        "adding.item",
        [*rows, _back(ask, found)],
        name=one_line(words.of(facts.name), 60),
        start=words.level(facts, place.goal - 1),
        end=words.level(facts, place.goal),
    )


def _how_large(ask: Ask, found: Planned, place: Place, item: ItemFacts) -> Plan:
    start = f"{ADDING}:{found.assessment.id}:{code_of(place.pillar.id)}:{code_of(item.id)}"
    row = [(ask.label(f"adding_{size}"), f"{start}:{size}") for size in EFFORTS]
    return ask.say("adding.size", [row, _back(ask, found)], topic=_topic(ask, item))


def _what(ask: Ask, found: Planned, place: Place, item: ItemFacts, size: str, *, again: bool = False) -> Plan:
    most = LONGEST["action"]
    plan = ask.say("adding.what", [_back(ask, found)], topic=_topic(ask, item), most=most, again=again)
    kept = {"pillar": code_of(place.pillar.id), "item": code_of(item.id), "size": size}
    waits = awaits(ask.desk, ask.person, ADDING, assessment=found.assessment.id, **kept)
    return replace(plan, writes=[*plan.writes, waits])


def _topic(ask: Ask, item: ItemFacts) -> str:
    return one_line(Words(ask.language, ask.desk.texts).of(item.topic), 80)


def _back(ask: Ask, found: Planned) -> list[Press]:
    return [(ask.label("plan_not_now"), f"{PLAN}:{found.assessment.id}")]


# --- the words


async def heard(ask: Ask, assessment: Assessment, job: Job, text: str) -> Plan:
    """What is to be done: kept once, shown where it comes in the plan."""
    found = await planned(ask.desk, assessment)
    kept = job.payload
    if found is None:
        return ask.say("plan.gone")
    place = _place(await _places(ask, found), kept["pillar"], kept["item"])
    if place is None or place.item is None:
        return ask.say("plan.gone")
    line = one_line(text.replace("**", ""), LONGEST["action"] + 1)
    if not plain_words(line) or len(line) > LONGEST["action"]:
        return _what(ask, found, place, place.item, kept["size"], again=True)
    own = _own(ask, place, place.item, kept["size"], line)
    id_ = id_of(own.pillar, own.to_level, line)
    there = _there(found, id_, line)
    if there is not None:
        return card(ask, found, there, ask.text("adding.there"))
    if sum(edit.own is not None for edit in found.advice.edits.values()) >= MOST:
        return ask.say("adding.most", [_back(ask, found)], most=MOST)
    return await _added(ask, found, id_, own)


def _own(ask: Ask, place: Place, item: ItemFacts, size: str, line: str) -> OwnAction:
    return OwnAction(place.pillar.id, place.goal - 1, place.goal, (item.id,), size, {ask.language: line})


def _there(found: Planned, id_: str, line: str) -> tuple[Candidate, str] | None:
    """An action that is the same, or is called the same."""
    same = [id_, *(one.id for one in _everything(found) if _called(one, line))]
    return next((there for one in same if (there := found.find(code_of(one))) is not None), None)


def _everything(found: Planned) -> Iterable[Candidate]:
    yield from (each for wave in found.plan.waves for each in wave.actions)
    yield from (each.candidate for each in found.plan.left_out)
    yield from found.plan.dropped


def _called(one: Candidate, line: str) -> bool:
    return plain_words(line) in map(plain_words, one.action.text.values())


async def _added(ask: Ask, found: Planned, id_: str, own: OwnAction) -> Plan:
    """Saved as the first thing said of it; somebody who said the same first makes it stale."""
    desk, edit = ask.desk, ActionEdit(own=own)
    said = Amendment(
        desk.tenant, found.assessment.id, "action", id_, 1, body_of(edit), ask.person.id, desk.now()
    )
    after = await replanned(desk, found, edits={**found.advice.edits, id_: edit})
    after = replace(after, amendments=(*found.amendments, said))
    place = after.find(code_of(id_))
    if place is None:
        return ask.say("plan.gone")
    told = {"left": place[1] == LEFT, "effect": effect(ask, found, after)}
    note = desk.texts.say("adding.noted", ask.language, **told)
    shown = card(ask, after, place, note)
    return replace(shown, writes=[said, *shown.writes])
