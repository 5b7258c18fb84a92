"""A maturity model: the tree of dimensions and items, their answer sets and the rules that score them."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from scoring.settings import Settings

Text = Mapping[str, str]
"""The same words per language code."""


@dataclass(frozen=True, slots=True)
class AnswerSet:
    """What may be answered: options with a number each or, without options, any number from low to high."""

    id: str
    low: float
    high: float
    options: Mapping[str, float] = field(default_factory=dict)
    _numbers: Mapping[str | float, float] = field(default_factory=dict, repr=False)

    def number_of(self, value: float | str) -> float | None:
        """The number behind an option's key or number, or a number in the range; None for anything else."""
        if isinstance(value, bool):
            return None
        if self.options:
            return self._numbers.get(value)
        return None if isinstance(value, str) else self.within(value)

    def within(self, number: float) -> float | None:
        """The number itself if it lies in the range of the answers, else None."""
        return float(number) if self.low <= number <= self.high else None


def options(name: str, numbers: Mapping[str, float]) -> AnswerSet:
    """An answer set of options; a key that is a number is also understood when it is not quoted."""
    values = list(numbers.values())
    known: dict[str | float, float] = {number: number for number in values}
    known |= {float(key): number for key, number in numbers.items() if _is_number(key)}
    for key, number in numbers.items():
        known[key] = number
    return AnswerSet(name, min(values), max(values), numbers, known)


def _is_number(key: str) -> bool:
    try:
        return math.isfinite(float(key))
    except ValueError:
        return False


@dataclass(frozen=True, slots=True)
class Item:
    """A question that is scored.

    `missing` and `not_applicable` are what the item counts as when it has no value, None for
    leaving it out; on `scale` if there is one. `levels` are weights per level, for thresholds.
    `security`: its answer could help somebody who means harm; None where the file does not say. `law`: it is
    a duty by law.
    """

    id: str
    name: Text
    dimension: str
    answers: AnswerSet
    weight: float = 1.0
    gate: bool = False
    security: bool | None = None
    law: bool = False
    level: int | None = None
    levels: Mapping[int, float] = field(default_factory=dict)
    missing: float | None = None
    not_applicable: float | None = None
    scale: tuple[float, float] | None = None

    def on_scale(self, value: float) -> float:
        """An answer's number, mapped to the model's common scale."""
        if self.scale is None:
            return value
        start, end = self.scale
        low, high = self.answers.low, self.answers.high
        return start + (value - low) / (high - low) * (end - start)

    def off_scale(self, value: float) -> float:
        """A number on the model's common scale, as an answer's number."""
        if self.scale is None:
            return value
        start, end = self.scale
        low, high = self.answers.low, self.answers.high
        return low + (value - start) / (end - start) * (high - low)


@dataclass(frozen=True, slots=True)
class LevelText:
    """What a level is called and what it means."""

    value: float
    name: Text
    meaning: Text


@dataclass(frozen=True, slots=True)
class ScoreRule:
    """Which rule makes a score out of the children, or out of all items below."""

    rule: str = "mean"
    over_leaves: bool = False


@dataclass(frozen=True, slots=True)
class LevelRule:
    """Which rule makes a level, with its parameters."""

    rule: str
    parameters: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Dimension:
    """A part of the model; `leaves` are all items below it, its own included."""

    id: str
    name: Text
    weight: float
    score: ScoreRule
    level: LevelRule | None
    dimensions: tuple["Dimension", ...]
    items: tuple[Item, ...]
    leaves: tuple[Item, ...]
    missing: float | None = None
    not_applicable: float | None = None
    levels: tuple[LevelText, ...] = ()


@dataclass(frozen=True, slots=True)
class Model:
    """A whole model, read and checked.

    `whole` is the organisation as one dimension, `pressure` the question that sets the ambition.
    """

    id: str
    version: str
    name: Text
    answer_sets: Mapping[str, AnswerSet]
    whole: Dimension
    items: Mapping[str, Item]
    pressure: Item
    settings: Settings
    levels: tuple[LevelText, ...] = ()
    top_level: int = 0

    @property
    def dimensions(self) -> tuple[Dimension, ...]:
        """The pillars: the dimensions at the top of the tree."""
        return self.whole.dimensions

    def level_name(self, level: float) -> Text:
        """What this level is called; empty when the model has no name for it."""
        return next((text.name for text in self.levels if text.value == level), {})
