"""What everybody can ask with a slash; the consultant's own commands are in bot/consultant."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.authority import may
from bot.consultant import commands as consultant
from bot.consultant import team
from bot.conversation import partaking
from bot.conversation.language import choose_language
from bot.conversation.network import network
from bot.conversation.privacy import forget, mydata
from bot.conversation.running import initiatives
from bot.conversation.stepping import first_card, in_interview
from bot.conversation.stopping import stop
from bot.conversation.turn import Turn
from bot.desk import Plan
from bot.interview.events import AskedForAnswers, Event, Pressed, Returned
from bot.invites import CO_CONSULTANT, TELLS, Usable, interview_of, usable_invite
from bot.ports import Wrote
from storage.port import InviteOpen


async def command(turn: Turn, event: Wrote) -> Plan:
    """`/name@bot rest`. A command that somebody may not give is one that does not exist."""
    name, _, rest = event.text[1:].partition(" ")
    name, rest = name.partition("@")[0].lower(), rest.strip()
    if may(await turn.role(), f"/{name}"):
        if name in EVERYBODY:
            return await EVERYBODY[name](turn, rest)
        return await consultant.command(turn.desk, turn.incoming, turn.person, name, rest)
    busy = await turn.current() is not None
    if busy or await turn.by_consultant():
        return turn.say("unknown_command", command=name[:32], busy=busy)
    return await turn.greet()


async def _start(turn: Turn, token: str) -> Plan:
    if token:
        return await _open(turn, token)
    interview = await turn.current()
    if interview is None:
        return await turn.greet()
    return await in_interview(turn, interview.id, [Returned()], "words", tapped=False, fresh=True)


async def _open(turn: Turn, token: str) -> Plan:
    """A link was opened: show what is asked and why. It uses nothing up: mail scanners open links too."""
    usable = await usable_invite(turn.desk, turn.person, token)
    if usable is None:
        known = await turn.by_consultant() or await turn.current() is not None
        return turn.say("invite_unknown") if known else turn.brush_off("invite_unknown")
    if usable.invite.role == CO_CONSULTANT:
        return await team.opened(turn.ask, usable)
    if usable.invite.role == TELLS:
        return await partaking.opened(turn, usable)
    return await _interview(turn, usable)


async def _interview(turn: Turn, usable: Usable) -> Plan:
    opened = await interview_of(turn.desk, turn.person, usable)
    if not opened.is_new:
        return await in_interview(turn, opened.interview.id, [Returned()], "words", tapped=False, fresh=True)
    card = await first_card(turn, opened.interview, opened.assessment)
    return Plan([*opened.to_save(turn.desk), *card], guards=(InviteOpen(opened.invite.id),))


async def _help(turn: Turn, _: str) -> Plan:
    if await turn.by_consultant() or await turn.current() is None:
        return await turn.greet()
    return turn.say("help.owner")


async def _answers(turn: Turn, _: str) -> Plan:
    return await _to_current(turn, lambda _: AskedForAnswers())


async def _pause(turn: Turn, _: str) -> Plan:
    return await _to_current(turn, lambda interview: Pressed("pause", interview))


async def _to_current(turn: Turn, event: Callable[[str], Event]) -> Plan:
    interview = await turn.current()
    if interview is None:
        return await turn.greet()
    return await in_interview(turn, interview.id, [event(interview.id)], "words", tapped=False, fresh=True)


EVERYBODY: dict[str, Callable[[Turn, str], Awaitable[Plan]]] = {
    "start": _start,
    "help": _help,
    "language": choose_language,
    "answers": _answers,
    "pause": _pause,
    "stop": stop,
    "mydata": mydata,
    "forget": forget,
    "initiatives": initiatives,
    "network": network,
}
