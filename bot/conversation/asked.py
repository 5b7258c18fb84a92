"""Words that somebody was asked for outside an interview: who takes them, and when they are none of those."""

from __future__ import annotations

from dataclasses import replace

from bot.awaiting import asked_at, awaited, taken
from bot.consultant import commands as consultant
from bot.conversation import hearing
from bot.conversation.turn import Turn
from bot.desk import Plan
from bot.ports import SentThing, Wrote
from storage.records import Interview, Job


async def asked_for(turn: Turn, event: Wrote, interview: Interview | None) -> Plan | None:
    """What words that were waited for come to; None: none were, or these are for somewhere else. `interview`:
    the one that words go to otherwise.
    """
    if not event.text.strip():
        return None
    if event.reply_to is not None and await turn.by_consultant():
        plan = await consultant.replied(turn.desk, turn.incoming, turn.person, event.text.strip())
        if plan is not None:
            return plan
    job = await awaited(turn.desk, turn.person)
    # Who went on with an interview after being asked means the card there.
    if job is None or (interview is not None and interview.last_activity > asked_at(job)):
        return None
    plan = await _taken(turn, job, event.text.strip())
    if plan is None:
        return None
    over, guard = taken(job)
    still = any(isinstance(record, Job) and record.id == job.id for record in plan.writes)
    writes = plan.writes if still else [*plan.writes, over]
    return replace(plan, writes=writes, guards=(*plan.guards, guard))


async def file_asked_for(turn: Turn, event: SentThing) -> Plan | None:
    """A file that a consultant was asked for; None: none was."""
    job = await awaited(turn.desk, turn.person)
    if job is None:
        return None
    return await consultant.sent(turn.desk, turn.incoming, turn.person, job, event)


async def _taken(turn: Turn, job: Job, text: str) -> Plan | None:
    if job.payload["what"] == hearing.REMARK:
        return await hearing.remarked(turn, job, text)
    return await consultant.wrote(turn.desk, turn.incoming, turn.person, job, text)
