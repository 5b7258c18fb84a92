"""Conditions word by word: unknown names and functions, later questions, senseless comparisons."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from bot.checking.expressions import Expression
from bot.checking.outline import Outline, Placed
from bot.checking.possible import finite_answers
from bot.checking.problem import suggestion
from bot.interview.conditions import FUNCTIONS
from bot.interview.questions import Date, File, FreeText, Level, Multiple, Number, Question

#: What CEL itself has; the macros too.
BUILT_IN = frozenset(
    {"size", "contains", "startsWith", "endsWith", "matches", "has", "all", "exists", "exists_one", "map"}
    | {"filter", "int", "double", "string", "bool", "abs", "min", "max"}
)
#: Facts that a script may ask for, to suggest them.
FACTS = ("pillar", "role", "organisation")

_LITERAL = r"""(?P<literal>"[^"]*"|'[^']*'|-?\d+(?:\.\d+)?\b|true\b|false\b)"""
_NAME = r"(?<![\w.\"'])(?P<name>[A-Za-z_]\w*)"
_COMPARISONS = (
    re.compile(rf"{_NAME}\s*(?P<sign>==|!=|<=|>=|<|>)\s*{_LITERAL}"),
    re.compile(rf"(?<![\w.]){_LITERAL}\s*(?P<sign>==|!=|<=|>=|<|>)\s*{_NAME}(?!\s*\()"),
    re.compile(rf"(?<![\w.]){_LITERAL}\s+(?P<sign>in)\s+{_NAME}"),
)
_CALL = re.compile(rf"\b({'|'.join(FUNCTIONS)})\(([^()]*)\)")


