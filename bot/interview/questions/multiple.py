"""A choice of any number of options."""

import re
from functools import cached_property
from typing import ClassVar, Literal

from pydantic import Field, model_validator

from bot.interview.questions.common import Choices, Option, Parsed, QuestionCommon, Rejected
from bot.interview.questions.typed_choice import pick

_BETWEEN = re.compile(r"[,;/+&\n]|\s(?:en|and)\s", re.IGNORECASE)


class Multiple(QuestionCommon):
    """Between `at_least` and `at_most` of the options; the value is their ids in the order of the script."""

    seconds: ClassVar[int] = 45

    type: Literal["multiple"]
    choices: Choices
    at_least: int = Field(default=0, ge=0)
    at_most: int | None = Field(default=None, ge=1)

    @model_validator(mode="after")
    def _limits_can_be_met(self) -> "Multiple":
        if self.at_most is not None and self.at_least > self.at_most:
            raise ValueError(f"at_least {self.at_least} is more than at_most {self.at_most}")
        if self.at_least > len(self.options):
            raise ValueError(f"at_least {self.at_least} is more than the {len(self.options)} choices")
        return self

    @cached_property
    def options(self) -> tuple[Option, ...]:
        return tuple(Option(choice.id, choice.label) for choice in self.choices)

    def value_of(self, option: str) -> tuple[str, ...]:
        return (option,)

    def count_hint(self, chosen: tuple[str, ...]) -> Rejected | None:
        """Why this many options is no answer; None when it is one."""
        most = len(self.options) if self.at_most is None else self.at_most
        if self.at_least <= len(chosen) <= most:
            return None
        return Rejected("hint.choices_count", (("at_least", self.at_least), ("at_most", most)))

    def parse(self, text: str, language: str, descending: bool = False) -> Parsed:
        found = self._found(text, language)
        if not found or None in found:
            labels = tuple(option.label.get(language, option.id) for option in self.options)
            return Rejected("hint.choices", (("options", labels),))
        value = tuple(option.id for option in self.options if option in found)
        return self.count_hint(value) or (value, value[0] if len(value) == 1 else None)

    def _found(self, text: str, language: str) -> list[Option | None]:
        # A whole label may itself hold a comma or "and".
        whole = pick(text, self.options, language, numbered=True)
        if whole is not None:
            return [whole]
        parts = [part for part in _BETWEEN.split(text) if part.strip()]
        return [pick(part, self.options, language, numbered=True) for part in parts]
