"""Every text of a script, with its place and with what may be named in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.checking.outline import Outline, Placed
from bot.checking.yaml_document import Path
from bot.interview.questions import Level, Multiple, Number, Single, Text

#: What is asked at the end may name every question; what has no place in the walk, none.
ALL, NONE = float("inf"), -1


@dataclass(frozen=True, slots=True)
class Said:
    """A text and its place; what it names must stand before the position `before`.

    An anchor's place is its question's anchors, then the language, then `row`.
    """

    path: Path
    text: Text
    before: float
    row: int | None = None

    def at(self, language: str) -> Path:
        """The place of the text in this language."""
        return (*self.path, language) if self.row is None else (*self.path, language, self.row)


def every_text(outline: Outline) -> Iterator[Said]:
    """All texts, in file order but for the questions'; those of shared choices once."""
    yield from _raw(("title",), outline.document.data.get("title"), NONE)
    yield from _shared(outline)
    if outline.evidence:
        yield Said(("evidence", "prompt"), outline.evidence.prompt, ALL)
    for section in outline.sections:
        yield from _raw((*section.path, "title"), section.title, outline.start_of(section))
    for placed in outline.questions:
        yield from _common(placed)
        yield from _own(outline, placed)
    for path, check in outline.cross_checks:
        yield Said((*path, "question"), check.question, ALL)
        yield Said((*path, "finding"), check.finding, ALL)


def _shared(outline: Outline) -> Iterator[Said]:
    for name, choices in outline.shared.items():
        for place, choice in enumerate(choices if isinstance(choices, list) else ()):
            label = choice.get("label") if isinstance(choice, dict) else None
            yield from _raw(("choices", name, place, "label"), label, NONE)


def _raw(path: Path, text: object, before: float) -> Iterator[Said]:
    """A text as it stands in the file; what is no text at all is told by `read_script`."""
    if isinstance(text, dict) and all(isinstance(item, str) for item in text.values()):
        yield Said(path, text, before)


def _common(placed: Placed) -> Iterator[Said]:
    question, path, here = placed.question, placed.path, placed.position
    for key in ("topic", "text", "intro", "why"):
        text = getattr(question, key)
        if text is not None:
            yield Said((*path, key), text, here)
    if question.evidence:
        # Asked after the answer, so it may name it.
        yield Said((*path, "evidence"), question.evidence, here + 1)


def _own(outline: Outline, placed: Placed) -> Iterator[Said]:
    question, path, here = placed.question, placed.path, placed.position
    if isinstance(question, Number) and question.unit:
        yield Said((*path, "unit"), question.unit, here)
    elif isinstance(question, Level):
        yield from (
            Said((*path, "anchors"), option.label, here, place)
            for place, option in enumerate(question.options)
        )
    elif isinstance(question, Single | Multiple):
        written_here = isinstance(outline.document.at((*path, "choices")), list)
        for place, option in enumerate(question.options if written_here else ()):
            yield Said((*path, "choices", place, "label"), option.label, here)
