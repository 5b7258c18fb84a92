"""A document; where no files are taken, words that say where it can be found."""

from typing import ClassVar, Literal

from bot.interview.questions.common import Parsed, QuestionCommon, Rejected
from bot.interview.questions.text import LONGEST


class File(QuestionCommon):
    """Typed text is a reference (title, date, place); `kinds` are the endings that are taken (pdf, docx)."""

    tapped: ClassVar[bool] = False
    seconds: ClassVar[int] = 60

    type: Literal["file"]
    optional: bool = True
    kinds: tuple[str, ...] = ()

    def takes(self, name: str) -> bool:
        """Whether a file of this name is of a kind that is asked for."""
        endings = tuple(f".{kind.casefold()}" for kind in self.kinds)
        return not endings or name.casefold().endswith(endings)

    def parse(self, text: str, language: str, descending: bool = False) -> Parsed:
        reference = text.strip()
        if not reference:
            return Rejected("hint.file")
        if len(reference) > LONGEST:
            return Rejected("hint.text_long", (("at_most", LONGEST), ("length", len(reference))))
        return reference, None
