"""Conditions tried with every answer that matters: those always or never true, or that come to nonsense."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod
from typing import Any

from bot.checking.expressions import Expression
from bot.checking.outline import Outline, Placed
from bot.checking.possible import answers, facts, finite_answers
from bot.interview.expressions import cel

#: More cases than this are not tried; a condition on so many answers is not judged.
MOST_CASES = 20_000

_QUESTION = re.compile(r"""\b(?:answered|said)\(\s*["'](\w+)["']""")
_STREAK = re.compile(r"\b((?:low|high)_streak)\(\s*(\d+)\s*\)")


@dataclass(frozen=True, slots=True)
class Special:
    """An answer without a value: dont_know, not_applicable …"""

    name: str


#: No answer at all.
OPEN = Special("")
#: Two things were compared that cannot be.
CLASH = Special("clash")


class Truth:
    """What the conditions of one script come to."""

    def __init__(self, outline: Outline, pillars: tuple[str, ...]) -> None:
        self._outline = outline
        self._pillars = pillars
        self._named = outline.named()
        #: Sections whose own condition is wrong already; what they close off says nothing.
        self.distrusted: set[str] = set()

    def mistakes(self, expression: Expression) -> Iterator[str]:
        """A sentence for every one of them; nothing if the names in it are not all known."""
        alone = self._outcomes(expression, (), {})
        if alone is None:
            return
        if CLASH in alone:
            yield f"compares things of different kinds: {self._kinds(expression)}"
        elif expression.is_order:
            yield from _no_number(alone)
        else:
            yield from self._no_choice(expression, alone)

    def _no_choice(self, expression: Expression, alone: set[Any]) -> Iterator[str]:
        strange = [outcome for outcome in alone if outcome is not None and not isinstance(outcome, bool)]
        if strange:
            yield f"comes to {strange[0]!r}, not to true or false"
        elif True not in alone:
            yield f"is never true{self._possible(expression)}"
        elif alone == {True}:
            yield "is always true; leave it out"
        elif False not in alone:
            yield 'is true whatever the answer is; if that is meant, write answered("…")'
        elif self._is_closed_off(expression):
            yield "is never true together with the conditions of its section and of the questions it names"

    def _is_closed_off(self, expression: Expression) -> bool:
        """Whether the question cannot be reached although its own condition can be true."""
        section = expression.section
        if expression.placed is None or section is None or section.id in self.distrusted:
            return False
        around = [Expression((*section.path, "when"), section.when, 0, section)] if section.when else []
        outcomes = self._outcomes(expression, around, self._needs(expression))
        return outcomes is not None and True not in outcomes

    def _outcomes(
        self, expression: Expression, given: Sequence[Expression], needs: Mapping[str, Expression]
    ) -> set[Any] | None:
        """All that it comes to where `given` and `needs` hold; None if that cannot be tried."""
        together = [expression, *given, *needs.values()]
        cases = self._cases(together)
        if cases is None or prod(map(len, cases.values())) > MOST_CASES:
            return None
        outcomes = set()
        for values in product(*cases.values()):
            case = dict(zip(cases, values, strict=True))
            context = _context(case)
            if _possible(context, case, given, needs):
                outcomes.add(_outcome(expression, context))
        return outcomes

    def _needs(self, expression: Expression) -> dict[str, Expression]:
        """The conditions of the questions of the same section that it rests on, and that those rest on."""
        needs: dict[str, Expression] = {}
        waiting = [expression]
        while waiting:
            for name in _mentions(waiting.pop()) - needs.keys():
                placed = self._named.get(name)
                if placed and placed.question.when and placed.section == expression.section:
                    needs[name] = Expression((*placed.path, "when"), placed.question.when, 0)
                    waiting.append(needs[name])
        return needs

    def _cases(self, expressions: Sequence[Expression]) -> dict[str, list[Any]] | None:
        """What every name in them can be, a streak too; None if a name is not known well enough."""
        cases: dict[str, list[Any]] = {}
        for name in sorted(set().union(*map(_mentions, expressions))):
            possible = self._case(name, expressions)
            if not possible:
                return None
            cases[name] = possible
        for expression in expressions:
            for function, count in _STREAK.findall(expression.source):
                cases[f"{function}({int(count)})"] = [True, False]
        return cases

    def _case(self, name: str, expressions: Sequence[Expression]) -> list[Any]:
        if name == "pillar" and self._pillars:
            return [*self._pillars, ""]  # an interview need not be about a pillar
        if name in self._outline.facts:
            return list(facts(expressions))
        placed = self._named.get(name)
        if placed is None:
            return []
        said = any(re.search(rf"said\(\s*[\"']{name}[\"']", each.source) for each in expressions)
        return [*answers(placed.question, expressions), *(_specials(placed) if said else ()), OPEN]

    def _kinds(self, expression: Expression) -> str:
        named = [self._named[name].question for name in sorted(_mentions(expression)) if name in self._named]
        return ", ".join(f"{question.id} is a {question.type} question" for question in named)

    def _possible(self, expression: Expression) -> str:
        parts = []
        for name in sorted(expression.condition.names & self._named.keys()):
            finite = finite_answers(self._named[name].question)
            if finite:
                parts.append(f"{name} is one of {', '.join(map(repr, finite))}")
        return f" ({'; '.join(parts)})" if parts else ""


def _no_number(outcomes: Iterable[Any]) -> Iterator[str]:
    for outcome in outcomes:
        if isinstance(outcome, bool):
            yield "comes to true or false, not to a number; write … ? 0 : 100"
            return
        if not isinstance(outcome, int | float | None):
            yield f"comes to {outcome!r}, not to a number"
            return


def _mentions(expression: Expression) -> set[str]:
    """Facts and questions that it names, in quotes too."""
    return {*expression.condition.names, *_QUESTION.findall(expression.source)}


def _specials(placed: Placed) -> list[Special]:
    names = [*placed.question.specials, *(["skipped"] if placed.question.optional else [])]
    return [Special(name) for name in names]


def _context(case: Mapping[str, Any]) -> cel.Context:
    variables = {
        name: value
        for name, value in case.items()
        if not isinstance(value, Special) and not name.endswith(")")
    }
    functions: dict[str, Callable[..., Any]] = {
        "answered": lambda name: name in variables,
        "said": lambda name, special: case.get(name) == Special(special),
        "words": lambda text: len(str(text).split()),
        "low_streak": lambda count: case[f"low_streak({count})"],
        "high_streak": lambda count: case[f"high_streak({count})"],
    }
    return cel.Context(variables=variables, functions=functions)


def _possible(
    context: cel.Context,
    case: Mapping[str, Any],
    given: Iterable[Expression],
    needs: Mapping[str, Expression],
) -> bool:
    """Whether a person can get there: what surrounds it holds, and every answer was asked for."""
    if not all(expression.condition.holds(context) for expression in given):
        return False
    return all(need.condition.holds(context) for name, need in needs.items() if case[name] != OPEN)


def _outcome(expression: Expression, context: cel.Context) -> Any:
    try:
        outcome = expression.condition.run(context)
    except TypeError:
        return CLASH
    except RuntimeError:
        return None
    return outcome if isinstance(outcome, bool | int | float | str | None) else repr(outcome)
