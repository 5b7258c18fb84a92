"""What everybody can ask with a slash; the consultant's own commands are in bot/consultant."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.consultant import commands as consultant
from bot.conversation.language import choose_language
from bot.conversation.stepping import in_interview
from bot.conversation.turn import Plan, Turn
from bot.interview.events import AskedForAnswers, Event, Pressed, Returned
from bot.invites import open_invite
from bot.ports import Wrote
from bot.tokens import new_id
from bot.walking import Outcome, Scenery, card_of
from storage.port import InviteOpen
from storage.records import Record


async def command(turn: Turn, event: Wrote) -> Plan:
    """`/name@bot rest`."""
    name, _, rest = event.text[1:].partition(" ")
    name, rest = name.partition("@")[0].lower(), rest.strip()
    if name in EVERYBODY:
        return await EVERYBODY[name](turn, rest)
    writes = await consultant.command(turn.desk, turn.incoming, turn.person, name, rest)
    if writes is not None:
        return Plan(writes)
    busy = await turn.current() is not None
    if busy or turn.by_consultant:
        return turn.say("unknown_command", command=name[:32], busy=busy)
    return turn.greet()


async def _start(turn: Turn, token: str) -> Plan:
    if token:
        return await _open(turn, token)
    interview = await turn.current()
    if interview is None:
        return turn.greet()
    return await in_interview(turn, interview.id, [Returned()], tapped=False, fresh=True)


async def _open(turn: Turn, token: str) -> Plan:
    """A link was opened: show what is asked and why. It uses nothing up: mail scanners open links too."""
    opened = await open_invite(turn.desk, turn.person, token, turn.incoming.channel)
    if opened is None:
        known = turn.by_consultant or await turn.current() is not None
        return turn.say("invite_unknown") if known else turn.brush_off("invite_unknown")
    interview, assessment, desk = opened.interview, opened.assessment, turn.desk
    if not opened.is_new:
        return await in_interview(turn, interview.id, [Returned()], tapped=False, fresh=True)
    script = await desk.script(interview.script_hash)
    owner = await desk.storage.person(desk.tenant, assessment.owner)
    scenery = Scenery.fresh(desk, interview, assessment, turn.person, script, owner)
    card = card_of(scenery, Outcome(scenery.progress), new_id, desk.now(), tapped=False, fresh=True)
    writes: list[Record] = [interview, opened.invite, *card]
    return Plan(writes, guards=(InviteOpen(opened.invite.id),))


async def _help(turn: Turn, _: str) -> Plan:
    if turn.by_consultant or await turn.current() is None:
        return turn.greet()
    return turn.say("help.owner")


async def _answers(turn: Turn, _: str) -> Plan:
    return await _to_current(turn, lambda _: AskedForAnswers())


async def _pause(turn: Turn, _: str) -> Plan:
    return await _to_current(turn, lambda interview: Pressed("pause", interview))


async def _stop(turn: Turn, _: str) -> Plan:
    return await _to_current(turn, lambda interview: Pressed("stop", interview))


async def _to_current(turn: Turn, event: Callable[[str], Event]) -> Plan:
    interview = await turn.current()
    if interview is None:
        return turn.greet()
    return await in_interview(turn, interview.id, [event(interview.id)], tapped=False, fresh=True)


EVERYBODY: dict[str, Callable[[Turn, str], Awaitable[Plan]]] = {
    "start": _start,
    "help": _help,
    "language": choose_language,
    "answers": _answers,
    "pause": _pause,
    "stop": _stop,
}
