"""Files that people send, fetched as jobs: on disk first, then in the database, then the person is told."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import aclosing, suppress
from dataclasses import replace
from datetime import timedelta

from bot.cards import trimmed
from bot.desk import Desk
from bot.ports import NotFetched
from bot.shelf import Part
from bot.tokens import new_id
from bot.walking import Scenery, card_again, guard_of, load
from storage.port import Change, JobPending, Saved, StorageUnavailable
from storage.records import File, Job, Record

log = logging.getLogger(__name__)

FETCH, ALBUM = "fetch", "album"
WAITING, KEPT, FAILED = "waiting", "kept", "failed"
#: Bytes: what Telegram gives to bots at most, and what is kept of one interview and of all together.
LARGEST = 20 * 1024 * 1024
PER_INTERVIEW = 100 * 1024 * 1024
PER_TENANT = 5 * 1024 * 1024 * 1024
#: The parts of an album come as messages of their own; so long after the last the card is drawn, once.
ALBUM_PAUSE = timedelta(seconds=2)
#: Seconds that one file may take, and how many come in side by side.
LONGEST, AT_ONCE = 600.0, 4
#: With ever longer pauses this is more than half an hour.
TRIES = 15
#: How often a commit is tried again when somebody else saved first.
ATTEMPTS = 20
EVERY = 1.0


class _Refused(Exception):
    """It cannot be kept, however often it is fetched; `why` names the reason."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class NoRoom(Exception):
    """The disk is nearly full: later, perhaps."""


def ordered(desk: Desk, file: File, bot_id: str, ref: str) -> Job:
    """Fetch this file, now."""
    payload = {"file": file.id, "interview": file.interview, "bot": bot_id, "ref": ref}
    return Job(desk.tenant, new_id(), FETCH, f"{FETCH}:{file.id}", payload, desk.now())


def announced(desk: Desk, file: File, pause: timedelta = ALBUM_PAUSE) -> Job:
    """Draw the card when no further part of the album came for a while."""
    key = f"{ALBUM}:{file.interview}:{file.album}"
    payload = {"interview": file.interview, "album": file.album}
    return Job(desk.tenant, new_id(), ALBUM, key, payload, desk.now() + pause)


async def fetch(desk: Desk, job: Job) -> None:
    """One file. What it raises is tried again; what can never be kept is told at once."""
    file = await desk.storage.file(desk.tenant, job.payload["file"])
    if file is None or file.state != WAITING:
        await desk.storage.finish(job)
        return
    try:
        await _fetched(desk, job, file)
    except _Refused as refused:
        await _fail(desk, job, refused.why)
    except NotFetched as trouble:
        if trouble.again:
            raise
        await _fail(desk, job, "large")


async def give_up(desk: Desk, job: Job) -> None:
    """It did not come, however often it was tried: the person is told, and the answer stays."""
    await _fail(desk, job, "gone")


async def _fetched(desk: Desk, job: Job, file: File) -> None:
    """On disk under its own name, and only then in the database; an erasure meanwhile wins."""
    shelf = desk.shelf
    async with desk.shelving:
        coming = await asyncio.to_thread(shelf.part, file.id)
    with coming as part:
        async with asyncio.timeout(LONGEST):
            await _stream(desk, job, part)
        await asyncio.to_thread(part.finish)
        async with desk.shelving:
            address = await asyncio.to_thread(shelf.keep, part)
            if not await _keep(desk, job, address, part.size):
                await _remove_unnamed(desk, address)


async def _stream(desk: Desk, job: Job, part: Part) -> None:
    fetcher = desk.fetchers.get(job.payload["bot"])
    if fetcher is None:
        raise NotFetched("the bot that it was sent to is not running")
    left = await _left(desk, job.payload["interview"])
    async with aclosing(fetcher.fetch(job.payload["ref"])) as pieces:
        async for piece in pieces:
            if part.size + len(piece) > LARGEST:
                raise _Refused("large")
            if part.size + len(piece) > left:
                raise _Refused("full")
            if not desk.room(len(piece)):
                raise NoRoom
            await asyncio.to_thread(part.write, piece)


async def _left(desk: Desk, interview: str) -> int:
    """Bytes that may still be kept of this interview."""
    mine = await desk.storage.file_bytes(desk.tenant, interview)
    everybodys = await desk.storage.file_bytes(desk.tenant)
    return min(PER_INTERVIEW - mine, PER_TENANT - everybodys)


async def _keep(desk: Desk, job: Job, address: str, size: int) -> bool:
    async def rows(scenery: Scenery) -> list[Record]:
        file = _file_of(scenery, job)
        kept = replace(file, state=KEPT, address=address, size=size, error=None)
        if file.album is not None:
            return [kept, *await _album_over(scenery, file)]
        said = scenery.desk.texts.say("echo.file_kept", scenery.progress.language, name=_named(file))
        return [kept, *_drawn(scenery, str(said))]

    return await _end(desk, job, "done", rows)


async def _fail(desk: Desk, job: Job, why: str) -> None:
    async def rows(scenery: Scenery) -> list[Record]:
        file = _file_of(scenery, job)
        over = replace(file, state=FAILED, error=why)
        return [over, *await _album_over(scenery, file), *_told(scenery, file, why)]

    await _end(desk, job, "failed", rows)


