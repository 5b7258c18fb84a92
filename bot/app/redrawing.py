"""After a restore the chats show more than the database knows: everybody gets the card they are at anew."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime

from bot.desk import Desk
from bot.tokens import new_id
from bot.walking import Outcome, Scenery, card_of, guard_of, load, writes_of
from storage.port import Change
from storage.records import Interview, Job, Outgoing, Record

log = logging.getLogger(__name__)

RESTORED = "restored"
#: Not a time for work: a job that only keeps a fact is never due.
_NEVER = datetime(9999, 1, 1, tzinfo=UTC)


async def note_restored(desk: Desk) -> None:
    """The next start is to draw the cards."""
    note = Job(desk.tenant, new_id(), RESTORED, RESTORED, {"at": desk.now().isoformat()}, _NEVER)
    await desk.storage.save(Change(writes=(note,)))


async def redraw_after_restore(desk: Desk) -> int:
    """Every live card once more, as a new message, if a backup was restored; how many. Call it before
    anything comes in: done twice after a crash, the card is only drawn again.
    """
    note = await desk.storage.pending_job(desk.tenant, RESTORED)
    if note is None:
        return 0
    count = 0
    async for scenery in _open_interviews(desk):
        await desk.storage.save(Change(guards=(guard_of(scenery),), writes=tuple(_drawn(scenery))))
        count += 1
    await desk.storage.finish(note)
    log.warning("restored from a backup: %s cards are shown anew", count)
    desk.woken()
    return count


async def _open_interviews(desk: Desk) -> AsyncIterator[Scenery]:
    for assessment in await desk.storage.assessments(desk.tenant):
        if assessment.state != "open":
            continue
        for interview in await desk.storage.interviews(desk.tenant, assessment.id):
            scenery = await _shown(desk, interview)
            if scenery is not None:
                yield scenery


async def _shown(desk: Desk, interview: Interview) -> Scenery | None:
    """Where somebody looks at a card and has not asked for silence."""
    if interview.state not in ("opened", "active", "paused"):
        return None
    scenery = await load(desk, interview.id)
    if scenery is None or scenery.walk.card is None or scenery.walk.person.stopped_at is not None:
        return None
    return scenery


def _drawn(scenery: Scenery) -> list[Record]:
    desk, outcome = scenery.desk, Outcome(scenery.progress)
    said = desk.texts.say("restored", scenery.progress.language)
    rows = card_of(scenery, outcome, new_id, desk.now(), tapped=True, fresh=True)
    return [*writes_of(scenery, outcome, desk.now()), *(_with(row, str(said)) for row in rows)]


def _with(row: Record, line: str) -> Record:
    return replace(row, echo=(*row.echo, line)) if isinstance(row, Outgoing) else row