class Wording:
    """What is wrong with the words of a script's expressions."""

    def __init__(self, outline: Outline, pillars: tuple[str, ...]) -> None:
        self._outline = outline
        self._pillars = pillars
        self._named = outline.named()
        self._positions = outline.positions()
        self._arguments: dict[str, Callable[[Expression, list[str], str], str]] = {
            "question": self._question,
            "special": self._special,
            "text": self._text,
            "count": self._count,
        }

    def mistakes(self, expression: Expression) -> Iterator[str]:
        """A sentence for every one of them."""
        for name in sorted(expression.condition.names):
            yield from self._name(expression, name)
        for function in sorted(expression.condition.functions - FUNCTIONS.keys() - BUILT_IN):
            yield f"there is no function {function!r}{suggestion(function, [*FUNCTIONS, *BUILT_IN])}"
        for function, inside in _CALL.findall(expression.source):
            yield from self._call(expression, function, [part.strip() for part in inside.split(",")])
        for pattern in _COMPARISONS:
            for match in pattern.finditer(expression.source):
                yield from self._comparison(match["name"], match["sign"], match["literal"])

    def _name(self, expression: Expression, name: str) -> Iterator[str]:
        if name in self._outline.facts:
            return
        if name in self._positions:
            yield from self._not_later(expression, name)
        elif name in FACTS:
            yield f"{name!r} is a fact; list it under 'facts' at the top of the script"
        else:
            known = [*self._positions, *self._outline.facts]
            yield f"there is no question or fact {name!r}{suggestion(name, known)}"

    def _not_later(self, expression: Expression, name: str) -> Iterator[str]:
        if self._positions[name] < expression.before:
            return
        if expression.placed and expression.placed.question.id == name:
            yield f"{name!r} is this question itself; it has no answer yet"
        else:
            yield f"{name!r} comes later in the script; only earlier questions have an answer"

    def _call(self, expression: Expression, function: str, given: list[str]) -> Iterator[str]:
        kinds = FUNCTIONS[function]
        if len(given) != len(kinds) or not all(given):
            yield f"{function} takes {len(kinds)}: {function}({', '.join(f'<{kind}>' for kind in kinds)})"
            return
        for kind, argument in zip(kinds, given, strict=True):
            message = self._arguments[kind](expression, given, argument)
            if message:
                yield f"{function}: {message}"

    def _question(self, expression: Expression, given: list[str], argument: str) -> str:
        name = _quoted(argument)
        if name is None:
            return f'write the question\'s id in quotes: "{argument}"'
        if name not in self._positions:
            return f"there is no question {name!r}{suggestion(name, self._positions)}"
        return next(self._not_later(expression, name), "")

    def _special(self, expression: Expression, given: list[str], argument: str) -> str:
        question = self._answer_to(_quoted(given[0]))
        if question is None:
            return ""
        specials = [*question.specials, *(["skipped"] if question.optional else [])]
        if _quoted(argument) in specials:
            return ""
        return f"{question.id!r} has no special {argument}{suggestion(argument, specials)}"

    def _text(self, expression: Expression, given: list[str], argument: str) -> str:
        question = self._answer_to(argument)
        if _quoted(argument) is not None:
            return f"write the question's id without quotes: {_quoted(argument)}"
        if question is None or isinstance(question, FreeText | File):
            return ""
        return f"{argument!r} is a {question.type} question; words are counted of a text"

    def _count(self, expression: Expression, given: list[str], argument: str) -> str:
        if not argument.isdigit() or int(argument) < 1:
            return f"{argument} must be a whole number above 0"
        levels = [other for other in self._outline.questions if self._counts(expression, other)]
        if len(levels) >= int(argument) or self._outline.broken:
            return ""
        return (
            f"only {len(levels)} level questions come before this in its section, never {argument} in a row"
        )

    def _counts(self, expression: Expression, other: Placed) -> bool:
        """Whether a streak at this expression looks at the other question."""
        same = expression.placed is not None and other.section == expression.placed.section
        return same and isinstance(other.question, Level) and other.position < expression.before

    def _answer_to(self, name: str | None) -> Question | None:
        placed = self._named.get(name or "")
        return placed.question if placed else None

    def _comparison(self, name: str, sign: str, literal: str) -> Iterator[str]:
        if name == "pillar" and self._pillars and sign in ("==", "!="):
            pillar = _quoted(literal)
            if pillar not in self._pillars:
                yield f"'pillar' is never {literal}: the model has {', '.join(self._pillars)}"
        question = self._answer_to(name)
        if question is None:
            return
        kind = answer_kind(question)
        if (sign == "in") != (kind == "a list"):
            yield from _list_comparison(question, kind, literal)
        elif _kind(literal) != kind and sign != "in":
            yield (
                f"{name!r} is a {question.type} question: "
                f"its answer is {kind}, and {literal} is {_kind(literal)}"
            )
        else:
            yield from _outside(question, literal, sign)


def answer_kind(question: Question) -> str:
    """What an answer is, for a sentence."""
    if isinstance(question, Level | Number):
        return "a number"
    if isinstance(question, Multiple):
        return "a list"
    return "a date in quotes" if isinstance(question, Date) else "a text in quotes"


def _list_comparison(question: Question, kind: str, literal: str) -> Iterator[str]:
    if kind == "a list":
        yield f"{question.id!r} is a multiple question: write {literal} in {question.id}"
    elif _kind(literal) == kind:
        yield f"{question.id!r} is one answer, no list: write {question.id} == {literal}"


def _outside(question: Question, literal: str, sign: str) -> Iterator[str]:
    if isinstance(question, Multiple):
        possible: list[object] = [option.id for option in question.options]
    else:
        possible = list(finite_answers(question) or ())
    value: object = _quoted(literal) if _quoted(literal) is not None else float(literal)
    if possible and sign in ("==", "!=", "in") and value not in possible:
        shown = ", ".join(repr(answer) for answer in possible)
        yield f"{question.id!r} is never {literal}: its answers are {shown}"


def _kind(literal: str) -> str:
    text = _quoted(literal)
    if text is None:
        return "true or false" if literal in ("true", "false") else "a number"
    return "a date in quotes" if re.fullmatch(r"\d{4}-\d\d-\d\d", text) else "a text in quotes"


def _quoted(argument: str) -> str | None:
    """What stands in quotes, None if nothing does."""
    return argument[1:-1] if argument[:1] in ("'", '"') and argument[-1:] == argument[:1] else None
