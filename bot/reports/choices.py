"""What consultant and board chose for a plan: what to aim at, how much at once, and what not to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.lists.own_actions import OwnAction
from scoring import Capacity

#: In the settings of an assessment: {pillar: {"level", "reason"}}, and {"quick", "structural"}.
AMBITION, CAPACITY = "ambition", "capacity"


@dataclass(frozen=True, slots=True)
class Aim:
    """What somebody wants a pillar to come to, and why that is not what was proposed."""

    level: float
    reason: str


@dataclass(frozen=True, slots=True)
class Choices:
    """What was chosen; the rest is as proposed. `aims` by pillar, `dropped` by the id of the action,
    `own` actions of the consultant's by theirs; `capacity` None: that of the list of actions.
    """

    aims: Mapping[str, Aim] = field(default_factory=dict)
    capacity: Capacity | None = None
    dropped: frozenset[str] = frozenset()
    own: Mapping[str, OwnAction] = field(default_factory=dict)

    @property
    def ambition(self) -> Mapping[str, float] | None:
        """As scoring takes it; None where nothing was chosen."""
        return {pillar: aim.level for pillar, aim in self.aims.items()} or None


NOTHING_CHOSEN = Choices()


def choices_of(
    settings: Mapping[str, Any],
    dropped: frozenset[str] = frozenset(),
    own: Mapping[str, OwnAction] | None = None,
) -> Choices:
    """From the settings of an assessment."""
    aims = settings.get(AMBITION) or {}
    room = settings.get(CAPACITY)
    return Choices(
        aims={pillar: Aim(float(one["level"]), str(one.get("reason") or "")) for pillar, one in aims.items()},
        capacity=Capacity(**room) if room else None,
        dropped=dropped,
        own=own or {},
    )
