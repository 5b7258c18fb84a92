"""What somebody sees of the own pillar right after handing in: in words, never a number."""

from __future__ import annotations

from collections.abc import Sequence

from bot.reports.facts import Facts
from bot.reports.items import ItemFacts
from bot.reports.words import Words
from bot.texts import Texts, shipped

#: How many strengths and how many steps are named.
SHOWN = 3


def own_picture(
    facts: Facts, pillar: str, language: str, *, person: str, consultant: str, texts: Texts | None = None
) -> str:
    """The message after handing in; `facts` are those of this one interview (`facts_of_one`)."""
    texts = texts or shipped()
    found = facts.pillar(pillar)
    strong = strengths(found.items)
    return str(
        texts.say(
            "report_own_picture",
            language,
            f=facts,
            p=found,
            w=Words(language, texts),
            person=person,
            consultant=consultant,
            strengths=strong,
            arranged=any(item.arranged for item in strong),
            steps=next_steps([item for item in found.items if item not in strong or not item.arranged]),
            open=sum(item.card.applies and item.card.value is None for item in found.items),
            asked=sum(item.card.applies for item in found.items),
        )
    )


def strengths(items: Sequence[ItemFacts]) -> list[ItemFacts]:
    """What is furthest, heaviest first: only what is arranged, or else what has begun at all."""
    found = [item for item in items if item.arranged] or [item for item in items if item.begun]
    return sorted(found, key=lambda item: (-_value(item), -item.card.weight))[:SHOWN]


def next_steps(items: Sequence[ItemFacts]) -> list[ItemFacts]:
    """What is least far and can grow: first what must not be missing, then the heaviest."""
    growing = [item for item in items if item.goal]
    return sorted(
        growing,
        key=lambda item: (not item.urgent, _value(item), not item.card.gate, -item.card.weight),
    )[:SHOWN]


def _value(item: ItemFacts) -> float:
    return item.card.value or 0.0
