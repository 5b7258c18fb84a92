"""What one item amounts to: the answers of its respondents combined, then the consultant's review."""

from collections.abc import Sequence

from scoring.answers import DEPENDS, DONT_KNOW, DORMANT, NOT_APPLICABLE, SKIPPED, SPECIALS, Answer, Review
from scoring.compare import at_least
from scoring.model import AnswerSet, Item
from scoring.problem import AnswersError, Problem
from scoring.scorecard import ItemCard, Voice
from scoring.settings import Settings


def item_card(item: Item, answers: Sequence[Answer], review: Review | None, settings: Settings) -> ItemCard:
    """The item's value and special, its evidence, and whether its respondents differ too much to average."""
    asked = [answer for answer in answers if answer.value != DORMANT]
    voices = _voices(item.answers, asked)
    value, reviewed = _mean(voices), False
    evidence = any(text.strip() for answer in asked for text in answer.evidence)
    if review is not None and value is not None:
        reviewed = True
        value = value if review.value is None else review.value
        evidence = evidence if review.evidence is None else review.evidence
    return ItemCard(
        id=item.id,
        value=value,
        special=None if value is not None else _special(answers, asked),
        confirmed=value if value is None or evidence else min(value, settings.evidence.cap),
        evidence=evidence,
        gate=item.gate,
        difference=_differ(voices, asked, settings.agreement.difference),
        weight=item.weight,
        reviewed=reviewed,
        voices=voices,
    )


def _voices(answer_set: AnswerSet, asked: Sequence[Answer]) -> tuple[Voice, ...]:
    return tuple(
        Voice(answer.respondent, answer.weight, number)
        for answer in asked
        if (number := _number(answer_set, answer)) is not None
    )


def _number(answer_set: AnswerSet, answer: Answer) -> float | None:
    value = answer.value
    if value is None or value in SPECIALS:
        return None
    number = answer_set.number_of(value)
    if number is None and not isinstance(value, str | bool):
        number = answer_set.within(value)
    if number is None and value != DEPENDS:
        told = f"{value!r} is no answer to {answer.question}; use one of its options"
        raise AnswersError([Problem("answers", None, told)])
    return number


def _mean(voices: Sequence[Voice]) -> float | None:
    if not voices:
        return None
    return sum(voice.weight * voice.value for voice in voices) / sum(voice.weight for voice in voices)


def _special(answers: Sequence[Answer], asked: Sequence[Answer]) -> str | None:
    if not asked:
        return DORMANT if answers else None
    said = {answer.value for answer in asked}
    if said == {NOT_APPLICABLE}:
        return NOT_APPLICABLE
    return next((special for special in (DONT_KNOW, SKIPPED) if special in said), None)


def _differ(voices: Sequence[Voice], asked: Sequence[Answer], distance: float) -> bool:
    if not voices:
        return False
    values = [voice.value for voice in voices]
    return at_least(max(values) - min(values), distance) or any(a.value == NOT_APPLICABLE for a in asked)
