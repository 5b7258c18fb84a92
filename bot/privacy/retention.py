"""Nothing is kept for ever: once a day, what has had its time goes."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bot.desk import LONGEST_RETENTION, Desk
from bot.following.partaking import KEPT
from bot.gathering import assessment_facts
from bot.invites import TELLS
from bot.privacy.audit import PROGRAM, noted
from bot.privacy.forgetting import ERASED, is_held
from bot.privacy.mydata import FILE, folder_of
from bot.tokens import new_id
from storage.port import Change, DatabaseCorrupt, Erased, InviteOpen, StorageUnavailable, Then
from storage.records import Assessment, Interview, Invite, Job, Record, Score

log = logging.getLogger(__name__)

RETENTION = "retention"
EVERY = timedelta(days=1)
#: Figures without a person, and the audit trail.
SCORES = timedelta(days=730)
DEAD_LETTERS = timedelta(days=7)
#: Somebody who wrote and was in nothing; a link that was opened and never used; the name on a lapsed invite.
IDLE = timedelta(days=30)
#: Where a receipt of an erasure was sent.
RECEIPTS = timedelta(days=7)
#: A file with somebody's own data, sent or not.
OWN_FILES = timedelta(days=2)
#: Took no part, so nothing but a name is kept.
NEVER_BEGAN = ("opened", "declined")
#: Who was named by others to be invited: that name goes as soon as the invite lapses.
NAMED_BY_OTHERS = ("colleague", "reference")


async def ensure_retention(desk: Desk) -> None:
    """The daily round is planned, if it was not."""
    if await desk.storage.pending_job(desk.tenant, RETENTION) is None:
        await desk.storage.save(Change(writes=(_next(desk, None, desk.now()),)))


async def retain(desk: Desk, job: Job) -> None:
    """One round, and the plan for tomorrow's; none today if the clock seems to have jumped."""
    now, last = desk.now(), job.payload.get("at")
    passed = now - datetime.fromisoformat(last) if last else EVERY
    if timedelta(0) <= passed <= 2 * EVERY:
        await _all_chores(desk, now)
    else:
        log.error("the clock or the program stood still for a day or more: nothing is erased today")
    await desk.storage.save(Change(writes=(_next(desk, now, now + EVERY),)))


class Unfinished(Exception):
    """Part of the round failed: it is done again soon."""


async def _all_chores(desk: Desk, now: datetime) -> None:
    """Each of them, also when one before it fails."""
    failed = []
    for chore in CHORES:
        try:
            await chore(desk, now)
        except (StorageUnavailable, DatabaseCorrupt):
            raise
        except Exception:
            log.exception("part of the retention round failed")
            failed.append(chore)
    if failed:
        raise Unfinished(f"{len(failed)} of {len(CHORES)} parts")


def _next(desk: Desk, done: datetime | None, due: datetime) -> Job:
    payload = {"at": done.isoformat()} if done else {}
    return Job(desk.tenant, new_id(), RETENTION, RETENTION, payload, due)


def until(assessment: Assessment, interview: Interview, invite: Invite | None) -> datetime:
    """When an interview's answers go: some days after adoption, and a year after the invite at the latest."""
    begun = invite.created_at if invite is not None else interview.created_at
    ends = [begun + LONGEST_RETENTION]
    if assessment.adopted_at is not None:
        days = int(assessment.privacy.get("retention_days") or 0)
        ends.append(assessment.adopted_at + timedelta(days=days))
    if interview.state in NEVER_BEGAN and invite is not None:
        ends.append(invite.expires_at + IDLE)
    return min(ends)


async def _answers(desk: Desk, now: datetime) -> None:
    for assessment in await desk.storage.assessments(desk.tenant):
        if assessment.state != "erased" and not is_held(assessment):
            await _answers_of(desk, assessment, now)


async def _answers_of(desk: Desk, assessment: Assessment, now: datetime) -> None:
    invites = {one.id: one for one in await desk.storage.invites(desk.tenant, assessment.id)}
    kept = [i for i in await desk.storage.interviews(desk.tenant, assessment.id) if i.erased_at is None]
    due = [i.id for i in kept if now >= until(assessment, i, invites.get(i.invite or ""))]
    if due:
        figures = await _figures_or_none(desk, assessment, now)
        await desk.storage.erase_interviews(desk.tenant, due, now, _afterwards(desk, assessment, figures))
        log.info("%s interviews of assessment %s have had their time", len(due), assessment.id)


