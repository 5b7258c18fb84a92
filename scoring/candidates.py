"""What could be done: the actions that an assessment asks for, what each mends, and what it is worth."""

import math
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from scoring.action import KINDS, Action, Catalogue
from scoring.compare import below
from scoring.made_actions import Anchors, from_words, to_finish
from scoring.model import Item, Model
from scoring.scorecard import DimensionCard, ItemCard, Scorecard
from scoring.standing import Standing

GATE: Final = "gate"
NEEDED: Final = "needed"
FINISH: Final = "finish"
RANKED: Final = "ranked"


@dataclass(frozen=True, slots=True)
class Gap:
    """An item that an action mends: its value today (None: no answer), and the value it gets."""

    item: str
    weight: float
    value: float | None
    goal: float

    @property
    def worth(self) -> float:
        """Its weight times the way to go; no answer counts as the lowest."""
        return self.weight * (self.goal - (self.value or 0.0))


@dataclass(frozen=True, slots=True)
class Candidate:
    """An action with the gaps it mends in this assessment; `priority` = (value + time + risk) / size.

    `why` it is there: `gate` (mends one below the limit), `needed` (by such an action), `finish` (the
    interview, which takes no days of a plan) or `ranked`.
    """

    action: Action
    gaps: tuple[Gap, ...]
    why: str
    lagging: bool
    value: float
    time: float
    risk: float
    priority: float
    days: float

    @property
    def id(self) -> str:
        """The action's id."""
        return self.action.id

    @property
    def rank(self) -> tuple[bool, float, int, str]:
        """What the order goes by: lagging pillars, priority (high first), kind, id."""
        return (not self.lagging, -round(self.priority, 9), KINDS.index(self.action.kind), self.id)


@dataclass(frozen=True, slots=True)
class Situation:
    """An assessment as a plan looks at it; `dropped` are ids of actions that nobody wants."""

    model: Model
    card: Scorecard
    catalogue: Catalogue
    anchors: Anchors
    standings: Mapping[str, Standing]
    dropped: Collection[str] = frozenset()

    def weigh(self, action: Action, gaps: Sequence[Gap], why: str) -> Candidate:
        """The action with its figures."""
        standing = self.standings[action.pillar]
        effort = self.catalogue.efforts[action.effort]
        value = sum(gap.worth for gap in gaps) + standing.lag
        time, risk = self.card.pressure or 0.0, self._risk(gaps)
        return Candidate(
            action=action,
            gaps=tuple(gaps),
            why=why,
            lagging=standing.lagging,
            value=value,
            time=time,
            risk=risk,
            priority=(value + time + risk) / effort.size,
            days=0.0 if why == FINISH else effort.days,
        )

    def _risk(self, gaps: Iterable[Gap]) -> float:
        values = [gap.value or 0.0 for gap in gaps if self.model.items[gap.item].gate]
        found = [
            step.adds for step in self.catalogue.rules.risk for value in values if below(value, step.below)
        ]
        return max(found, default=0.0)


def ranked(situation: Situation) -> list[Candidate]:
    """The candidates of every pillar that is planned, in the order of the method."""
    found: dict[str, Candidate] = {}
    for pillar in situation.card.dimensions:
        goal = situation.standings[pillar.id].goal
        if goal is not None:
            for action in _asked_for(situation, pillar, goal):
                found[action.id] = situation.weigh(action, _open(situation, pillar, action), RANKED)
    return sorted(found.values(), key=lambda candidate: candidate.rank)


def urgent(situation: Situation) -> list[Candidate]:
    """What comes now: gates below the limit, and interviews to finish."""
    found: dict[str, Candidate] = {}
    for pillar in situation.card.dimensions:
        standing = situation.standings[pillar.id]
        if standing.unknown:
            action = to_finish(situation.catalogue, situation.model, pillar)
            found[action.id] = situation.weigh(action, (), FINISH)
        elif standing.applies:
            for action in _for_gates(situation, pillar):
                found[action.id] = situation.weigh(action, _known(situation, pillar, action), GATE)
    return sorted(found.values(), key=lambda candidate: candidate.rank)


def idle(situation: Situation, asked: Collection[str]) -> list[Candidate]:
    """Own actions that are not `asked` for now: of another step, or of items that are there already."""
    pillars = {pillar.id: pillar for pillar in situation.card.dimensions}
    found = [
        situation.weigh(action, _open(situation, pillars[action.pillar], action), RANKED)
        for action in situation.catalogue.actions
        if action.own and action.id not in asked
    ]
    return sorted(found, key=lambda candidate: candidate.rank)


def needed_now(waiting: Sequence[Candidate], now: Sequence[Candidate]) -> list[Candidate]:
    """Those of the waiting candidates without which what comes now could not begin."""
    by_id = {candidate.id: candidate for candidate in waiting}
    wanted = [need for candidate in now for need in candidate.action.needs]
    found: dict[str, Candidate] = {}
    while wanted:
        candidate = by_id.get(wanted.pop())
        if candidate is not None and candidate.id not in found:
            found[candidate.id] = replace(candidate, why=NEEDED)
            wanted.extend(candidate.action.needs)
    return [found[candidate.id] for candidate in waiting if candidate.id in found]


def goal_of(item: Item, level: float) -> float:
    """The answer that means this level: the level itself, the next option above it, or the highest answer."""
    higher = [number for number in item.answers.options.values() if not below(number, level)]
    return min(higher, default=item.answers.high) if item.answers.options else min(level, item.answers.high)


def is_open(card: ItemCard, goal: float) -> bool:
    """Whether an item that applies has no value, or one below its goal."""
    return card.applies and (card.value is None or below(card.value, goal))


def _asked_for(situation: Situation, pillar: DimensionCard, level: int) -> Iterator[Action]:
    """For every open item the actions of the step that name it, or one made from the words of its goal."""
    for card in pillar.all_items():
        if is_open(card, goal_of(situation.model.items[card.id], level)):
            yield from _naming(situation, pillar.id, level, card.id)


def _naming(situation: Situation, pillar: str, level: int, item: str) -> Sequence[Action]:
    """An own action that was dropped is as if it had never been added: the words of the goal come back."""
    listed = situation.catalogue.leading_to(pillar, level, item)
    if any(not each.own or each.id not in situation.dropped for each in listed):
        return listed
    made = from_words(situation.catalogue, situation.model, situation.anchors, item, (pillar, level))
    return (*listed, made)


def _for_gates(situation: Situation, pillar: DimensionCard) -> Iterator[Action]:
    limit = situation.catalogue.rules.now_below
    for card in pillar.all_items():
        if card.gate and card.value is not None and below(card.value, limit):
            yield from _naming(situation, pillar.id, math.ceil(limit), card.id)


def _open(situation: Situation, pillar: DimensionCard, action: Action) -> list[Gap]:
    gaps: list[Gap] = []
    for card in pillar.all_items():
        goal = goal_of(situation.model.items[card.id], action.to_level)
        if card.id in action.items and is_open(card, goal):
            gaps.append(Gap(card.id, card.weight, card.value, goal))
    return gaps


def _known(situation: Situation, pillar: DimensionCard, action: Action) -> list[Gap]:
    """What an action that comes now mends.

    Below the pillar's next level only what is known to be too low: what has no answer may well be better.
    """
    is_step = action.to_level > (pillar.level or 0)
    return [gap for gap in _open(situation, pillar, action) if is_step or gap.value is not None]
