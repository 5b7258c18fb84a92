"""What people answered and what a consultant made of it: the input of a score."""

from dataclasses import dataclass
from typing import Final

DONT_KNOW: Final = "dont_know"
NOT_APPLICABLE: Final = "not_applicable"
SKIPPED: Final = "skipped"
DORMANT: Final = "dormant"
SPECIALS: Final = frozenset({DONT_KNOW, NOT_APPLICABLE, SKIPPED, DORMANT})

DEPENDS: Final = "depends"
"""It differs per department: until a value is chosen this is no answer."""

PRESSURE: Final = "pressure"
"""The question about pressure from outside; it sets the ambition and is no item of a model."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One respondent's answer to one question.

    `value` is an option's key or number, a special, or None for no answer; `weight` says how near
    the respondent stands to the subject (above 0); `reason` belongs to `not_applicable`.
    """

    question: str
    value: float | str | None
    respondent: str = ""
    weight: float = 1.0
    evidence: tuple[str, ...] = ()
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Review:
    """A consultant's judgement of one item; what it leaves None stays as the respondents have it."""

    question: str
    value: float | None = None
    evidence: bool | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Submission:
    """Everything that was handed in for one assessment."""

    answers: tuple[Answer, ...]
    reviews: tuple[Review, ...] = ()
