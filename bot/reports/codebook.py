"""What answers mean: the questions and options of every version of a script that was answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.interview.questions import Question
from bot.interview.script import Script
from bot.reports.items import Text


@dataclass(frozen=True, slots=True)
class Option:
    """What could be chosen, and the value that it comes to (None: no number)."""

    id: str
    label: Text
    value: float | None


@dataclass(frozen=True, slots=True)
class Coded:
    """A question as one version of a script asks it."""

    script: str
    version: str
    id: str
    type: str
    topic: Text
    text: Text
    options: tuple[Option, ...]

    def labels(self, value: Any, language: str) -> str:
        """The words of what was chosen; "" where it is none of the options."""
        chosen = [str(one) for one in value] if isinstance(value, list | tuple) else [str(value)]
        return "; ".join(
            plain(one.label, language) for id_ in chosen for one in self.options if one.id == id_
        )


@dataclass(frozen=True, slots=True)
class Codebook:
    """Questions by (script, version, id). Answers about something beside the round name its script as their
    pillar; all others are of the script `main`.
    """

    questions: Mapping[tuple[str, str, str], Coded]
    main: str = ""

    def of(self, answer: Mapping[str, Any]) -> Coded | None:
        """The question of an answer in the form of the export."""
        where = (str(answer.get("script_version")), str(answer["question"]))
        beside = self.questions.get((str(answer.get("pillar")), *where))
        return beside or self.questions.get((self.main, *where))


NO_CODES = Codebook({})


def codebook(scripts: Sequence[Script]) -> Codebook:
    """Every question of every version; the first script is that of the round."""
    questions = {
        (script.id, script.version, question.id): _coded(script, question)
        for script in scripts
        for section in script.sections
        for question in section.questions
    }
    return Codebook(questions, scripts[0].id if scripts else "")


def plain(text: Text, language: str) -> str:
    """A text of a script in one language, or in any that it has, without markup."""
    return (text.get(language) or next(iter(text.values()), "")).replace("**", "")


def _coded(script: Script, question: Question) -> Coded:
    options = tuple(Option(one.id, one.label, _number(question, one.id)) for one in question.options)
    topic = question.topic or {}
    return Coded(script.id, script.version, question.id, question.type, topic, question.text, options)


def _number(question: Question, option: str) -> float | None:
    value = question.value_of(option)
    return float(value) if isinstance(value, int | float) else None
