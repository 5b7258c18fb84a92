"""What an answer or a fact can be, as far as a condition can tell the difference."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from itertools import chain, combinations

from bot.checking.expressions import Expression
from bot.interview.questions import Date, Level, Multiple, Number, Question, Single, Value, YesNo

#: Something that no condition mentions.
OTHER = "something else"


def finite_answers(question: Question) -> tuple[Value, ...] | None:
    """All answers of a question that has few; None for numbers, dates and words."""
    if isinstance(question, Level | Single | YesNo):
        return tuple(question.value_of(option.id) for option in question.options)
    return None


def answers(question: Question, expressions: Sequence[Expression]) -> list[Value]:
    """Answers to a question, one at least for every case that the expressions can tell apart."""
    finite = finite_answers(question)
    if finite is not None:
        return list(finite)
    if isinstance(question, Multiple):
        return _choices(question, expressions)
    if isinstance(question, Number):
        return _numbers(question, expressions)
    if isinstance(question, Date):
        return _dates(question, expressions)
    return _texts(expressions)


def facts(expressions: Sequence[Expression]) -> list[Value]:
    """What a fact can be: whatever is mentioned, or something else."""
    return [*sorted(_mentioned(expressions)), OTHER]


def _mentioned(expressions: Iterable[Expression]) -> set[str]:
    return set().union(*(expression.texts for expression in expressions))


def _around(expressions: Iterable[Expression]) -> set[float]:
    numbers: set[float] = set().union(*(expression.numbers for expression in expressions))
    return {number + step for number in numbers for step in (-1, -0.5, 0, 0.5, 1)}


def _choices(question: Multiple, expressions: Sequence[Expression]) -> list[Value]:
    """Every set of the options that are mentioned, with every number of the others."""
    ids = [option.id for option in question.options]
    mentioned = [name for name in ids if name in _mentioned(expressions)]
    others = [name for name in ids if name not in mentioned]
    sets = chain.from_iterable(combinations(mentioned, size) for size in range(len(mentioned) + 1))
    chosen = [(*some, *others[:count]) for some in sets for count in range(len(others) + 1)]
    return [value for value in chosen if question.count_hint(value) is None]


def _numbers(question: Number, expressions: Sequence[Expression]) -> list[Value]:
    low = float("-inf") if question.min is None else question.min
    high = float("inf") if question.max is None else question.max
    ends = {limit for limit in (question.min, question.max) if limit is not None}
    tried = {round(number, question.decimals) for number in {0.0, *_around(expressions), *ends}}
    return sorted(number for number in tried if low <= number <= high)


def _dates(question: Date, expressions: Sequence[Expression]) -> list[Value]:
    ends = {limit for limit in (question.earliest, question.latest) if limit is not None}
    days = {day for day in map(_day, _mentioned(expressions)) if day is not None}
    tried = {
        day + dt.timedelta(days=step) for day in days | ends or {dt.date(2026, 1, 1)} for step in (-1, 0, 1)
    }
    earliest, latest = question.earliest or dt.date.min, question.latest or dt.date.max
    return [day.isoformat() for day in sorted(tried) if earliest <= day <= latest]


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def _texts(expressions: Sequence[Expression]) -> list[Value]:
    lengths = {int(number) for number in _around(expressions) if 1 <= number <= 1000}
    return [*facts(expressions), *(" ".join(["word"] * length) for length in sorted(lengths | {1}))]
