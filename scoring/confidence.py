"""How far a dimension's figures can be trusted: agreement between people, evidence, coverage."""

from collections.abc import Sequence

from scoring.compare import at_least
from scoring.scorecard import ItemCard
from scoring.settings import AgreementRule, ConfidenceRule, Settings


def agreement(valued: Sequence[ItemCard], rule: AgreementRule) -> float | None:
    """The mean over the items with two or more values, 1 for full agreement; None without such items."""
    agreed = [
        max(0.0, 1 - _variance([voice.value for voice in card.voices]) / rule.variance)
        for card in valued
        if len(card.voices) > 1
    ]
    return sum(agreed) / len(agreed) if agreed else None


def confidence(
    coverage: float, valued: Sequence[ItemCard], agreed: float | None, settings: Settings
) -> float:
    """How much is answered, shown and agreed, as one figure from 0 to 1."""
    rule = settings.confidence
    high = [
        card for card in valued if card.value is not None and at_least(card.value, settings.evidence.expected)
    ]
    shown = sum(card.evidence for card in high) / len(high) if high else 1.0
    return (
        rule.coverage * coverage
        + rule.evidence * shown
        + rule.agreement * (rule.alone if agreed is None else agreed)
    )


def confidence_label(value: float, rule: ConfidenceRule) -> str:
    """The word for it: high, medium or low."""
    if at_least(value, rule.high):
        return "high"
    return "medium" if at_least(value, rule.medium) else "low"


def _variance(values: Sequence[float]) -> float:
    mean = sum(values) / len(values)
    return sum((value - mean) ** 2 for value in values) / (len(values) - 1)
