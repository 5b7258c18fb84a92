"""The scoring of maturity models: answers in, scorecard out; knows no chat, storage or social media."""

from scoring.action import Action, Capacity, Catalogue
from scoring.actions_file import parse_actions
from scoring.answers import Answer, Review, Submission
from scoring.answers_file import read_submission
from scoring.assessment import score
from scoring.lift import Lift, lift_of
from scoring.model import Dimension, Item, Model
from scoring.model_file import parse_model
from scoring.problem import AnswersError, ModelError, Problem
from scoring.roadmap import Difference, Roadmap, difference, plan
from scoring.scorecard import DimensionCard, ItemCard, Overall, Scorecard

__all__ = [
    "Action",
    "Answer",
    "AnswersError",
    "Capacity",
    "Catalogue",
    "Difference",
    "Dimension",
    "DimensionCard",
    "Item",
    "ItemCard",
    "Lift",
    "Model",
    "ModelError",
    "Overall",
    "Problem",
    "Review",
    "Roadmap",
    "Scorecard",
    "Submission",
    "difference",
    "lift_of",
    "parse_actions",
    "parse_model",
    "plan",
    "read_submission",
    "score",
]
