"""A level: anchors, lowest first, of which one holds today."""

from functools import cached_property
from typing import ClassVar, Literal

from pydantic import Field, field_validator

from bot.interview.questions.common import Option, Parsed, QuestionCommon, Rejected, Special, Text
from bot.interview.questions.typed_choice import LETTERS, pick


class Level(QuestionCommon):
    """Anchored question; the options are the levels "0", "1" …, whatever letters are shown."""

    seconds: ClassVar[int] = 50

    type: Literal["level"]
    topic: Text
    anchors: dict[str, tuple[str, ...]]
    specials: tuple[Special, ...] = Field(default=("dont_know", "not_applicable", "depends"))

    @field_validator("anchors")
    @classmethod
    def _every_level_has_words(cls, anchors: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
        counts = {language: len(texts) for language, texts in anchors.items()}
        if not counts or min(counts.values()) < 2:
            raise ValueError("a level question needs at least two anchors in every language, lowest first")
        if len(set(counts.values())) > 1:
            found = ", ".join(f"{language} {count}" for language, count in counts.items())
            raise ValueError(f"the languages have different numbers of anchors ({found})")
        if max(counts.values()) > 10:
            raise ValueError("at most 10 anchors")
        return anchors

    @cached_property
    def options(self) -> tuple[Option, ...]:
        languages = list(self.anchors)
        columns = zip(*self.anchors.values(), strict=True)
        return tuple(
            Option(str(level), dict(zip(languages, texts, strict=True)))
            for level, texts in enumerate(columns)
        )

    def value_of(self, option: str) -> int:
        return int(option)

    def parse(self, text: str, language: str, descending: bool = False) -> Parsed:
        # A digit names no option: people see letters, never level numbers.
        shown = self.options[::-1] if descending else self.options
        option = pick(text, shown, language, numbered=False)
        if option is None:
            return Rejected("hint.letter", (("first", LETTERS[0]), ("last", LETTERS[len(shown) - 1])))
        return self.value_of(option.id), option.id
