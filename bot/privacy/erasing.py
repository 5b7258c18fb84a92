"""Jobs that erase, each of which may be done again after a crash: the list outside the database first, then
the words, then files and logs, and only then the receipt.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from bot.desk import Desk
from bot.privacy.audit import noted
from bot.privacy.forgetting import ASSESSMENT, ERASE, ERASED, FORGET, PERSON, Hindrance, hindrance
from bot.tokens import new_id
from storage import ledger, sqlite_path
from storage.port import Change, Erased, JobPending, StorageUnavailable
from storage.records import Job, Outgoing, Person, Record

log = logging.getLogger(__name__)

#: Telegram lets a bot take back its messages for so long.
TELEGRAM_DELETES = timedelta(hours=48)
TELEGRAM = "telegram"


class NotYet(Exception):
    """Something outside is in the way (the list cannot be written, the log is being read): to be tried again,
    however long that takes.
    """


async def end_waiting(desk: Desk, job: Job) -> None:
    """The day is over: from here on there is no way back."""
    now_due = replace(job, kind=ERASE, due_at=desk.now())
    await desk.storage.save(Change(guards=(JobPending(job.id, FORGET),), writes=(now_due,)))


async def erase(desk: Desk, job: Job) -> None:
    """Erase what the job names, unless something stands in the way: then say so."""
    kind, id_ = job.payload["what"], job.payload["id"]
    in_the_way = await hindrance(desk, kind, id_)
    if in_the_way:
        await _refuse(desk, job, in_the_way)
        return
    note(desk, kind, id_)
    if kind == PERSON:
        await _erase_person(desk, job, id_)
    else:
        then = _FollowUp(desk, job, assessments=(id_,))
        await desk.storage.erase_assessment(desk.tenant, id_, desk.now(), then)


def note(desk: Desk, kind: str, id_: str) -> None:
    """On the list of erasures, outside the database, before anything else."""
    path = sqlite_path(desk.settings.database)
    if path is None:
        return
    listed = ledger.ledger_of(path)
    try:
        if not any((known.kind, known.id) == (kind, id_) for known in ledger.read(listed)):
            ledger.append(listed, kind, id_, desk.now())
    except (OSError, StorageUnavailable) as error:
        raise NotYet("the list of erasures cannot be written") from error


async def _erase_person(desk: Desk, job: Job, id_: str) -> None:
    storage, tenant, now = desk.storage, desk.tenant, desk.now()
    person = await storage.person(tenant, id_)
    if person is None:
        await storage.finish(job)
        return
    taken_back = await _shown(desk, person)
    interviews = await storage.interviews_of(tenant, id_)
    rounds = sorted({interview.assessment for interview in interviews})
    receipt = {"channel": person.channel, "address": person.address, "language": _language(desk, job, person)}
    await storage.erase_person(tenant, id_, now, _FollowUp(desk, job, receipt, taken_back, rounds))


def _language(desk: Desk, job: Job, person: Person) -> str:
    return str(job.payload.get("language") or desk.language_of(person))


async def _shown(desk: Desk, person: Person) -> list[tuple[str, int]]:
    """What Telegram still lets us take back."""
    if person.channel != TELEGRAM:
        return []
    since = desk.now() - TELEGRAM_DELETES
    return await desk.storage.shown_since(desk.tenant, person.address, since)


class _FollowUp:
    """What is written in the erasure's own commit: its lines in the audit trail, and the job for the rest."""

    def __init__(
        self,
        desk: Desk,
        job: Job,
        receipt: dict[str, Any] | None = None,
        taken_back: Sequence[tuple[str, int]] = (),
        assessments: Sequence[str] = (),
    ) -> None:
        self._desk, self._job, self._receipt = desk, job, receipt
        self._taken_back, self._assessments = taken_back, assessments

    def __call__(self, erased: Erased) -> Sequence[Record]:
        desk, job = self._desk, self._job
        payload = {
            "files": list(erased.files),
            "receipt": self._receipt,
            "messages": [list(place) for place in self._taken_back],
        }
        # Its key is its own: the erasure blanks every job that names who was erased.
        rest = Job(desk.tenant, new_id(), ERASED, f"{ERASED}:{job.id}", payload, desk.now())
        by, subject = job.payload["by"], job.payload["id"]
        lines = [noted(desk, by, ERASE, assessment, subject) for assessment in self._assessments]
        over = replace(job, state="done", payload={}, key=f"{ERASE}:{job.id}")
        return [*lines, over, rest]


