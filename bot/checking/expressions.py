"""Every condition and formula of a script, with its place and with what it may rest on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from bot.checking.outline import Outline, Place, Placed
from bot.checking.yaml_document import Path
from bot.interview.conditions import Condition, condition

_TEXT = re.compile(r"""(["'])(.*?)\1""")
_NUMBER = re.compile(r"(?<![\w.])-?\d+(?:\.\d+)?(?![\w.])")


@dataclass(frozen=True)
class Expression:
    """CEL at a place; it may rest on questions whose position is below `before`."""

    path: Path
    source: str
    before: float
    section: Place | None = None
    placed: Placed | None = None

    @property
    def is_order(self) -> bool:
        """Whether it must come to a number; else to true or false."""
        return self.path[-1] == "order"

    @cached_property
    def condition(self) -> Condition:
        """The expression, compiled."""
        return condition(self.source)

    @cached_property
    def texts(self) -> frozenset[str]:
        """What stands in quotes."""
        return frozenset(text for _, text in _TEXT.findall(self.source))

    @cached_property
    def numbers(self) -> frozenset[float]:
        """The numbers outside quotes."""
        return frozenset(map(float, _NUMBER.findall(self.bare)))

    @cached_property
    def bare(self) -> str:
        """The expression with its quotes emptied."""
        return _TEXT.sub('""', self.source)


def every_expression(outline: Outline) -> Iterator[Expression]:
    """All that can be compiled, sections first; the others are told by `read_script`."""
    for section in outline.sections:
        if section.when is not None:
            yield Expression((*section.path, "when"), section.when, outline.start_of(section), section)
    for placed in outline.questions:
        yield from _of_question(placed)
    for path, check in outline.cross_checks:
        yield Expression((*path, "when"), check.when, float("inf"))
    for path, offer in outline.offers:
        yield Expression((*path, "when"), offer.when, float("inf"))


def _of_question(placed: Placed) -> Iterator[Expression]:
    for key, source in (("when", placed.question.when), ("order", placed.question.order)):
        if isinstance(source, str):
            yield Expression((*placed.path, key), source, placed.position, placed.section, placed)
