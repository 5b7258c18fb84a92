"""What the levels of a pillar are called, and what they mean."""

from __future__ import annotations

import math
from collections.abc import Mapping

from bot.reports.items import Text
from scoring import Model
from scoring.model import Dimension, LevelText


def levels_of(model: Model, dimension: Dimension) -> tuple[LevelText, ...]:
    """The model's levels, with the pillar's own names and meanings where it has them."""
    own = {text.value: text for text in dimension.levels}
    shared = {text.value: text for text in model.levels}
    return tuple(
        LevelText(
            value,
            _first(value, "name", own, shared),
            _first(value, "meaning", own, shared),
        )
        for value in sorted(own | shared)
    )


def top_of(model: Model) -> int:
    """The highest level there is, at least 1."""
    named = [text.value for text in model.levels]
    return max(1, math.ceil(max(named or [item.answers.high for item in model.items.values()])))


def _first(value: float, what: str, *levels: Mapping[float, LevelText]) -> Text:
    return next((text for found in levels if value in found and (text := getattr(found[value], what))), {})
