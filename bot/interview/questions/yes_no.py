"""A question that is answered with yes or no."""

from functools import cached_property
from typing import ClassVar, Literal

from bot.interview.questions.common import Option, Parsed, QuestionCommon, Rejected
from bot.interview.questions.typed_choice import plain

#: Words for yes and no per language; the first is what people see.
WORDS = {
    "nl": {"yes": ("ja", "j", "jawel", "jazeker", "zeker", "klopt"), "no": ("nee", "n", "neen", "nope")},
    "en": {"yes": ("yes", "y", "yep", "yeah", "sure", "correct"), "no": ("no", "n", "nope")},
}
_OPTIONS = tuple(
    Option(option, {language: words[option][0].capitalize() for language, words in WORDS.items()})
    for option in ("yes", "no")
)
_SAID = {word: option for words in WORDS.values() for option, said in words.items() for word in said}


class YesNo(QuestionCommon):
    """The value is "yes" or "no"."""

    seconds: ClassVar[int] = 10

    type: Literal["yes_no"]

    @cached_property
    def options(self) -> tuple[Option, ...]:
        return _OPTIONS

    def parse(self, text: str, language: str, descending: bool = False) -> Parsed:
        # Both languages at once: "yes" to a Dutch question is clear enough.
        option = _SAID.get(plain(text))
        return Rejected("hint.yes_no") if option is None else (option, option)
