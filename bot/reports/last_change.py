"""Which state of a round documents show: made again of the same, they are the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from storage.records import Amendment, Answer, Assessment, Initiative, Interview, Judgement

#: In the settings of an assessment: how often something was set.
TIMES_SET = "rev"


def times_set(assessment: Assessment) -> int:
    """How often something was set for this round."""
    return int(assessment.settings.get(TIMES_SET, 0))


def last_change(
    assessment: Assessment,
    interviews: Sequence[Interview],
    answers: Iterable[Answer],
    made: Iterable[Judgement | Amendment | Initiative],
) -> datetime:
    """When any of it was last changed. What nobody handed in yet tells no time."""
    handed_in = {one.id for one in interviews if one.state == "submitted"}
    said = (answer.at for answer in answers if answer.interview in handed_in)
    return max([*_of_round(assessment), *_of_people(interviews), *said, *(one.at for one in made)])


def _of_round(assessment: Assessment) -> Iterator[datetime]:
    yield assessment.created_at
    yield from filter(None, (assessment.phase_since, assessment.adopted_at, assessment.closed_at))


def _of_people(interviews: Iterable[Interview]) -> Iterator[datetime]:
    for one in interviews:
        yield one.submitted_at if one.state == "submitted" and one.submitted_at else one.created_at
