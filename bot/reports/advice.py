"""What a report says besides the facts: the plan, what was given for it, what runs, what others did, and what
the consultant and the board made of it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from bot.lists.own_actions import OwnAction
from bot.reports.basis import Basis
from bot.reports.choices import NOTHING_CHOSEN, Choices
from bot.reports.given import NOTHING_GIVEN, Given
from bot.reports.items import Text
from scoring import Roadmap


@dataclass(frozen=True, slots=True)
class Step:
    """What somebody else did to come one level further, in their words."""

    pillar: str
    from_level: int
    to_level: int
    done: str
    #: Seen from outside, in public sources.
    outside: bool = False


@dataclass(frozen=True, slots=True)
class ActionEdit:
    """What the client made of an action; "" and None: nothing was said. `cost` in euros besides days,
    `builds_on` the id of an initiative; one that is `dropped` stays out of the plan. `own`: what the action
    is, where it is the consultant's.
    """

    owner: str = ""
    start: dt.date | None = None
    until: dt.date | None = None
    own_role: str = ""
    less: str = ""
    cost: Decimal | None = None
    cover: str = ""
    builds_on: str = ""
    dropped: bool = False
    own: OwnAction | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a consultant made of a finding: kept, reworded (`words` in its place), dropped."""

    verdict: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Conclusion:
    """A conclusion of the consultant's own, printed as such; `pillar` "": about the whole."""

    id: str
    text: str
    pillar: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """What the board decided, in words; `amount` in euros; `actions` are what it was about, by id, but for
    what comes now: that may tell what single people answered.
    """

    what: str
    amount: Decimal | None
    on: dt.date | None
    actions: Mapping[str, Text] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Running:
    """An initiative that counts: `body` by the ids of the script's questions."""

    id: str
    body: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Advice:
    """No plan: the model has no actions. `choices` are what the plan was made with. `edits` by the id of the
    action, `verdicts` by that of the finding, `progress` of actions by their id, the newest last. `basis`:
    what the figures rest on, where it is known; `numbers`: how often each action was amended.
    """

    plan: Roadmap | None = None
    choices: Choices = NOTHING_CHOSEN
    given: Given = NOTHING_GIVEN
    steps: Sequence[Step] = ()
    running: Sequence[Running] = ()
    edits: Mapping[str, ActionEdit] = field(default_factory=dict)
    verdicts: Mapping[str, Verdict] = field(default_factory=dict)
    conclusions: Sequence[Conclusion] = ()
    decision: Decision | None = None
    progress: Mapping[str, Sequence[str]] = field(default_factory=dict)
    basis: Basis | None = None
    numbers: Mapping[str, int] = field(default_factory=dict)


NO_ADVICE = Advice()
