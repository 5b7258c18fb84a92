"""What the command line asks of the database, also while the bot runs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from bot.app.plug import open_desk
from bot.cards.view import lined
from bot.config import Settings
from bot.consultant import decided
from bot.consultant.closing import turned
from bot.consultant.copies import keep_given, write_copy
from bot.consultant.exporting import export_of
from bot.consultant.guides import write_guides
from bot.consultant.inviting import Made, invite_many, the_assessment, the_consultant
from bot.consultant.listing import MadeList, invite_list
from bot.consultant.nudging import nudge_people, plan_text, planned
from bot.consultant.plan_rows import Back, plan_told, take_back
from bot.consultant.registering import Found, matrix_of, register_list
from bot.consultant.standing import lines
from bot.consultant.status import client_text, status_text
from bot.consultant.verdicts import record_verdicts, template
from bot.privacy.audit import OPERATOR
from bot.references.sets import Given, Taken, given_set, take_set
from bot.reports.given import Given as GivenForMemo


async def make_invites(
    settings: Settings,
    new: str | None,
    assessment: str | None,
    pillar: str,
    role: str,
    count: int,
    consultant: str | None,
) -> Made:
    """Invites for one pillar of a new or a known assessment. Raises InviteError."""
    async with open_desk(settings, owner=False) as desk:
        return await invite_many(desk, new, assessment, pillar, role, count, consultant)


async def make_listed_invites(
    settings: Settings,
    new: str | None,
    assessment: str | None,
    data: bytes,
    pillar: str,
    role: str,
    consultant: str | None,
) -> MadeList:
    """Invites for everybody on a list. Raises InviteError with a line for each wrong row."""
    async with open_desk(settings, owner=False) as desk:
        return await invite_list(desk, new, assessment, data, pillar, role, consultant)


async def write_report(
    settings: Settings,
    assessment: str,
    out: Path,
    languages: Sequence[str],
    *,
    leaves: bool,
    template: bytes | None = None,
    given: GivenForMemo | None = None,
) -> list[Path]:
    """The files of a copy in a folder; what is `given` for the memo is kept with the round. Raises
    InviteError for an unknown assessment, CopyError, and WrongTemplate.
    """
    async with open_desk(settings, owner=False) as desk:
        if given is not None:
            await keep_given(desk, assessment, given)
        return await write_copy(desk, assessment, out, languages, leaves=leaves, template=template)


async def export_json(settings: Settings, assessment: str | None) -> dict[str, Any]:
    """The export object, of one assessment or (None) of all. Raises InviteError for an unknown one."""
    async with open_desk(settings, owner=False) as desk:
        return await export_of(desk, assessment)


async def status_of(settings: Settings, assessment: str, language: str, *, client: bool) -> str:
    """Where an assessment stands, as plain text. Raises InviteError for an unknown one."""
    async with open_desk(settings, owner=False) as desk:
        one = await the_assessment(desk, assessment)
        language = language or one.language
        if client:
            return lined(await client_text(desk, one, language))
        return lined(await status_text(desk, one, language, await lines(desk, one)))


async def reminders_of(settings: Settings, assessment: str, language: str, now: list[str]) -> str:
    """The plan of reminders as plain text, after those asked for now. Raises InviteError."""
    async with open_desk(settings, owner=False) as desk:
        one = await the_assessment(desk, assessment)
        await nudge_people(desk, one, now)
        people = [f"{who.watched.person.id}  {who.line.name}" for who in await planned(desk, one)]
        return "\n".join([lined(await plan_text(desk, one, language or one.language)), *people])


async def record_judgements(settings: Settings, data: bytes, source: str) -> int:
    """Judgements from a file; how many. Raises InviteError with a line for each wrong row."""
    async with open_desk(settings, owner=False) as desk:
        return await record_verdicts(desk, data, source)


async def judgement_template(settings: Settings, assessment: str) -> str:
    """What there is to judge, as a CSV. Raises InviteError for an unknown assessment."""
    async with open_desk(settings, owner=False) as desk:
        return await template(desk, assessment)


async def make_guides(settings: Settings, assessment: str, out: Path, languages: Sequence[str]) -> list[Path]:
    """The pages for the conversations, one for each owner who handed in. Raises InviteError and OSError."""
    async with open_desk(settings, owner=False) as desk:
        return await write_guides(desk, await the_assessment(desk, assessment), out, languages)


async def open_or_close(settings: Settings, assessment: str, *, open_: bool) -> str:
    """What became of an assessment. Raises InviteError where that cannot be."""
    async with open_desk(settings, owner=False) as desk:
        return await turned(desk, await the_assessment(desk, assessment), open_=open_)


async def import_references(settings: Settings, consultant: str | None, data: bytes, source: str) -> Taken:
    """A set of references for a consultant. Raises InviteError, and WrongSet with a line for each problem."""
    async with open_desk(settings, owner=False) as desk:
        owner, is_new = await the_consultant(desk, consultant)
        return await take_set(desk, owner, data, source, with_=[owner] if is_new else [])


async def export_references(settings: Settings, consultant: str | None) -> Given:
    """What of a consultant's references may be given to others. Raises InviteError."""
    async with open_desk(settings, owner=False) as desk:
        owner, _ = await the_consultant(desk, consultant)
        return await given_set(desk, owner)


async def take_initiatives(settings: Settings, assessment: str | None, data: bytes, *, sure: bool) -> Found:
    """A list of initiatives, read or (`sure`) taken. Raises InviteError."""
    async with open_desk(settings, owner=False) as desk:
        return await register_list(desk, assessment, data, OPERATOR, sure=sure)


async def matrix_text_of(settings: Settings, assessment: str | None, language: str) -> str:
    """What runs in a round, as plain text. Raises InviteError."""
    async with open_desk(settings, owner=False) as desk:
        return lined(await matrix_of(desk, assessment, language))


async def plan_text_of(settings: Settings, assessment: str | None, language: str) -> str:
    """What to do about a round, as plain text. Raises InviteError."""
    async with open_desk(settings, owner=False) as desk:
        return lined(await plan_told(desk, assessment, language))


async def take_actions(
    settings: Settings, assessment: str | None, data: bytes, language: str, shown: tuple[str, ...] | None
) -> Back:
    """A list of actions, read or, once what it changes was `shown`, taken. Raises InviteError."""
    async with open_desk(settings, owner=False) as desk:
        return await take_back(desk, assessment, data, OPERATOR, language, shown=shown)


async def record_decision(
    settings: Settings, assessment: str, what: str, amount: Decimal | None, on: dt.date | None
) -> None:
    """What the board decided. Raises InviteError."""
    async with open_desk(settings, owner=False) as desk:
        await decided.record(desk, assessment, what, amount, on)


async def decision_text_of(settings: Settings, assessment: str) -> str:
    """What the board decided and what was done since, as plain text. Raises InviteError."""
    async with open_desk(settings, owner=False) as desk:
        return lined(await decided.told(desk, assessment))
