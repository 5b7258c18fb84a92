"""A round's plan on the table: every action that the answers ask for, where it is, what was said of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import blake2s
from typing import Any

from bot.desk import Desk
from bot.gathering import advice_of, assessment_facts, plan_for
from bot.invites import TELLS
from bot.reports.advice import ActionEdit, Advice
from bot.reports.amended import chosen, next_number
from bot.reports.facts import Facts
from scoring import Roadmap
from scoring.candidates import Candidate
from storage.records import Amendment, Assessment, Invite

#: Where an action can be besides in a wave: it has no room, or waits; nobody wants it.
LEFT, DROPPED = "left", "dropped"
WAVES = ("now", "quick", "structural", "large")


@dataclass(frozen=True, slots=True)
class Planned:
    """The plan of a round as it is now. `amendments` are those of its actions and of the decision."""

    assessment: Assessment
    facts: Facts
    advice: Advice
    plan: Roadmap
    amendments: tuple[Amendment, ...]
    #: Action -> the state of the invite of who is to tell what became of it: open, bound.
    told_by: Mapping[str, str]

    def at(self, place: str) -> tuple[Candidate, ...]:
        """The actions of a wave, of what is left out, or of what is dropped."""
        if place == LEFT:
            return tuple(each.candidate for each in self.plan.left_out)
        if place == DROPPED:
            return self.plan.dropped
        return tuple(each for wave in self.plan.waves if wave.name == place for each in wave.actions)

    def find(self, code: str) -> tuple[Candidate, str] | None:
        """An action by its code, and where it is."""
        everywhere = ((each, place) for place in (*WAVES, LEFT, DROPPED) for each in self.at(place))
        return next((pair for pair in everywhere if code_of(pair[0].id) == code), None)

    def edit(self, action: str) -> ActionEdit:
        """What was said of an action."""
        return self.advice.edits.get(action, ActionEdit())

    def number(self, action: str) -> int:
        """How often something was said of an action: buttons carry it, and work until the next time."""
        return next_number(self.amendments, "action", action) - 1


async def planned(desk: Desk, assessment: Assessment) -> Planned | None:
    """None: there is no list of actions for this round's model, or the round was erased."""
    if assessment.state == "erased":
        return None
    facts = await assessment_facts(desk, assessment, desk.now())
    advice = await advice_of(desk, assessment, facts)
    if advice.plan is None:
        return None
    amendments = tuple(await desk.storage.amendments(desk.tenant, assessment.id))
    invites = await desk.storage.invites(desk.tenant, assessment.id)
    told_by = {one.question or "": one.state for one in invites if _asks(one, desk.now())}
    return Planned(assessment, facts, advice, advice.plan, amendments, told_by)


def _asks(invite: Invite, now: datetime) -> bool:
    """Whether somebody is, or may yet be, asked about an action by it."""
    return invite.role == TELLS and (
        invite.state == "bound" or (invite.state == "open" and now < invite.expires_at)
    )


def code_of(action: str) -> str:
    """An action as buttons name it: ids may be longer than fits."""
    return blake2s(action.encode(), digest_size=4).hexdigest()


async def replanned(
    desk: Desk,
    found: Planned,
    *,
    settings: Mapping[str, Any] | None = None,
    edits: Mapping[str, ActionEdit] | None = None,
) -> Planned:
    """The same round with other settings, or after other things were said of actions."""
    assessment = replace(found.assessment, settings=settings) if settings is not None else found.assessment
    edits = found.advice.edits if edits is None else edits
    choices = chosen(assessment.settings, edits)
    plan = await plan_for(desk, assessment, found.facts, choices) or found.plan
    advice = replace(found.advice, plan=plan, choices=choices, edits=edits)
    return replace(found, assessment=assessment, advice=advice, plan=plan)
