"""Asked right before a message leaves: may it still go, now that time has passed since it was decided?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.desk import Desk
from bot.reminding.doing import SILENT
from bot.reminding.watching import RUNNING, calendar_of
from bot.reminding.wording import REMINDER
from storage.records import Interview, Outgoing, Person

#: How the first question of a look back is called in the outbox.
FOLLOWING = "follow:"


async def still_wanted(desk: Desk, row: Outgoing, now: datetime) -> bool | datetime:
    """Nothing to who stopped; a reminder only to who is still silent, in a round that goes on, at a good
    moment; nothing of a silence that is over. False: never; a moment: not before then.
    """
    if row.dedupe_key.startswith(SILENT):
        _, _, assessment, silent, *_ = row.dedupe_key.split(":")
        mine = await desk.storage.interviews_of(desk.tenant, silent)
        return _is_silent([one for one in mine if one.assessment == assessment], row.created_at)
    channel = next((name for name, bot in desk.bots.items() if bot == row.bot_id), row.bot_id)
    person = await desk.storage.person_at(desk.tenant, channel, row.chat_id)
    if person is None:
        return True
    if row.dedupe_key.startswith(FOLLOWING):
        return _at_a_good_moment(desk, person, now)
    if person.stopped_at is not None and not desk.is_consultant(channel, row.chat_id):
        return False
    return row.kind != REMINDER or await _still_silent(desk, row, person, now)


def _at_a_good_moment(desk: Desk, person: Person, now: datetime) -> bool | datetime:
    """Of who runs a round, too, stop is stop where nobody asked for a message."""
    opening = calendar_of(desk.settings, person).next_open(now)
    if person.stopped_at is not None or opening is None:
        return False
    return True if opening <= now else opening


async def _still_silent(desk: Desk, row: Outgoing, person: Person, now: datetime) -> bool | datetime:
    mine = [one for one in await desk.storage.interviews_of(desk.tenant, person.id) if one.erased_at is None]
    about = next((one for one in mine if one.id == row.about), None)
    here = [one for one in mine if about is not None and one.assessment == about.assessment]
    if about is None or about.state not in RUNNING or not _is_silent(here, row.created_at):
        return False
    assessment = await desk.storage.assessment(desk.tenant, about.assessment)
    if assessment is None or assessment.state != "open" or assessment.phase != "concept":
        return False
    if assessment.deadline is not None and now >= assessment.deadline:
        return False
    opening = calendar_of(desk.settings, person, assessment).next_open(now)
    if opening is None or (row.expires_at is not None and opening >= row.expires_at):
        return False
    return True if opening <= now else opening


def _is_silent(interviews: Sequence[Interview], since: datetime) -> bool:
    """Whether somebody who takes part did nothing since then, in none of these."""
    running = any(one.state in RUNNING for one in interviews)
    return running and all(one.last_activity <= since for one in interviews)
