"""Somebody else knows it better: whom to ask is told in words, and the consultant decides."""

from __future__ import annotations

from typing import Any

from bot.authority import who_runs
from bot.cards import plain
from bot.conversation.reminders import Pressed, ask, deadline_of, found_reminder, say
from bot.conversation.turn import Turn
from bot.desk import Plan
from bot.tokens import new_id
from storage.records import Job, Note, Person, Record

SOMEONE = "someone"
LONGEST_FUNCTION = 200


async def someone(turn: Turn, rest: str) -> Plan:
    """`someone:<reminder>`: asks for the function of who knows this better."""
    found = await found_reminder(turn, rest, SOMEONE)
    return found if isinstance(found, Plan) else ask(turn, found, SOMEONE, "remind.who")


async def heard(turn: Turn, job: Job, text: str) -> Plan | None:
    """The function, typed."""
    found = await found_reminder(turn, job.payload["reminder"], SOMEONE)
    return None if isinstance(found, Plan) else await _who(turn, found, text)


async def _who(turn: Turn, found: Pressed, text: str) -> Plan:
    """A function that would know it better: the consultant decides whether to ask there."""
    desk, person, function = turn.desk, turn.person, " ".join(text.split())[:LONGEST_FUNCTION]
    note = Note(
        desk.tenant,
        new_id(),
        found.assessment.id,
        found.interview.id,
        person.id,
        found.interview.pillar,
        None,
        "proposal",
        function,
        "waiting",
        person.id,
        desk.now(),
    )
    plan = say(turn, found, "remind.who_noted", deadline=deadline_of(found))
    told = [one for one in await who_runs(desk, found.assessment) if one.id != person.id]
    script = await desk.script(found.interview.script_hash)
    plan.writes += [note, *(_proposal(turn, found, note, to, script) for to in told)]
    return plan


def _proposal(turn: Turn, found: Pressed, note: Note, to: Person, script: Any) -> Record:
    desk, language = turn.desk, turn.desk.language_of(to)
    html = desk.texts.say(
        "notice.knows_better",
        language,
        name=turn.person.name or turn.person.address,
        organisation=found.assessment.name,
        pillar=desk.pillar_name(script, found.interview.pillar, language),
        function=note.text,
    )
    invite = (
        plain(desk.texts.say("button.knows_better", language)),
        f"propose:{found.assessment.id}:{note.id}:pillar",
    )
    key = f"notice:proposal:{note.id}:{to.id}"
    return desk.reply(to, str(html), key, [[invite]], kind="notice", about=found.interview.id)
