"""Jobs that erase, each of which may be done again after a crash: the list outside the database first, then
the words; `finishing` has the rest.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from bot.desk import Desk
from bot.privacy.audit import noted
from bot.privacy.finishing import TELEGRAM, TELEGRAM_DELETES, NotYet, unlink
from bot.privacy.forgetting import (
    ASSESSMENT,
    ERASE,
    ERASED,
    FORGET,
    INTERVIEW,
    PERSON,
    REFERENCE,
    WORDS,
    Hindrance,
    hindrance,
)
from bot.privacy.partly import Part, files_of, left_of, loose_words, part_of, shown_of, stays
from bot.tokens import new_id
from storage import ledger, sqlite_path
from storage.ledger import Erasure
from storage.port import Change, Erased, JobPending, StorageUnavailable
from storage.records import Job, Person, Record

log = logging.getLogger(__name__)

#: More rows than one chat has.
MANY = 1_000_000


async def end_waiting(desk: Desk, job: Job) -> None:
    """The day is over: from here on there is no way back."""
    now_due = replace(job, kind=ERASE, due_at=desk.now())
    await desk.storage.save(Change(guards=(JobPending(job.id, FORGET),), writes=(now_due,)))


async def erase(desk: Desk, job: Job) -> None:
    """Erase what the job names. Where something stands in the way: what may go all the same, and say so."""
    kind, id_ = job.payload["what"], job.payload["id"]
    in_the_way = await hindrance(desk, kind, id_)
    if in_the_way:
        part = await part_of(desk, id_) if kind == PERSON else Part()
        await (_erase_part(desk, job, part, in_the_way) if part else _refuse(desk, job, in_the_way))
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
        # Of loose words it matters until when.
        if kind == WORDS or not any((k.kind, k.id) == (kind, id_) for k in ledger.read(listed)):
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


async def _erase_part(desk: Desk, job: Job, part: Part, in_the_way: Hindrance) -> None:
    """What nothing stands in the way of; the person stays, and gets messages again."""
    person = await desk.storage.person(desk.tenant, job.payload["id"])
    assert person is not None, "who has something to erase is somebody"
    for interview in part.interviews:
        note(desk, INTERVIEW, interview)
    note(desk, WORDS, person.id)
    left = await left_of(desk, person.id, part, in_the_way)
    receipt = {
        "channel": person.channel,
        "address": person.address,
        "language": _language(desk, job, person),
        "left": asdict(left),
    }
    rows = await desk.storage.messages(desk.tenant, bot_of(desk, person), person.address, MANY)
    telegram = person.channel == TELEGRAM
    shown = await shown_of(desk, part, rows, desk.now() - TELEGRAM_DELETES) if telegram else []
    then = _FollowUp(desk, job, receipt, shown, part.assessments)
    then.files = files_of(rows)
    asked = job.payload["by"] == person.id
    back = person if job.payload.get("stopped") or not asked else replace(person, stopped_at=None)
    then.more = [back, *await loose_words(desk, person, desk.now())]
    await desk.storage.erase_interviews(desk.tenant, part.interviews, desk.now(), then)


def bot_of(desk: Desk, person: Person) -> str:
    """The bot that writes to this person."""
    return desk.bots.get(person.channel, person.channel)


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
        #: What else goes: files by name; and what else is written.
        self.files: Sequence[str] = ()
        self.more: Sequence[Record] = ()

    def __call__(self, erased: Erased) -> Sequence[Record]:
        desk, job = self._desk, self._job
        payload = {
            "files": sorted({*erased.files, *self.files}),
            "receipt": self._receipt,
            "messages": [list(place) for place in self._taken_back],
        }
        # Its key is its own: the erasure blanks every job that names who was erased.
        rest = Job(desk.tenant, new_id(), ERASED, f"{ERASED}:{job.id}", payload, desk.now())
        by, subject = job.payload["by"], job.payload["id"]
        lines = [noted(desk, by, ERASE, assessment, subject) for assessment in self._assessments]
        over = replace(job, state="done", payload={}, key=f"{ERASE}:{job.id}")
        return [*lines, *self.more, over, rest]


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
    left = await left_of(desk, person.id, Part(), in_the_way)
    language = _language(desk, job, person)
    html = desk.texts.say("forget.nothing", language, stays=stays(desk, left, language))
    told = desk.reply(person, str(html), f"held:{job.id}", kind="receipt")
    await desk.storage.save(Change(writes=(over, back, told)))


async def erase_again(desk: Desk, path: Path) -> int:
    """Erase in a restored copy what was erased since it was made; how many people and assessments.

    Call it before anything is served from the copy. Nobody gets a second receipt.
    """
    erased = ledger.read(path)
    files: set[str] = set()
    for one in erased:
        files.update(await AGAIN[one.kind](desk, one))
    unlink(desk, sorted(files))
    await desk.storage.scrub()
    return len(erased)


async def _person_again(desk: Desk, one: Erasure) -> Sequence[str]:
    return (await desk.storage.erase_person(desk.tenant, one.id, one.at)).files


async def _assessment_again(desk: Desk, one: Erasure) -> Sequence[str]:
    return (await desk.storage.erase_assessment(desk.tenant, one.id, one.at)).files


async def _interview_again(desk: Desk, one: Erasure) -> Sequence[str]:
    return (await desk.storage.erase_interviews(desk.tenant, [one.id], one.at)).files


async def _words_again(desk: Desk, one: Erasure) -> Sequence[str]:
    person = await desk.storage.person(desk.tenant, one.id)
    words = await loose_words(desk, person, one.at) if person is not None else []
    if words:
        await desk.storage.save(Change(writes=tuple(words)))
    return ()


async def _reference_again(desk: Desk, one: Erasure) -> Sequence[str]:
    known = await desk.storage.reference(desk.tenant, one.id)
    if known is not None and known.withdrawn_at is None:
        await desk.storage.save(Change(writes=(replace(known, withdrawn_at=one.at),)))
    return ()


#: kind of line in the list of erasures -> what erases it again; gives the files that go with it.
AGAIN: dict[str, Callable[[Desk, Erasure], Awaitable[Sequence[str]]]] = {
    PERSON: _person_again,
    ASSESSMENT: _assessment_again,
    INTERVIEW: _interview_again,
    WORDS: _words_again,
    REFERENCE: _reference_again,
}
