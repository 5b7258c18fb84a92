"""A list of initiatives sent in chat: read by a job, shown with what is refused, and taken by one press."""

from __future__ import annotations

from dataclasses import asdict, replace
from functools import partial
from typing import Any

from bot.authority import may, role_in_assessment
from bot.consultant import sent_lists
from bot.consultant.asking import Ask
from bot.consultant.dialogs import begun
from bot.consultant.registering import initiatives_of, read_rows, row_text, still_new
from bot.consultant.running import MATRIX
from bot.desk import Desk, Plan
from bot.initiatives import laid
from bot.lists.initiatives import MOST_BYTES, Registered, Rows
from bot.privacy.audit import noted
from bot.reporting import drawn
from bot.reports.matrix import matrix_picture, matrix_text
from bot.reports.summary import messages
from bot.reports.words import Words
from bot.tokens import new_id
from storage.records import Assessment, Job, Person, Record

ROWS = "rows"
#: So many can be taken by one list in chat; for more there is the command line.
MOST_IN_CHAT = 500
#: So many lines are shown at once; more than that come as a file.
SHOWN = 20


async def ask_for_rows(ask: Ask, assessment: Assessment, _: str = "") -> Plan:
    """What the list may look like."""
    return sent_lists.asked_for(ask, assessment, ROWS)


async def sent(ask: Ask, assessment: Assessment, waiting: Job, _: str) -> Plan | None:
    """A file came."""
    return sent_lists.sent(ask, assessment, waiting, ROWS, MOST_BYTES)


# --- the job


async def read_sent_rows(desk: Desk, job: Job) -> None:
    """What can be taken is shown, with every row that cannot."""
    await sent_lists.read_sent(desk, job, MOST_BYTES, _read)


async def _read(desk: Desk, job: Job, person: Person, assessment: Assessment, data: bytes) -> list[Record]:
    read = await read_rows(desk, assessment, data)
    if read.broken is not None or not read.taken or len(read.taken) > MOST_IN_CHAT:
        return [*_told(desk, job, person, assessment, read), *await sent_lists.mended(desk, job, person)]
    return _shown(desk, job, person, assessment, read)


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
    message = sent_lists.message(desk, job, person, "rows.nothing", **_facts(desk, person, assessment, read))
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
    kept = [asdict(one) for one in read.taken]
    waits = begun(desk, person, ROWS, new_id(), assessment=assessment.id, rows=kept)
    buttons = sent_lists.choice(desk, person, waits, "rowed", len(kept))
    facts = _facts(desk, person, assessment, read)
    message = sent_lists.message(desk, job, person, "rows.shown", buttons, **facts)
    return [waits, message, *_all_refused(desk, job, person, assessment, read)]


# --- the press


async def confirm(ask: Ask, assessment: Assessment, more: str) -> Plan:
    """`DIALOG:yes` takes all that was shown, once; `DIALOG:no` forgets it."""
    job = await sent_lists.pressed(ask, assessment, ROWS, more)
    if isinstance(job, Plan):
        return job
    shown = [Registered(**one) for one in job.payload["rows"]]
    rows = await still_new(ask.desk, assessment, shown)
    made = initiatives_of(ask.desk, assessment, rows, ask.person.id)
    matrix = [[(ask.label("matrix"), f"{MATRIX}:{assessment.id}")]]
    plan = ask.say("rows.taken", matrix, count=len(made), again=len(shown) - len(made))
    line = noted(ask.desk, ask.person.id, "rows_taken", assessment.id, job.id)
    return sent_lists.taken(plan, job, *made, line)


# --- the matrix


async def make_matrix(desk: Desk, job: Job) -> list[Record]:
    """The matrix as a picture and as text, for who asked."""
    assessment = await desk.storage.assessment(desk.tenant, job.payload["assessment"])
    person = await desk.storage.person(desk.tenant, job.payload["person"])
    if assessment is None or person is None or not await _may_see(desk, person, assessment):
        return []
    words = Words(job.payload["language"], desk.texts)
    found = await laid(desk, assessment, words.language)
    picture = await drawn(desk, f"{job.id}.png", partial(matrix_picture, found, words))
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
