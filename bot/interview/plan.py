"""A script made ready to walk: conditions compiled, names resolved. Made once per script and kept with it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby, pairwise
from math import inf
from typing import Any

from bot.interview.conditions import condition
from bot.interview.questions import FreeText, Level, Multiple, Question, Single, YesNo
from bot.interview.questions.common import Text
from bot.interview.rules import Rule
from bot.interview.script import Script, Section

#: The section that cross-checks make.
CROSS = "cross_checks"
#: A follow-up, a part of a question and a cross-check are small: people take at most so many seconds for one.
SMALL_SECONDS = 30
#: Plans that are kept.
PLANS_AT_MOST = 64


@dataclass(frozen=True, slots=True)
class Stop:
    """One question in its place, with all that can be known of it beforehand; paths are made at every step.

    `position` in the file; `home` the question it comes directly after, or itself; `parent` the question
    without which it is not asked; `mentions` the questions whose answers may open or close it; `rank` its
    place in the section, unless `order` gives another to what is at home here; `by_streak`: a run of low or
    high answers decides; `named` whether some condition names it; `is_finite`: its answers are few;
    `limited`: one of few in an interview, a follow-up or cross-check; `evidence` the words that
    ask for it, of a level from `claims_from` on; `extra`: in a section that people may choose.
    """

    question: Question
    id: str
    position: int
    section: str
    home: str
    parent: str | None
    rule: Rule | None
    rank: tuple[float, int]
    order: Rule | None
    mentions: frozenset[str]
    by_streak: bool
    named: bool
    is_finite: bool
    is_level: bool
    is_multiple: bool
    limited: bool
    numbered: bool
    seconds: int
    evidence: Text | None
    claims_from: float
    extra: bool


@dataclass(frozen=True, slots=True)
class Block:
    """A question and what comes directly after it: its parts and follow-ups, in file order.

    `simple`: what comes after it depends on its own answer alone, which has few values; `split` then keeps,
    for each of them, which of `rest` are wanted and which are not. `free`: it is always asked; `waits`: and
    nothing of `rest` is wanted without its answer. `watched`: those of `rest` that others rest on.
    """

    home: Stop
    rest: tuple[Stop, ...]
    simple: bool
    free: bool
    waits: bool
    watched: frozenset[str]
    split: dict[tuple[Any, Any], tuple[list[Stop], list[Stop]]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A section made ready: its condition, its stops in file order, and whether that is the order of asking.

    `moving` are the stops whose place depends on answers.
    """

    id: str
    rule: Rule | None
    stops: tuple[Stop, ...]
    blocks: tuple[Block, ...]
    moving: tuple[Stop, ...]
    in_order: bool


@dataclass(frozen=True)
class Plan:
    """The whole script made ready."""

    script: Script
    stretches: tuple[Stretch, ...]

    @cached_property
    def stops(self) -> dict[str, Stop]:
        """Every stop by its question's id."""
        return {stop.id: stop for stretch in self.stretches for stop in stretch.stops}

    @cached_property
    def limited(self) -> dict[str, Stop]:
        """Every stop of which an interview holds only a few: follow-ups and cross-checks."""
        return {id_: stop for id_, stop in self.stops.items() if stop.limited}

    @cached_property
    def has_multiple(self) -> bool:
        """Whether some question takes several presses."""
        return any(stop.is_multiple for stop in self.stops.values())


def plan_of(script: Script) -> Plan:
    """The plan of a script; kept for scripts seen before, which never change."""
    known = _PLANS.get(id(script))
    if known is None or known.script is not script:
        if len(_PLANS) >= PLANS_AT_MOST:
            _PLANS.clear()
        known = _PLANS[id(script)] = _make(script)
    return known


_PLANS: dict[int, Plan] = {}


def _make(script: Script) -> Plan:
    checks = _cross_checks(script)
    sections = [*script.sections, checks] if checks.questions else [*script.sections]
    return Plan(script, _Making(script, sections).stretches())


def _cross_checks(script: Script) -> Section:
    """Contradictions as open questions at the very end."""
    questions = tuple(
        FreeText(type="text", id=check.id, text=check.question, when=check.when)
        for check in script.cross_checks
    )
    # Not validated: a section of a script has at least one question, this one may have none.
    return Section.model_construct(id=CROSS, title={}, when=None, extra=False, questions=questions)


