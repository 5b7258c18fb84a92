"""One's own data and being forgotten, in chat; while somebody waits to be forgotten nothing else happens."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from bot.conversation.stepping import in_interview
from bot.conversation.turn import Turn
from bot.desk import Plan
from bot.following.partaking import partakes
from bot.interview.events import Returned
from bot.ports import Membership, Tap, Unknown, Wrote
from bot.privacy import forgetting
from bot.privacy.forgetting import FORGET, PERSON, Hindrance, hindrance, pending
from bot.privacy.mydata import mydata_job
from bot.privacy.partly import Part, left_of, part_of, stays
from bot.texts.filters import localized
from storage.port import CancelUnsent, JobPending
from storage.records import Job

#: How long the buttons under the explanation work, and the last one that erases at once: an old message that
#: is touched by accident erases nothing.
OFFER_FOR, SURE_FOR = timedelta(hours=1), timedelta(minutes=10)
VERB = "forget"
#: What may still be said or pressed while somebody waits to be forgotten.
STILL = ("/forget", "/mydata")


async def mydata(turn: Turn, _: str) -> Plan:
    """The own data are put together by a job."""
    if not await _known(turn):
        return await turn.greet()
    plan = turn.say("mydata.coming")
    plan.writes.append(mydata_job(turn.desk, turn.person))
    return plan


async def forget(turn: Turn, _: str) -> Plan:
    """What goes, what stays, and the choice of when; nothing is erased yet."""
    job = await pending(turn.desk, turn.person)
    if job is not None:
        return _waiting(turn, job)
    in_the_way, part = await _outlook(turn)
    buttons = [[_button(turn, choice)] for choice in ("later", "now", "keep")]
    telegram = turn.incoming.channel == "telegram"
    if not in_the_way:
        known = await _known(turn)
        return turn.say("forget.explain", buttons, telegram=telegram) if known else await turn.greet()
    left = await left_of(turn.desk, turn.person.id, part, in_the_way)
    kept = stays(turn.desk, left, turn.language)
    if not part:
        return turn.say("forget.nothing", stays=kept)
    return turn.say("forget.explain_part", buttons, telegram=telegram, goes=left.goes, stays=kept)


async def _outlook(turn: Turn) -> tuple[Hindrance, Part]:
    """What stands in the way of erasing this person, and what may go all the same."""
    in_the_way = await hindrance(turn.desk, PERSON, turn.person.id)
    return in_the_way, await part_of(turn.desk, turn.person.id) if in_the_way else Part()


async def _is_refused(turn: Turn) -> bool:
    in_the_way, part = await _outlook(turn)
    return bool(in_the_way) and not part


async def pressed(turn: Turn, rest: str) -> Plan:
    """`forget:<person>:<choice>:<when it was offered>`."""
    person, choice, offered = (*rest.split(":"), "", "", "")[:3]
    if person != turn.person.id or choice not in CHOICES:
        return turn.refuse("toast.not_yours")
    act, patience = CHOICES[choice]
    if patience is not None and not _fresh(turn, offered, patience):
        return await forget(turn, "")
    return await act(turn, await pending(turn.desk, turn.person))


async def _keep(turn: Turn, _: Job | None) -> Plan:
    return turn.refuse("forget.toast.kept")


async def _later(turn: Turn, job: Job | None) -> Plan:
    if job is not None:
        return turn.refuse("forget.toast.planned")
    if await _is_refused(turn):
        return await forget(turn, "")
    turn.person, planned = forgetting.wait_for_it(turn.desk, turn.person, turn.language)
    return Plan([*_waiting(turn, planned).writes, planned], cancels=_unsent(turn))


async def _now(turn: Turn, _: Job | None) -> Plan:
    return turn.say("forget.sure", [[_button(turn, "sure")], [_button(turn, "keep")]])


async def _sure(turn: Turn, job: Job | None) -> Plan:
    if await _is_refused(turn):
        return await forget(turn, "")
    guards = (JobPending(job.id, job.kind),) if job is not None else ()
    turn.person, planned = forgetting.at_once(turn.desk, turn.person, turn.language, job)
    return Plan([planned], guards, _unsent(turn), turn.refuse("forget.toast.now").toast)


def _unsent(turn: Turn) -> tuple[CancelUnsent, ...]:
    """Sending stops in the same commit."""
    return (CancelUnsent(turn.incoming.bot_id, turn.incoming.chat_id),)


async def _undo(turn: Turn, job: Job | None) -> Plan:
    if job is None:
        return turn.refuse("forget.toast.nothing")
    if job.kind != FORGET:
        return turn.refuse("forget.toast.too_late")
    turn.person, over = forgetting.undone(job, turn.person)
    plan = turn.say("forget.undone")
    plan.writes.append(over)
    interview = await turn.current()
    if interview is not None and turn.person.stopped_at is None:
        card = await in_interview(turn, interview.id, [Returned()], "words", tapped=False, fresh=True)
        plan = Plan([*plan.writes, *card.writes], card.guards, plan.cancels)
    plan.guards = (*plan.guards, JobPending(job.id, FORGET))
    return plan


#: choice -> what it comes to, and how long after the offer it may be made (None: always).
CHOICES: dict[str, tuple[Callable[[Turn, Job | None], Awaitable[Plan]], timedelta | None]] = {
    "later": (_later, OFFER_FOR),
    "now": (_now, OFFER_FOR),
    "sure": (_sure, SURE_FOR),
    "undo": (_undo, None),
    "keep": (_keep, None),
}


async def waiting(turn: Turn) -> Plan | None:
    """What everything else comes to while somebody waits to be forgotten; None: nobody does."""
    event = turn.incoming.event
    if turn.person.stopped_at is None or isinstance(event, Membership | Unknown):
        return None
    if isinstance(event, Tap) and event.data.startswith(f"{VERB}:"):
        return None
    if isinstance(event, Wrote) and event.text.split()[:1] in [[command] for command in STILL]:
        return None
    job = await pending(turn.desk, turn.person)
    if job is None:
        return None
    return turn.refuse("forget.toast.waiting") if isinstance(event, Tap) else _waiting(turn, job)


def _waiting(turn: Turn, job: Job) -> Plan:
    if job.kind != FORGET:
        return turn.say("forget.busy")
    at = localized(job.due_at, turn.desk.settings.timezone)
    return turn.say("forget.planned", [[_button(turn, "undo")], [_button(turn, "now")]], at=at)


async def _known(turn: Turn) -> bool:
    """Whether there is anything to show or erase; of strangers there is hardly a name."""
    if await turn.desk.storage.interviews_of(turn.desk.tenant, turn.person.id):
        return True
    return await turn.by_consultant() or bool(await partakes(turn.desk, turn.person))


def _button(turn: Turn, choice: str) -> tuple[str, str]:
    label = str(turn.desk.texts.say(f"button.forget_{choice}", turn.language))
    return label, f"{VERB}:{turn.person.id}:{choice}:{int(turn.desk.now().timestamp()):x}"


def _fresh(turn: Turn, offered: str, patience: timedelta) -> bool:
    try:
        at = datetime.fromtimestamp(int(offered, 16), UTC)
    except (ValueError, OverflowError, OSError):
        return False
    return timedelta(0) <= turn.desk.now() - at + timedelta(seconds=1) <= patience + timedelta(seconds=1)
