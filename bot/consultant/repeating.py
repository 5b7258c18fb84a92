"""A round that repeats an earlier one: offered when it begins, with the same people as invites."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from bot.consultant.asking import Ask
from bot.consultant.assessments import open_fields
from bot.consultant.forwarding import forwarded
from bot.consultant.people import what_next
from bot.desk import Plan
from bot.interview.script import Script
from bot.invites import make_invite
from bot.phases import frozen
from bot.privacy.audit import noted
from bot.tokens import id_from
from storage.port import AssessmentIs
from storage.records import Assessment, Interview, Invite, Record

REPEAT, SAME_PEOPLE = "repeat", "reinvite"
#: The place of the offer among the messages of one event.
OFFER = 5
#: Interviews of people who are asked again.
TOOK_PART = frozenset({"active", "paused", "submitted"})


@dataclass(frozen=True, slots=True)
class Place:
    """Somebody who took part in the earlier round, by this invite; `id`: of the new one."""

    id: str
    person: str
    name: str
    invite: Invite


async def offer(ask: Ask, assessment: Assessment) -> list[Record]:
    """A question below a round that was just made, where an earlier one of that name is over."""
    called = _called(assessment.name)
    over = [
        one
        for one in await ask.all_mine()
        if one.id != assessment.id and _called(one.name) == called and _is_over(one)
    ]
    if not over:
        return []
    latest = max(over, key=_ended)
    press = (ask.label("repeat"), f"{REPEAT}:{assessment.id}:{latest.id}")
    facts = {"organisation": latest.name, "day": ask.local(_ended(latest))}
    return [ask.reply(ask.text("repeat.offer", **facts), [[press]], OFFER, about=assessment.id)]


def _called(name: str) -> str:
    return " ".join(name.casefold().split())


def _is_over(assessment: Assessment) -> bool:
    ended = assessment.state == "closed" or (frozen(assessment) and assessment.state != "erased")
    return ended and not assessment.demo


def _ended(assessment: Assessment) -> datetime:
    return assessment.adopted_at or assessment.closed_at or assessment.created_at


async def repeat(ask: Ask, assessment: Assessment, earlier: str) -> Plan:
    """`EARLIER`: the round repeats that one; the same people are offered. Once for each round."""
    if assessment.repeats is not None:
        return ask.refuse("toast.repeats_already")
    mine = [one for one in await ask.all_mine() if one.id == earlier and one.id != assessment.id]
    if not mine or not _is_over(mine[0]):
        return ask.refuse("toast.no_repeat")
    again = replace(assessment, repeats=earlier)
    plan = await _offered(ask, again, mine[0])
    line = noted(ask.desk, ask.person.id, REPEAT, assessment.id, earlier)
    return Plan([again, line, *plan.writes], (AssessmentIs(assessment),))


async def _offered(ask: Ask, assessment: Assessment, earlier: Assessment) -> Plan:
    script = await ask.desk.script(assessment.script_hash)
    places = await _places(ask, assessment, script)
    press = (ask.label("same_people", count=len(places)), f"{SAME_PEOPLE}:{assessment.id}")
    return ask.say(
        "repeat.people",
        [[press]] if places else [],
        organisation=assessment.name,
        day=ask.local(_ended(earlier)),
        places=[(_pillar(ask, script, place), place.name, place.invite.function or "") for place in places],
    )


def _pillar(ask: Ask, script: Script, place: Place) -> str:
    return ask.desk.pillar_name(script, place.invite.pillar or "", ask.language)


async def _places(ask: Ask, assessment: Assessment, script: Script) -> list[Place]:
    """Who took part in the earlier round and is still known, in the order of the pillars."""
    storage, tenant = ask.desk.storage, ask.desk.tenant
    pillars = [section.id for section in script.sections]
    interviews = await storage.interviews(tenant, assessment.repeats or "")
    by_invite = {one.invite: one for one in interviews if _took_part(one)}
    found = []
    for invite in await storage.invites(tenant, assessment.repeats or ""):
        interview = by_invite.get(invite.id)
        if interview is None or invite.pillar not in pillars or invite.question is not None:
            continue
        person = await storage.person(tenant, interview.person)
        name = invite.name or (person.name if person is not None else "")
        id_ = id_from(REPEAT, assessment.id, invite.id)
        found.append(Place(id_, interview.person, name, invite))
    return sorted(found, key=lambda place: pillars.index(place.invite.pillar or ""))


def _took_part(interview: Interview) -> bool:
    return interview.state in TOOK_PART and interview.erased_at is None


async def same_people(ask: Ask, assessment: Assessment, _: str) -> Plan:
    """A link for everybody who took part in the earlier round, in a text to forward for each person; who has
    one by this button gets no second one.
    """
    if open_fields(assessment):
        return what_next(ask, assessment)
    script = await ask.desk.script(assessment.script_hash)
    made = {invite.id for invite in await ask.desk.storage.invites(ask.desk.tenant, assessment.id)}
    places = [one for one in await _places(ask, assessment, script) if one.id not in made]
    if not places:
        return ask.refuse("toast.repeat_invited")
    writes: list[Record] = [ask.reply(ask.text("repeat.forward", count=len({p.person for p in places})))]
    for number, person in enumerate(dict.fromkeys(place.person for place in places), 1):
        writes += _for_one(ask, assessment, script, (p for p in places if p.person == person), number)
    writes.append(noted(ask.desk, ask.person.id, "repeat_invited", assessment.id))
    return Plan(writes, (AssessmentIs(assessment),))


def _for_one(
    ask: Ask, assessment: Assessment, script: Script, places: Iterable[Place], number: int
) -> list[Record]:
    made = [
        make_invite(
            ask.desk,
            assessment,
            place.invite.pillar,
            place.invite.role,
            place.name or None,
            place.id,
            function=place.invite.function,
            department=place.invite.department,
            language=place.invite.language,
        )
        for place in places
    ]
    text = forwarded(ask, assessment, script, made)
    invites = [invite for _, invite in made]
    return [*invites, ask.reply(text, number=number, about=invites[0].id)]
