"""From a checked model file to a model: answer sets looked up, defaults handed down, leaves gathered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scoring.answers import PRESSURE
from scoring.model import (
    AnswerSet,
    Dimension,
    Item,
    LevelRule,
    LevelText,
    Model,
    ScoreRule,
    Text,
    options,
)
from scoring.model_checks import level_parameters
from scoring.schema import DimensionEntry, ItemEntry, LevelTextEntry, ModelEntry, ScoreEntry
from scoring.settings import Settings

PRESSURES = options(PRESSURE, {str(value): float(value) for value in range(5)})
"""From hardly any messages to daily, fast and across several organisations."""

Setting = float | str | None
"""What a file says that a part without a value counts as: a number, leave_out, or nothing."""


@dataclass(frozen=True, slots=True)
class Inherited:
    """What an item takes over from the parts around it."""

    answer_sets: Mapping[str, AnswerSet]
    scale: tuple[float, float] | None
    dimension: str
    missing: Setting
    not_applicable: Setting

    def below(self, entry: DimensionEntry | ItemEntry) -> "Inherited":
        """The same, with what this part itself says in front."""
        return Inherited(
            self.answer_sets,
            self.scale,
            entry.id,
            self.missing if entry.missing is None else entry.missing,
            self.not_applicable if entry.not_applicable is None else entry.not_applicable,
        )

    def counts_as(self) -> tuple[float | None, float | None]:
        """What a part without a value counts as, and one that does not apply; None: it is left out."""
        not_applicable = self.missing if self.not_applicable is None else self.not_applicable
        return _number(self.missing), _number(not_applicable)


def _number(setting: Setting) -> float | None:
    return None if isinstance(setting, str) else setting


def assemble(entry: ModelEntry) -> Model:
    """The model that this file describes; the file must have been checked."""
    sets = {name: _answer_set(name, numbers) for name, numbers in entry.answer_sets.items()}
    scale = None if entry.scale is None else (entry.scale[0], entry.scale[1])
    top = Inherited(sets, scale, "", entry.missing, entry.not_applicable)
    pillars = tuple(_dimension(dimension, top) for dimension in entry.dimensions)
    leaves = tuple(item for pillar in pillars for item in pillar.leaves)
    whole = Dimension(
        id="",
        name={},
        weight=1.0,
        score=_score_rule(entry.overall.score),
        level=_level_rule(entry.overall.level),
        dimensions=pillars,
        items=(),
        leaves=leaves,
    )
    pressure = sets[entry.ambition.pressure] if entry.ambition.pressure else PRESSURES
    return Model(
        id=entry.id,
        version=entry.version,
        name=_words(entry.name, entry.id),
        answer_sets=sets,
        whole=whole,
        items={item.id: item for item in leaves},
        pressure=Item(PRESSURE, _words({}, PRESSURE), "", pressure),
        settings=_settings(entry),
        levels=_level_texts(entry.levels),
        top_level=max((item.level for item in leaves if item.level is not None), default=0),
    )


def _answer_set(name: str, numbers: Mapping[str, float]) -> AnswerSet:
    if set(numbers) == {"min", "max"}:
        return AnswerSet(name, float(numbers["min"]), float(numbers["max"]))
    return options(name, {option: float(number) for option, number in numbers.items()})


def _dimension(entry: DimensionEntry, around: Inherited) -> Dimension:
    here = around.below(entry)
    children = tuple(_dimension(child, here) for child in entry.dimensions)
    items = tuple(_item(item, here) for item in entry.items)
    missing, not_applicable = here.counts_as()
    return Dimension(
        id=entry.id,
        name=_words(entry.name, entry.id),
        weight=entry.weight,
        score=_score_rule(entry.score),
        level=_level_rule(entry.level),
        dimensions=children,
        items=items,
        leaves=items + tuple(leaf for child in children for leaf in child.leaves),
        missing=missing,
        not_applicable=not_applicable,
        levels=_level_texts(entry.levels),
    )


def _item(entry: ItemEntry, around: Inherited) -> Item:
    missing, not_applicable = around.below(entry).counts_as()
    return Item(
        id=entry.id,
        name=_words(entry.name, entry.id),
        dimension=around.dimension,
        answers=around.answer_sets[entry.answers],
        weight=entry.weight,
        gate=entry.gate,
        security=entry.security,
        law=entry.law,
        level=entry.level,
        levels=entry.levels,
        missing=missing,
        not_applicable=not_applicable,
        scale=around.scale,
    )


def _score_rule(entry: ScoreEntry) -> ScoreRule:
    return ScoreRule(entry.rule, entry.over == "leaves")


def _level_rule(chosen: Mapping[str, Any] | None) -> LevelRule | None:
    return None if chosen is None else LevelRule(chosen["rule"], level_parameters(chosen["rule"], chosen))


def _level_texts(entries: Sequence[LevelTextEntry]) -> tuple[LevelText, ...]:
    return tuple(LevelText(entry.value, entry.name, entry.meaning) for entry in entries)


def _words(name: Text, fallback: str) -> Text:
    return name or {"nl": fallback, "en": fallback}


def _settings(entry: ModelEntry) -> Settings:
    return Settings(
        coverage=entry.coverage,
        evidence=entry.evidence,
        agreement=entry.agreement,
        confidence=entry.confidence,
        balance=entry.balance,
        ambition=entry.ambition,
        respondents=entry.respondents,
    )
