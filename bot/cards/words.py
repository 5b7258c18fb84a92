"""Answers in words, as people chose them: the anchor's text, the option's label, what was typed."""

from __future__ import annotations

import re
from collections.abc import Mapping

from markupsafe import Markup, escape

from bot.cards.view import trimmed
from bot.interview.progress import DONT_KNOW, NOT_APPLICABLE, Revision
from bot.interview.questions import Number, Question
from bot.texts import Texts
from bot.texts.filters import amount, decimal, marked

#: Piping in scripts: {S1 | what to say without an answer}.
PIPE = re.compile(r"\{\s*(\w+)\s*\|\s*([^{}]*?)\s*\}")
LONG = 4000


def topic_of(question: Question, language: str) -> Markup:
    """What a question is called in a list: its topic, else the beginning of its text."""
    if question.topic is not None:
        return escape(question.topic[language])
    return trimmed(question.text[language].replace("**", ""), 60)


def in_words(
    question: Question, revision: Revision | None, language: str, texts: Texts, length: int = LONG
) -> Markup:
    """An answer as HTML, typed text cut at `length`."""
    if revision is None or revision.value is None:
        return texts.say("value.nothing", language)
    if revision.special is not None:
        return _special(revision, language, texts, length)
    if isinstance(revision.value, tuple) and not revision.value:
        return texts.say("value.none_chosen", language)
    labels = {option.id: option.label[language] for option in question.options}
    chosen = revision.value if isinstance(revision.value, tuple) else (str(revision.value),)
    if labels and all(value in labels for value in chosen):
        return Markup(", ").join(labels[value].replace("**", "") for value in chosen)
    if isinstance(question, Number) and isinstance(revision.value, int | float):
        return escape(number_words(question, revision.value, language))
    return trimmed(str(revision.value), length)


def number_words(question: Number, value: float, language: str) -> str:
    """A number with its unit, without markup: 1.250,50 euro; cents and more only where there are."""
    exact = round(value, 2) == value
    words = amount(value, language) if exact else decimal(value, language, max(2, question.decimals))
    return f"{words} {question.unit[language]}" if question.unit else words


def _special(revision: Revision, language: str, texts: Texts, length: int) -> Markup:
    if revision.special == DONT_KNOW and revision.text:
        return texts.say("value.dont_know_who", language, who=trimmed(revision.text, length))
    if revision.special == NOT_APPLICABLE and revision.reason:
        return texts.say("value.not_applicable_reason", language, reason=trimmed(revision.reason, length))
    return texts.say(f"value.{revision.special}", language)


def piped(text: str, shown: Mapping[str, Markup]) -> Markup:
    """A script's text as HTML, with earlier answers and facts (`shown`: name -> HTML) put where it names
    them.
    """
    parts: list[Markup] = []
    end = 0
    for match in PIPE.finditer(text):
        parts += [marked(text[end : match.start()]), shown.get(match[1]) or marked(match[2])]
        end = match.end()
    return Markup("").join([*parts, marked(text[end:])])
