"""A proposal on its way: made to both, answered by each alone, and only after two yeses told who it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot.cards import plain
from bot.desk import Desk
from bot.network.pairs import MET, NO, WAITS, YES, Pair, is_open, open_with, proposed
from bot.network.people import Somebody, kind_of, organisation_of, somebody
from bot.network.wanting import not_any_more
from bot.references.wanted import SECTOR, choices_of
from bot.reminding.watching import calendar_of
from bot.texts.filters import localized
from storage.port import IsStill
from storage.records import Contact, Outgoing, Person, Record

#: The button that answers a proposal.
ANSWER = "intouch"


@dataclass(frozen=True, slots=True)
class Came:
    """What an answer comes to: what is saved, if both are still as they were read."""

    writes: Sequence[Record]
    guards: tuple[IsStill, ...]


def with_entry(one: Contact, other: str, **changed: Any) -> Contact:
    """The same with something else about the other."""
    return replace(one, agreed={**one.agreed, other: {**one.agreed.get(other, {}), **changed}})


# --- made


async def propose(desk: Desk, pair: Pair) -> Came:
    """Both are asked, and neither reads who the other is."""
    now, theme = desk.now(), pair.themes[0]
    both = (pair.one.who, pair.other.who)
    writes: list[Record] = []
    for who, other in (both, both[::-1]):
        entry = proposed(theme, pair.together, now)
        asked = with_entry(who.contact, other.contact.id, **entry)
        writes += [asked, await proposal(desk, replace(who, contact=asked), other)]
    return Came(writes, tuple(IsStill(who.contact) for who in both))


async def proposal(desk: Desk, who: Somebody, other: Somebody, again: str = "") -> Outgoing:
    """The question, in opening hours; `again`: asked for now, under this key."""
    entry, language = who.contact.agreed[other.contact.id], desk.language_of(who.person)
    kind = await kind_of(desk, other)
    own = "" if other.elsewhere else other.assessment.settings.get(SECTOR)
    start = f"{ANSWER}:{who.contact.id}:{other.contact.id}"
    html = desk.texts.say(
        "network.proposal",
        language,
        sector=kind.sector if kind else own,
        size=kind.size if kind else "",
        theme=theme_text(desk, entry["theme"], language),
        together=entry["together"],
        until=local(desk, entry["until"]),
    )
    buttons = [
        [(plain(desk.texts.say(f"button.intouch_{what}", language)), f"{start}:{what}") for what in row]
        for row in (("yes", "no"), ("later",), ("never",))
    ]
    key = again or f"{ANSWER}:{start}:{entry['until']}"
    row = desk.reply(who.person, str(html), key, buttons, kind="reply" if again else "notice")
    return row if again else in_hours(desk, row, who.person)


def in_hours(desk: Desk, row: Outgoing, to: Person) -> Outgoing:
    """Not before the person is at work."""
    return replace(row, not_before=calendar_of(desk.settings, to).next_open(desk.now()))


def local(desk: Desk, moment: str) -> datetime:
    """A moment as it is kept, on the clocks here."""
    return localized(datetime.fromisoformat(moment), desk.settings.timezone)


def theme_text(desk: Desk, theme: str, language: str) -> str:
    """What a pillar or a kind of initiative is called."""
    found = {**choices_of(desk, "pillars"), **choices_of(desk, "objectives")}.get(theme)
    return found.label[language].partition(":")[0] if found is not None else theme


# --- answered


async def says_yes(desk: Desk, me: Somebody, other: Somebody) -> Came:
    """Both agreed: each is told who the other is, and who runs the network that it worked. Else it waits."""
    mine, theirs = me.contact, other.contact
    guards = (IsStill(mine), IsStill(theirs))
    if theirs.agreed[mine.id]["said"] != YES:
        return Came([with_entry(mine, theirs.id, said=YES)], guards)
    writes = [with_entry(mine, theirs.id, said=MET), with_entry(theirs, mine.id, said=MET)]
    told = [
        await _introduced(desk, me, other),
        in_hours(desk, await _introduced(desk, other, me), other.person),
    ]
    return Came([*writes, *told, *await _who_runs(desk, me, other)], guards)


async def _introduced(desk: Desk, to: Somebody, other: Somebody) -> Outgoing:
    language = desk.language_of(to.person)
    entry = to.contact.agreed[other.contact.id]
    html = desk.texts.say(
        "network.met",
        language,
        name=other.person.name or "",
        organisation=await organisation_of(desk, other),
        link=other.contact.link,
        theme=theme_text(desk, entry["theme"], language),
        together=entry["together"],
    )
    key = f"{ANSWER}:met:{to.contact.id}:{other.contact.id}"
    return desk.reply(to.person, str(html), key, kind="notice", about=other.interviews[0].id)


async def _who_runs(desk: Desk, me: Somebody, other: Somebody) -> list[Record]:
    runner = await desk.storage.person(desk.tenant, me.assessment.owner)
    if runner is None or runner.stopped_at is not None:
        return []
    both = sorted((me, other), key=lambda one: one.contact.id)
    people = sorted([(one.person.name or "", await organisation_of(desk, one)) for one in both])
    html = desk.texts.say("notice.network_met", desk.language_of(runner), people=people)
    key = f"{ANSWER}:told:{both[0].contact.id}:{both[1].contact.id}"
    return [desk.reply(runner, str(html), key, kind="notice", about=me.interviews[0].id)]


async def says_no(desk: Desk, mine: Contact, other: str) -> Came:
    """It comes to nothing; who had said yes already is told that, and not why."""
    theirs = await desk.storage.contact(desk.tenant, other)
    ended = await _ended_for(desk, theirs, mine.id)
    return Came([with_entry(mine, other, said=NO), *ended.writes], (IsStill(mine), *ended.guards))


async def leaves(desk: Desk, mine: Contact) -> Came:
    """No proposals any more: those that wait come to nothing."""
    writes: list[Record] = [not_any_more(mine)]
    guards: tuple[IsStill, ...] = (IsStill(mine),)
    for other in open_with(mine, desk.now()):
        ended = await _ended_for(desk, await desk.storage.contact(desk.tenant, other), mine.id)
        writes, guards = [*writes, *ended.writes], (*guards, *ended.guards)
    return Came(writes, guards)


async def _ended_for(desk: Desk, theirs: Contact | None, mine: str) -> Came:
    entry = theirs.agreed.get(mine) if theirs is not None else None
    if theirs is None or entry is None or entry["said"] not in WAITS:
        return Came([], ())
    writes: list[Record] = [with_entry(theirs, mine, said=NO)]
    who = await somebody(desk, theirs)
    if who is not None and entry["said"] == YES and is_open(entry, desk.now()):
        html = desk.texts.say("network.not_now", desk.language_of(who.person))
        row = desk.reply(who.person, str(html), f"{ANSWER}:over:{theirs.id}:{mine}", kind="notice")
        writes.append(in_hours(desk, row, who.person))
    return Came(writes, (IsStill(theirs),))
