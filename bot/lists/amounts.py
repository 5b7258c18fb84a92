"""Euros a year and hours a week as people write them: what was understood is told, doubt is asked."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from bot.lists.amount_words import (
    ABOUT,
    BETWEEN,
    EURO,
    HOURS_IN,
    MANY,
    PERIODS,
    TIMES,
    TIMES_A_YEAR,
    UNITS,
    UNKNOWN,
    VAT,
    ZERO,
)
from bot.lists.numerals import NUMERAL, Numeral, numeral
from bot.lists.table import Said

Kind = Literal["euros", "hours"]
LONGEST = 80
_CENT = Decimal("0.01")
_WEEKS = 52
_ONE = rf"(?:{NUMERAL}|[a-zà-ÿ][a-zà-ÿ -]*?)(?: ?(?:{'|'.join(sorted(TIMES, key=len, reverse=True))})\.?)?"
_RANGES = (
    re.compile(rf"(?:van |from )?({_ONE})(?: ?[-–—] ?| (?:{BETWEEN}) )({_ONE})"),
    re.compile(rf"(?:tussen|between) (?:de )?({_ONE}) (?:en|and) ({_ONE})"),
)
_TIMES_LAST = re.compile(rf"(.+?) ?({'|'.join(sorted(TIMES, key=len, reverse=True))})\.?")


@dataclass(frozen=True, slots=True)
class Amount:
    """Euros a year or hours a week; `low` and `high` are the ends of "10-20". `note`: what was understood."""

    value: Decimal
    low: Decimal
    high: Decimal
    note: Said | None = None


class _Doubt(Exception):
    """The words can be read in no way, or in several (`instead`)."""

    def __init__(self, why: str, *instead: Decimal) -> None:
        super().__init__(why)
        self.why, self.instead = why, instead


def read_amount(text: str, kind: Kind, language: str, row: int | None = None) -> Amount | Said | None:
    """What a cell says: an amount, None for "not known", or the question to ask. Never raises."""
    words = _plain(text)
    if not words or words in UNKNOWN:
        return None
    facts = {"text": " ".join(text.split())[:40], "kind": kind}
    try:
        return _Reader(kind, language).amount(words, row, facts)
    except _Doubt as doubt:
        return Said("amount_unclear", row, {**facts, "why": doubt.why, "instead": doubt.instead})


def _plain(text: str) -> str:
    """Small letters, plain signs, single spaces; "½" is "1/2", and the dash of "€ 1.250,-" is gone."""
    spaced = re.sub(r"(?<=\d)(?=[½¼¾⅓⅔])", " ", text)
    words = unicodedata.normalize("NFKC", spaced).replace("\u2044", "/").replace("−", "-").casefold()
    words = re.sub(r"(?<=\d)[.,] ?[-–—=]{1,2}(?=\s|$)", "", words)
    words = re.sub(r"/ ?(?=(?:jaar|year|kwartaal|quarter|maand|month|mnd|week|wk)\b)", " per ", words)
    return " ".join(words.split()).strip(" ;:")


class _Reader:
    """Reads one cell; `because` gathers what is not plain about it."""

    def __init__(self, kind: Kind, language: str) -> None:
        self._kind, self._language = kind, language
        self._because: list[str] = []

    def amount(self, words: str, row: int | None, facts: Mapping[str, object]) -> Amount:
        """The amount; raises _Doubt."""
        low, high = (number.quantize(_CENT) for number in self._ends(words))
        if low < high:
            self._because.append("range")
        value = ((low + high) / 2).quantize(_CENT)
        told = {**facts, "value": value, "low": low, "high": high, "because": tuple(self._because)}
        return Amount(value, low, high, Said("amount_read", row, told) if self._because else None)

    def _ends(self, words: str) -> tuple[Decimal, Decimal]:
        _refuse(words)
        if words in ZERO:
            return Decimal(0), Decimal(0)
        many = bool(MANY.search(words))
        words = self._without(words, "about", ABOUT)
        words = self._without(words, "vat", VAT)
        period, words = _taken(words, PERIODS)
        unit, words = _taken(words, UNITS)
        euro, words = _taken(words, {"euro": EURO})
        factor = self._factor(unit, bool(euro), period)
        low, high = self._numbers(words, many)
        return low * factor, high * factor

    def _without(self, words: str, name: str, pattern: str) -> str:
        found, rest = _taken(words, {name: pattern})
        if found:
            self._because.append(name)
        return rest

    def _factor(self, unit: str, euro: bool, period: str) -> Decimal:
        """What a number is multiplied by to be euros a year or hours a week."""
        if (self._kind == "euros" and unit) or (self._kind == "hours" and euro):
            raise _Doubt("unit")
        if period == "once":
            raise _Doubt("once")
        usual = "year" if self._kind == "euros" else "week"
        self._because += [name for name in (unit, period) if name not in ("", "hour", usual)]
        times = Decimal(TIMES_A_YEAR[period or usual])
        return times if self._kind == "euros" else HOURS_IN[unit or "hour"] * times / _WEEKS

    def _numbers(self, words: str, many: bool) -> tuple[Decimal, Decimal]:
        value = self._number(words, many)
        if value is not None:
            return value, value
        for form in _RANGES:
            match = form.fullmatch(words)
            if match:
                return self._range(match[1], match[2], many)
        raise _Doubt("no_number")

    def _range(self, first: str, second: str, many: bool) -> tuple[Decimal, Decimal]:
        """In "5-10k" the thousands are of both; "vijf à zesduizend" is asked, not guessed."""
        times = _TIMES_LAST.fullmatch(second)
        if times and re.fullmatch(r"[\d.,]+", first):
            first += f" {times[2]}"
        low, high = self._number(first, many), self._number(second, many)
        if low is None or high is None:
            raise _Doubt("no_number")
        if low > high or high >= 100 * low > 0:
            raise _Doubt("order")
        return low, high

    def _number(self, words: str, many: bool) -> Decimal | None:
        whole = numeral(words, self._language)
        if whole is not None:
            return self._plainly(whole, many)
        match = _TIMES_LAST.fullmatch(words)
        found = numeral(match[1], self._language) if match else None
        if match is None or found is None:
            return None
        times = self._times(match[2])
        if found.instead is not None:
            raise _Doubt("mark", found.value * times, found.instead * times)
        return found.value * times

    def _plainly(self, found: Numeral, many: bool) -> Decimal:
        if found.steps and many:
            raise _Doubt("fraction", found.value)
        if found.instead is not None:
            self._one_mark(found.value, found.instead)
        return found.value

    def _one_mark(self, value: Decimal, instead: Decimal) -> None:
        """Money has two decimals, so "1,250" euros are whole ones; hours may have three."""
        if self._kind == "hours":
            raise _Doubt("mark", value, instead)
        self._because.append("mark")

    def _times(self, word: str) -> int:
        if word in ("ton", "tons") and (self._language != "nl" or self._kind != "euros"):
            raise _Doubt("ton")
        if "times" not in self._because:
            self._because.append("times")
        return TIMES[word]


def _refuse(words: str) -> None:
    """What looks like a number and is none, or is one that cannot be. Raises _Doubt."""
    if len(words) > LONGEST:
        raise _Doubt("no_number")
    if re.match(r"\d{4}-\d{1,2}(?:-\d|$)", words):
        raise _Doubt("date")
    if re.match(r"(?:(?:€|eur) ?)?-", words) or re.fullmatch(r"\(.*\)", words):
        raise _Doubt("negative")


def _taken(words: str, patterns: Mapping[str, str]) -> tuple[str, str]:
    """(which of the patterns stands there or "", the words without it). Raises _Doubt for two of them."""
    found = list(_found(words, patterns))
    for name in found:
        words = " ".join(_alone(patterns[name]).sub(" ", words).split())
    if len(found) > 1:
        raise _Doubt("several")
    return (found[0] if found else ""), words


def _found(words: str, patterns: Mapping[str, str]) -> Iterator[str]:
    for name, pattern in patterns.items():
        rest = _alone(pattern).sub(" ", words)
        if rest != words:
            yield name
            words = rest


def _alone(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![a-zà-ÿ])(?:{pattern})(?![a-zà-ÿ])")
