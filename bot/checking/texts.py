"""Texts that a language lacks, or that name what is not known when they are read."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.checking.outline import Outline
from bot.checking.problem import Problem, suggestion
from bot.checking.said import Said, every_text

#: Facts that texts may name although conditions may not.
FACTS_FOR_TEXTS = ("organisation", "pillar_name", "consultant")

_PIPING = re.compile(r"\{([^{}]*)\}")
_PIPED = re.compile(r"\s*([A-Za-z]\w*)\s*\|\s*\S.*", re.DOTALL)


def check_texts(outline: Outline) -> Iterator[Problem]:
    """Every mistake in languages, bold and piping."""
    for said in every_text(outline):
        yield from _languages(outline, said)
        for language, text in said.text.items():
            yield from _piping(outline, said, language, text)
            if text.count("**") % 2:
                yield outline.problem(said.at(language), "bold (**) is opened and not closed")


def _languages(outline: Outline, said: Said) -> Iterator[Problem]:
    for language in outline.languages:
        if not said.text.get(language, "").strip():
            yield outline.problem(said.at(language), f"{_key(said)} has no text for language {language!r}")
    for language in said.text:
        if outline.languages and language not in outline.languages:
            message = (
                f"{language!r} is not among the languages of this script ({', '.join(outline.languages)})"
            )
            yield outline.problem(said.at(language), message)


def _key(said: Said) -> str:
    return repr(next(step for step in reversed(said.path) if isinstance(step, str)))


def _piping(outline: Outline, said: Said, language: str, text: str) -> Iterator[Problem]:
    path = said.at(language)
    if "{" in _PIPING.sub("", text) or "}" in _PIPING.sub("", text):
        yield outline.problem(
            path, "a brace { or } without its other half; {NAME | fallback} is what is meant?"
        )
    for inside in _PIPING.findall(text):
        piped = _PIPED.fullmatch(inside)
        if piped is None:
            yield outline.problem(path, f"{{{inside}}} needs a name and a fallback: {{NAME | fallback}}")
            continue
        message = _why_not_piped(outline, piped[1], said.before)
        if message:
            yield outline.problem(path, f"{{{inside}}}: {message}")


def _why_not_piped(outline: Outline, name: str, before: float) -> str:
    facts = {*outline.facts, *FACTS_FOR_TEXTS}
    positions = outline.positions()
    if name in facts:
        return ""
    if name not in positions:
        return f"there is no question or fact {name!r}{suggestion(name, [*positions, *facts])}"
    return f"{name!r} is not answered before this" if positions[name] >= before else ""
