"""Who wants to be in touch with others: said for a round, with a link if they like, and taken back."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from bot.desk import Desk
from bot.in_full import LEVEL
from bot.references.measured import measured
from bot.references.told import told_in
from bot.tokens import id_from
from bot.walking import Outcome, Scenery
from storage.port import IsStill
from storage.records import Contact, Record, Reference

#: The longest link that is taken.
LONGEST = 300
_HANDLE = re.compile(r"@([A-Za-z]\w{3,31})")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)*\.[A-Za-z]{2,}")
_HOST = re.compile(r"(?=.{4,253}$)[\w-]+(\.[\w-]+)*\.[A-Za-z]{2,}", re.ASCII)


def id_of(person: str, assessment: str) -> str:
    """The id of what somebody said in a round about being in touch."""
    return id_from("contact", person, assessment)


def read_link(text: str) -> str | None:
    """Where somebody can be reached: an address on the web (http or https), for mail, or a name on Telegram;
    None: it is none of these.
    """
    text = text.strip()
    if handle := _HANDLE.fullmatch(text):
        return f"https://t.me/{handle[1]}"
    if len(text) > LONGEST or re.search(r"[\s<>\"]", text):
        return None
    if _MAIL.fullmatch(text):
        return text
    return _web(text if "://" in text else f"https://{text}")


def _web(text: str) -> str | None:
    try:
        parts = urlsplit(text)
    except ValueError:
        return None
    # A name before the host would show another address than the one that it leads to.
    sound = parts.scheme in ("http", "https") and "@" not in parts.netloc
    return text if sound and _HOST.fullmatch(parts.hostname or "") else None


def wanting(desk: Desk, person: str, assessment: str, now: datetime) -> Contact:
    """Somebody who says yes."""
    return Contact(
        tenant=desk.tenant,
        id=id_of(person, assessment),
        person=person,
        reference=None,
        assessment=assessment,
        wants=True,
        link=None,
        themes={},
        agreed={},
        at=now,
    )


def not_any_more(one: Contact) -> Contact:
    """The same person, who does not want it (any more): nothing of it is left."""
    return replace(one, wants=False, link=None, themes={}, agreed={})


async def told(scenery: Scenery, outcome: Outcome, learned: Sequence[Record], now: datetime) -> list[Record]:
    """What somebody of an organisation that is further ahead says of it in that script; `learned`: what else
    came of it. What was said outside the script since then stays.
    """
    desk, walk = scenery.desk, scenery.walk
    known, before = told_in(scenery.script, outcome.progress), told_in(scenery.script, scenery.progress)
    old = await desk.storage.contact(desk.tenant, id_of(walk.person.id, walk.assessment.id))
    if old is None and known.get("in_touch") != "yes":
        return []
    one = old or wanting(desk, walk.person.id, walk.assessment.id, now)
    if old is None or _said(known) != _said(before):
        wants = known.get("in_touch") == "yes"
        one = replace(one, wants=wants, link=read_link(str(known.get("profile", "")))) if wants else one
        one = one if wants else not_any_more(one)
    if one.wants:
        one = replace(one, themes=await _themes(scenery, outcome, known), reference=_reference(learned))
    if one == old:
        return []
    if old is not None:
        scenery.relied_on.append(IsStill(old))
    return [one, *_noted(scenery, one, known)] if old is None else [one]


def _said(known: Mapping[str, Any]) -> tuple[Any, Any]:
    return known.get("in_touch"), known.get("profile")


def _reference(learned: Sequence[Record]) -> str | None:
    kept = (one.id for one in learned if isinstance(one, Reference) and one.withdrawn_at is None)
    return next(kept, None)


async def _themes(scenery: Scenery, outcome: Outcome, known: Mapping[str, Any]) -> dict[str, Any]:
    """Where the organisation stands, by pillar, and the kinds of initiative that it is proud of."""
    pillars = {id_.removeprefix(LEVEL): int(value) for id_, value in known.items() if id_.startswith(LEVEL)}
    in_full = await measured(scenery.desk, scenery.walk, scenery.script, outcome.progress)
    pillars |= {id_: int(card.level) for id_, card in in_full.items() if card.level is not None}
    return {"pillars": pillars, "rows": sorted(known.get("proud") or ())}


def _noted(scenery: Scenery, one: Contact, known: Mapping[str, Any]) -> list[Record]:
    """What becomes of it, and whether the link can be used."""
    desk, walk = scenery.desk, scenery.walk
    html = desk.texts.say(
        "network.noted",
        walk.interview.language,
        link=one.link,
        unclear=one.link is None and bool(known.get("profile")),
    )
    return [desk.reply(walk.person, str(html), f"network:{one.id}:{one.at:%Y%m%dT%H%M%S%f}")]
