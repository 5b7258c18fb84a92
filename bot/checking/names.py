"""Ids that stand twice, and ids of questions and choice sets that do not exist."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import get_args

from bot.checking.outline import Outline, Placed
from bot.checking.problem import Problem, suggestion
from bot.checking.yaml_document import Path
from bot.interview.questions import Multiple, Single
from bot.interview.questions.common import Special

#: Option ids that every question may have besides its own.
SPECIALS = frozenset(get_args(Special))


def check_names(outline: Outline) -> Iterator[Problem]:
    """Every mistake in ids and in references by key (conditions have their own check)."""
    yield from _taken(outline)
    yield from _sections(outline)
    for placed in outline.questions:
        yield from _parents(outline, placed)
        yield from _choices(outline, placed)
    yield from _shared_choices(outline)


def _taken(outline: Outline) -> Iterator[Problem]:
    first: dict[str, Path] = {}
    for name, path in outline.ids:
        if name in first:
            line = outline.problem(first[name], "").line
            yield outline.problem(path, f"the id {name!r} is taken already, at line {line}")
        elif name in outline.facts:
            yield outline.problem(path, f"the id {name!r} is the name of a fact too; choose another")
        first.setdefault(name, path)


def _sections(outline: Outline) -> Iterator[Problem]:
    seen: set[str] = set()
    for section in outline.sections:
        if section.id in seen:
            yield outline.problem((*section.path, "id"), f"there is a section {section.id!r} already")
        seen.add(section.id)


def _parents(outline: Outline, placed: Placed) -> Iterator[Problem]:
    question = placed.question
    for key, parent in (("follow_up", question.follow_up), ("part_of", question.part_of)):
        if parent is None:
            continue
        message = _why_no_parent(outline, placed, parent)
        if message:
            yield outline.problem((*placed.path, key), f"{key}: {message}")
    if question.urgent and question.follow_up is None:
        yield outline.problem((*placed.path, "urgent"), "'urgent' has a meaning for a follow_up only")
    yield from _doubts(outline, placed)
    if question.follow_up and question.part_of:
        yield outline.problem((*placed.path, "part_of"), "a question is a follow_up or a part_of, not both")


def _doubts(outline: Outline, placed: Placed) -> Iterator[Problem]:
    question = placed.question
    if question.doubts is None:
        return
    options = [option.id for option in question.options]
    if question.follow_up is None:
        yield outline.problem((*placed.path, "doubts"), "'doubts' has a meaning for a follow_up only")
    elif question.doubts not in options:
        known = suggestion(question.doubts, options) or f" (there are: {', '.join(options) or 'none'})"
        message = f"doubts: {question.doubts!r} is no option of this question{known}"
        yield outline.problem((*placed.path, "doubts"), message)


def _why_no_parent(outline: Outline, placed: Placed, parent: str) -> str:
    positions = outline.positions()
    if parent not in positions:
        return f"there is no question {parent!r}{suggestion(parent, positions)}"
    if positions[parent] >= placed.position:
        return f"{parent!r} does not come before this question"
    there = outline.named().get(parent)
    if there is not None and there.section != placed.section:
        return f"{parent!r} is in another section"
    return ""


def _choices(outline: Outline, placed: Placed) -> Iterator[Problem]:
    question = placed.question
    if not isinstance(question, Single | Multiple):
        return
    path = (*placed.path, "choices")
    if isinstance(outline.document.at(path), list):
        yield from _one_set(outline, path, [choice.id for choice in question.choices])


def _shared_choices(outline: Outline) -> Iterator[Problem]:
    for name, raw in outline.shared.items():
        if name not in outline.used:
            yield outline.problem(("choices", name), f"no question uses the shared choices {name!r}")
        choices = raw if isinstance(raw, list) else []
        ids = [str(choice.get("id")) for choice in choices if isinstance(choice, dict)]
        yield from _one_set(outline, ("choices", name), ids)


def _one_set(outline: Outline, path: Path, ids: Sequence[str]) -> Iterator[Problem]:
    seen: set[str] = set()
    if len(ids) < 2:
        yield outline.problem(path, "a choice needs at least two options")
    for place, name in enumerate(ids):
        where = (*path, place)
        if name in seen:
            yield outline.problem(where, f"the option {name!r} stands here twice")
        if name in SPECIALS:
            yield outline.problem(where, f"{name!r} is a special; write it under 'specials'")
        seen.add(name)
