"""One scored question as reports show it: its topic, its anchors in words, and what it came to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.interview.questions import Question
from bot.interview.script import Script
from scoring import DimensionCard, Item, ItemCard, Model
from scoring.compare import above, at_least, below
from scoring.model import Dimension

#: The same words per language code.
Text = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """`anchors` are the words per number, lowest first; `claims`: it is so high that evidence is asked;
    `withheld`: its outcome is left out of a copy for others, whatever it is; `law`: it is a duty by law.
    """

    id: str
    pillar: Text
    topic: Text
    card: ItemCard
    anchors: tuple[tuple[float, Text], ...]
    claims: bool
    withheld: bool = False
    law: bool = False

    def anchor(self, value: float) -> Text:
        """The words that hold for this value: those of the highest anchor that it reaches."""
        return next((text for number, text in reversed(self.anchors) if at_least(value, number)), {})

    @property
    def goal(self) -> Text | None:
        """The next anchor to reach, None if there is none."""
        return None if self.card.value is None else self.goal_above(self.card.value)

    def goal_above(self, value: float) -> Text | None:
        """The anchor to reach from this value; what depends on chance is nobody's goal."""
        above_now = ((number, text) for number, text in self.anchors if above(number, value))
        return next((text for number, text in above_now if at_least(number, self._halfway)), None)

    @property
    def begun(self) -> bool:
        """Whether there is more than nothing."""
        return (
            self.card.value is not None and bool(self.anchors) and above(self.card.value, self.anchors[0][0])
        )

    @property
    def arranged(self) -> bool:
        """Whether it is at least half way: agreed somewhere, and not left to chance."""
        return self.card.value is not None and bool(self.anchors) and at_least(self.card.value, self._halfway)

    @property
    def _halfway(self) -> float:
        return (self.anchors[0][0] + self.anchors[-1][0]) / 2

    @property
    def owed(self) -> bool:
        """Whether this is a duty by law that is not seen to, whether or not the pillar is held back by it."""
        return self.law and self.card.value is not None and below(self.card.value, 1)

    @property
    def urgent(self) -> bool:
        """Whether this is something that must not be missing, and is: to be mended within 30 days."""
        return self.card.gate and self.card.value is not None and below(self.card.value, 1)


def item_facts(
    model: Model, script: Script, dimension: Dimension, card: DimensionCard
) -> tuple[ItemFacts, ...]:
    """The items of a pillar, in the order of the model."""
    questions = {question.id: question for section in script.sections for question in section.questions}
    return tuple(
        _item(model, model.items[found.id], questions.get(found.id), dimension.name, found)
        for found in card.all_items()
    )


def _item(model: Model, item: Item, question: Question | None, pillar: Text, card: ItemCard) -> ItemFacts:
    named = question.topic or question.text if question else item.name
    expected = model.settings.evidence.expected
    claims = card.value is not None and at_least(card.value, expected)
    return ItemFacts(item.id, pillar, named, card, _anchors(item, question), claims, law=item.law)


def _anchors(item: Item, question: Question | None) -> tuple[tuple[float, Text], ...]:
    if question is None:
        return ()
    found = []
    for option in question.options:
        value = question.value_of(option.id)
        number = None if isinstance(value, tuple) else item.answers.number_of(value)
        if number is not None:
            found.append((number, option.label))
    return tuple(sorted(found, key=lambda pair: pair[0]))
