"""Invites for everybody on a list: all of them or none, every wrong row named."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.cards import plain
from bot.consultant.inviting import assessment_for, check_ready
from bot.desk import Desk
from bot.invites import REFERENCE, make_invite
from bot.lists import Listed, Reading, Said, read_list
from storage.port import Change
from storage.records import Assessment, Invite


@dataclass(frozen=True, slots=True)
class Made:
    """One invite of a list, with the token that is shown once."""

    person: Listed
    token: str
    invite: Invite


@dataclass(frozen=True, slots=True)
class MadeList:
    """The invites of a list in the order of its rows, their assessment, and what was understood."""

    made: tuple[Made, ...]
    assessment: str
    notes: tuple[str, ...]


async def invite_list(
    desk: Desk,
    new: str | None,
    wanted: str | None,
    data: bytes,
    pillar: str,
    role: str,
    consultant: str | None,
) -> MadeList:
    """All invites of a list in one commit. Raises InviteError with a line for each wrong row."""
    assessment, records = await assessment_for(desk, new, wanted, consultant)
    reading = await checked_list(desk, assessment, data, pillar)
    notes = tuple(told(desk, note, "en") for note in reading.notes)
    problems = [told(desk, problem, "en") for problem in reading.problems]
    if role == REFERENCE:
        problems.append("--role reference: is for one organisation at a time; leave --list out")
    check_ready(desk, assessment, pillar or None, role, is_new=new is not None, more=problems)
    made = invites_for(desk, assessment, reading.people, role)
    await desk.storage.save(Change(writes=(*records, *(one.invite for one in made))))
    return MadeList(made, assessment.id, notes)


async def checked_list(desk: Desk, assessment: Assessment, data: bytes, pillar: str = "") -> Reading:
    """The list as it is read; who has an invite for the same pillar already is a problem too."""
    script = await desk.script(assessment.script_hash)
    pillars = {section.id: tuple(section.title.values()) for section in script.sections}
    # A workbook takes a second.
    reading = await asyncio.to_thread(read_list, data, pillars, pillar)
    more = await again(desk, assessment, reading.people)
    problems = sorted((*reading.problems, *more), key=lambda one: one.row or 0)
    return Reading(reading.people, tuple(problems), reading.notes)


async def again(desk: Desk, assessment: Assessment, people: Iterable[Listed]) -> list[Said]:
    """Who has an invite for the same pillar already."""
    there = await desk.storage.invites(desk.tenant, assessment.id)
    known = {key for invite in there if invite.state in ("open", "bound") for key in _keys(invite)}
    return [
        Said("invited", one.row, {"who": one.who, "pillar": one.pillar})
        for one in people
        if _key(one) in known
    ]


def _key(person: Listed) -> tuple[str, ...]:
    """Who has no name is told apart by function and department."""
    if person.name:
        return person.name.casefold(), person.pillar
    return person.function.casefold(), person.department.casefold(), person.pillar


def _keys(invite: Invite) -> Iterable[tuple[str, ...]]:
    pillar = invite.pillar or ""
    if invite.name:
        yield invite.name.casefold(), pillar
    elif invite.function:
        yield invite.function.casefold(), (invite.department or "").casefold(), pillar


def invites_for(
    desk: Desk, assessment: Assessment, people: Iterable[Listed], role: str = "owner"
) -> tuple[Made, ...]:
    """An invite for each row."""
    return tuple(Made(person, *_invite(desk, assessment, person, role)) for person in people)


def _invite(desk: Desk, assessment: Assessment, person: Listed, role: str) -> tuple[str, Invite]:
    return make_invite(
        desk,
        assessment,
        person.pillar,
        role,
        person.name or None,
        function=person.function or None,
        department=person.department or None,
        language=person.language,
    )


def told(desk: Desk, said: Said, language: str) -> str:
    """One line about a list, without markup."""
    where = str(desk.texts.say("list.row", language, row=said.row)) + " " if _of_row(said) else ""
    facts: Mapping[str, object] = said.facts
    return where + plain(desk.texts.say(f"list.{said.name}", language, **facts))


def _of_row(said: Said) -> bool:
    return said.row is not None and said.name not in ("unused", "no_header", "no_pillar_column", "no_rows")
