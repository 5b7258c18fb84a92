"""The scoring of maturity models: answers in, scorecard out; knows no chat, storage or social media."""

from scoring.action import Action, Capacity, Catalogue
from scoring.actions_file import parse_actions
from scoring.answers import Answer, Review, Submission
from scoring.answers_file import read_submission
from scoring.assessment import score
from scoring.model import Dimension, Item, Model
from scoring.model_file import parse_model
from scoring.problem import AnswersError, ModelError, Problem
from scoring.scorecard import DimensionCard, ItemCard, Overall, Scorecard

__all__ = [
    "Action",
    "Answer",
    "AnswersError",
    "Capacity",
    "Catalogue",
    "Dimension",
    "DimensionCard",
    "Item",
    "ItemCard",
    "Model",
    "ModelError",
    "Overall",
    "Problem",
    "Review",
    "Scorecard",
    "Submission",
    "parse_actions",
    "parse_model",
    "read_submission",
    "score",
]
