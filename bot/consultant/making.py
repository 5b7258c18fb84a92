"""A report that was ordered is made, document by document: all of it reaches the chat in one commit, or what
could not be made is named.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from bot.authority import may, role_in_assessment
from bot.cards import plain
from bot.consultant.copies import submitted_answers
from bot.consultant.ordered import (
    FULL,
    REPORT,
    SHARE,
    SUMMARY,
    Order,
    Press,
    no_more_progress,
    order_of,
    progress,
    result,
)
from bot.desk import Desk
from bot.gathering import advice_of, assessment_facts
from bot.phases import ITEMS, frozen, may_leave
from bot.reporting import drawn
from bot.reports.charts import chart
from bot.reports.discretion import leaving
from bot.reports.documents import AS_MESSAGE, DOCUMENTS, Document, Material, documents_of, sent_in_chat
from bot.reports.facts import Facts
from bot.reports.renderer import Draw
from bot.reports.summary import summary
from bot.then import Then, nothing_of_then, then_of
from storage.port import Change, DatabaseCorrupt, JobPending, Saved, StorageUnavailable
from storage.records import Assessment, Job, Outgoing, Person, Record

log = logging.getLogger(__name__)

#: So often it is tried before who waits is told that it does not work.
TRIES = 3
#: Seconds between two messages about how far it is: a person reads no faster, and chats take no more.
BETWEEN = 1.5


class NotMade(Exception):
    """Some of it could not be made; what, and the kind of error, is in the log."""


@dataclass(frozen=True, slots=True)
class Part:
    """One file: what it is called, and what writes it. `chart`: shown as a picture."""

    name: str
    write: Draw
    chart: bool = False


@dataclass
class Making:
    """One attempt at one order; everything in it is as it was `then`."""

    desk: Desk
    job: Job
    order: Order
    person: Person
    assessment: Assessment
    then: Then
    files: dict[str, Path] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)
    told_at: datetime | None = None

    @property
    def last(self) -> bool:
        """Whether it is not tried again after this."""
        return self.job.attempt + 1 >= TRIES

    def say(self, name: str, /, **facts: Any) -> str:
        """A text in the language of who waits."""
        return str(self.desk.texts.say(name, self.order.language, **facts))

    def press(self, verb: str, *more: str, name: str = "") -> Press:
        """A button about this round."""
        label = plain(self.say(f"button.report_{name or verb}"))
        return label, ":".join((verb, self.assessment.id, *more))

    async def allowed(self) -> bool:
        """Whether who ordered it may (still) have it."""
        role = await role_in_assessment(self.desk, self.person, self.assessment)
        return may(role, REPORT)

    async def shows(self, stage: str, html: str) -> None:
        """How far it is, in the place of what was told before."""
        await self._save(progress(self.desk, self.person, self.job, f"{self.job.attempt}:{stage}", html))
        self.told_at = self.desk.now()

    async def finish(self, *rows: Record, state: str = "done") -> bool:
        """The job and what came of it, in one commit; False: it was called off meanwhile, and nothing was
        saved.
        """
        return await self._save(*rows, replace(self.job, state=state), nothing_of_then(self.job))

    async def _save(self, *rows: Record) -> bool:
        guards = (JobPending(self.job.id, self.job.kind),)
        cancels = (no_more_progress(self.desk, self.person),)
        saved = await self.desk.storage.save(Change(guards=guards, writes=rows, cancels=cancels))
        self.desk.woken()
        return saved is Saved.DONE

    def clear(self) -> None:
        """Nobody gets these files."""
        for path in self.files.values():
            path.unlink(missing_ok=True)


async def make_report(desk: Desk, job: Job) -> None:
    """What a job of this kind asks for. Raises NotMade, or what broke, while it is to be tried again."""
    making = await _begun(desk, job)
    if making is None:
        await _called_off(desk, job)
        return
    try:
        rows = await _made(making)
    except (StorageUnavailable, DatabaseCorrupt):
        raise
    except Exception as error:
        log.error("report %s: %s (try %s)", job.id, type(error).__name__, job.attempt + 1)
        await _in_vain(making, error)
        return
    # Drawing takes a while, and who is taken off a round meanwhile gets nothing more of it.
    if not await making.allowed() or not await making.finish(*rows):
        making.clear()
        await _called_off(desk, job)


async def _called_off(desk: Desk, job: Job) -> None:
    """Nobody gets anything, and nothing is kept for it."""
    over = (replace(job, state="done"), nothing_of_then(job))
    await desk.storage.save(Change(guards=(JobPending(job.id, job.kind),), writes=over))


async def _begun(desk: Desk, job: Job) -> Making | None:
    """None: nobody may have it any more."""
    order = order_of(job)
    assessment = await desk.storage.assessment(desk.tenant, order.assessment)
    person = await desk.storage.person(desk.tenant, order.person)
    if assessment is None or assessment.state == "erased" or person is None:
        return None
    then = await then_of(desk, job, order.at)
    making = Making(desk, job, order, person, then.assessment(order.of(assessment)), then)
    return making if await making.allowed() else None


async def _made(making: Making) -> list[Record]:
    """All that is to be sent. Raises NotMade if some of it may work next time."""
    desk, order = making.desk, making.order
    found = await assessment_facts(desk, making.assessment, order.at, then=making.then)
    parts = await _parts(making, found)
    for part in parts:
        await _draw(making, part, len(parts))
    if making.failed and not making.last:
        raise NotMade(*making.failed)
    told = summary(found, order.language, desk.texts) if order.copy == SUMMARY else []
    return _rows(making, told, [part for part in parts if part.name in making.files], found)


async def _parts(making: Making, found: Facts) -> list[Part]:
    desk, order = making.desk, making.order
    whole = order.copy == FULL
    parts = []
    if order.copy == SUMMARY:
        parts.append(Part("radar.png", partial(chart, found, order.language, texts=desk.texts), chart=True))
    setting = desk.settings.documents_in_telegram
    if not found.people or not sent_in_chat(setting, whole=whole):
        return parts
    advice = await advice_of(desk, making.assessment, found, then=making.then)
    answers = await submitted_answers(desk, making.assessment, making.then) if whole else ()
    facts = found if whole else leaving(found, items=ITEMS in may_leave(making.assessment))
    made_of = (making.assessment.id, facts, answers, desk.texts, not whole, advice)
    material = Material(*made_of, house=desk.settings.house)
    documents = sent_in_chat(setting, whole=whole, among=documents_of(material))
    return [*parts, *(_part(one, material, order.language) for one in documents)]


def _part(document: Document, material: Material, language: str) -> Part:
    return Part(document.name.format(lang=language), document.made(material, language))


async def _draw(making: Making, part: Part, count: int) -> None:
    """One file, or a line in the log; and how far it is, not too often."""
    try:
        making.files[part.name] = await drawn(making.desk, f"{making.job.id}/{part.name}", part.write)
    except Exception:
        log.exception("report %s: %s could not be made", making.job.id, part.name)
        making.failed.append(part.name)
    done = len(making.files)
    since = making.desk.now() - (making.told_at or making.order.at)
    if since.total_seconds() >= BETWEEN and done < count:
        said = making.say("report.progress", organisation=making.assessment.name, done=done, all=count)
        await making.shows(str(done), said)


# --- what reaches the chat


def _rows(making: Making, told: Sequence[str], parts: Sequence[Part], found: Facts) -> list[Record]:
    desk, person, job = making.desk, making.person, making.job
    closing = _closing(making, parts, found)
    messages = [*told, closing] if told else [closing]
    first, *rest = [(html, _presses(making, found) if html is closing else []) for html in messages]
    key = f"{REPORT}:{job.id}:{person.id}"
    rows: list[Record] = [result(desk, person, job, *first)]
    said = [
        desk.reply(person, html, f"{key}:{n}", presses, kind=REPORT, about=making.assessment.id)
        for n, (html, presses) in enumerate(rest, 1)
    ]
    files = [_file(making, part, f"{key}:{part.name}") for part in parts]
    # What can be pressed is the last of all.
    return [*rows, *said[:-1], *files, *said[-1:]]


def _file(making: Making, part: Part, key: str) -> Outgoing:
    row = making.desk.reply(
        making.person,
        "",
        key,
        kind="chart" if part.chart else "document",
        file_ref=str(making.files[part.name]),
        method="photo" if part.chart else "document",
        about=making.assessment.id,
    )
    # For the case that nobody knows whether it arrived.
    again = making.press("retry", making.order.copy, str(making.order.failed), name="once_more")
    return replace(row, payload={**row.payload, "language": making.order.language, "again": list(again)})


def _closing(making: Making, parts: Sequence[Part], found: Facts) -> str:
    """What came along, what did not and how to get it; "" if there is nothing to say of that."""
    order = making.order
    sent = [part.name for part in parts if not part.chart]
    names = [one.name.format(lang=order.language) for one in DOCUMENTS if _belongs(one, order)]
    left = [name for name in names if name not in sent and name not in making.failed]
    return making.say(
        f"report.done.{order.copy}",
        organisation=making.assessment.name,
        assessment=making.assessment.id,
        empty=not found.people,
        sent=sent,
        failed=making.failed,
        again=bool(order.failed),
        left=left,
        in_chat=making.desk.settings.documents_in_telegram == "all",
    )


def _belongs(document: Document, order: Order) -> bool:
    """Whether this order is the poorer without it."""
    if order.copy == SUMMARY:
        return document.chat != AS_MESSAGE
    return document.leaves or order.copy == FULL


def _presses(making: Making, found: Facts) -> list[list[Press]]:
    presses = []
    if making.failed:
        presses.append([_retry(making)])
    if found.people and making.order.copy == SUMMARY:
        if not frozen(making.assessment):
            presses.append([making.press("findings"), making.press("memo")])
        presses.append([making.press("plan")])
        presses.append([making.press("copy", SHARE), making.press("copy", FULL, name="copy_full")])
    return presses


def _retry(making: Making) -> Press:
    return making.press("retry", making.order.copy, str(making.order.failed + 1))


async def _in_vain(making: Making, error: Exception) -> None:
    """Told at once that it is tried again, and after the last time that it does not work."""
    facts = {
        "organisation": making.assessment.name,
        "failed": making.failed,
        "again": bool(making.order.failed),
    }
    making.clear()
    if not making.last:
        await making.shows("again", making.say("report.once_more", **facts))
        raise error
    html = making.say("report.failed", **facts)
    await making.finish(
        result(making.desk, making.person, making.job, html, [[_retry(making)]]), state="failed"
    )
