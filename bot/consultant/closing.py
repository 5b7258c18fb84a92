"""A round is closed, and opened again: nobody answers in between, and nothing that was said is lost."""

from __future__ import annotations

from dataclasses import replace

from bot.consultant.asking import Ask
from bot.consultant.inviting import InviteError
from bot.consultant.standing import REMINDERS
from bot.desk import Desk, Plan
from bot.holding import released
from bot.phases import frozen
from bot.privacy.audit import OPERATOR, noted
from bot.reminding.watching import timers
from storage.port import AssessmentIs, Change, DropJobs, Saved
from storage.records import Assessment, Record


async def close(ask: Ask, assessment: Assessment, sure: str) -> Plan:
    """Asks whether it is meant, `yes` does it."""
    if assessment.state != "open":
        return ask.refuse("toast.closed_already")
    if sure != "yes":
        interviews = await ask.desk.in_round(assessment)
        busy = sum(one.state in ("active", "paused") for one in interviews)
        buttons = [[(ask.label("close_sure"), f"close:{assessment.id}:yes")]]
        return ask.say("close.sure", buttons, organisation=assessment.name, busy=busy)
    again = [[(ask.label("menu_reopen"), f"reopen:{assessment.id}")]]
    said = ask.say("close.done", again, organisation=assessment.name)
    change = await closing(ask.desk, assessment, ask.person.id)
    return Plan([*change.writes, *said.writes], change.guards, drops=change.drops)


async def reopen(ask: Ask, assessment: Assessment, _: str) -> Plan:
    """Answers are taken again, until the deadline as it was."""
    if assessment.state == "open":
        return ask.refuse("toast.open_already")
    if frozen(assessment):
        return ask.refuse("toast.adopted")
    change = await reopening(ask.desk, assessment, ask.person.id)
    passed = assessment.deadline is not None and assessment.deadline <= ask.desk.now()
    said = ask.say(
        "close.reopened", organisation=assessment.name, deadline=ask.local(assessment.deadline), passed=passed
    )
    return Plan([*change.writes, *said.writes], change.guards)


async def closing(desk: Desk, assessment: Assessment, who: str) -> Change:
    """No more answers, no more reminders; own results that were held back are made."""
    over = replace(assessment, state="closed", closed_at=desk.now())
    pictures = await released(desk, assessment)
    writes: list[Record] = [over, noted(desk, who, "close", assessment.id), *pictures]
    drops = (DropJobs(REMINDERS.format(assessment=assessment.id)),)
    return Change(guards=(AssessmentIs(assessment),), writes=tuple(writes), drops=drops)


async def reopening(desk: Desk, assessment: Assessment, who: str) -> Change:
    """As it was before it was closed, with a look at everybody's silence."""
    again = replace(assessment, state="open", closed_at=None)
    interviews = await desk.in_round(assessment)
    writes: list[Record] = [again, noted(desk, who, "reopen", assessment.id), *timers(desk, interviews)]
    return Change(guards=(AssessmentIs(assessment),), writes=tuple(writes))


async def turned(desk: Desk, assessment: Assessment, *, open_: bool) -> str:
    """Closes or opens from the command line; what became of it. Raises InviteError."""
    if (assessment.state == "open") == open_:
        raise InviteError(f"assessment {assessment.id} is {assessment.state} already")
    if assessment.state not in ("open", "closed"):
        raise InviteError(f"assessment {assessment.id} is not ready; finish making it first")
    if open_ and frozen(assessment):
        raise InviteError(f"assessment {assessment.id} was adopted; it stays closed")
    make = reopening if open_ else closing
    change = await make(desk, assessment, OPERATOR)
    if await desk.storage.save(change) is Saved.STALE:
        raise InviteError(f"assessment {assessment.id} was changed at this very moment; try again")
    return f"assessment {assessment.id} is {'open' if open_ else 'closed'}"
