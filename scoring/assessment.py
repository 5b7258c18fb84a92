"""A whole assessment: answers in, scorecard out."""

from collections.abc import Iterable

from scoring.answers import Answer, Review
from scoring.dimension import dimension_card
from scoring.model import Model
from scoring.organisation import Ambition, overall, proposed_ambition, with_targets
from scoring.scorecard import Scorecard
from scoring.sheet import fill_in


def score(
    model: Model, answers: Iterable[Answer], reviews: Iterable[Review] = (), *, ambition: Ambition = None
) -> Scorecard:
    """Score an assessment; answers to questions that are no item of the model are left alone.

    A given ambition is somebody's decision and goes before the pressure answer; without either the
    model says what to aim at. Raises AnswersError for a value that is no answer to its item.
    """
    sheet = fill_in(model, answers, reviews)
    cards = [dimension_card(dimension, sheet) for dimension in model.dimensions]
    proposed = proposed_ambition(sheet.pressure, model.settings.ambition)
    pillars = with_targets(cards, ambition, proposed)
    return Scorecard(model.id, model.version, overall(sheet, pillars), pillars, sheet.pressure)
