"""Who tells of one action: asked by a link of their own, told first what is kept and until when."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from bot.desk import Desk
from bot.invites import TELLS
from storage.records import Amendment, Assessment, Invite, Person

#: A look back is a year after the decision at the latest; then somebody has time to answer.
KEPT = timedelta(days=457)


def decided(amendments: list[Amendment]) -> dict[str, Any]:
    """The newest decision of the board; nothing where there is none."""
    found = [one for one in amendments if one.kind == "decision" and one.body]
    return dict(max(found, key=lambda one: one.number).body) if found else {}


async def partakes(desk: Desk, person: Person, assessment: str | None = None) -> list[Invite]:
    """The invites by which somebody tells of actions, of one round or of all."""
    mine = await desk.storage.invites_bound_to(desk.tenant, person.id)
    found = [one for one in mine if one.role == TELLS and one.state == "bound"]
    return [one for one in found if assessment in (None, one.assessment)]


async def who_tells(desk: Desk, assessment: Assessment) -> dict[str, Person]:
    """Action -> who accepted to tell of it, and still may be asked."""
    found: dict[str, Person] = {}
    for invite in await desk.storage.invites(desk.tenant, assessment.id):
        if invite.role == TELLS and invite.state == "bound" and invite.bound_to and invite.question:
            person = await desk.storage.person(desk.tenant, invite.bound_to)
            if person is not None and person.stopped_at is None:
                found[invite.question] = person
    return found


def words_of(body: dict[str, Any], action: str, language: str) -> str:
    """What the board decided to do, in a language."""
    text: dict[str, str] = next((one["text"] for one in body.get("actions", ()) if one["id"] == action), {})
    return str(text.get(language) or next(iter(text.values()), action)).replace("**", "")
