"""What may stand in a model file; checked by pydantic, unknown names refused."""

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from scoring.answers import SPECIALS
from scoring.settings import (
    AgreementRule,
    AmbitionRule,
    BalanceRule,
    Band,
    ConfidenceRule,
    Coverage,
    Entry,
    EvidenceRule,
    Number,
    Positive,
    Step,
    Weight,
)


def _mistake(message: str) -> PydanticCustomError:
    return PydanticCustomError("model", "{told}", {"told": message})


def _as_name(value: object) -> object:
    if isinstance(value, bool | float) or value is None:
        raise _mistake("a name is a text: put it between quotes")
    return str(value) if isinstance(value, int) else value


def _as_option(value: object) -> object:
    if isinstance(value, bool) or value is None:
        raise _mistake("an option is a text or a number: put it between quotes")
    if value in SPECIALS:
        raise _mistake(f"{value} is not an option: it always means the same; choose another word")
    return str(value)


def _as_words(value: object) -> object:
    return {"nl": value, "en": value} if isinstance(value, str) else value


def _as_level(value: object) -> object:
    return int(value) if isinstance(value, str) and value.isdecimal() else value


def _counts_as(value: object) -> object:
    if value == "zero":
        return 0.0
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if number or value == "leave_out":
        return value
    raise _mistake("this is leave_out, zero or a number")


def _differing(numbers: dict[str, float]) -> dict[str, float]:
    if set(numbers) == {"min", "max"} and numbers["min"] >= numbers["max"]:
        raise _mistake("min must lie below max")
    if len(set(numbers.values())) < 2:
        raise _mistake("give at least two options with different numbers, or min and max")
    return numbers


def _wide(scale: list[float]) -> list[float]:
    if scale[0] == scale[1]:
        raise _mistake("the two ends of a scale must differ")
    return scale


Name = Annotated[str, BeforeValidator(_as_name, json_schema_input_type=str | int), Field(min_length=1)]
Option = Annotated[str, BeforeValidator(_as_option, json_schema_input_type=str | int)]
Words = Annotated[dict[str, str], BeforeValidator(_as_words, json_schema_input_type=str | dict[str, str])]
Level = Annotated[int, BeforeValidator(_as_level, json_schema_input_type=int | str), Field(ge=0, le=100)]
RESPONDENTS = {"owner": 1.0, "colleague": 0.7, "outside": 0.4}

CountsAs = Annotated[
    Number | Literal["leave_out"] | None,
    BeforeValidator(_counts_as, json_schema_input_type=float | Literal["leave_out", "zero"] | None),
]
Options = Annotated[dict[Option, Number], AfterValidator(_differing)]
Scale = Annotated[list[Number], Field(min_length=2, max_length=2), AfterValidator(_wide)]


class Described(Entry):
    """What may be told about a part besides what is scored."""

    name: Words = Field(default_factory=dict)
    title: Any = None
    description: Any = None
    meaning: Words = Field(default_factory=dict)
    source: Any = None
    note: Any = None


class LevelTextEntry(Described):
    """What a level is called and what it means."""

    value: Number


class ItemEntry(Described):
    """A question that is scored. `gate`: it must not be missing. `security`: its answer could help somebody
    who means harm, so that outcome and actions stand in the confidential annex alone. `law`: a duty by law,
    told first to the board.
    """

    id: Name
    answers: Name
    weight: Weight = 1.0
    gate: bool = False
    security: bool | None = None
    law: bool = False
    level: Level | None = None
    levels: dict[Level, Weight] = Field(default_factory=dict)
    missing: CountsAs = None
    not_applicable: CountsAs = None


class ScoreEntry(Entry):
    """How a score is made."""

    rule: str = "mean"
    over: Literal["children", "leaves"] = "children"


class DimensionEntry(Described):
    """A part of the tree."""

    id: Name
    weight: Weight = 1.0
    score: ScoreEntry = ScoreEntry()
    level: dict[str, Any] | None = None
    levels: list[LevelTextEntry] = Field(default_factory=list)
    dimensions: list["DimensionEntry"] = Field(default_factory=list)
    items: list[ItemEntry] = Field(default_factory=list)
    missing: CountsAs = None
    not_applicable: CountsAs = None


class OverallEntry(Entry):
    """How the organisation as a whole is scored."""

    score: ScoreEntry = ScoreEntry()
    level: dict[str, Any] = Field(default_factory=lambda: {"rule": "min"})


class ModelEntry(Described):
    """A whole model file."""

    id: Name
    version: Name
    answer_sets: dict[Name, Options]
    dimensions: Annotated[list[DimensionEntry], Field(min_length=1)]
    overall: OverallEntry = OverallEntry()
    levels: list[LevelTextEntry] = Field(default_factory=list)
    scale: Scale | None = None
    missing: CountsAs = None
    not_applicable: CountsAs = None
    coverage: Coverage | None = None
    evidence: EvidenceRule = EvidenceRule()
    agreement: AgreementRule = AgreementRule()
    confidence: ConfidenceRule = ConfidenceRule()
    balance: BalanceRule = BalanceRule()
    ambition: AmbitionRule = AmbitionRule()
    respondents: dict[Name, Positive] = Field(default_factory=lambda: dict(RESPONDENTS))


PARTS: tuple[type[Entry], ...] = (
    ModelEntry, DimensionEntry, ItemEntry, LevelTextEntry, ScoreEntry, OverallEntry, Coverage, EvidenceRule,
    AgreementRule, ConfidenceRule, BalanceRule, Band, Step, AmbitionRule,
)  # fmt: skip

NAMES = sorted({name for part in PARTS for name in part.model_fields})
"""Every name that may stand somewhere in a model file."""
