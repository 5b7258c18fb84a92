"""Erasure from the command line: by the running bot if there is one, since only that may empty the log."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from bot.app.plug import open_desk
from bot.config import Settings
from bot.consultant.inviting import InviteError, the_assessment
from bot.desk import Desk
from bot.privacy.audit import OPERATOR
from bot.privacy.erasing import erase
from bot.privacy.finishing import finish_erasure
from bot.privacy.forgetting import ASSESSMENT, ERASED, PERSON, Hindrance, hindrance, key_of, ordered
from bot.privacy.partly import part_of
from storage import Change, SingleProcess, StorageUnavailable, sqlite_path
from storage.records import Job

#: How often to look whether the running bot has done it, and the seconds in between.
LOOKS, BETWEEN = 300, 0.2


class EraseError(Exception):
    """Nothing was erased, or it is not sure yet; the text says why and what to do."""


async def erase_now(settings: Settings, kind: str, wanted: str) -> str:
    """Erase a person (by id) or an assessment (by id or unique name); gives its id. Raises EraseError."""
    path = sqlite_path(settings.database)
    with suppress(StorageUnavailable):
        if path is not None:
            with SingleProcess(path):
                return await _ourselves(settings, kind, wanted)
    return await _by_the_bot(settings, kind, wanted)


async def _ourselves(settings: Settings, kind: str, wanted: str) -> str:
    async with open_desk(settings, owner=True) as desk:
        job = await _order(desk, kind, wanted)
        await erase(desk, job)
        rest = await desk.storage.pending_job(desk.tenant, f"{ERASED}:{job.id}")
        if rest is not None:
            await finish_erasure(desk, rest)
        return await _sure(desk, kind, job.payload["id"])


async def _by_the_bot(settings: Settings, kind: str, wanted: str) -> str:
    async with open_desk(settings, owner=False) as desk:
        job = await _order(desk, kind, wanted)
        id_ = job.payload["id"]
        for _ in range(LOOKS):
            if not await _is_busy(desk, kind, id_, job):
                return await _sure(desk, kind, id_)
            await asyncio.sleep(BETWEEN)
        raise EraseError(f"{kind} {id_}: the running bot has not done it yet, but it will; see its log")


async def _is_busy(desk: Desk, kind: str, id_: str, job: Job) -> bool:
    pending = [
        await desk.storage.pending_job(desk.tenant, key) for key in (key_of(kind, id_), f"{ERASED}:{job.id}")
    ]
    return any(pending)


async def _order(desk: Desk, kind: str, wanted: str) -> Job:
    id_ = await _id_of(desk, kind, wanted)
    in_the_way = await hindrance(desk, kind, id_)
    if in_the_way and not (kind == PERSON and await part_of(desk, id_)):
        raise EraseError(f"{kind} {id_}: {_why(in_the_way)}; nothing was erased")
    job = ordered(desk, kind, id_, OPERATOR)
    await desk.storage.save(Change(writes=(job,)))
    return job


def _why(in_the_way: Hindrance) -> str:
    held, runs = (", ".join(a.id for a in found) for found in (in_the_way.held, in_the_way.runs))
    reasons = (
        f"assessment {held} must be kept (Woo hold)" if held else "",
        f"runs assessment {runs}, erase that first, with --assessment" if runs else "",
    )
    return "; ".join(filter(None, reasons))


async def _id_of(desk: Desk, kind: str, wanted: str) -> str:
    if kind == ASSESSMENT:
        try:
            return (await the_assessment(desk, wanted)).id
        except InviteError as error:
            raise EraseError(str(error)) from None
    if await desk.storage.person(desk.tenant, wanted) is None:
        raise EraseError(f"nobody has the id {wanted!r}; ids stand in `peiler export` as author and person")
    return wanted


async def _sure(desk: Desk, kind: str, id_: str) -> str:
    """Look whether it really happened, and all of it: a hold may have come in between."""
    if kind == PERSON:
        person = await desk.storage.person(desk.tenant, id_)
        gone = person is None or person.address == f"erased:{id_}"
        in_the_way = await hindrance(desk, kind, id_)
        if not gone and in_the_way and not await part_of(desk, id_):
            raise EraseError(f"{kind} {id_}: erased in part, the rest stays: {_why(in_the_way)}")
    else:
        assessment = await desk.storage.assessment(desk.tenant, id_)
        gone = assessment is None or assessment.state == "erased"
    if not gone:
        raise EraseError(f"{kind} {id_}: was not erased, because it must be kept now")
    return id_
