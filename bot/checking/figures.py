"""Figures that may be proposed for a question: their shape, and every mistake in a file of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, ValidationError

from bot.checking.outline import Outline
from bot.checking.problem import Problem, suggestion
from bot.checking.yaml_document import Document, read_yaml
from bot.interview.questions import Number
from bot.interview.questions.common import Identifier, Strict, Text


class Proposed(Strict):
    """One figure, in the unit of the question that it answers."""

    id: Identifier
    question: Identifier
    amount: Annotated[float, Field(ge=0, allow_inf_nan=False, strict=True)]
    year: Annotated[int, Field(ge=1990, le=2100, strict=True)]
    name: Text
    source: Text


class Figures(Strict):
    """All figures of a folder."""

    figures: tuple[Proposed, ...]


def check_figures(path: Path, scripts: Sequence[Outline]) -> Iterator[Problem]:
    """What is wrong with the figures; a folder may have none."""
    if not path.is_file():
        return
    try:
        document = read_yaml(path.read_text(encoding="utf-8"), str(path))
    except UnicodeDecodeError:
        yield Problem(str(path), 1, "the file is not UTF-8 text")
        return
    if document.problems:
        yield from document.problems
        return
    try:
        found = Figures.model_validate(document.data)
    except ValidationError as error:
        yield from (document.problem(one["loc"], _words(one)) for one in error.errors(include_url=False))
        return
    for position, figure in enumerate(found.figures):
        yield from _mistakes(document, position, figure, found.figures[:position], scripts)


def _words(error: Any) -> str:
    key = next((step for step in reversed(error["loc"]) if isinstance(step, str)), "figures")
    if error["type"] == "missing":
        return f"{key!r} is missing here"
    if error["type"] == "extra_forbidden":
        return f"{key!r} is no key here{suggestion(key, [*Proposed.model_fields, *Figures.model_fields])}"
    return f"{key!r}: {error['msg'][0].lower()}{error['msg'][1:]}"


def _mistakes(
    document: Document,
    position: int,
    figure: Proposed,
    before: Sequence[Proposed],
    scripts: Sequence[Outline],
) -> Iterator[Problem]:
    place = ("figures", position)
    if any(one.id == figure.id for one in before):
        yield document.problem((*place, "id"), f"the id {figure.id!r} stands here twice")
    for key, message in _about_question(figure, scripts):
        yield document.problem((*place, key), message)
    languages = sorted({language for script in scripts for language in script.languages})
    for key in ("name", "source"):
        texts: Text = getattr(figure, key)
        for language in languages:
            if not texts.get(language, "").strip():
                yield document.problem((*place, key), f"{key} has no text in {language}; add one")


def _about_question(figure: Proposed, scripts: Sequence[Outline]) -> Iterator[tuple[str, str]]:
    """(key, mistake): whether a question takes such a number."""
    placed = [found for script in scripts for found in script.questions]
    numbers = {one.question.id: one.question for one in placed if isinstance(one.question, Number)}
    question = numbers.get(figure.question)
    if question is None:
        if not any(figure.question in script.broken for script in scripts):
            close = suggestion(figure.question, numbers)
            yield (
                "question",
                f"no script of this folder has a question {figure.question!r} for a number{close}",
            )
        return
    for limit, beyond in ((question.min, -1), (question.max, 1)):
        if limit is not None and (figure.amount - limit) * beyond > 0:
            yield (
                "amount",
                f"{figure.amount:g} is beyond what {figure.question!r} takes: its limit is {limit:g}",
            )
