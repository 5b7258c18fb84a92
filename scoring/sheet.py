"""Everything that is known of the items of one assessment, and what the open ones could still become."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from scoring.answers import PRESSURE, Answer, Review
from scoring.item import item_card
from scoring.level_rules import Values
from scoring.model import Model
from scoring.scorecard import ItemCard


@dataclass(frozen=True, slots=True)
class Sheet:
    """The items of one assessment, and their values as they are and with open items filled in.

    `at_risk` has the open gate items at their lowest; `low` and `high` have all open items there.
    """

    model: Model
    cards: Mapping[str, ItemCard]
    applying: frozenset[str]
    values: Values
    at_risk: Values
    low: Values
    high: Values
    pressure: float | None


def fill_in(model: Model, answers: Iterable[Answer], reviews: Iterable[Review]) -> Sheet:
    """Sort the answers by item and combine them; answers to questions that are no item are left alone."""
    by_question: dict[str, list[Answer]] = defaultdict(list)
    for answer in answers:
        by_question[answer.question].append(answer)
    reviewed = {review.question: review for review in reviews}
    cards = {
        name: item_card(item, by_question.get(name, ()), reviewed.get(name), model.settings)
        for name, item in model.items.items()
    }
    pressure = item_card(model.pressure, by_question.get(PRESSURE, ()), None, model.settings)
    values = {card.id: card.value for card in cards.values() if not card.dormant}
    open_items = [model.items[card.id] for card in cards.values() if card.applies and card.value is None]
    lowest = {item.id: item.answers.low for item in open_items}
    return Sheet(
        model=model,
        cards=cards,
        applying=frozenset(card.id for card in cards.values() if card.applies),
        values=values,
        at_risk={**values, **{item.id: item.answers.low for item in open_items if item.gate}},
        low={**values, **lowest},
        high={**values, **{item.id: item.answers.high for item in open_items}},
        pressure=pressure.value,
    )
