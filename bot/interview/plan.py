"""A script made ready to walk: conditions compiled, names resolved. Made once per script and kept with it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from bot.interview.conditions import Condition, condition
from bot.interview.questions import FreeText, Level, Question
from bot.interview.script import Script, Section

QUOTED = re.compile(r"""["']([A-Za-z]\w*)["']""")
#: The section that cross-checks make.
CROSS = "cross_checks"
STREAKS = frozenset({"low_streak", "high_streak"})


@dataclass(frozen=True)
class Stop:
    """One question in its place, with all that can be known of it beforehand (a path is computed at every step).

    `position` in the file; `home` the question it comes directly after, or itself; `parent` the question without which it
    is not asked; `mentions` the questions whose answers may open or close it; `needs` the one question that its
    condition rests on, if it is one; `named` whether some condition names it; `by_streak`: a run of low or high answers
    decides; `limited`: a follow-up, of which there are few.
    """

    question: Question
    id: str
    position: int
    section: str
    home: str
    parent: str | None
    when: Condition | None
    order: float | Condition
    mentions: tuple[str, ...]
    needs: str | None
    by_streak: bool
    named: bool
    is_level: bool
    limited: bool

    @property
    def numbered(self) -> bool:
        """Whether it counts in "question 3 of about 11"."""
        return self.question.part_of is None


@dataclass(frozen=True)
class Stretch:
    """A section made ready: its condition, and its stops in file order."""

    id: str
    when: Condition | None
    stops: tuple[Stop, ...]


@dataclass(frozen=True)
class Plan:
    """The whole script made ready."""

    script: Script
    stretches: tuple[Stretch, ...]

    @cached_property
    def stops(self) -> dict[str, Stop]:
        """Every stop by its question's id."""
        return {stop.question.id: stop for stretch in self.stretches for stop in stretch.stops}


def plan_of(script: Script) -> Plan:
    """The plan of a script; kept for scripts seen before, which never change."""
    known = _PLANS.get(id(script))
    if known is None or known.script is not script:
        known = _PLANS[id(script)] = _make(script)
    return known


_PLANS: dict[int, Plan] = {}


def _make(script: Script) -> Plan:
    checks = _cross_checks(script)
    named = _named(script, checks)
    sections = [*script.sections, checks] if checks.questions else script.sections
    return Plan(script, tuple(_stretch(section, named) for section in sections))


def _named(script: Script, checks: Section) -> frozenset[str]:
    """Every name that some condition or order uses."""
    sources = [section.when for section in script.sections]
    for section in (*script.sections, checks):
        for question in section.questions:
            sources += [question.when, question.order if isinstance(question.order, str) else None]
    return frozenset(name for source in sources if source for name in condition(source).names)


def _stretch(section: Section, named: frozenset[str]) -> Stretch:
    homes: dict[str, str] = {}
    stops = []
    for position, question in enumerate(section.questions, 1):
        parent = question.part_of or question.follow_up
        homes[question.id] = homes.get(parent, parent) if parent else question.id
        stops.append(_stop(question, position, section.id, homes[question.id], named))
    return Stretch(section.id, condition(section.when) if section.when else None, tuple(stops))


def _stop(question: Question, position: int, section: str, home: str, named: frozenset[str]) -> Stop:
    when = condition(question.when) if question.when else None
    parent = question.part_of or question.follow_up
    names = set(when.names) | set(QUOTED.findall(when.source)) if when else set()
    sole = next(iter(when.names)) if when and len(when.names) == 1 and not when.functions else None
    order: float | Condition = position * 10.0 if question.order is None else 0.0
    if isinstance(question.order, str):
        order = condition(question.order)
    elif question.order is not None:
        order = question.order
    return Stop(
        question=question,
        id=question.id,
        position=position,
        section=section,
        home=home,
        parent=parent,
        when=when,
        order=order,
        mentions=tuple(sorted(names | ({parent} if parent else set()))),
        needs=sole if sole and "||" not in (when.source if when else "") else None,
        by_streak=when is not None and not STREAKS.isdisjoint(when.functions),
        named=question.id in named,
        is_level=isinstance(question, Level),
        limited=question.follow_up is not None or section == CROSS,
    )


def _cross_checks(script: Script) -> Section:
    """Contradictions as open questions at the very end; they count among the urgent follow-ups."""
    questions = tuple(
        FreeText(type="text", id=check.id, text=check.question, when=check.when, urgent=True)
        for check in script.cross_checks
    )
    return Section(id=CROSS, title={}, questions=questions)
