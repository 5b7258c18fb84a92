"""Where each pillar stands for one plan: what it may aim at, whether it is planned, and how far it lags."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from scoring.compare import above, at_least, at_most
from scoring.model import Dimension, Model
from scoring.scorecard import DimensionCard, Scorecard

PLANNED: Final = "planned"
REACHED: Final = "reached"
NO_WHOLE_STEP: Final = "no_whole_step"
UNKNOWN: Final = "unknown"
LEFT_OUT: Final = "left_out"


@dataclass(frozen=True, slots=True)
class Standing:
    """One pillar before the plan.

    `state` is `planned` (to `goal`, one level up), `reached` (the target, so nothing is ranked),
    `no_whole_step` (the target lies less than a level up, or there is no higher level), `unknown` (no level
    yet: finish the interview) or `left_out` (nothing in it applies). `lag` is how far its score lies below
    the mean.
    """

    pillar: str
    state: str
    level: int | None
    score: float | None
    ambition: float | None
    target: float | None
    goal: int | None = None
    lag: float = 0.0
    lagging: bool = False

    @property
    def unknown(self) -> bool:
        """Whether too little is known of it for a plan."""
        return self.state == UNKNOWN

    @property
    def applies(self) -> bool:
        """Whether anything in it applies."""
        return self.state != LEFT_OUT


def standings(model: Model, card: Scorecard, lag: float) -> Mapping[str, Standing]:
    """Every pillar's standing; the mean and the highest score are of the pillars that have a level."""
    scores = [each.score for each in card.dimensions if each.level is not None and each.score is not None]
    mean = sum(scores) / len(scores) if scores else 0.0
    highest = max(scores, default=0.0)
    pairs = zip(model.dimensions, card.dimensions, strict=True)
    return {pillar.id: _standing(dimension, pillar, mean, highest, lag) for dimension, pillar in pairs}


def _standing(
    dimension: Dimension, pillar: DimensionCard, mean: float, highest: float, lag: float
) -> Standing:
    state = _state(dimension, pillar)
    known = state not in (UNKNOWN, LEFT_OUT) and pillar.score is not None
    score = pillar.score or 0.0
    return Standing(
        pillar=pillar.id,
        state=state,
        level=pillar.level,
        score=pillar.score,
        ambition=pillar.ambition,
        target=pillar.target,
        goal=(pillar.level or 0) + 1 if state == PLANNED else None,
        lag=max(0.0, mean - score) if known else 0.0,
        lagging=known and above(highest - score, lag),
    )


def _state(dimension: Dimension, pillar: DimensionCard) -> str:
    if not pillar.applies:
        return LEFT_OUT
    if dimension.level is None:
        return NO_WHOLE_STEP
    if pillar.level is None or pillar.target is None:
        return UNKNOWN
    if at_least(pillar.level, pillar.target):
        return REACHED
    top = max(item.answers.high for item in dimension.leaves)
    return PLANNED if at_most(pillar.level + 1, min(pillar.target, top)) else NO_WHOLE_STEP
