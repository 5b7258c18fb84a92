"""A number, with its unit and its limits."""

import re
from decimal import Decimal
from typing import Any, ClassVar, Literal

from pydantic import Field, model_validator

from bot.interview.questions.common import Parsed, QuestionCommon, Rejected, Text
from bot.interview.questions.number_words import number_in_words
from bot.interview.questions.typed_choice import plain

#: Words around a number that change nothing.
_IDLE_WORDS = (
    "€ $ £ % eur euro euros usd dollar dollars procent percent ongeveer circa ca zo'n rond de het een "
    "about around approximately roughly some ~ ± stuks per jaar year"
)
_IDLE = frozenset(_IDLE_WORDS.split())
_TIMES = {
    "k": 1000, "duizend": 1000, "thousand": 1000, "miljoen": 10**6, "mln": 10**6, "million": 10**6,
}  # fmt: skip
_NUMERAL = re.compile(r"[-−–]?\d(?:[\d.,'’]|\s(?=\d{3}(?!\d)))*")
_GROUPED = re.compile(r"[1-9]\d{0,2}(?:[.,'’\s]\d{3})+")
_DIGITS_AT_MOST = 15


class Number(QuestionCommon):
    """A number between `min` and `max` with at most `decimals` decimals; int when there are none."""

    tapped: ClassVar[bool] = False
    seconds: ClassVar[int] = 40

    type: Literal["number"]
    unit: Text | None = None
    min: float | None = None
    max: float | None = None
    decimals: int = Field(default=0, ge=0, le=6)

    @model_validator(mode="after")
    def _limits_can_be_met(self) -> "Number":
        if self.min is not None and self.max is not None and self.min > self.max:
            raise ValueError(f"min {self.min:g} is more than max {self.max:g}")
        return self

    def parse(self, text: str, language: str, descending: bool = False) -> Parsed:
        number = self._read(plain(text), language)
        if number is None:
            return Rejected("hint.number", (("example", self._example()), *self._facts(language)))
        if number != round(number, self.decimals):
            return Rejected("hint.number_decimals", (("decimals", self.decimals), *self._facts(language)))
        value = float(number) if self.decimals else int(number)
        return self._outside(value, language) or (value, None)

    def _outside(self, value: float, language: str) -> Rejected | None:
        too_low = self.min is not None and value < self.min
        too_high = self.max is not None and value > self.max
        if not too_low and not too_high:
            return None
        if self.max is None:
            return Rejected("hint.number_min", self._facts(language))
        if self.min is None:
            return Rejected("hint.number_max", self._facts(language))
        return Rejected("hint.number_range", self._facts(language))

    def _facts(self, language: str) -> tuple[tuple[str, Any], ...]:
        unit = (self.unit or {}).get(language, "")
        limits = [None if limit is None else _short(limit) for limit in (self.min, self.max)]
        return (("min", limits[0]), ("max", limits[1]), ("unit", unit))

    def _example(self) -> float:
        lowest = 0 if self.min is None else self.min
        highest = lowest + 24 if self.max is None else self.max
        return _short(min(max(12, lowest), highest))

    def _read(self, said: str, language: str) -> Decimal | None:
        spelled = number_in_words(said)
        if spelled is not None:
            return Decimal(spelled)
        numerals = list(_NUMERAL.finditer(said))
        if len(numerals) != 1:
            return None
        around = said[: numerals[0].start()] + " " + said[numerals[0].end() :]
        times = self._times(around)
        number = _numeral(numerals[0][0], language, self.decimals if times == 1 else 1)
        return None if number is None or times is None else number * times

    def _times(self, around: str) -> int | None:
        """What the words around a numeral multiply it by; None if there are words that say something else."""
        units = [word for text in (self.unit or {}).values() for word in plain(text).split()]
        words = re.findall(r"[€$£%~±]|[^\s€$£%~±]+", around)
        bare = (word.strip(".,-") for word in words)
        telling = [word for word in bare if word and word not in _IDLE and word not in units]
        if not telling:
            return 1
        return _TIMES.get(telling[0]) if len(telling) == 1 else None


def _short(number: float) -> float:
    """12.0 as 12."""
    return int(number) if number == int(number) else number


def _numeral(said: str, language: str, decimals: int) -> Decimal | None:
    """A number in digits, "1.250,5" or "1,250.5"; a lone mark is read as language and `decimals` suggest."""
    negative = said[0] in "-−–"
    digits = said.lstrip("-−–").rstrip(".,'’")
    mark = _decimal_mark(digits, language, decimals)
    whole, _, part = digits.rpartition(mark) if mark else (digits, "", "")
    if not (whole.isdigit() or _GROUPED.fullmatch(whole)) or not (part.isdigit() or not part):
        return None
    figures = re.sub(r"\D", "", whole)
    if len(figures) + len(part) > _DIGITS_AT_MOST:
        return None
    return Decimal(f"{'-' if negative else ''}{figures}.{part or 0}")


def _decimal_mark(digits: str, language: str, decimals: int) -> str:
    """The mark before the decimals, "" if there are none."""
    marks: list[str] = re.findall(r"[.,]", digits)
    if not marks or (len(marks) > 1 and len(set(marks)) == 1):
        return ""
    mark = marks[-1]
    if len(marks) == 1 and _GROUPED.fullmatch(digits):
        # "1.250" is 1250 in Dutch, and everywhere when no decimals are asked for.
        groups = "." if language == "nl" else ","
        return "" if mark == groups or not decimals else mark
    return mark
