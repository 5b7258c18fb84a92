"""Stop is stop: whoever says so gets one confirmation and then nothing more, by whatever road."""

from __future__ import annotations

from dataclasses import replace

from bot.authority import who_runs
from bot.conversation.stepping import in_interview
from bot.conversation.turn import Turn
from bot.desk import Plan
from bot.following.partaking import partakes
from bot.interview.events import Pressed
from bot.ports import Wrote
from storage.port import CancelUnsent
from storage.records import Interview, Person, Record

#: Messages that mean it; only when they are the whole message.
WORDS = frozenset(
    {
        *("stop", "stoppen", "stop maar", "stop er mee", "stop ermee", "ik stop", "ik wil stoppen"),
        *("afmelden", "meld mij af", "geen berichten meer", "stuur mij geen berichten meer"),
        *("stop it", "please stop", "stop please", "i want to stop", "unsubscribe", "no more messages"),
    }
)
RUNNING = ("active", "paused")


def means_stop(event: Wrote) -> bool:
    """Whether the whole message asks for silence."""
    return " ".join(event.text.casefold().split()).strip(" .!") in WORDS


async def stop(turn: Turn, _: str = "") -> Plan:
    """No more messages, in no interview; the answers stay."""
    interview = await turn.current()
    if interview is None:
        return await _quiet(turn) if await partakes(turn.desk, turn.person) else await turn.greet()
    if await _can_break_off(turn, interview):
        stopping = [Pressed("stop", interview.id)]
        return await in_interview(turn, interview.id, stopping, "words", tapped=False, fresh=True)
    return await _quiet(turn)


async def _can_break_off(turn: Turn, interview: Interview) -> bool:
    """Whether there is something to stop; in a round that is closed nothing changes."""
    assessment = await turn.desk.storage.assessment(turn.desk.tenant, interview.assessment)
    return interview.state in RUNNING and assessment is not None and assessment.state == "open"


async def _quiet(turn: Turn) -> Plan:
    """There is nothing to break off, but the person wants no messages."""
    told: list[Record] = [] if turn.person.stopped_at is not None else await _told(turn)
    turn.person = replace(turn.person, stopped_at=turn.person.stopped_at or turn.desk.now())
    plan = turn.say("stop.done")
    return replace(
        plan,
        writes=[*plan.writes, *told],
        cancels=(CancelUnsent(turn.incoming.bot_id, turn.incoming.chat_id),),
    )


async def _told(turn: Turn) -> list[Record]:
    """Who runs the rounds that this person is in."""
    desk, person, rows = turn.desk, turn.person, list[Record]()
    mine = await desk.storage.interviews_of(desk.tenant, person.id)
    rounds = {one.assessment: one for one in mine if one.joined_at is not None and one.erased_at is None}
    for id_, interview in rounds.items():
        assessment = await desk.storage.assessment(desk.tenant, id_)
        if assessment is not None and assessment.state == "open":
            people = [one for one in await who_runs(desk, assessment) if one.id != person.id]
            rows += [_notice(turn, interview, assessment.name, to) for to in people]
    return rows


def _notice(turn: Turn, interview: Interview, organisation: str, to: Person) -> Record:
    desk = turn.desk
    name = turn.person.name or turn.person.address
    html = desk.texts.say("notice.quiet", desk.language_of(to), name=name, organisation=organisation)
    key = f"notice:quiet:{interview.id}:{turn.incoming.bot_id}:{turn.incoming.update_id}:{to.id}"
    return desk.reply(to, str(html), key, kind="notice", about=interview.id)
