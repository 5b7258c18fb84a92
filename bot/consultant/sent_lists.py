"""A list that a consultant sends in chat: awaited, fetched and read by a job, and taken by one press. What is
in it, and what becomes of it, is for the module of its kind.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import aclosing
from dataclasses import replace

from bot.authority import may, role_in_assessment
from bot.awaiting import awaited, awaits
from bot.cards import plain
from bot.consultant.asking import Ask
from bot.consultant.dialogs import dialog_about, over, still
from bot.desk import Desk, Plan
from bot.fetching import FETCH
from bot.ports import NotFetched, SentThing
from bot.tokens import new_id
from storage.port import Change, JobPending
from storage.records import Assessment, Job, Outgoing, Person, Record

LONGEST = 60.0
#: What is made of the bytes of a list: what is shown of it, and what waits for a press.
Reads = Callable[[Desk, Job, Person, Assessment, bytes], Awaitable[list[Record]]]


def asked_for(ask: Ask, assessment: Assessment, what: str) -> Plan:
    """What the list may look like; the next file is it. `what` names the texts, the right and the job."""
    if not ask.desk.takes_files(assessment, ask.person):
        return ask.say(f"{what}.no_files")
    plan = ask.say(f"{what}.how", organisation=assessment.name)
    plan.writes.append(awaits(ask.desk, ask.person, what, assessment=assessment.id))
    return plan


def sent(ask: Ask, assessment: Assessment, waiting: Job, what: str, most: int) -> Plan | None:
    """A file came: a job fetches and reads it. What cannot be it is waited for further."""
    event = ask.incoming.event
    if assessment.state != "open" or not isinstance(event, SentThing):
        return None
    if event.kind != "document" or event.ref is None:
        return _and(ask.say("list.no_document"), waiting)
    if (event.size or 0) > most:
        return _and(ask.say(f"{what}.too_large", most=most // 1_000_000), waiting)
    payload = {
        "assessment": assessment.id,
        "person": ask.person.id,
        "bot": ask.incoming.bot_id,
        "ref": event.ref,
    }
    job = Job(ask.desk.tenant, new_id(), what, f"{FETCH}:{what}:{ask.person.id}", payload, ask.desk.now())
    return _and(ask.say(f"{what}.reading"), job)


def _and(plan: Plan, job: Job) -> Plan:
    return replace(plan, writes=[*plan.writes, job])


# --- the job


async def read_sent(desk: Desk, job: Job, most: int, reads: Reads) -> None:
    """The file is read and shown; nothing is made yet. What cannot be fetched now is tried again."""
    person = await desk.storage.person(desk.tenant, job.payload["person"])
    assessment = await desk.storage.assessment(desk.tenant, job.payload["assessment"])
    rows: list[Record] = []
    if person is not None and assessment is not None and await _still_may(desk, job, person, assessment):
        rows = await _read(desk, job, person, assessment, most, reads)
    await _done(desk, job, rows)


async def _still_may(desk: Desk, job: Job, person: Person, assessment: Assessment) -> bool:
    return assessment.state == "open" and may(await role_in_assessment(desk, person, assessment), job.kind)


async def _read(
    desk: Desk, job: Job, person: Person, assessment: Assessment, most: int, reads: Reads
) -> list[Record]:
    try:
        data = await _bytes_of(desk, job, most)
    except NotFetched as trouble:
        if trouble.again:
            raise
        return [message(desk, job, person, "list.gone")]
    return await reads(desk, job, person, assessment, data)


async def _bytes_of(desk: Desk, job: Job, most: int) -> bytes:
    """The file that was sent, a little more than `most` at the most. Raises NotFetched."""
    fetcher = desk.fetchers.get(job.payload["bot"])
    if fetcher is None:
        raise NotFetched("the bot that it was sent to is not running")
    data = bytearray()
    async with asyncio.timeout(LONGEST), aclosing(fetcher.fetch(job.payload["ref"])) as pieces:
        async for piece in pieces:
            data += piece
            if len(data) > most:
                break
    return bytes(data)


async def did_not_come(desk: Desk, job: Job) -> None:
    """It could not be fetched, however often it was tried."""
    person = await desk.storage.person(desk.tenant, job.payload["person"])
    await _done(desk, job, [message(desk, job, person, "list.gone")] if person is not None else [])


async def _done(desk: Desk, job: Job, rows: Sequence[Record]) -> None:
    await desk.storage.save(Change(guards=(JobPending(job.id, job.kind),), writes=(*rows, over(job))))


async def mended(desk: Desk, job: Job, person: Person) -> list[Record]:
    """The next file is the list once it was mended, unless something else was asked for meanwhile."""
    if await awaited(desk, person) is not None:
        return []
    return [awaits(desk, person, job.kind, assessment=job.payload["assessment"])]


def message(
    desk: Desk,
    job: Job,
    person: Person,
    name: str,
    buttons: Sequence[Sequence[tuple[str, str]]] = (),
    **facts: object,
) -> Outgoing:
    """What is told of the list."""
    html = str(desk.texts.say(name, desk.language_of(person), **facts))
    return desk.reply(person, html, f"{job.kind}:{job.id}", buttons, about=job.payload["assessment"])


# --- the press


def choice(desk: Desk, person: Person, waits: Job, verb: str, count: int) -> list[list[tuple[str, str]]]:
    """The buttons below what is shown: take it, or not."""
    start, what = f"{verb}:{waits.payload['assessment']}:{waits.id}", waits.payload["what"]
    said = [
        plain(desk.texts.say(f"button.{what}_{word}", desk.language_of(person), count=count))
        for word in ("yes", "no")
    ]
    return [[(said[0], f"{start}:yes")], [(said[1], f"{start}:no")]]


async def pressed(ask: Ask, assessment: Assessment, what: str, more: str) -> Job | Plan:
    """`DIALOG:yes`: what waits for it, or the answer to a press that takes nothing."""
    id_, _, word = more.partition(":")
    job = await dialog_about(ask.desk, ask.person, what)
    if job is None or job.id != id_ or job.payload["assessment"] != assessment.id:
        return ask.refuse("toast.list_over")
    return job if word == "yes" else taken(ask.say(f"{what}.forgotten"), job)


def taken(plan: Plan, job: Job, *writes: Record) -> Plan:
    """The plan that ends what waited, once."""
    return replace(plan, writes=[*writes, over(job), *plan.writes], guards=(still(job),))
