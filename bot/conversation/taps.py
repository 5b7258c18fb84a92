"""Buttons: each names its ask, its interview or its assessment, and that decides where it goes."""

from __future__ import annotations

from bot.consultant import commands as consultant
from bot.conversation.language import choose_language
from bot.conversation.stepping import in_interview
from bot.conversation.turn import Plan, Turn
from bot.interview.events import Chose, Event, Pressed
from bot.interview.verbs import OF_ANSWER, OF_ASK, OF_INTERVIEW
from bot.ports import Tap


async def tapped(turn: Turn, tap: Tap) -> Plan:
    """A button was pressed, or its label typed."""
    verb, _, rest = tap.data.partition(":")
    arg, _, extra = rest.partition(":")
    if verb == "a" or verb in OF_ASK or verb in OF_ANSWER:
        return await _on_ask(turn, verb, arg, extra)
    if verb in OF_INTERVIEW:
        return await in_interview(turn, arg, [Pressed(verb, arg)], tapped=True, fresh=verb == "resume")
    if verb == "lang":
        return await choose_language(turn, arg)
    writes = await consultant.pressed(turn.desk, turn.incoming, turn.person, verb, rest)
    return turn.refuse("toast.not_yours") if writes is None else Plan(writes)


async def _on_ask(turn: Turn, verb: str, arg: str, extra: str) -> Plan:
    ask = await turn.desk.storage.ask(turn.desk.tenant, arg)
    if ask is None:
        return turn.refuse("toast.not_yours")
    event: Event = Pressed(verb, arg)
    if verb == "a":
        if turn.room.too_soon(arg, turn.incoming.heard):
            return turn.refuse("toast.too_soon")
        option, _, revision = extra.partition(":")
        event = Chose(arg, option, int(revision) if revision.isdecimal() else None)
    return await in_interview(turn, ask.interview, [event], tapped=True)
