"""The scripts of a folder beside its model: every item asked, with the answers that the model knows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from bot.checking.outline import Outline, Placed
from bot.checking.problem import Problem, suggestion
from bot.checking.yaml_document import Document
from bot.interview.questions import Level, Number
from scoring import Item, Model


def check_against_model(model: Model, document: Document, scripts: Sequence[Outline]) -> Iterator[Problem]:
    """Every item that no script asks, and every question whose answers the model does not know."""
    if all(isinstance(script.document.data, dict) for script in scripts):
        yield from _not_asked(model, document, scripts)
    for script in scripts:
        yield from _script(model, script)


def _not_asked(model: Model, document: Document, scripts: Sequence[Outline]) -> Iterator[Problem]:
    asked = {name for script in scripts for name in script.items()}
    lines = _lines(document)
    for name in model.items if scripts else ():
        if name not in asked:
            message = f"no script asks item {name!r}{suggestion(name, asked)}"
            yield Problem(document.source, lines.get(name, 1), message)


def _lines(document: Document) -> Mapping[str, int]:
    """Where the ids of the model stand."""
    return {
        str(document.at(path)): line for path, line in document.lines.items() if path and path[-1] == "id"
    }


def _script(model: Model, script: Outline) -> Iterator[Problem]:
    items = {**model.items, model.pressure.id: model.pressure}
    scored = not script.items().isdisjoint(model.items)
    asked: set[str] = set()
    for placed in script.questions:
        name = placed.question.scored_as
        if name in items:
            yield from _item(script, placed, items[name], name in asked)
        elif placed.question.item is not None:
            message = f"the model has no item {name!r}{suggestion(name, items)}"
            yield script.problem((*placed.path, "item"), message)
        elif scored and isinstance(placed.question, Level):
            message = f"{name!r} is no item of the model, so its levels would not be scored"
            yield script.problem((*placed.path, "id"), message + suggestion(name, items))
        asked.add(name)


def _item(script: Outline, placed: Placed, item: Item, again: bool) -> Iterator[Problem]:
    if again:
        yield script.problem(placed.path, f"an earlier question is item {item.id!r} already")
    message = _why_no_answer(item, placed) if placed.whole else ""
    if message:
        yield script.problem((*placed.path, "type"), message)


def _why_no_answer(item: Item, placed: Placed) -> str:
    question = placed.question
    if isinstance(question, Number):
        return _number(item, question)
    if not question.options or isinstance(question.value_of(question.options[0].id), tuple):
        return f"{item.id!r} is scored by the model, and a {question.type} answer is no number"
    values = [question.value_of(option.id) for option in question.options]
    numbers = {item.answers.number_of(value) for value in values if not isinstance(value, tuple)}
    wanted = set(item.answers.options.values()) or {item.answers.low, item.answers.high}
    if None in numbers or not wanted <= numbers:
        shown = ", ".join(map(str, values))
        return f"{item.id!r} can be answered with {shown}; in the model it takes {_taken(item)}"
    return ""


def _number(item: Item, question: Number) -> str:
    if item.answers.options:
        return f"{item.id!r} asks a number; in the model it takes {_taken(item)}"
    if question.min is None or question.max is None:
        return f"{item.id!r} needs a min and a max; in the model it takes {_taken(item)}"
    if question.min < item.answers.low or question.max > item.answers.high:
        limits = f"{question.min:g} to {question.max:g}"
        return f"{item.id!r} goes from {limits}; in the model it takes {_taken(item)}"
    return ""


def _taken(item: Item) -> str:
    if item.answers.options:
        return ", ".join(item.answers.options)
    return f"{item.answers.low:g} to {item.answers.high:g}"
