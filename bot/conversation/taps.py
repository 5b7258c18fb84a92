"""Buttons: each names its ask, its interview or its assessment, and that decides where it goes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.authority import may
from bot.consultant import bringing, candidates, founding, learning, outside, team
from bot.consultant import commands as consultant
from bot.conversation import (
    following,
    hearing,
    knowing_better,
    network,
    partaking,
    privacy,
    reminders,
    running,
    snoozing,
    withdrawing,
)
from bot.conversation.language import choose_language
from bot.conversation.stepping import in_interview
from bot.conversation.turn import Turn
from bot.desk import Plan
from bot.interview.events import Chose, Event, Pressed
from bot.interview.verbs import OF_ANSWER, OF_ASK, OF_INTERVIEW
from bot.network.proposing import ANSWER
from bot.ports import Tap


async def tapped(turn: Turn, tap: Tap) -> Plan:
    """A button was pressed, or its label typed."""
    verb, _, rest = tap.data.partition(":")
    arg, _, extra = rest.partition(":")
    if verb == "a" or verb in OF_ASK or verb in OF_ANSWER:
        return await _on_ask(turn, verb, arg, extra)
    if verb in OF_INTERVIEW:
        return await in_interview(turn, arg, [Pressed(verb, arg)], verb, tapped=True, fresh=verb == "resume")
    if verb in OTHERS:
        return await OTHERS[verb](turn, rest)
    if verb in consultant.BUTTONS:
        return await consultant.pressed(turn.desk, turn.incoming, turn.person, verb, rest)
    return turn.refuse("toast.not_yours")


async def _on_ask(turn: Turn, verb: str, arg: str, extra: str) -> Plan:
    ask = await turn.desk.storage.ask(turn.desk.tenant, arg)
    if ask is None:
        return turn.refuse("toast.not_yours")
    event: Event = Pressed(verb, arg)
    if verb == "a":
        option, _, revision = extra.partition(":")
        event = Chose(arg, option, int(revision) if revision.isdecimal() and len(revision) < 10 else None)
    return await in_interview(turn, ask.interview, [event], verb, tapped=True)


async def _language(turn: Turn, wanted: str) -> Plan:
    if not may(await turn.role(), "lang"):
        return turn.refuse("toast.not_yours")
    return await choose_language(turn, wanted)


async def _join(turn: Turn, invite: str) -> Plan:
    return await team.join(turn.desk, turn.incoming, turn.person, invite)


async def _found(turn: Turn, rest: str) -> Plan:
    if not may(await turn.role(), "found"):
        return turn.refuse("toast.not_yours")
    return await founding.pressed(turn.ask, rest)


async def _practices(turn: Turn, rest: str) -> Plan:
    if not may(await turn.role(), "practices"):
        return turn.refuse("toast.not_yours")
    return await learning.pressed(turn.ask, rest)


async def _bring(turn: Turn, rest: str) -> Plan:
    if not may(await turn.role(), bringing.BRING):
        return turn.refuse("toast.not_yours")
    return await bringing.pressed(turn.ask, rest)


async def _candidates(turn: Turn, rest: str) -> Plan:
    if not may(await turn.role(), candidates.CANDIDATES):
        return turn.refuse("toast.not_yours")
    return await candidates.pressed(turn.ask, rest)


async def _outside(turn: Turn, rest: str) -> Plan:
    if not may(await turn.role(), outside.OUTSIDE):
        return turn.refuse("toast.not_yours")
    return await outside.pressed(turn.ask, rest)


#: Buttons whose argument is neither an ask, an interview nor an assessment: an invite, a person, a reminder.
OTHERS: dict[str, Callable[[Turn, str], Awaitable[Plan]]] = {
    "lang": _language,
    "join": _join,
    "forget": privacy.pressed,
    "follow": following.pressed,
    partaking.PARTAKE: partaking.accept,
    "found": _found,
    learning.PRACTICES: _practices,
    "snooze": snoozing.snooze,
    "someone": knowing_better.someone,
    "quiet": reminders.quiet,
    "agree": hearing.agree,
    "remark": hearing.remark,
    "tell": running.tell,
    "handover": running.hand_over,
    "mine": running.pressed,
    network.NETWORK: network.pressed,
    ANSWER: network.answered,
    bringing.BRING: _bring,
    withdrawing.VERB: withdrawing.withdraw,
    candidates.CANDIDATES: _candidates,
    outside.OUTSIDE: _outside,
}
