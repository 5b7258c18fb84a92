"""A whole list of people, sent in chat: read by a job, shown, and invited by one press."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, replace

from bot.cards import plain
from bot.consultant import sent_lists
from bot.consultant.asking import Ask
from bot.consultant.assessments import open_fields
from bot.consultant.dialogs import begun
from bot.consultant.forwarding import forwarded
from bot.consultant.listing import Made, again, checked_list, invites_for, told
from bot.consultant.people import what_next
from bot.desk import Desk, Plan
from bot.lists import Listed, Reading
from bot.lists.table import MOST_BYTES
from bot.privacy.audit import noted
from bot.tokens import new_id
from storage.records import Assessment, Invite, Job, Outgoing, Person, Record

LIST = "list"
#: So many people can be invited by one list in chat; for more there is the command line.
MOST_IN_CHAT = 200
#: For so many people each gets a message of their own to be forwarded; for more it is one file.
MESSAGES = 10
#: So many problems are shown at once.
SHOWN = 20


async def ask_for_list(ask: Ask, assessment: Assessment, _: str = "") -> Plan:
    """What the list must look like; the next file is it."""
    if open_fields(assessment):
        return what_next(ask, assessment)
    return sent_lists.asked_for(ask, assessment, LIST)


async def sent(ask: Ask, assessment: Assessment, waiting: Job, _: str) -> Plan | None:
    """A file came."""
    return sent_lists.sent(ask, assessment, waiting, LIST, MOST_BYTES)


# --- the job


async def read_sent_list(desk: Desk, job: Job) -> None:
    """Who would be invited is shown, or every mistake."""
    await sent_lists.read_sent(desk, job, MOST_BYTES, _read)


async def _read(desk: Desk, job: Job, person: Person, assessment: Assessment, data: bytes) -> list[Record]:
    reading = await checked_list(desk, assessment, data)
    if not reading.problems and len(reading.people) <= MOST_IN_CHAT:
        return _shown(desk, job, person, assessment, reading)
    return [_refused(desk, job, person, reading), *await sent_lists.mended(desk, job, person)]


def _refused(desk: Desk, job: Job, person: Person, reading: Reading) -> Record:
    language = desk.language_of(person)
    problems = [told(desk, one, language) for one in reading.problems]
    return sent_lists.message(
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
    shown = sent_lists.message(
        desk,
        job,
        person,
        "list.shown",
        sent_lists.choice(desk, person, waits, "listed", len(kept)),
        organisation=assessment.name,
        people=reading.people[:SHOWN],
        total=len(kept),
        notes=[told(desk, note, language) for note in reading.notes],
    )
    return [waits, shown]


# --- the press


async def confirm(ask: Ask, assessment: Assessment, more: str) -> Plan:
    """`DIALOG:yes` invites everybody who was shown, once; `DIALOG:no` forgets them."""
    job = await sent_lists.pressed(ask, assessment, LIST, more)
    if isinstance(job, Plan):
        return job
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
        return sent_lists.taken(plan, job)
    return await _invited(ask, assessment, job, people)


async def _invited(ask: Ask, assessment: Assessment, job: Job, people: list[Listed]) -> Plan:
    made = invites_for(ask.desk, assessment, people)
    script = await ask.desk.script(assessment.script_hash)
    each = [
        forwarded(ask, assessment, script, [(one.token, one.invite) for one in mine])
        for mine in _by_person(made)
    ]
    line = noted(ask.desk, ask.person.id, "list_invited", assessment.id, job.id)
    return sent_lists.taken(
        Plan(_to_forward(ask, each, made[0].invite)), job, *(one.invite for one in made), line
    )


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
