"""What the answers would be once actions are done; to be scored by the same function as today's."""

from collections.abc import Iterable, Mapping, Sequence

from scoring.answers import Answer, Review, Submission
from scoring.candidates import Candidate


def answers_after(
    answers: Sequence[Answer], reviews: Sequence[Review], done: Iterable[Candidate]
) -> Submission:
    """Today's answers, with one new answer (and the action's id as evidence) for every item that was raised.

    What people and the consultant said of such an item is about yesterday, so it goes.
    """
    raised = _raised(done)
    kept = tuple(answer for answer in answers if answer.question not in raised)
    new = tuple(Answer(item, goal, evidence=(action,)) for item, (goal, action) in raised.items())
    return Submission(kept + new, tuple(review for review in reviews if review.question not in raised))


def _raised(done: Iterable[Candidate]) -> Mapping[str, tuple[float, str]]:
    """The highest value that any of the actions gives each item, and which action that is."""
    raised: dict[str, tuple[float, str]] = {}
    for candidate in done:
        for gap in candidate.gaps:
            if gap.item not in raised or raised[gap.item][0] < gap.goal:
                raised[gap.item] = (gap.goal, candidate.id)
    return raised