async def draw_album(desk: Desk, job: Job) -> None:
    """The card, once for all parts of an album."""

    async def rows(scenery: Scenery) -> list[Record]:
        states = [file.state for file in scenery.walk.files if file.album == job.payload["album"]]
        kept, waiting = states.count(KEPT), states.count(WAITING)
        text, count = ("echo.files", kept + waiting) if waiting else ("echo.files_kept", kept)
        said = scenery.desk.texts.say(text, scenery.progress.language, count=count)
        return _drawn(scenery, *([str(said)] if count else []))

    await _end(desk, job, "done", rows)


async def _end(desk: Desk, job: Job, state: str, rows: Callable[[Scenery], Awaitable[list[Record]]]) -> bool:
    """What the job came to, in the commit that ends it. False: it was over (what it is about is erased)."""
    over = replace(job, state=state, payload={})
    for _ in range(ATTEMPTS):
        scenery = await load(desk, job.payload["interview"])
        assert scenery is not None, "interviews are never removed"
        guards = (JobPending(job.id, job.kind), guard_of(scenery))
        saved = await desk.storage.save(Change(guards=guards, writes=(over, *await rows(scenery))))
        if saved is Saved.DONE:
            desk.woken()
            return True
        pending = await desk.storage.pending_job(desk.tenant, job.key)
        if pending is None or pending.id != job.id:
            return False
    raise RuntimeError("somebody else kept saving first")


def _file_of(scenery: Scenery, job: Job) -> File:
    """As it is now: it may have found its place while its bytes came in."""
    return next(file for file in scenery.walk.files if file.id == job.payload["file"])


async def _album_over(scenery: Scenery, file: File) -> list[Record]:
    """After the last part of an album the card is drawn, unless that is planned anyway."""
    desk = scenery.desk
    others = [f for f in scenery.walk.files if f.album == file.album and f.id != file.id]
    if file.album is None or any(other.state == WAITING for other in others):
        return []
    job = announced(desk, file, timedelta(0))
    planned = await desk.storage.pending_job(desk.tenant, job.key)
    return [] if planned is not None else [job]


def _listens(scenery: Scenery) -> bool:
    """Whether there is a card to draw, and somebody who has not asked for silence."""
    walk = scenery.walk
    at_work = walk.interview.state in ("active", "paused", "submitted") and walk.assessment.state == "open"
    return at_work and walk.card is not None and walk.person.stopped_at is None


def _drawn(scenery: Scenery, *said: str) -> list[Record]:
    return card_again(scenery, new_id, scenery.desk.now(), said) if _listens(scenery) else []


def _told(scenery: Scenery, file: File, why: str) -> list[Record]:
    """In words, with what to do."""
    if not _listens(scenery):
        return []
    desk, language = scenery.desk, scenery.progress.language
    html = desk.texts.say("file.failed", language, name=_named(file), why=why, answer=file.ask is not None)
    label = str(desk.texts.say("button.evidence_add", language))
    buttons = [[(label, f"evidence:{file.ask}")]] if file.ask is not None else []
    about = file.interview
    return [desk.reply(scenery.walk.person, str(html), f"file:{file.id}:failed", buttons, about=about)]


def _named(file: File) -> str:
    return str(trimmed(file.name, 80))


async def _remove_unnamed(desk: Desk, address: str) -> bool:
    """Take a file away that nothing names; call it with `desk.shelving` held."""
    if await desk.storage.files_in(desk.tenant, address):
        return False
    await asyncio.to_thread(desk.shelf.remove, address)
    return True


async def tidy(desk: Desk) -> int:
    """Take away what a crash left: half a file, or a whole one that nothing names; how many of the latter.
    Call it before anything is fetched.
    """
    removed = 0
    try:
        await asyncio.to_thread(desk.shelf.clear_parts)
        for address in await asyncio.to_thread(desk.shelf.addresses):
            async with desk.shelving:
                removed += await _remove_unnamed(desk, address)
    except OSError:
        # What is left over does no harm; the next start tries again.
        log.exception("what a crash left among the files could not be removed")
    if removed:
        log.warning("%s files that nothing names were removed", removed)
    return removed


class Fetches:
    """The files that come in now, a few side by side, so that a slow one holds up neither others nor jobs."""

    def __init__(self, desk: Desk, do: Callable[[Job], Awaitable[None]]) -> None:
        self._desk, self._do, self._news = desk, do, asyncio.Event()
        self._tasks: dict[str, asyncio.Task[None]] = {}

    def wake(self) -> None:
        """There may be something to fetch."""
        self._news.set()

    async def run(self, stop: asyncio.Event) -> None:
        """Until `stop`; what is under way then begins anew with the next start."""
        async with asyncio.TaskGroup() as group:
            while not stop.is_set():
                self._news.clear()
                with suppress(StorageUnavailable):
                    await self._begin(group)
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._news.wait(), EVERY)
            for task in self._tasks.values():
                task.cancel()

    async def once(self) -> int:
        """What is due now, to its end; how many files that were."""
        async with asyncio.TaskGroup() as group:
            return await self._begin(group)

    async def _begin(self, group: asyncio.TaskGroup) -> int:
        jobs = await self._desk.storage.pending_jobs(self._desk.tenant, f"{FETCH}:")
        now = self._desk.now()
        due = sorted((job for job in jobs if job.due_at <= now), key=lambda job: job.due_at)
        new = [job for job in due if job.id not in self._tasks][: AT_ONCE - len(self._tasks)]
        for job in new:
            self._tasks[job.id] = group.create_task(self._one(job))
        return len(new)

    async def _one(self, job: Job) -> None:
        try:
            await self._do(job)
            self._news.set()
        except StorageUnavailable:
            log.warning("files wait: the database cannot be used now")
        finally:
            del self._tasks[job.id]
