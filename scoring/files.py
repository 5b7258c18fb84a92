"""A model file and an answers file in, a scorecard file out."""

import json

from scoring.answers_file import read_submission
from scoring.assessment import score
from scoring.model_file import parse_model


def score_folder_text(model_text: str, answers_text: str, ambition: float | None = None) -> str:
    """The scorecard as JSON; the ambition is for assessments without an answer about pressure.

    Raises ModelError or AnswersError with every mistake in the file.
    """
    model = parse_model(model_text)
    submission = read_submission(answers_text, model)
    card = score(model, submission.answers, submission.reviews)
    if card.pressure is None and ambition is not None:
        card = score(model, submission.answers, submission.reviews, ambition=ambition)
    return json.dumps(card.as_dict(), ensure_ascii=False, indent=2)
