"""The weights, thresholds and bands that a model may set; the defaults are those of the method."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Number = Annotated[float, Field(allow_inf_nan=False)]
Positive = Annotated[float, Field(allow_inf_nan=False, gt=0)]
Weight = Annotated[float, Field(allow_inf_nan=False, ge=0)]


class Entry(BaseModel):
    """A part of a model file; an unknown name in it is a mistake."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Coverage(Entry):
    """Shares of the weight below which there is no score, or only a provisional one; None: no such limit."""

    score: Weight | None = None
    provisional: Weight | None = None


class EvidenceRule(Entry):
    """A value counts as confirmed up to `cap` without evidence; from `expected` on evidence is asked."""

    cap: Number = 2.0
    expected: Number = 3.0


class AgreementRule(Entry):
    """The variance that means no agreement at all, and the distance that makes a difference to talk about."""

    variance: Positive = 2.0
    difference: Number = 2.0


class ConfidenceRule(Entry):
    """How coverage, evidence and agreement weigh, and from where confidence is high or medium.

    `alone` is the agreement where nobody could agree with anybody.
    """

    coverage: Number = 0.35
    evidence: Number = 0.35
    agreement: Number = 0.30
    alone: Number = 0.6
    high: Number = 0.75
    medium: Number = 0.50


class Band(Entry):
    """A word for the distance between the highest and the lowest score, up to and including a limit."""

    name: str
    up_to: Number


class BalanceRule(Entry):
    """The spread that means no balance at all, and the bands from narrow to wide."""

    spread: Positive = 1.96
    bands: list[Band] = [
        Band(name="balanced", up_to=0.5),
        Band(name="light", up_to=1.0),
        Band(name="clear", up_to=1.5),
    ]
    beyond: str = "strong"


class Step(Entry):
    """What to aim at where the pressure lies below a limit."""

    below: Number
    ambition: Number


class AmbitionRule(Entry):
    """What to aim at, by the pressure from outside; `pressure` names the answer set of that question."""

    pressure: str | None = None
    steps: list[Step] = [Step(below=1.5, ambition=2.0)]
    otherwise: Number = 3.0
    unknown: Number = 3.0


@dataclass(frozen=True, slots=True)
class Settings:
    """Every number of the method that is not a weight of an item; `respondents` are weights by role."""

    coverage: Coverage | None
    evidence: EvidenceRule
    agreement: AgreementRule
    confidence: ConfidenceRule
    balance: BalanceRule
    ambition: AmbitionRule
    respondents: Mapping[str, float]