async def finish_erasure(desk: Desk, job: Job) -> None:
    """Unlink the files, empty the database's log, and then say that it is done."""
    await asyncio.to_thread(unlink, desk, job.payload["files"])
    if not await desk.storage.scrub():
        raise NotYet("the database's log is still being read")
    receipt = job.payload["receipt"]
    rows = _last_words(desk, job, receipt) if receipt else []
    # The address goes with the payload; the rows that need it lose it when retention next passes.
    await desk.storage.save(Change(writes=(replace(job, state="done", payload={}), *rows)))
    await desk.storage.scrub()


def unlink(desk: Desk, files: Sequence[str]) -> None:
    """Remove files that nothing names any more; only ours, and whether or not they are still there."""
    home = desk.settings.files.resolve()
    for name in files:
        path = (home / name).resolve()
        if path.is_relative_to(home):
            path.unlink(missing_ok=True)
        else:
            log.error("a file outside the folder for files is left alone")


def _last_words(desk: Desk, job: Job, receipt: dict[str, Any]) -> list[Record]:
    nobody = Person(
        desk.tenant, "", receipt["channel"], receipt["address"], "", receipt["language"], desk.now()
    )
    messages = job.payload["messages"]
    html = desk.texts.say(
        "forget.receipt",
        receipt["language"],
        at=desk.now(),
        number=job.id,
        telegram=receipt["channel"] == TELEGRAM,
        taken_back=len(messages),
    )
    said = desk.reply(nobody, str(html), f"receipt:{job.id}", kind="receipt")
    return [said, *(_deletion(desk, job, nobody, *place) for place in messages)]


def _deletion(desk: Desk, job: Job, nobody: Person, bot_id: str, message_id: int) -> Outgoing:
    row = desk.reply(nobody, "", f"delete:{job.id}:{message_id}", kind="delete")
    return replace(
        row,
        bot_id=bot_id,
        priority=4,
        payload={"message_id": message_id},
        expires_at=desk.now() + TELEGRAM_DELETES,
    )


async def _refuse(desk: Desk, job: Job, in_the_way: Hindrance) -> None:
    """Nothing is erased; who asked in a chat is told, and gets messages again."""
    over = replace(job, state="held", payload={})
    log.error("erasure %s is held: an assessment must be kept, or the person runs one", job.id)
    asked = job.payload.get("by") == job.payload["id"]
    person = await desk.storage.person(desk.tenant, job.payload["id"]) if asked else None
    if person is None:
        await desk.storage.save(Change(writes=(over,)))
        return
    back = person if job.payload.get("stopped") else replace(person, stopped_at=None)
    html = desk.texts.say(
        "forget.held",
        _language(desk, job, person),
        organisations=[a.name for a in (*in_the_way.held, *in_the_way.runs)],
        contacts=[a.privacy.get("contact") for a in in_the_way.held if a.privacy.get("contact")],
    )
    told = desk.reply(person, str(html), f"held:{job.id}", kind="receipt")
    await desk.storage.save(Change(writes=(over, back, told)))


async def erase_again(desk: Desk, path: Path) -> int:
    """Erase in a restored copy what was erased since it was made; how many people and assessments.

    Call it before anything is served from the copy. Nobody gets a second receipt.
    """
    erased = ledger.read(path)
    files: set[str] = set()
    for one in erased:
        verb = desk.storage.erase_assessment if one.kind == ASSESSMENT else desk.storage.erase_person
        files.update((await verb(desk.tenant, one.id, one.at)).files)
    unlink(desk, sorted(files))
    await desk.storage.scrub()
    return len(erased)
