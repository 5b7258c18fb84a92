"""A model file and an answers file in, a scorecard file out; with an actions file, a plan too."""

import json

from scoring.actions_file import parse_actions
from scoring.answers_file import read_submission
from scoring.assessment import score
from scoring.made_actions import Anchors
from scoring.model_file import parse_model
from scoring.roadmap import NO_ANCHORS, plan
from scoring.roadmap_file import roadmap_dict


def score_folder_text(
    model_text: str,
    answers_text: str,
    ambition: float | None = None,
    *,
    actions_text: str | None = None,
    anchors: Anchors = NO_ANCHORS,
) -> str:
    """The scorecard as JSON; the ambition is for assessments without an answer about pressure.

    Given actions, it has the plan under `roadmap`. Raises ModelError or AnswersError with every mistake in
    the file.
    """
    model = parse_model(model_text)
    submission = read_submission(answers_text, model)
    card = score(model, submission.answers, submission.reviews)
    chosen = ambition if card.pressure is None else None
    if chosen is not None:
        card = score(model, submission.answers, submission.reviews, ambition=chosen)
    told = card.as_dict()
    if actions_text is not None:
        catalogue = parse_actions(actions_text, model)
        made = plan(
            model, catalogue, submission.answers, submission.reviews, ambition=chosen, anchors=anchors
        )
        told["roadmap"] = roadmap_dict(model, made)
    return json.dumps(told, ensure_ascii=False, indent=2)
