"""What would lift one pillar one level: the fewest items to change, and of those sets the fewest steps up."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scoring.compare import TOLERANCE, below
from scoring.model import Dimension
from scoring.scorecard import DimensionCard, ItemCard


@dataclass(frozen=True, slots=True)
class ItemChange:
    """One item that has to go up, and `why`.

    `gate`: it holds the level back by itself; `lower`: too much lies below the levels underneath; `reach`:
    too little has the level itself.
    """

    item: str
    value: float | None
    to: float
    why: str


@dataclass(frozen=True, slots=True)
class ShareNeed:
    """The share of the weight that has `level` or more: today, after the changes, and what it must exceed."""

    level: int
    before: float
    after: float
    above: float


@dataclass(frozen=True, slots=True)
class Lift:
    """The smallest set of changes that brings a pillar from its level to the next."""

    pillar: str
    from_level: int
    to_level: int
    changes: tuple[ItemChange, ...]
    shares: tuple[ShareNeed, ...]


@dataclass(frozen=True, slots=True)
class _Bars:
    """What the shares rule asks for one level: of how much weight, and of gates."""

    level: int
    reach: float
    lower: float
    gate: float


@dataclass(frozen=True, slots=True)
class _Choice:
    """A value an item could get: what it adds to both shares, and how many steps up it is."""

    to: float
    reach: float
    lower: float
    steps: float


@dataclass(frozen=True, slots=True)
class _Part:
    """An item, what it could become, and whether it must change; equal `kind` means interchangeable."""

    card: ItemCard
    must: bool
    kind: tuple[float, float, bool]
    choices: tuple[_Choice, ...]


def lift_of(dimension: Dimension, card: DimensionCard) -> Lift | None:
    """The search is exact. None without a level, at the highest one, and for rules other than `shares`."""
    if card.level is None or dimension.level is None or dimension.level.rule != "shares":
        return None
    level = card.level + 1
    if level > max(item.answers.high for item in dimension.leaves):
        return None
    given = dimension.level.parameters
    bars = _Bars(level, given["reach"], given["lower"], level - given["gate_slack"])
    items = [item for item in card.all_items() if item.applies]
    parts = sorted(
        (_part(item, bars) for item in items), key=lambda part: (part.kind, -(part.card.value or 0))
    )
    found = _fewest(parts, _missing(items, bars))
    return None if found is None else _told(card, items, bars, found)


def _missing(items: Sequence[ItemCard], bars: _Bars) -> tuple[float, float]:
    """How much weight lies above both bars; below 0 it is how much lacks."""
    valued = [(item.weight, item.value) for item in items if item.value is not None]
    return (
        sum(w * (_has(value, bars.level) - bars.reach - TOLERANCE) for w, value in valued),
        sum(w * (_has(value, bars.level - 1) - bars.lower - TOLERANCE) for w, value in valued)
        if bars.level > 1
        else math.inf,
    )


def _has(value: float, level: float) -> bool:
    return not below(value, level)


def _part(item: ItemCard, bars: _Bars) -> _Part:
    value = -1.0 if item.value is None else item.value
    must = item.gate and item.value is not None and below(value, bars.gate)
    goals = {float(bars.level), float(bars.level - 1), *([float(math.ceil(bars.gate))] if must else [])}
    useful = [goal for goal in sorted(goals) if below(value, goal) and not (must and below(goal, bars.gate))]
    choices = tuple(_choice(item, goal, bars) for goal in useful if goal > 0)
    lowest = math.floor(value + TOLERANCE) if value < bars.level else float(bars.level)
    return _Part(item, must, (-item.weight, lowest, must), choices)


def _choice(item: ItemCard, goal: float, bars: _Bars) -> _Choice:
    """What changes in both sums; an item without a value enters them, one with a value is in them already."""

    def gain(level: int, share: float) -> float:
        if item.value is None:
            return item.weight * (_has(goal, level) - share - TOLERANCE)
        return item.weight * (_has(goal, level) - _has(item.value, level))

    return _Choice(
        goal, gain(bars.level, bars.reach), gain(bars.level - 1, bars.lower), goal - (item.value or 0)
    )


def _fewest(parts: Sequence[_Part], missing: tuple[float, float]) -> dict[str, float] | None:
    for count in range(sum(part.must for part in parts), len(parts) + 1):
        search = _Search(parts, count)
        search.look(0, missing, (), 0.0)
        if search.best is not None:
            return dict(search.best)
    return None


class _Search:
    """All sets of exactly so many changes, without those that cannot be enough or are no better."""

    def __init__(self, parts: Sequence[_Part], count: int) -> None:
        self._parts = parts
        self._count = count
        self._steps = math.inf
        self.best: tuple[tuple[str, float], ...] | None = None

    def look(
        self, at: int, sums: tuple[float, float], chosen: tuple[tuple[str, float], ...], steps: float
    ) -> None:
        """Go on from this part with what was chosen before it."""
        left = self._count - len(chosen)
        if not self._can_be_better(at, steps, left) or not self._can_be_enough(at, sums, left):
            return
        if at == len(self._parts):
            self._steps, self.best = steps, chosen
            return
        part = self._parts[at]
        for choice in part.choices if left and not self._is_repeat(at, chosen) else ():
            more = (sums[0] + choice.reach, sums[1] + choice.lower)
            self.look(at + 1, more, (*chosen, (part.card.id, choice.to)), steps + choice.steps)
        if not part.must:
            self.look(at + 1, sums, chosen, steps)

    def _can_be_better(self, at: int, steps: float, left: int) -> bool:
        """Whether the shortest ways to go in the rest are fewer steps than the best that was found."""
        shortest = sorted(part.choices[0].steps for part in self._parts[at:] if part.choices)
        return steps + sum(shortest[:left]) < self._steps - TOLERANCE

    def _can_be_enough(self, at: int, sums: tuple[float, float], left: int) -> bool:
        """Whether the best of the rest would do, looking at each sum alone."""
        rest = self._parts[at:]
        if sum(part.must for part in rest) > left or len(rest) < left:
            return False
        reach = _largest([max((c.reach for c in part.choices), default=0.0) for part in rest], left)
        lower = _largest([max((c.lower for c in part.choices), default=0.0) for part in rest], left)
        return sums[0] + reach > 0 and sums[1] + lower > 0

    def _is_repeat(self, at: int, chosen: tuple[tuple[str, float], ...]) -> bool:
        """Of items that are alike, the first ones are taken first."""
        if at == 0 or self._parts[at].kind != self._parts[at - 1].kind:
            return False
        return not chosen or chosen[-1][0] != self._parts[at - 1].card.id


def _largest(gains: Sequence[float], count: int) -> float:
    return sum(sorted(gains, reverse=True)[:count])


def _told(card: DimensionCard, items: Sequence[ItemCard], bars: _Bars, found: dict[str, float]) -> Lift:
    changed = [item for item in items if item.id in found]
    return Lift(
        pillar=card.id,
        from_level=bars.level - 1,
        to_level=bars.level,
        changes=tuple(ItemChange(item.id, item.value, found[item.id], _why(item, bars)) for item in changed),
        shares=tuple(_shares(items, bars, found)),
    )


def _why(item: ItemCard, bars: _Bars) -> str:
    if item.value is None:
        return "reach"
    if item.gate and below(item.value, bars.gate):
        return "gate"
    return "lower" if below(item.value, bars.level - 1) else "reach"


def _shares(items: Sequence[ItemCard], bars: _Bars, found: dict[str, float]) -> Iterator[ShareNeed]:
    before = [(item.weight, item.value) for item in items if item.value is not None]
    then = [(item.weight, found.get(item.id, item.value)) for item in items]
    after = [(weight, value) for weight, value in then if value is not None]
    for level in range(1, bars.level + 1):
        share = bars.reach if level == bars.level else bars.lower
        yield ShareNeed(level, _share(before, level), _share(after, level), share)


def _share(valued: Sequence[tuple[float, float]], level: int) -> float:
    return sum(weight for weight, value in valued if _has(value, level)) / sum(weight for weight, _ in valued)
