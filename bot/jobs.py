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

from bot.awaiting import AWAITED, lapse
from bot.consultant.dialogs import DIALOG, forget_dialog
from bot.consultant.digest import DIGEST, digest, ensure_digest
from bot.consultant.guides import GUIDE, make_guide
from bot.consultant.hearing import FACT_CHECK_OVER, fact_check_over
from bot.consultant.making import TRIES as REPORT_TRIES
from bot.consultant.making import make_report
from bot.consultant.menus import MENU, set_menu
from bot.consultant.ordered import REPORT
from bot.consultant.plan_sheets import SHEET, read_sent_sheet
from bot.consultant.rows import ROWS, make_matrix, read_sent_rows
from bot.consultant.running import MATRIX
from bot.consultant.sent_lists import did_not_come
from bot.consultant.sheets import LIST, read_sent_list
from bot.consultant.status import STATUS_PICTURE, make_status_picture
from bot.desk import Desk
from bot.facing import make_pillar_texts
from bot.fetching import ALBUM, FETCH, Fetches, draw_album, fetch, give_up, tidy
from bot.fetching import TRIES as FETCH_TRIES
from bot.following.asking import FOLLOW, follow, look_back
from bot.following.timing import LOOK_BACK
from bot.phases import PILLAR_TEXTS
from bot.privacy.erasing import end_waiting, erase
from bot.privacy.finishing import finish_erasure
from bot.privacy.forgetting import ERASE, ERASED, FORGET
from bot.privacy.mydata import MYDATA, make_mydata
from bot.privacy.retention import RETENTION, ensure_retention, retain
from bot.privacy.withdrawing import withdrawn
from bot.references.withdrawing import WITHDRAWN
from bot.reminding.doing import remind
from bot.reminding.watching import REMIND
from bot.reporting import MAKERS, do_job, give_up_making
from bot.then import THEN, forget_then
from storage.port import Change, DatabaseCorrupt, JobPending, StorageError, StorageUnavailable
from storage.records import Job

log = logging.getLogger(__name__)

EVERY = 1.0
AT_ONCE = 10
TRIES = 8

DRAWN = {
    MYDATA: make_mydata,
    STATUS_PICTURE: make_status_picture,
    GUIDE: make_guide,
    PILLAR_TEXTS: make_pillar_texts,
    MATRIX: make_matrix,
    FACT_CHECK_OVER: fact_check_over,
}
#: kind of job -> what does it.
DOERS: dict[str, Callable[[Desk, Job], Awaitable[None]]] = {
    **{kind: partial(do_job, make=make) for kind, make in (MAKERS | DRAWN).items()},
    REPORT: make_report,
    FORGET: end_waiting,
    ERASE: erase,
    ERASED: finish_erasure,
    WITHDRAWN: withdrawn,
    RETENTION: retain,
    DIGEST: digest,
    MENU: set_menu,
    DIALOG: forget_dialog,
    FETCH: fetch,
    ALBUM: draw_album,
    REMIND: remind,
    LOOK_BACK: look_back,
    FOLLOW: follow,
    AWAITED: lapse,
    LIST: read_sent_list,
    ROWS: read_sent_rows,
    SHEET: read_sent_sheet,
    THEN: forget_then,
}
#: Kinds that wait for others, and so are not done one after another with the rest (`Fetches`).
BESIDE = frozenset({FETCH, LIST, ROWS, SHEET})
#: Kinds of which many are due at the same moment and none minds another: they share their commits.
TOGETHER = frozenset({REMIND})
#: Kinds that act on dates alone: nothing of them is done while the clock cannot be believed.
DATED = frozenset({REMIND, RETENTION, FORGET, FACT_CHECK_OVER, LOOK_BACK, FOLLOW})
#: More jobs than are ever due.
EVERYTHING = 1_000_000
#: Kinds with which there is more patience, and what is done when it ends.
PATIENCE = {FETCH: FETCH_TRIES, REPORT: REPORT_TRIES}
GIVEN_UP: dict[str, Callable[[Desk, Job], Awaitable[None]]] = {
    **dict.fromkeys((*MAKERS, *DRAWN, REPORT), give_up_making),
    FETCH: give_up,
    LIST: did_not_come,
    ROWS: did_not_come,
    SHEET: did_not_come,
}
#: What was promised and cannot be given up, with the longest pause between two attempts.
NEVER_GIVEN_UP = frozenset({FORGET, ERASE, ERASED, WITHDRAWN, RETENTION, REMIND, LOOK_BACK, FOLLOW})
LONGEST_PAUSE = 300.0


class Jobs:
    """The loop over due jobs; `wake` after a save makes it look at once."""

    def __init__(self, desk: Desk, believes_clock: Callable[[], bool] = lambda: True) -> None:
        self._desk, self._news, self._believes_clock = desk, asyncio.Event(), believes_clock
        self.fetches = Fetches(desk, self._do)

    def wake(self) -> None:
        """There may be something to do."""
        self._news.set()
        self.fetches.wake()

    async def run(self, stop: asyncio.Event) -> None:
        """Until `stop`; what is under way is finished, but for files that come in."""
        await self._repeat(self.begin, stop, until_done=True)
        async with asyncio.TaskGroup() as group:
            group.create_task(self._repeat(self.once, stop))
            group.create_task(self.fetches.run(stop))

    async def _repeat(
        self, work: Callable[[], Awaitable[object]], stop: asyncio.Event, *, until_done: bool = False
    ) -> None:
        while not stop.is_set():
            self._news.clear()
            try:
                await work()
                if until_done:
                    return
            except StorageUnavailable:
                log.warning("jobs wait: the database cannot be used now")
            await self._rest(stop)

    async def begin(self) -> None:
        """Before anything else is done."""
        await ensure_retention(self._desk)
        await ensure_digest(self._desk)
        await tidy(self._desk)

    async def once(self) -> int:
        """Do what is due, one after another, but timers together; how many jobs that were."""
        storage, tenant = self._desk.storage, self._desk.tenant
        # However many files wait, they crowd nothing else out.
        beside = len(await storage.pending_jobs(tenant, f"{FETCH}:"))
        paused = frozenset[str]() if self._believes_clock() else DATED
        limit = AT_ONCE + beside if not paused else EVERYTHING
        due = await storage.due_jobs(tenant, self._desk.now(), limit)
        mine = [job for job in due if job.kind in DOERS.keys() - BESIDE - paused][:AT_ONCE]
        for job in mine:
            if job.kind not in TOGETHER:
                await self._do(job)
        timers = [self._do(job) for job in mine if job.kind in TOGETHER]
        trouble = [one for one in await asyncio.gather(*timers, return_exceptions=True) if one is not None]
        if trouble:
            raise trouble[0]
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
        over = attempt >= PATIENCE.get(job.kind, TRIES) and job.kind not in NEVER_GIVEN_UP
        pause = max(min(2.0 ** min(attempt, 10), LONGEST_PAUSE), getattr(error, "retry_after", 0.0))
        due = self._desk.now() + timedelta(seconds=pause)
        later = replace(job, attempt=attempt, due_at=due, error=type(error).__name__)
        if over:
            later = replace(later, state="failed")
        try:
            if over and job.kind in GIVEN_UP:
                await GIVEN_UP[job.kind](self._desk, job)
                self._desk.woken()
                return
            await self._desk.storage.save(Change(guards=(JobPending(job.id, job.kind),), writes=(later,)))
        except StorageError:
            log.exception("job %s could not be put off", job.id)

    async def _rest(self, stop: asyncio.Event) -> None:
        """Until there is news; a stop is seen within the same second."""
        if not stop.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(self._news.wait(), EVERY)