class _Making:
    """What is known of a script while its plan is made."""

    def __init__(self, script: Script, sections: list[Section]) -> None:
        self._script, self._sections = script, sections
        questions = [question for section in sections for question in section.questions]
        few = {question.id for question in questions if isinstance(question, Level | Single | YesNo)}
        self._finite: Collection[str] = few | set(script.facts)
        self._named = _named(sections)

    def stretches(self) -> tuple[Stretch, ...]:
        return tuple(self._stretch(section) for section in self._sections)

    def _rule(self, source: str | None) -> Rule | None:
        return None if source is None else Rule(condition(source), self._finite)

    def _stretch(self, section: Section) -> Stretch:
        homes: dict[str, str] = {}
        ranks: dict[str, float] = {}
        stops = []
        for position, question in enumerate(section.questions, 1):
            parent = question.part_of or question.follow_up
            homes[question.id] = homes.get(parent, parent) if parent else question.id
            ranks[question.id] = _place(question, position)
            stops.append(self._stop(question, section, homes[question.id], ranks))
        in_order = all(question.order is None for question in section.questions) and _homes_together(stops)
        blocks = tuple(_blocks(stops))
        moving = tuple(stop for stop in stops if stop.order is not None and stop.home == stop.id)
        return Stretch(section.id, self._rule(section.when), tuple(stops), blocks, moving, in_order)

    def _stop(self, question: Question, section: Section, home: str, ranks: Mapping[str, float]) -> Stop:
        position = len(ranks)
        parent = question.part_of or question.follow_up
        rule = self._rule(question.when)
        mentions = rule.mentions if rule else frozenset()
        evidence, rule_of_evidence = self._evidence(question), self._script.evidence
        small = parent is not None or section.id == CROSS
        return Stop(
            question=question,
            id=question.id,
            position=position,
            section=section.id,
            home=home,
            parent=parent,
            rule=rule,
            rank=(ranks[home], position),
            order=self._rule(question.order) if isinstance(question.order, str) else None,
            mentions=mentions | {parent} if parent else mentions,
            by_streak=rule is not None and rule.by_streak,
            named=question.id in self._named,
            is_finite=question.id in self._finite,
            is_level=isinstance(question, Level),
            is_multiple=isinstance(question, Multiple),
            limited=question.follow_up is not None or section.id == CROSS,
            numbered=question.part_of is None,
            seconds=min(question.seconds, SMALL_SECONDS) if small else question.seconds,
            evidence=evidence,
            claims_from=rule_of_evidence.from_ if evidence and rule_of_evidence else inf,
            extra=section.extra,
        )

    def _evidence(self, question: Question) -> Text | None:
        """A level's own words, else the script's; none if there are none, or the level has empty ones."""
        rule = self._script.evidence
        if rule is None or not isinstance(question, Level):
            return None
        return (rule.prompt if question.evidence is None else question.evidence) or None


def _place(question: Question, position: int) -> float:
    """Where it is asked in its section, as far as that is fixed."""
    order = question.order
    return position * 10.0 if order is None or isinstance(order, str) else float(order)


def _homes_together(stops: list[Stop]) -> bool:
    return all(stop.home in (stop.id, before.home) for before, stop in pairwise(stops))


def _blocks(stops: list[Stop]) -> Iterator[Block]:
    """Stops in file order, cut where another home begins."""
    parents = {stop.parent for stop in stops}
    for _, together in groupby(stops, key=lambda stop: stop.home):
        home, *rest = together
        simple = home.is_finite and home.id == home.home and all(_rests_on(stop, home) for stop in rest)
        free = home.rule is None and home.parent is None and not home.limited
        needs_it = all(stop.rule and home.id in stop.rule.needs for stop in rest)
        waits = free and needs_it
        watched = frozenset(stop.id for stop in rest if stop.named or stop.id in parents)
        yield Block(home, tuple(rest), simple, free, waits, watched)


def _rests_on(stop: Stop, home: Stop) -> bool:
    """Whether the answer to `home` alone decides if it is wanted."""
    if stop.parent != home.id or (stop.rule is not None and not stop.rule.keeps):
        return False
    return stop.mentions == {home.id} and not stop.by_streak


def _named(sections: list[Section]) -> frozenset[str]:
    """Every question that some condition or order looks at."""
    sources = [section.when for section in sections]
    for section in sections:
        for question in section.questions:
            sources += [question.when, question.order if isinstance(question.order, str) else None]
    return frozenset().union(*(Rule(condition(source), ()).mentions for source in sources if source))