def _afterwards(desk: Desk, assessment: Assessment, figures: list[Record]) -> Then:
    def then(erased: Erased) -> list[Record]:
        return [*figures, noted(desk, PROGRAM, RETENTION, assessment.id), rest_of(desk, erased)]

    return then


def rest_of(desk: Desk, erased: Erased) -> Job:
    """The job that unlinks the files and empties the log; nobody gets a receipt."""
    id_ = new_id()
    payload = {"files": list(erased.files), "receipt": None, "messages": []}
    return Job(desk.tenant, id_, ERASED, f"{ERASED}:{id_}", payload, desk.now())


async def _figures_or_none(desk: Desk, assessment: Assessment, now: datetime) -> list[Record]:
    """Figures that cannot be made do not keep anybody's answers longer than was promised."""
    try:
        return await _figures(desk, assessment, now)
    except (StorageUnavailable, DatabaseCorrupt):
        raise
    except Exception:
        log.exception("assessment %s is erased without its figures", assessment.id)
        return []


async def _figures(desk: Desk, assessment: Assessment, now: datetime) -> list[Record]:
    """What stays for a repeat, taken before the first answers go: per pillar, never per question."""
    if assessment.demo or await desk.storage.scores(desk.tenant, assessment.id):
        return []
    facts = await assessment_facts(desk, assessment, now)
    if not facts.people:
        return []
    overall = facts.scorecard.overall
    body: dict[str, Any] = {
        "model": facts.scorecard.model,
        "model_version": facts.scorecard.model_version,
        "overall": {"score": overall.score, "level": overall.level, "balance": overall.balance},
        "pillars": {
            pillar.id: {"score": pillar.card.score, "level": pillar.card.level, "people": pillar.people}
            for pillar in facts.pillars
        },
    }
    return [Score(desk.tenant, new_id(), assessment.id, now, body)]


async def _idle_people(desk: Desk, now: datetime) -> None:
    for person in await desk.storage.idle_people(desk.tenant, now - IDLE):
        if not desk.is_consultant(person.channel, person.address):
            await desk.storage.erase_person(
                desk.tenant, person.id, now, lambda erased: [rest_of(desk, erased)]
            )


async def _lapsed_names(desk: Desk, now: datetime) -> None:
    for assessment in await desk.storage.assessments(desk.tenant):
        for invite in await desk.storage.invites(desk.tenant, assessment.id):
            grace = timedelta(0) if invite.role in NAMED_BY_OTHERS or invite.question else IDLE
            if _names_somebody(invite) and invite.state == "open" and now >= invite.expires_at + grace:
                nameless = replace(invite, name=None, function=None, department=None)
                # Somebody may be using it up at this very moment.
                await desk.storage.save(Change(guards=(InviteOpen(invite.id),), writes=(nameless,)))


def _names_somebody(invite: Invite) -> bool:
    return bool(invite.name or invite.function or invite.department)


async def _told_of_actions(desk: Desk, now: datetime) -> None:
    """Who told of an action is let go after the last look back; what they said stays with the round."""
    for assessment in await desk.storage.assessments(desk.tenant):
        if is_held(assessment):
            continue
        for invite in await desk.storage.invites(desk.tenant, assessment.id):
            telling = invite.role == TELLS and invite.state == "bound"
            if telling and invite.bound_at is not None and now >= invite.bound_at + KEPT:
                await desk.storage.save(Change(writes=(replace(invite, state="revoked"),)))


async def _dead_letters(desk: Desk, now: datetime) -> None:
    await desk.storage.prune_dead_letters(desk.tenant, now - DEAD_LETTERS)


async def _scores(desk: Desk, now: datetime) -> None:
    await desk.storage.prune_scores(desk.tenant, now - SCORES)


async def _receipts(desk: Desk, now: datetime) -> None:
    await desk.storage.forget_chats_of_nobody(desk.tenant, now - RECEIPTS)


async def _own_files(desk: Desk, now: datetime) -> None:
    await asyncio.to_thread(_remove_old, folder_of(desk), (now - OWN_FILES).timestamp())


def _remove_old(folder: Path, before: float) -> None:
    for file in folder.glob(f"*/{FILE}"):
        if file.stat().st_mtime < before:
            file.unlink(missing_ok=True)
            with suppress(OSError):
                file.parent.rmdir()


#: What goes, each by its own clock.
CHORES: tuple[Callable[[Desk, datetime], Awaitable[None]], ...] = (
    _answers,
    _told_of_actions,
    _idle_people,
    _lapsed_names,
    _dead_letters,
    _scores,
    _receipts,
    _own_files,
)
