"""What does not fit: on a phone, on a card, or in the data of a button."""

from __future__ import annotations

from collections.abc import Iterator

from bot.checking.outline import Outline, Placed
from bot.checking.problem import Problem
from bot.checking.yaml_document import Path
from bot.interview.questions import Level, Multiple, Option, Single, Text

#: Characters that fit: an anchor, a whole card, what stands behind "why", a button.
ANCHOR, CARD, WHY, LABEL = 90, 600, 300, 30
#: Bytes with a button: "a:", 16 of the ask, ":option" and, for multiple choice, ":revision".
BUTTON_DATA, ASK_ID, REVISION = 64, 16, 5


def check_lengths(outline: Outline) -> Iterator[Problem]:
    """Every text or id that is too long."""
    for placed in outline.questions:
        for language in outline.languages:
            yield from _lengths(outline, placed, language)
        yield from _buttons(outline, placed)


def _lengths(outline: Outline, placed: Placed, language: str) -> Iterator[Problem]:
    question, path = placed.question, placed.path
    why = _length(question.why, language)
    if why > WHY:
        yield outline.problem((*path, "why", language), f"'why' has {why} characters, at most {WHY} fit")
    texts: list[Text | None] = [question.topic, question.text, question.intro]
    if isinstance(question, Level):
        for place, option in enumerate(question.options):
            texts.append(option.label)
            yield from _anchor(outline, (*path, "anchors", language, place), _length(option.label, language))
    card = sum(_length(text, language) for text in texts)
    if card > CARD:
        message = (
            f"the card ({language}) has {card} characters, at most {CARD} fit: shorten text, intro or anchors"
        )
        yield outline.problem((*path, "text", language), message)


def _anchor(outline: Outline, path: Path, length: int) -> Iterator[Problem]:
    if length > ANCHOR:
        yield outline.problem(path, f"this anchor has {length} characters, at most {ANCHOR} fit")


def _length(text: Text | None, language: str) -> int:
    """Characters as people see them: without the signs of bold."""
    return len((text or {}).get(language, "").replace("**", ""))


def _buttons(outline: Outline, placed: Placed) -> Iterator[Problem]:
    question = placed.question
    if not isinstance(question, Single | Multiple):
        return
    for place, option in enumerate(question.options):
        path = _where(outline, placed, place)
        revision = 1 + REVISION if isinstance(question, Multiple) else 0
        size = len(f"a:{'x' * ASK_ID}:{option.id}".encode()) + revision
        if size > BUTTON_DATA:
            message = (
                f"the option id is too long: the button would hold {size} bytes, at most {BUTTON_DATA} fit"
            )
            yield outline.problem(path, message)
        yield from _labels(outline, (*path, "label"), option)


def _labels(outline: Outline, path: Path, option: Option) -> Iterator[Problem]:
    for language in outline.languages:
        length = _length(option.label, language)
        if length > LABEL:
            message = f"this label has {length} characters; on a phone a button shows {LABEL}"
            yield outline.problem((*path, language), message)


def _where(outline: Outline, placed: Placed, place: int) -> Path:
    """An option's place: in the question, or in the shared set that it names."""
    named = outline.document.at((*placed.path, "choices"))
    return ("choices", named, place) if isinstance(named, str) else (*placed.path, "choices", place)
