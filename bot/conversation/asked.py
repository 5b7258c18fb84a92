"""Words and files that people were asked for outside an interview: who hears them, in one visible table."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from bot.authority import may, role_in_assessment
from bot.awaiting import asked_at, awaited, came
from bot.consultant import (
    actions,
    adding,
    candidates,
    concluding,
    deciding,
    filling_in,
    founding,
    giving,
    judging,
    knowing,
    outside,
    plan_sheets,
    planning,
    proposals,
    querying,
    rows,
    running,
    setting_fields,
    settings,
    sheets,
    weighing,
)
from bot.consultant.asking import Ask
from bot.conversation import following, hearing, knowing_better, network, snoozing
from bot.conversation.turn import Turn
from bot.desk import Plan
from bot.following.asking import FOLLOW
from bot.ports import SentThing, Wrote
from storage.records import Assessment, Job

Hears = Callable[[Turn, Job, str], Awaitable[Plan | None]]
OfRound = Callable[[Ask, Assessment, Job, str], Awaitable[Plan | None]]
OfList = Callable[[Ask, Job, str], Awaitable[Plan | None]]
HOUR, HALF_DAY, WEEK = timedelta(hours=1), timedelta(hours=12), timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Listener:
    """Who hears an answer; None from it means that this is for somebody else. `lasts`: what comes so long
    after the question is no answer to it any more; nor is what was sent before it.
    """

    hears: Hears
    lasts: timedelta = HALF_DAY
    takes: type[Wrote] | type[SentThing] = Wrote


async def asked_for(turn: Turn) -> Plan | None:
    """What words or a file come to that were waited for; None: none were, or these are for somewhere else."""
    event, job = turn.incoming.event, await awaited(turn.desk, turn.person)
    listener = LISTENERS.get(job.payload["what"]) if job is not None else None
    if job is None or listener is None or not isinstance(event, listener.takes):
        return None
    text = event.text.strip() if isinstance(event, Wrote) else None
    late = turn.desk.now() - asked_at(job) > listener.lasts
    if text == "" or late or _early(event, job):
        return None
    plan = await listener.hears(turn, job, text or "")
    return came(plan, job) if plan is not None else None


async def too_early(turn: Turn) -> bool:
    """Whether these words were sent before something was asked that still waits for its answer."""
    event, job = turn.incoming.event, await awaited(turn.desk, turn.person)
    return job is not None and isinstance(event, Wrote) and _early(event, job)


def _early(event: Wrote | SentThing, job: Job) -> bool:
    # Channels tell whole seconds.
    return event.at is not None and event.at < asked_at(job).replace(microsecond=0)


def _of_round(hears: OfRound) -> Hears:
    """About a round, from who (still) has the right to it there."""

    async def listener(turn: Turn, job: Job, text: str) -> Plan | None:
        assessment = await turn.desk.storage.assessment(turn.desk.tenant, job.payload["assessment"])
        role = await role_in_assessment(turn.desk, turn.person, assessment)
        if assessment is None or not may(role, job.payload["what"]):
            return None
        return await hears(turn.ask.of(assessment), assessment, job, text)

    return listener


async def _founding(turn: Turn, job: Job, text: str) -> Plan | None:
    """About a round that is being prepared."""
    if not may(await turn.role(), founding.FOUND):
        return None
    return await founding.heard(turn.ask, job, text)


def _of_list(what: str, hears: OfList) -> Hears:
    """About the organisations that a consultant keeps, from who (still) may."""

    async def listener(turn: Turn, job: Job, text: str) -> Plan | None:
        if not may(await turn.role(), what):
            return None
        return await hears(turn.ask, job, text)

    return listener


#: What is awaited (`awaits`) -> who hears it; named after the button that asks for it.
LISTENERS: Mapping[str, Listener] = {
    # Of everybody who answers: soon their words are about the interview again.
    snoozing.SNOOZE: Listener(snoozing.heard, HOUR),
    knowing_better.SOMEONE: Listener(knowing_better.heard, HOUR),
    hearing.REMARK: Listener(hearing.remarked),
    FOLLOW: Listener(following.heard, WEEK),
    network.NETWORK: Listener(network.heard, HOUR),
    # Of who runs the round.
    knowing.CONTACT: Listener(_of_round(filling_in.told), WEEK),
    judging.SCORE: Listener(_of_round(judging.reason)),
    querying.QUERY: Listener(_of_round(querying.asked)),
    setting_fields.SET: Listener(_of_round(settings.heard)),
    proposals.PROPOSE: Listener(_of_round(proposals.named)),
    sheets.LIST: Listener(_of_round(sheets.sent), takes=SentThing),
    rows.ROWS: Listener(_of_round(rows.sent), takes=SentThing),
    plan_sheets.SHEET: Listener(_of_round(plan_sheets.sent), takes=SentThing),
    running.INITIATIVE: Listener(_of_round(running.wrote)),
    planning.ACTION: Listener(_of_round(actions.heard)),
    adding.ADDING: Listener(_of_round(adding.heard)),
    weighing.WHATIF: Listener(_of_round(weighing.heard)),
    deciding.DECISION: Listener(_of_round(deciding.heard)),
    giving.GIVE: Listener(_of_round(giving.heard)),
    concluding.FINDING: Listener(_of_round(concluding.reworded)),
    concluding.CONCLUDE: Listener(_of_round(concluding.concluded)),
    # Of who prepares one.
    founding.FOUND: Listener(_founding, WEEK),
    # Of who keeps the organisations to learn from.
    candidates.CANDIDATES: Listener(_of_list(candidates.CANDIDATES, candidates.heard)),
    outside.OUTSIDE: Listener(_of_list(outside.OUTSIDE, outside.heard)),
}
