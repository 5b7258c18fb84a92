"""Organisations that may be asked how they got so far, before anybody there has told anything: from what
owners wish to see and from what a consultant types.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.desk import Desk
from bot.interview.progress import Progress
from bot.interview.script import Script
from bot.references.told import told_in
from bot.references.withdrawing import taken_out
from bot.tokens import id_from
from storage.port import Walk
from storage.records import Record, Reference

#: In the order in which an organisation goes through them.
STAGES = ("candidate", "asked", "spoken", "thanked")
CANDIDATE, ASKED, SPOKEN, THANKED = STAGES
#: The question to owners which organisation they would like to see from the inside.
VISIT = "S7_visit"
#: What is said of an organisation of which nothing is known yet.
SECTOR, COUNTRY = "other", "XX"
LONGEST = 120
#: More references than a consultant has.
ALL = 1_000_000
#: In the contact data: the invite that was made for it, and the function to ask there.
INVITE, FUNCTION = "invite", "function"
_NOBODY = frozenset(
    {"", "-", "nee", "geen", "geen idee", "weet ik niet", "n.v.t.", "no", "none", "don't know"}
)


def candidate(
    desk: Desk, owner: str, id_: str, name: str, *, demo: bool, interview: str | None = None
) -> Reference:
    """An organisation to ask; `interview`: in which it was wished for, as long as nobody touched it."""
    return Reference(
        tenant=desk.tenant,
        id=id_,
        owner=owner,
        name=name,
        anonymous=False,
        sector=SECTOR,
        government=False,
        size=None,
        country=COUNTRY,
        year=None,
        kind="self",
        stage=CANDIDATE,
        demo=demo,
        contact={},
        sharing={},
        link=None,
        seen_on=None,
        interview=interview,
        mark=None,
        withdrawn_at=None,
        at=desk.now(),
    )


def as_name(text: str) -> str:
    """A typed name on one line, short enough for a list; "" if it names nobody."""
    words = " ".join(text.split())
    if words.casefold().rstrip(".!") in _NOBODY:
        return ""
    return words if len(words) <= LONGEST else words[: LONGEST - 1] + "…"


def called(name: str | None) -> str:
    """A name as it is compared with others."""
    return " ".join((name or "").casefold().split())


def fresh_names(texts: Sequence[str], known: Sequence[Reference]) -> list[str]:
    """The names among these lines that nobody has yet, each once."""
    there = {called(one.name) for one in known}
    names: dict[str, str] = {}
    for name in filter(None, map(as_name, texts)):
        if called(name) not in there:
            names.setdefault(called(name), name)
    return list(names.values())


# --- what owners wish to see


async def wished(desk: Desk, walk: Walk, script: Script, progress: Progress, now: datetime) -> list[Record]:
    """The organisation that an interview names, in the place of what it named before; never who wished it."""
    told = told_in(script, progress).get(VISIT)
    known = await desk.storage.references(desk.tenant, walk.assessment.owner, limit=ALL)
    mine = next((one for one in known if _is_wish(one, walk.interview.id)), None)
    others = [one for one in known if one is not mine and one.demo == walk.assessment.demo]
    names = fresh_names([str(told or "")], others)
    if mine is not None:
        if names and mine.name == names[0]:
            return []
        return [replace(mine, name=names[0])] if names else taken_out(desk, mine, now)
    if not names:
        return []
    return await _made(desk, walk, names[0], progress)


async def _made(desk: Desk, walk: Walk, name: str, progress: Progress) -> list[Record]:
    """A candidate, once for each time that the question was answered: what was removed does not return."""
    revision = progress.answered(VISIT)
    id_ = id_from("wish", walk.interview.id, str(revision.number if revision is not None else 0))
    if await desk.storage.reference(desk.tenant, id_) is not None:
        return []
    owner, demo = walk.assessment.owner, walk.assessment.demo
    return [candidate(desk, owner, id_, name, demo=demo, interview=walk.interview.id)]


async def unwished(desk: Desk, walk: Walk, now: datetime) -> list[Record]:
    """What is saved when an interview counts no more."""
    known = await desk.storage.references(desk.tenant, walk.assessment.owner, stage=CANDIDATE, limit=ALL)
    mine = [one for one in known if _is_wish(one, walk.interview.id)]
    return [record for one in mine for record in taken_out(desk, one, now)]


def _is_wish(one: Reference, interview: str) -> bool:
    return one.stage == CANDIDATE and one.interview == interview


# --- who was invited


async def asked_by(desk: Desk, owner: str, invite: str | None) -> Reference | None:
    """The organisation that an invite was made for, if it was made for one of the list."""
    if invite is None:
        return None
    known = await desk.storage.references(desk.tenant, owner, limit=ALL)
    return next((one for one in known if one.contact.get(INVITE) == invite), None)


def with_invite(one: Reference, invite: str) -> Reference:
    """The same, reached by this invite from now on."""
    return replace(one, contact={**one.contact, INVITE: invite})


async def invited_anew(desk: Desk, owner: str, old: str, new: str) -> list[Record]:
    """What is saved when a new invite takes the place of an old one."""
    known = await asked_by(desk, owner, old)
    return [with_invite(known, new)] if known is not None else []
