"""Who of a consultant's network fits whom: shown to the consultant, who decides what is proposed."""

from __future__ import annotations

from dataclasses import replace

from bot.consultant.asking import Ask
from bot.desk import Plan
from bot.network.pairs import MET, Pair, open_with, pairs_of
from bot.network.people import Known, network_of
from bot.network.proposing import propose, theme_text
from bot.privacy.audit import noted

#: The button that proposes two to each other.
BRING = "bring"
PAGE = 5


async def command(ask: Ask, _: str = "", first: int = 0) -> Plan:
    """`/network`: all pairs that can be proposed now, a page at a time."""
    people = await network_of(ask.desk, ask.person)
    found = pairs_of(people, ask.desk.now())
    shown = found[first : first + PAGE]
    buttons = [
        [(ask.label("bring", number=number), _data(pair))] for number, pair in enumerate(shown, first + 1)
    ]
    if len(found) > first + PAGE:
        buttons.append([(ask.label("bring_more"), f"{BRING}:more:{first + PAGE}")])
    return ask.say(
        "network.pairs",
        buttons,
        people=len({one.who.person.id for one in people}),
        waiting=sum(len(open_with(one.who.contact, ask.desk.now())) for one in people) // 2,
        met=sum(e["said"] == MET for one in people for e in one.who.contact.agreed.values()) // 2,
        lines=[_line(ask, number, pair) for number, pair in enumerate(shown, first + 1)],
        total=len(found),
    )


def _data(pair: Pair) -> str:
    return f"{BRING}:{pair.one.who.contact.id}:{pair.other.who.contact.id}"


def _line(ask: Ask, number: int, pair: Pair) -> dict[str, object]:
    return {
        "number": number,
        "people": [_named(one) for one in (pair.one, pair.other)],
        "themes": [theme_text(ask.desk, theme, ask.language) for theme in pair.themes[:3]],
        "together": pair.together,
    }


def _named(one: Known) -> dict[str, str]:
    return {"name": one.who.person.name or one.who.person.address, "organisation": one.organisation}


async def pressed(ask: Ask, rest: str) -> Plan:
    """`CONTACT:CONTACT` proposes these two to each other, once; `more:FIRST` shows further pairs."""
    one, _, other = rest.partition(":")
    if one == "more":
        return await command(ask, first=int(other) if other.isdecimal() and len(other) < 5 else 0)
    found = pairs_of(await network_of(ask.desk, ask.person), ask.desk.now())
    pair = next((pair for pair in found if _data(pair) == f"{BRING}:{one}:{other}"), None)
    if pair is None:
        return ask.refuse("toast.bring_over")
    came = await propose(ask.desk, pair)
    plan = ask.say("network.proposed", people=[_named(each) for each in (pair.one, pair.other)])
    trail = [
        noted(ask.desk, ask.person.id, "brought_together", each.who.assessment.id, each.who.contact.id)
        for each in (pair.one, pair.other)
    ]
    return replace(plan, writes=[*plan.writes, *came.writes, *trail], guards=came.guards)
