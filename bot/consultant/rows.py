"""A list of initiatives sent in chat: read by a job, shown with what is refused, and taken by one press."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Any

from bot.authority import may, role_in_assessment
from bot.awaiting import awaits
from bot.cards import plain
from bot.consultant.asking import Ask
from bot.consultant.dialogs import begun, dialog_about, over, still
from bot.consultant.registering import initiatives_of, read_rows, row_text, still_new
from bot.consultant.running import MATRIX
from bot.consultant.sheets import bytes_of
from bot.desk import Desk, Plan
from bot.fetching import FETCH
from bot.initiatives import laid
from bot.lists.initiatives import MOST_BYTES, Registered, Rows
from bot.ports import NotFetched, SentThing
from bot.privacy.audit import noted
from bot.reporting import drawn
from bot.reports.matrix import matrix_picture, matrix_text
from bot.reports.summary import messages
from bot.reports.words import Words
from bot.tokens import new_id
from storage.port import Change, JobPending
from storage.records import Assessment, Job, Outgoing, Person, Record

ROWS = "rows"
#: So many can be taken by one list in chat; for more there is the command line.
MOST_IN_CHAT = 500
#: So many lines are shown at once; more than that come as a file.
SHOWN = 20


async def ask_for_rows(ask: Ask, assessment: Assessment, _: str = "") -> Plan:
    """What the list may look like; the next file is it."""
    if not ask.desk.takes_files(assessment, ask.person):
        return ask.say("rows.no_files")
    plan = ask.say("rows.how", organisation=assessment.name)
    plan.writes.append(awaits(ask.desk, ask.person, ROWS, assessment=assessment.id))
    return plan


async def sent(ask: Ask, assessment: Assessment, waiting: Job, _: str) -> Plan | None:
    """A file came: a job fetches and reads it. What cannot be it is waited for further."""
    event = ask.incoming.event
    if assessment.state != "open" or not isinstance(event, SentThing):
        return None
    if event.kind != "document" or event.ref is None:
        return _waiting(waiting, ask.say("list.no_document"))
    if (event.size or 0) > MOST_BYTES:
        return _waiting(waiting, ask.say("rows.too_large", most=MOST_BYTES // 1_000_000))
    payload = {
        "assessment": assessment.id,
        "person": ask.person.id,
        "bot": ask.incoming.bot_id,
        "ref": event.ref,
    }
    job = Job(ask.desk.tenant, new_id(), ROWS, f"{FETCH}:{ROWS}:{ask.person.id}", payload, ask.desk.now())
    plan = ask.say("rows.reading")
    return replace(plan, writes=[*plan.writes, job])


def _waiting(job: Job, plan: Plan) -> Plan:
    return replace(plan, writes=[*plan.writes, job])


# --- the job


async def read_sent_rows(desk: Desk, job: Job) -> None:
    """The file is read and shown; nothing is taken yet. What cannot be fetched now is tried again."""
    person = await desk.storage.person(desk.tenant, job.payload["person"])
    assessment = await desk.storage.assessment(desk.tenant, job.payload["assessment"])
    rows: list[Record] = []
    if person is not None and assessment is not None and await _still_may(desk, person, assessment):
        rows = await _read(desk, job, person, assessment)
    await desk.storage.save(Change(guards=(JobPending(job.id, ROWS),), writes=(*rows, over(job))))


async def _still_may(desk: Desk, person: Person, assessment: Assessment) -> bool:
    return assessment.state == "open" and may(await role_in_assessment(desk, person, assessment), ROWS)


async def rows_did_not_come(desk: Desk, job: Job) -> None:
    """They could not be fetched, however often it was tried."""
    person = await desk.storage.person(desk.tenant, job.payload["person"])
    rows = [_message(desk, job, person, "list.gone")] if person is not None else []
    await desk.storage.save(Change(guards=(JobPending(job.id, ROWS),), writes=(*rows, over(job))))


async def _read(desk: Desk, job: Job, person: Person, assessment: Assessment) -> list[Record]:
    try:
        data = await bytes_of(desk, job, MOST_BYTES)
    except NotFetched as trouble:
        if trouble.again:
            raise
        return [_message(desk, job, person, "list.gone")]
    read = await read_rows(desk, assessment, data)
    if read.broken is not None or not read.taken or len(read.taken) > MOST_IN_CHAT:
        # The next file is the list once it was mended.
        waits = awaits(desk, person, ROWS, assessment=assessment.id)
        return [*_told(desk, job, person, assessment, read), waits]
    return _shown(desk, job, person, assessment, read)


def _message(
    desk: Desk,
    job: Job,
    person: Person,
    name: str,
    buttons: Sequence[Sequence[tuple[str, str]]] = (),
    **facts: object,
) -> Outgoing:
    html = str(desk.texts.say(name, desk.language_of(person), **facts))
    return desk.reply(person, html, f"rows:{job.id}", buttons, about=job.payload["assessment"])


def _facts(desk: Desk, person: Person, assessment: Assessment, read: Rows) -> dict[str, Any]:
    language = desk.language_of(person)
    said = sorted((*read.refused, *read.again), key=lambda one: one.row or 0)
    refused = [row_text(desk, assessment, one, language) for one in said[:SHOWN]]
    return {
        "organisation": assessment.name,
        "names": [str(one.body["name"])[:60] for one in read.taken[:SHOWN]],
        "total": len(read.taken),
        "refused": refused,
        "more": max(0, len(said) - SHOWN),
        "notes": [row_text(desk, assessment, one, language) for one in read.notes[:SHOWN]],
        "most": MOST_IN_CHAT,
        "broken": row_text(desk, assessment, read.broken, language) if read.broken is not None else "",
    }


def _told(desk: Desk, job: Job, person: Person, assessment: Assessment, read: Rows) -> list[Record]:
    """Nothing can be taken: why."""
    message = _message(desk, job, person, "rows.nothing", **_facts(desk, person, assessment, read))
    return [message, *_all_refused(desk, job, person, assessment, read)]


def _all_refused(desk: Desk, job: Job, person: Person, assessment: Assessment, read: Rows) -> list[Record]:
    """Every row that is refused, as a file where they are many."""
    said = sorted((*read.refused, *read.again), key=lambda one: one.row or 0)
    if len(said) <= SHOWN:
        return []
    language = desk.language_of(person)
    note = desk.reply(
        person,
        str(desk.texts.say("rows.refused_file", language, count=len(said))),
        f"rows:{job.id}:refused",
        about=assessment.id,
    )
    body = "\n".join(row_text(desk, assessment, one, language) for one in said)
    named = {**note.payload, "file": body, "name": f"{assessment.id}.txt"}
    return [replace(note, method="document", payload=named)]


def _shown(desk: Desk, job: Job, person: Person, assessment: Assessment, read: Rows) -> list[Record]:
    """What would be taken, and one button that does it."""
    language = desk.language_of(person)
    kept = [asdict(one) for one in read.taken]
    waits = begun(desk, person, ROWS, new_id(), assessment=assessment.id, rows=kept)
    yes = plain(desk.texts.say("button.rows_yes", language, count=len(kept)))
    no = plain(desk.texts.say("button.rows_no", language))
    start = f"rowed:{assessment.id}:{waits.id}"
    buttons = [[(yes, f"{start}:yes")], [(no, f"{start}:no")]]
    message = _message(desk, job, person, "rows.shown", buttons, **_facts(desk, person, assessment, read))
    return [waits, message, *_all_refused(desk, job, person, assessment, read)]


# --- the press


async def confirm(ask: Ask, assessment: Assessment, more: str) -> Plan:
    """`DIALOG:yes` takes all that was shown, once; `DIALOG:no` forgets it."""
    id_, _, choice = more.partition(":")
    job = await dialog_about(ask.desk, ask.person, ROWS)
    if job is None or job.id != id_ or job.payload["assessment"] != assessment.id:
        return ask.refuse("toast.list_over")
    if choice != "yes":
        plan = ask.say("rows.forgotten")
        return replace(plan, writes=[*plan.writes, over(job)], guards=(still(job),))
    shown = [Registered(**one) for one in job.payload["rows"]]
    rows = await still_new(ask.desk, assessment, shown)
    made = initiatives_of(ask.desk, assessment, rows, ask.person.id)
    plan = ask.say("rows.taken", [[(ask.label("matrix"), f"{MATRIX}:{assessment.id}")]], count=len(made), again=len(shown) - len(made))
    line = noted(ask.desk, ask.person.id, "rows_taken", assessment.id, job.id)
    return replace(plan, writes=[*made, line, over(job), *plan.writes], guards=(still(job),))


# --- the matrix


async def make_matrix(desk: Desk, job: Job) -> list[Record]:
    """The matrix as a picture and as text, for who asked."""
    assessment = await desk.storage.assessment(desk.tenant, job.payload["assessment"])
    person = await desk.storage.person(desk.tenant, job.payload["person"])
    if assessment is None or person is None or not await _may_see(desk, person, assessment):
        return []
    words = Words(job.payload["language"], desk.texts)
    found = await laid(desk, assessment, words.language)
    picture = await drawn(desk, f"{job.id}.png", lambda out: matrix_picture(found, words, out))
    if not await _may_see(desk, person, assessment):
        # Who is taken off a round while it is drawn gets nothing more of it.
        picture.unlink(missing_ok=True)
        return []
    key, about = f"{MATRIX}:{job.id}:{person.id}", assessment.id
    texts = messages(matrix_text(found, words))
    rows = [desk.reply(person, text, f"{key}:{n}", about=about) for n, text in enumerate(texts)]
    chart = desk.reply(
        person, "", f"{key}:chart", kind="chart", file_ref=str(picture), method="photo", about=about
    )
    return [chart, *rows]


async def _may_see(desk: Desk, person: Person, assessment: Assessment) -> bool:
    return may(await role_in_assessment(desk, person, assessment), MATRIX)
