"""Reading a typed reply as one of the options: by its letter, its number or (the start of) its label."""

import re
import string
import unicodedata
from collections.abc import Sequence

from bot.interview.questions.common import Option

LETTERS = string.ascii_uppercase
#: Shorter starts of a label are too easily meant otherwise.
SHORTEST_START = 3

_ANNOUNCED = re.compile(r"^(?:antwoord|optie|keuze|letter|nummer|answer|option|choice|number)\s+(?=\S)")
_MARKED = re.compile(r"^\(?([a-z]|\d{1,2})(?:[).:]\s*|\s+-\s+|$)(.*)$")


def plain(text: str) -> str:
    """The text without case, accents, bold, outer punctuation and double spaces."""
    decomposed = unicodedata.normalize("NFKD", text.replace("*", ""))
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    return " ".join(bare.casefold().split()).strip(" .,;:!?\"'“”‘’")


def pick(text: str, shown: Sequence[Option], language: str, numbered: bool) -> Option | None:
    """The option that the reply names, of the options in the order they were shown."""
    said = _ANNOUNCED.sub("", plain(text))
    return by_label(said, shown, language) or _by_mark(said, shown, language, numbered)


def by_label(said: str, shown: Sequence[Option], language: str) -> Option | None:
    """The only option whose label is, or else begins with, what was said (as `plain` gives it)."""
    labels = [(option, plain(option.label.get(language, ""))) for option in shown]
    same = [option for option, label in labels if label == said]
    if not same and len(said) >= SHORTEST_START:
        same = [option for option, label in labels if label.startswith(said)]
    return same[0] if len(same) == 1 else None


def _by_mark(said: str, shown: Sequence[Option], language: str, numbered: bool) -> Option | None:
    marked = _MARKED.match(said)
    if marked is None:
        return None
    option = _at(marked[1], shown, numbered)
    if option is None or not marked[2]:
        return option
    # "b) There is a plan": the words must not contradict the letter.
    return option if by_label(plain(marked[2]), [option], language) else None


def _at(mark: str, shown: Sequence[Option], numbered: bool) -> Option | None:
    if mark.isdigit() and not numbered:
        return None
    place = int(mark) - 1 if mark.isdigit() else LETTERS.find(mark.upper())
    return shown[place] if 0 <= place < len(shown) else None
