"""Work for later: found by looking it up, so that a restart forgets nothing; a failure is tried again, ever
slower.
"""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

from bot.desk import Desk
from bot.reporting import MAKERS, do_job
from storage.port import Change, DatabaseCorrupt, StorageError, StorageUnavailable
from storage.records import Job

log = logging.getLogger(__name__)

EVERY = 1.0
AT_ONCE = 10
TRIES = 8


class Jobs:
    """The loop over due jobs; `wake` after a save makes it look at once."""

    def __init__(self, desk: Desk) -> None:
        self._desk, self._news = desk, asyncio.Event()

    def wake(self) -> None:
        """There may be something to do."""
        self._news.set()

    async def run(self, stop: asyncio.Event) -> None:
        """Until `stop`; what is under way is finished."""
        while not stop.is_set():
            self._news.clear()
            try:
                await self.once()
            except StorageUnavailable:
                log.warning("jobs wait: the database cannot be used now")
            await self._rest(stop)

    async def once(self) -> int:
        """Do what is due; how many jobs that were."""
        due = await self._desk.storage.due_jobs(self._desk.tenant, self._desk.now(), AT_ONCE)
        mine = [job for job in due if job.kind in MAKERS]
        for job in mine:
            await self._do(job)
        return len(mine)

    async def _do(self, job: Job) -> None:
        try:
            await do_job(self._desk, job)
        except (StorageUnavailable, DatabaseCorrupt):
            raise
        except Exception as error:
            log.exception("job %s (%s) failed", job.id, job.kind)
            await self._again(job, error)

    async def _again(self, job: Job, error: Exception) -> None:
        attempt = job.attempt + 1
        if attempt >= TRIES:
            await self._desk.storage.finish(job, "failed", type(error).__name__)
            return
        due = self._desk.now() + timedelta(seconds=2**attempt)
        later = replace(job, attempt=attempt, due_at=due, error=type(error).__name__)
        try:
            await self._desk.storage.save(Change(writes=(later,)))
        except StorageError:
            log.exception("job %s could not be put off", job.id)

    async def _rest(self, stop: asyncio.Event) -> None:
        """Until there is news; a stop is seen within the same second."""
        if not stop.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(self._news.wait(), EVERY)
