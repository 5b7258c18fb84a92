"""What a consultant should talk about: differences, contradictions, gaps and what people could not say."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from bot.interview.conditions import condition
from bot.interview.expressions import cel
from bot.interview.script import CrossCheck, Script
from bot.reports.items import ItemFacts, Text
from bot.reports.submitted import Dormant, value_of
from scoring.answers import DONT_KNOW, NOT_APPLICABLE
from storage.records import Answer, Interview


@dataclass(frozen=True, slots=True)
class Difference:
    """Answers of several people that lie too far apart to average, lowest first, without who gave which."""

    item: ItemFacts
    values: tuple[float, ...]
    not_applicable: bool


@dataclass(frozen=True, slots=True)
class Said:
    """What people typed beside an answer, in no telling order: who would know, or why it does not apply."""

    item: ItemFacts
    texts: tuple[str, ...]
    times: int


@dataclass(frozen=True, slots=True)
class Spread:
    """The best and the weakest department that somebody named."""

    item: ItemFacts
    best: str
    weakest: str


@dataclass(frozen=True, slots=True)
class Findings:
    """Talking points. `urgent` is for the next 30 days; `contradictions` are for the consultant alone."""

    differences: tuple[Difference, ...]
    contradictions: tuple[Text, ...]
    urgent: tuple[ItemFacts, ...]
    unknown: tuple[Said, ...]
    not_applicable: tuple[Said, ...]
    departments: tuple[Spread, ...]


class HasItems(Protocol):
    """A pillar, as far as findings look at it."""

    @property
    def items(self) -> tuple[ItemFacts, ...]: ...


def find(
    script: Script,
    pillars: Iterable[HasItems],
    interviews: Sequence[Interview],
    answers: Sequence[Answer],
    dormant: Dormant,
) -> Findings:
    """Everything worth talking about in the answers of these interviews."""
    items = [item for pillar in pillars for item in pillar.items]
    counted = {interview.id for interview in interviews}
    asked = [a for a in answers if a.interview in counted and (a.interview, a.question) not in dormant]
    by_item = {item.id: [a for a in asked if a.question == item.id] for item in items}
    return Findings(
        differences=tuple(_difference(item, by_item[item.id]) for item in items if item.card.difference),
        contradictions=tuple(check.finding for check in clashing(script, items)),
        urgent=tuple(item for item in items if item.urgent),
        unknown=_said(items, by_item, DONT_KNOW, lambda answer: answer.text),
        not_applicable=_said(items, by_item, NOT_APPLICABLE, lambda answer: answer.reason),
        departments=tuple(
            Spread(item, answer.best or "", answer.weakest or "")
            for item in items
            for answer in by_item[item.id]
            if answer.best or answer.weakest
        ),
    )


def _difference(item: ItemFacts, answers: Sequence[Answer]) -> Difference:
    values = tuple(sorted({voice.value for voice in item.card.voices}))
    return Difference(item, values, any(value_of(answer) == NOT_APPLICABLE for answer in answers))


def _said(
    items: Sequence[ItemFacts],
    by_item: dict[str, list[Answer]],
    special: str,
    words: Callable[[Answer], str | None],
) -> tuple[Said, ...]:
    found = []
    for item in items:
        those = [answer for answer in by_item[item.id] if value_of(answer) == special]
        texts = sorted({text.strip() for answer in those if (text := words(answer)) and text.strip()})
        if those:
            found.append(Said(item, tuple(texts), len(those)))
    return tuple(found)


def clashing(script: Script, items: Sequence[ItemFacts]) -> list[CrossCheck]:
    """The contradictions that hold between these items, as combined over everybody who answered."""
    context = _context(items)
    return [check for check in script.cross_checks if condition(check.when).holds(context)]


def _context(items: Sequence[ItemFacts]) -> cel.Context:
    """Combined values under the questions' names; what has no value is unknown and contradicts nothing."""
    values: dict[str, Any] = {
        item.id: _number(item.card.value) for item in items if item.card.value is not None
    }
    specials = {item.id: item.card.special for item in items}
    functions: dict[str, Callable[..., Any]] = {
        "answered": lambda question: question in values,
        "said": lambda question, special: specials.get(question) == special,
    }
    return cel.Context(variables=values, functions=functions)


def _number(value: float) -> float | int:
    # A mean of equal answers may miss the whole number by its last bits; conditions know no tolerance.
    near = round(value, 9)
    return int(near) if near == int(near) else near
