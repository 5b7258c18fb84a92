"""A whole list of people, sent in chat: read by a job, shown, and invited by one press."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from contextlib import aclosing
from dataclasses import asdict, replace

from bot.authority import may, role_in_assessment
from bot.awaiting import awaited, awaits
from bot.cards import plain
from bot.consultant.asking import Ask
from bot.consultant.assessments import open_fields
from bot.consultant.dialogs import begun, dialog_about, over, still
from bot.consultant.forwarding import forwarded
from bot.consultant.listing import Made, again, checked_list, invites_for, told
from bot.consultant.people import what_next
from bot.desk import Desk, Plan
from bot.fetching import FETCH
from bot.lists import Listed, Reading
from bot.lists.table import MOST_BYTES
from bot.ports import NotFetched, SentThing
from bot.privacy.audit import noted
from bot.tokens import new_id
from storage.port import Change, JobPending
from storage.records import Assessment, Invite, Job, Outgoing, Person, Record

LIST = "list"
#: So many people can be invited by one list in chat; for more there is the command line.
MOST_IN_CHAT = 200
#: For so many people each gets a message of their own to be forwarded; for more it is one file.
MESSAGES = 10
#: So many problems are shown at once.
SHOWN = 20
LONGEST = 60.0


async def ask_for_list(ask: Ask, assessment: Assessment, _: str = "") -> Plan:
    """What the list must look like; the next file is it."""
    if open_fields(assessment):
        return what_next(ask, assessment)
    if not ask.desk.takes_files(assessment, ask.person):
        return ask.say("list.no_files")
    plan = ask.say("list.how", organisation=assessment.name)
    plan.writes.append(awaits(ask.desk, ask.person, LIST, assessment=assessment.id))
    return plan


async def sent(ask: Ask, assessment: Assessment, waiting: Job, _: str) -> Plan | None:
    """A file came: a job fetches and reads it. What cannot be it is waited for further."""
    event = ask.incoming.event
    if assessment.state != "open" or not isinstance(event, SentThing):
        return None
    if event.kind != "document" or event.ref is None:
        return _waiting(waiting, ask.say("list.no_document"))
    if (event.size or 0) > MOST_BYTES:
        return _waiting(waiting, ask.say("list.too_large", most=MOST_BYTES // 1_000_000))
    payload = {
        "assessment": assessment.id,
        "person": ask.person.id,
        "bot": ask.incoming.bot_id,
        "ref": event.ref,
    }
    job = Job(ask.desk.tenant, new_id(), LIST, f"{FETCH}:{LIST}:{ask.person.id}", payload, ask.desk.now())
    plan = ask.say("list.reading")
    return replace(plan, writes=[*plan.writes, job])


def _waiting(job: Job, plan: Plan) -> Plan:
    return replace(plan, writes=[*plan.writes, job])


# --- the job


async def read_sent_list(desk: Desk, job: Job) -> None:
    """The file is read and shown; nothing is made yet. What cannot be fetched now is tried again."""
    person = await desk.storage.person(desk.tenant, job.payload["person"])
    assessment = await desk.storage.assessment(desk.tenant, job.payload["assessment"])
    rows: list[Record] = []
    if person is not None and assessment is not None and await _still_may(desk, person, assessment):
        rows = await _read(desk, job, person, assessment)
    await desk.storage.save(
        Change(guards=(JobPending(job.id, LIST),), writes=(*rows, replace(job, state="done", payload={})))
    )


async def _still_may(desk: Desk, person: Person, assessment: Assessment) -> bool:
    return assessment.state == "open" and may(await role_in_assessment(desk, person, assessment), LIST)


async def list_did_not_come(desk: Desk, job: Job) -> None:
    """It could not be fetched, however often it was tried."""
    person = await desk.storage.person(desk.tenant, job.payload["person"])
    rows = [_message(desk, job, person, "list.gone")] if person is not None else []
    await desk.storage.save(Change(guards=(JobPending(job.id, LIST),), writes=(*rows, over(job))))


async def _read(desk: Desk, job: Job, person: Person, assessment: Assessment) -> list[Record]:
    try:
        data = await bytes_of(desk, job)
    except NotFetched as trouble:
        if trouble.again:
            raise
        return [_message(desk, job, person, "list.gone")]
    reading = await checked_list(desk, assessment, data)
    if not reading.problems and len(reading.people) <= MOST_IN_CHAT:
        return _shown(desk, job, person, assessment, reading)
    refused = _refused(desk, job, person, reading)
    if await awaited(desk, person) is not None:
        return [refused]
    # The next file is the list once it was mended.
    return [refused, awaits(desk, person, LIST, assessment=assessment.id)]


async def bytes_of(desk: Desk, job: Job, most: int = MOST_BYTES) -> bytes:
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


def _message(
    desk: Desk,
    job: Job,
    person: Person,
    name: str,
    buttons: Sequence[Sequence[tuple[str, str]]] = (),
    **facts: object,
) -> Outgoing:
    html = str(desk.texts.say(name, desk.language_of(person), **facts))
    return desk.reply(person, html, f"list:{job.id}", buttons, about=job.payload["assessment"])


def _refused(desk: Desk, job: Job, person: Person, reading: Reading) -> Record:
    language = desk.language_of(person)
    problems = [told(desk, one, language) for one in reading.problems]
    return _message(
        desk,
        job,
        person,
        "list.refused",
        problems=problems[:SHOWN],
        more=max(0, len(problems) - SHOWN),
        people=len(reading.people),
        most=MOST_IN_CHAT,
    )


def _shown(desk: Desk, job: Job, person: Person, assessment: Assessment, reading: Reading) -> list[Record]:
    """Who would be invited, and one button that does it."""
    language = desk.language_of(person)
    kept = [asdict(one) for one in reading.people]
    waits = begun(desk, person, LIST, new_id(), assessment=assessment.id, people=kept)
    label = desk.texts.say("button.list_yes", language, count=len(kept))
    back = desk.texts.say("button.list_no", language)
    start = f"listed:{assessment.id}:{waits.id}"
    shown = _message(
        desk,
        job,
        person,
        "list.shown",
        [[(plain(label), f"{start}:yes")], [(plain(back), f"{start}:no")]],
        organisation=assessment.name,
        people=reading.people[:SHOWN],
        total=len(kept),
        notes=[told(desk, note, language) for note in reading.notes],
    )
    return [waits, shown]


# --- the press


async def confirm(ask: Ask, assessment: Assessment, more: str) -> Plan:
    """`DIALOG:yes` invites everybody who was shown, once; `DIALOG:no` forgets them."""
    id_, _, choice = more.partition(":")
    job = await dialog_about(ask.desk, ask.person, LIST)
    if job is None or job.id != id_ or job.payload["assessment"] != assessment.id:
        return ask.refuse("toast.list_over")
    if choice != "yes":
        plan = ask.say("list.forgotten")
        return replace(plan, writes=[*plan.writes, over(job)], guards=(still(job),))
    people = [Listed(**one) for one in job.payload["people"]]
    problems = [told(ask.desk, one, ask.language) for one in await again(ask.desk, assessment, people)]
    if problems:
        plan = ask.say(
            "list.refused",
            problems=problems[:SHOWN],
            more=max(0, len(problems) - SHOWN),
            people=len(people),
            most=MOST_IN_CHAT,
        )
        return replace(plan, writes=[*plan.writes, over(job)], guards=(still(job),))
    return await _invited(ask, assessment, job, people)


async def _invited(ask: Ask, assessment: Assessment, job: Job, people: list[Listed]) -> Plan:
    made = invites_for(ask.desk, assessment, people)
    script = await ask.desk.script(assessment.script_hash)
    each = [
        forwarded(ask, assessment, script, [(one.token, one.invite) for one in mine])
        for mine in _by_person(made)
    ]
    line = noted(ask.desk, ask.person.id, "list_invited", assessment.id, job.id)
    writes = [*(one.invite for one in made), line, over(job), *_to_forward(ask, each, made[0].invite)]
    return Plan(writes, (still(job),))


def _by_person(made: Iterable[Made]) -> list[list[Made]]:
    """Links of one person together, in the order of the list; who has no name is told apart by the row."""
    found: dict[tuple[str, str], list[Made]] = {}
    for one in made:
        who = one.person.name.casefold() or f"row {one.person.row}"
        found.setdefault((who, one.person.language or ""), []).append(one)
    return list(found.values())


def _to_forward(ask: Ask, texts: list[str], first: Invite) -> list[Record]:
    """A message for each person, or one file with all of them."""
    if len(texts) <= MESSAGES:
        note = ask.reply(ask.text("list.made", count=len(texts), file=False))
        return [note, *(ask.reply(text, number=n) for n, text in enumerate(texts, 1))]
    note = ask.reply(ask.text("list.made", count=len(texts), file=True), number=1)
    assert isinstance(note, Outgoing)
    between = "\n\n" + "-" * 60 + "\n\n"
    body = between.join(plain(text) for text in texts)
    name = f"{first.assessment}.txt"
    return [replace(note, method="document", payload={**note.payload, "file": body, "name": name})]
