"""What a score looks like: the organisation, its dimensions and their items, with every figure unrounded."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from scoring.answers import DORMANT, NOT_APPLICABLE

ITEM_FIELDS = ("id", "value", "special", "confirmed", "evidence", "gate", "difference")
DIMENSION_FIELDS = (
    "id",
    "score",
    "level",
    "level_at_risk",
    "coverage",
    "provisional",
    "claimed",
    "confirmed",
    "reviewed",
    "agreement",
    "confidence",
    "confidence_label",
)
OVERALL_FIELDS = ("level", "score", "balance", "range", "band", "distance", "percent_to_target")


@dataclass(frozen=True, slots=True)
class Voice:
    """The value that one respondent gave an item."""

    respondent: str
    weight: float
    value: float


@dataclass(frozen=True, slots=True)
class ItemCard:
    """One item, combined over its respondents and reviewed; `voices` are the values that were given."""

    id: str
    value: float | None
    special: str | None
    confirmed: float | None
    evidence: bool
    gate: bool
    difference: bool
    weight: float
    reviewed: bool
    voices: tuple[Voice, ...]

    @property
    def dormant(self) -> bool:
        """Whether it is as if this item was never asked."""
        return self.special == DORMANT

    @property
    def applies(self) -> bool:
        """Whether a value is, or would be, right for this organisation."""
        return self.special not in (DORMANT, NOT_APPLICABLE)

    def as_dict(self) -> dict[str, Any]:
        """The item in the form of the scorecard file."""
        return _fields(self, ITEM_FIELDS)


@dataclass(frozen=True, slots=True)
class DimensionCard:
    """One dimension; None where a figure would say more than is known.

    `applies` and `dormant` tell whether any item below applies, and whether none was asked at all;
    `ambition` and `target` (what one plan may aim at) are given for the pillars.
    """

    id: str
    weight: float
    applies: bool
    dormant: bool
    dimensions: tuple["DimensionCard", ...]
    items: tuple[ItemCard, ...]
    score: float | None = None
    level: int | None = None
    level_at_risk: int | None = None
    coverage: float | None = None
    provisional: bool | None = None
    claimed: float | None = None
    confirmed: float | None = None
    reviewed: float | None = None
    agreement: float | None = None
    confidence: float | None = None
    confidence_label: str | None = None
    interval: tuple[int, int] | None = None
    ambition: float | None = None
    target: float | None = None

    def all_items(self) -> Iterator[ItemCard]:
        """Every item below, in the order of the model."""
        yield from self.items
        for child in self.dimensions:
            yield from child.all_items()

    def as_dict(self) -> dict[str, Any]:
        """The dimension in the form of the scorecard file."""
        return {
            **_fields(self, DIMENSION_FIELDS),
            "interval": None if self.interval is None else list(self.interval),
            "dimensions": [child.as_dict() for child in self.dimensions],
            "items": [item.as_dict() for item in self.items],
        }


@dataclass(frozen=True, slots=True)
class Overall:
    """The organisation as a whole."""

    level: int | None = None
    score: float | None = None
    balance: float | None = None
    range: float | None = None
    band: str | None = None
    distance: float | None = None
    percent_to_target: float | None = None

    def as_dict(self) -> dict[str, Any]:
        """The organisation in the form of the scorecard file."""
        return _fields(self, OVERALL_FIELDS)


@dataclass(frozen=True, slots=True)
class Scorecard:
    """A whole assessment, scored; `pressure` is the combined answer to the pressure question, if any."""

    model: str
    model_version: str
    overall: Overall
    dimensions: tuple[DimensionCard, ...]
    pressure: float | None = None

    def dimension(self, dimension_id: str) -> DimensionCard:
        """The dimension with this id, at any depth; raises KeyError."""
        return _by_id(_all_dimensions(self.dimensions), dimension_id)

    def item(self, item_id: str) -> ItemCard:
        """The item with this id; raises KeyError."""
        return _by_id((item for card in self.dimensions for item in card.all_items()), item_id)

    def as_dict(self) -> dict[str, Any]:
        """The scorecard file: unrounded, None where there is no figure."""
        return {
            "model": self.model,
            "model_version": self.model_version,
            "overall": self.overall.as_dict(),
            "dimensions": [card.as_dict() for card in self.dimensions],
        }


Card = TypeVar("Card", ItemCard, DimensionCard)


def _all_dimensions(cards: tuple[DimensionCard, ...]) -> Iterator[DimensionCard]:
    for card in cards:
        yield card
        yield from _all_dimensions(card.dimensions)


def _by_id(cards: Iterator[Card], wanted: str) -> Card:
    for card in cards:
        if card.id == wanted:
            return card
    raise KeyError(wanted)


def _fields(card: object, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(card, name) for name in names}
