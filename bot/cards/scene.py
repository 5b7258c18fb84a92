"""What a card is made of: the prompt, the progress, the texts and facts, and how they are said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from bot.cards.view import Press, plain, trimmed
from bot.cards.words import in_words, piped, topic_of
from bot.interview.estimate import Estimate, estimate
from bot.interview.path import Path
from bot.interview.plan import Plan, plan_of
from bot.interview.progress import Progress
from bot.interview.prompts import Prompt, next_todo
from bot.interview.questions import Question
from bot.interview.script import Script
from bot.texts import Texts

#: What options are called by.
LETTERS = "ABCDEFGHIJ"


@dataclass(frozen=True, slots=True)
class Scene:
    """All that a card is made of. `facts`: organisation, pillar, name, consultant, contact, purpose,
    recipients, retention_days, delete_date, deadline, telegram, files, demo.
    """

    script: Script
    progress: Progress
    prompt: Prompt
    path: Path
    texts: Texts
    facts: Mapping[str, Any]

    @property
    def language(self) -> str:
        """The interview's language."""
        return self.progress.language

    @property
    def plan(self) -> Plan:
        """The script made ready."""
        return plan_of(self.script)

    @property
    def question(self) -> Question:
        """The question that the prompt is about."""
        assert self.prompt.question is not None
        return self.prompt.question

    @property
    def topic(self) -> Markup:
        """What the prompt's question is called."""
        return topic_of(self.question, self.language)

    def estimate(self) -> Estimate:
        """What is done and left."""
        return estimate(self.plan, self.progress, self.path)

    @property
    def walked(self) -> bool:
        """Whether nothing is left to ask."""
        return next_todo(self.plan, self.progress, self.path) is None

    def say(self, name: str, /, **facts: Any) -> str:
        """A text of the program, in the interview's language."""
        return str(self.texts.say(name, self.language, **facts))

    def press(self, label: str, verb: str, arg: str | None = None, **facts: Any) -> Press:
        """A button: its argument is the open ask unless another is given."""
        return plain(self.say(f"button.{label}", **facts)), f"{verb}:{arg or self.progress.open}"

    def own(self, label: str, verb: str, **facts: Any) -> Press:
        """A button about the interview as a whole."""
        return self.press(label, verb, self.progress.interview, **facts)

    def words(self, question: Question, length: int = 120) -> Markup:
        """The answer to a question, in words."""
        return in_words(question, self.progress.answers.get(question.id), self.language, self.texts, length)

    def scripted(self, text: Mapping[str, str]) -> Markup:
        """A text of the script, with its piping filled in."""
        return piped(text[self.language], _Shown(self))


class _Shown(dict[str, Markup]):
    """Earlier answers and facts as HTML, looked up only when a text names them. A script's own question goes
    before a fact of the same name, as it does in conditions.
    """

    def __init__(self, scene: Scene) -> None:
        super().__init__()
        self._scene = scene

    def get(self, name: str, default: Any = None) -> Any:
        scene = self._scene
        stop = scene.plan.stops.get(name)
        if stop is not None:
            answer = scene.progress.answered(name)
            return scene.words(stop.question) if answer is not None and answer.scored else default
        return trimmed(str(scene.facts[name]), 200) if name in scene.facts else default
