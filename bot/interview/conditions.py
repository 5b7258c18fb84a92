"""What scripts write in `when` and `order`: CEL, compiled once, in which "unknown" is a possible outcome."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from bot.interview.expressions import cel

#: What conditions may call besides CEL's own functions, with what each argument is:
#: a question's id in quotes, a special in quotes, the answer to a text question, or a whole number.
FUNCTIONS: dict[str, tuple[str, ...]] = {
    "answered": ("question",),
    "said": ("question", "special"),
    "words": ("text",),
    "low_streak": ("count",),
    "high_streak": ("count",),
}
#: How CEL lists its operators among the functions: `_&&_`, `@in`.
_OPERATOR = re.compile(r"\W|^_|_$")
#: A variable of the expression's own: `list.exists(x, x > 1)`.
_OWN_NAME = re.compile(r"\.(?:all|exists|exists_one|map|filter)\(\s*(\w+)\s*,")


class Condition:
    """A CEL expression; the same text is the same object. ValueError if the text is no CEL."""

    __slots__ = ("_program", "functions", "names", "source")

    def __init__(self, source: str) -> None:
        self.source = source
        self._program = cel.compile(source)
        self.names = frozenset(self._program.variables()).difference(_OWN_NAME.findall(source))
        self.functions = frozenset(name for name in self._program.functions() if not _OPERATOR.search(name))

    def holds(self, context: cel.Context) -> bool | None:
        """Whether it is true; None while it rests on something unknown, or compares apples to pears."""
        outcome = self.outcome(context)
        return outcome if isinstance(outcome, bool) else None

    def number(self, context: cel.Context) -> float | None:
        """The number that it comes to; None while that is not known or is no number."""
        outcome = self.outcome(context)
        if isinstance(outcome, bool) or not isinstance(outcome, int | float):
            return None
        return outcome

    def run(self, context: cel.Context) -> Any:
        """Whatever it comes to; RuntimeError for an unknown name, TypeError for apples and pears."""
        return self._program.execute(context)

    def outcome(self, context: cel.Context) -> Any:
        """Whatever it comes to, None if that is not known."""
        try:
            return self.run(context)
        except (RuntimeError, TypeError):
            # CEL's "no such variable" and "no such overload": `unanswered || true` raises neither.
            return None


#: The condition of this text, compiled once.
condition = lru_cache(maxsize=4096)(Condition)
