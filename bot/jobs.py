"""Work for later: found by looking it up, so that a restart forgets nothing; a failure is tried again, ever
slower.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from functools import partial

from bot.consultant.dialogs import DIALOG, forget_dialog
from bot.consultant.menus import MENU, set_menu
from bot.consultant.status import STATUS_PICTURE, make_status_picture
from bot.desk import Desk
from bot.privacy.erasing import end_waiting, erase
from bot.privacy.finishing import finish_erasure
from bot.privacy.forgetting import ERASE, ERASED, FORGET
from bot.privacy.mydata import MYDATA, make_mydata
from bot.privacy.retention import RETENTION, ensure_retention, retain
from bot.reporting import MAKERS, do_job, not_made
from storage.port import Change, DatabaseCorrupt, JobPending, StorageError, StorageUnavailable
from storage.records import Job, Record

log = logging.getLogger(__name__)

EVERY = 1.0
AT_ONCE = 10
TRIES = 8

DRAWN = {MYDATA: make_mydata, STATUS_PICTURE: make_status_picture}
#: kind of job -> what does it.
DOERS: dict[str, Callable[[Desk, Job], Awaitable[None]]] = {
    **{kind: partial(do_job, make=make) for kind, make in (MAKERS | DRAWN).items()},
    FORGET: end_waiting,
    ERASE: erase,
    ERASED: finish_erasure,
    RETENTION: retain,
    MENU: set_menu,
    DIALOG: forget_dialog,
}
#: What was promised and cannot be given up, with the longest pause between two attempts.
NEVER_GIVEN_UP = frozenset({FORGET, ERASE, ERASED, RETENTION})
LONGEST_PAUSE = 300.0


class Jobs:
    """The loop over due jobs; `wake` after a save makes it look at once."""

    def __init__(self, desk: Desk) -> None:
        self._desk, self._news = desk, asyncio.Event()

    def wake(self) -> None:
        """There may be something to do."""
        self._news.set()

    async def run(self, stop: asyncio.Event) -> None:
        """Until `stop`; what is under way is finished."""
        planned = False
        while not stop.is_set():
            self._news.clear()
            try:
                if not planned:
                    await ensure_retention(self._desk)
                    planned = True
                await self.once()
            except StorageUnavailable:
                log.warning("jobs wait: the database cannot be used now")
            await self._rest(stop)

    async def once(self) -> int:
        """Do what is due; how many jobs that were."""
        due = await self._desk.storage.due_jobs(self._desk.tenant, self._desk.now(), AT_ONCE)
        mine = [job for job in due if job.kind in DOERS]
        for job in mine:
            await self._do(job)
        return len(mine)

    async def _do(self, job: Job) -> None:
        try:
            await DOERS[job.kind](self._desk, job)
            self._desk.woken()
        except (StorageUnavailable, DatabaseCorrupt):
            raise
        except Exception as error:
            log.exception("job %s (%s) failed", job.id, job.kind)
            await self._again(job, error)

    async def _again(self, job: Job, error: Exception) -> None:
        attempt = job.attempt + 1
        due = self._desk.now() + timedelta(seconds=min(2.0 ** min(attempt, 10), LONGEST_PAUSE))
        later = replace(job, attempt=attempt, due_at=due, error=type(error).__name__)
        writes: list[Record] = [later]
        try:
            if attempt >= TRIES and job.kind not in NEVER_GIVEN_UP:
                told = await not_made(self._desk, job) if job.kind in MAKERS | DRAWN else []
                writes = [replace(later, state="failed"), *told]
            change = Change(guards=(JobPending(job.id, job.kind),), writes=tuple(writes))
            await self._desk.storage.save(change)
        except StorageError:
            log.exception("job %s could not be put off", job.id)

    async def _rest(self, stop: asyncio.Event) -> None:
        """Until there is news; a stop is seen within the same second."""
        if not stop.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(self._news.wait(), EVERY)
