"""Numbers as people write them: "1.250,50", "1,250.50", "½", "anderhalf", "twelve"; doubt is told."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from bot.interview.questions.number_words import number_in_words

#: A number in digits with its marks, a fraction, or a whole number and a fraction.
NUMERAL = r"\d+\s+\d{1,2}/\d{1,3}|\d{1,3}/\d{1,3}|\d{1,3}(?: \d{3})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,'’]\d+)*"
_GROUPED = re.compile(r"[1-9]\d{0,2}(?:[.,'’ ]\d{3})+")
_HALVES = {
    "half": "0.5",
    "halve": "0.5",
    "een half": "0.5",
    "een halve": "0.5",
    "a half": "0.5",
    "half a": "0.5",
    "anderhalf": "1.5",
    "anderhalve": "1.5",
    "one and a half": "1.5",
}
_DIGITS_AT_MOST = 15


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number; `instead` is what it may mean as well, if its only mark can be read in two ways.

    `steps`: written as a fraction that may also be "1 or 2", like 1/2.
    """

    value: Decimal
    instead: Decimal | None = None
    steps: bool = False


def numeral(text: str, language: str) -> Numeral | None:
    """The number that a text is, in small letters; None if it is none."""
    words = _HALVES.get(text) or number_in_words(text)
    if words is not None:
        return Numeral(Decimal(words))
    if not re.fullmatch(NUMERAL, text) or sum(c.isdigit() for c in text) > _DIGITS_AT_MOST:
        return None
    return _fraction(text) if "/" in text else _digits(text, language)


def _fraction(text: str) -> Numeral | None:
    """1/2 and 1 1/2."""
    rest, _, below = text.partition("/")
    *whole, above = rest.split()
    if int(below) == 0:
        return None
    part = Decimal(int(above)) / Decimal(int(below))
    steps = not whole and int(below) == int(above) + 1
    return Numeral(part + sum(map(int, whole)), steps=steps)


def _digits(text: str, language: str) -> Numeral | None:
    """The last of two kinds of marks is before the decimals; one mark alone may be either."""
    marks = re.findall(r"[.,]", text)
    if len(marks) == 1 and _GROUPED.fullmatch(text) and " " not in text:
        return _one_mark(text, marks[0], language)
    if not marks or (len(set(marks)) == 1 and len(marks) > 1):
        return Numeral(_bare(text)) if text.isdigit() or _GROUPED.fullmatch(text) else None
    whole, _, part = text.rpartition(marks[-1])
    if marks[-1] in whole or not (whole.isdigit() or _GROUPED.fullmatch(whole)):
        return None
    return Numeral(Decimal(f"{_bare(whole)}.{part}"))


def _one_mark(text: str, mark: str, language: str) -> Numeral:
    """1.250 in Dutch and 1,250 in English are 1250; the other way round it may be 1250 or 1.25."""
    own = mark == ("." if language == "nl" else ",")
    return Numeral(_bare(text), None if own else Decimal(text.replace(",", ".")))


def _bare(text: str) -> Decimal:
    return Decimal(re.sub(r"\D", "", text))
