"""What consultants made of answers: which judgement counts, what it changes, and the word that every figure
gets.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from scoring import Answer as Scored
from scoring import ItemCard, Review
from scoring.answers import DEPENDS, SPECIALS
from scoring.compare import at_least
from storage.records import Answer, Judgement

#: (interview, question).
Place = tuple[str, str]
NO_VALUE = SPECIALS | {DEPENDS}
#: What a consultant saw counts as evidence, also where nobody wrote it down.
SEEN = ("seen",)


class Standing(Enum):
    """How sure a figure is; the value ends the names of its texts."""

    CLAIMED = "claimed"
    EVIDENCE = "evidence"
    REVIEWED = "reviewed"


@dataclass(frozen=True, slots=True)
class Judged:
    """`counting`: the newest judgement of each answer as it is now; `overtaken`: places where the answer was
    changed after it was judged, so that nothing of the judgement holds any more.
    """

    counting: Mapping[Place, Judgement]
    overtaken: frozenset[Place]

    def of(self, interview: str, question: str) -> Judgement | None:
        """The judgement that counts for this answer."""
        return self.counting.get((interview, question))


NOTHING = Judged({}, frozenset())


def judged(answers: Iterable[Answer], judgements: Iterable[Judgement]) -> Judged:
    """Of the current answers, those that were judged; the highest number of each place is the newest."""
    newest: dict[Place, Judgement] = {}
    for one in sorted(judgements, key=lambda one: one.number):
        newest[one.interview, one.question] = one
    current = {(answer.interview, answer.question): answer for answer in answers}
    known = {place: one for place, one in newest.items() if place in current}
    counting = {place: one for place, one in known.items() if one.revision == current[place].revision}
    return Judged(counting, frozenset(known) - frozenset(counting))


def as_judged(answer: Scored, judgement: Judgement | None) -> Scored:
    """The answer as the consultant holds it: another value, evidence that suffices or does not."""
    if judgement is None or not has_value(answer):
        return answer
    evidence = answer.evidence
    if judgement.evidence is not None:
        evidence = (answer.evidence or SEEN) if judgement.evidence else ()
    value = answer.value if judgement.score is None else judgement.score
    return Scored(answer.question, value, answer.respondent, answer.weight, evidence, answer.reason)


def has_value(answer: Scored) -> bool:
    """Whether there is a value that can be judged; a special has none."""
    return answer.value is not None and answer.value not in NO_VALUE


def reviews_of(answers: Sequence[Scored], found: Judged) -> list[Review]:
    """An item was reviewed when every value that somebody gave it was judged."""
    valued: dict[str, list[Scored]] = {}
    for answer in answers:
        if has_value(answer):
            valued.setdefault(answer.question, []).append(answer)
    return [
        Review(question)
        for question, those in valued.items()
        if all(found.of(answer.respondent, question) for answer in those)
    ]


def standing(items: Iterable[ItemCard], expected: float) -> Standing:
    """The word for a figure made of these items, by the weakest of them: reviewed when all are; else named
    evidence when it is there wherever a value (from `expected` up) asks for it; else claimed.
    """
    valued = [item for item in items if item.value is not None]
    if valued and all(item.reviewed for item in valued):
        return Standing.REVIEWED
    asking = [item for item in valued if item.value is not None and at_least(item.value, expected)]
    shown = all(item.reviewed or item.evidence for item in asking)
    return Standing.EVIDENCE if asking and shown else Standing.CLAIMED
