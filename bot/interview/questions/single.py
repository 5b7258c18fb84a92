"""A choice of exactly one option."""

from functools import cached_property
from typing import ClassVar, Literal

from bot.interview.questions.common import Choices, Option, Parsed, QuestionCommon, Rejected
from bot.interview.questions.typed_choice import pick


class Single(QuestionCommon):
    """One of the options; the value is its id."""

    seconds: ClassVar[int] = 10

    type: Literal["single"]
    choices: Choices

    @cached_property
    def options(self) -> tuple[Option, ...]:
        return tuple(Option(choice.id, choice.label) for choice in self.choices)

    def parse(self, text: str, language: str, descending: bool = False) -> Parsed:
        option = pick(text, self.options, language, numbered=True)
        if option is None:
            labels = tuple(option.label.get(language, option.id) for option in self.options)
            return Rejected("hint.choice", (("options", labels),))
        return option.id, option.id
