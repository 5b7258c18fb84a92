"""Small models and answers for the tests, written as plain data."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from scoring import Answer, DimensionCard, Model, Review, Scorecard, parse_model, score

SCRIPTS = Path(__file__).parents[2] / "interview_scripts"
STEPS = {"0": 0, "1": 1, "2": 2, "3": 3, "4": 4}
SHARES = {"rule": "shares"}
COVERAGE = {"score": 0.50, "provisional": 0.70}


def shipped(folder: str, name: str = "model") -> str:
    """The text of a model, or of its actions, that Peiler comes with."""
    return (SCRIPTS / folder / f"{name}.yaml").read_text(encoding="utf-8")


SOCIAL_MEDIA = parse_model(shipped("social_media"))


def item(name: str, **more: Any) -> dict[str, Any]:
    """An item with five steps."""
    return {"id": name, "answers": "steps", **more}


def plain_model(*dimensions: Mapping[str, Any], **more: Any) -> Model:
    """A model with these dimensions; its answer sets can be extended."""
    sets = {"steps": STEPS, "percent": {"min": 0, "max": 100}, "yes_no": {"no": 0, "partly": 0.5, "yes": 1}}
    sets |= more.pop("answer_sets", {})
    content = {"id": "t", "version": "1", "answer_sets": sets, "dimensions": dimensions, **more}
    return parse_model(json.dumps(content))


def pillar(*items: Mapping[str, Any], name: str = "P", **more: Any) -> dict[str, Any]:
    """A dimension with items, levelled by shares."""
    return {"id": name, "level": SHARES, "items": items, **more}


def answered(values: Mapping[str, float | str | None], **more: Any) -> list[Answer]:
    """One respondent's answers."""
    return [Answer(question, value, **more) for question, value in values.items()]


def scored(model: Model, values: Mapping[str, float | str | None], **more: Any) -> Scorecard:
    """The scorecard for one respondent's answers."""
    return score(model, answered(values), **more)


def seven(*values: float | str | None, **more: Any) -> DimensionCard:
    """A pillar of items of equal weight that got these values; None is no answer."""
    items = [item(f"i{i}") for i in range(len(values))]
    model = plain_model(pillar(*items), coverage=COVERAGE, **more)
    return scored(model, {f"i{i}": value for i, value in enumerate(values)}).dimensions[0]


def by_several(model: Model, question: str, *voices: tuple[float | str | None, float]) -> Scorecard:
    """The scorecard when several respondents gave this value, with this weight."""
    answers = [Answer(question, value, f"r{i}", weight) for i, (value, weight) in enumerate(voices)]
    return score(model, answers)


def pillars_scoring(*scores: float, **more: Any) -> Scorecard:
    """The scorecard of an organisation whose pillars have exactly these scores."""
    dimensions = [pillar({"id": f"q{i}", "answers": "fine"}, name=f"P{i}") for i in range(len(scores))]
    model = plain_model(*dimensions, answer_sets={"fine": {"min": 0, "max": 4}}, coverage=COVERAGE)
    return scored(model, {f"q{i}": value for i, value in enumerate(scores)}, **more)


def reviewed(model: Model, values: Mapping[str, float | str | None], reviews: Iterable[Review]) -> Scorecard:
    """The scorecard of answers that a consultant looked at."""
    return score(model, answered(values), reviews)
