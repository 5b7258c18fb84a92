"""Which questions are asked, in which order, given the answers so far: computed from them, never stored."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any

from bot.interview.conditions import condition
from bot.interview.expressions import cel
from bot.interview.places import Places
from bot.interview.plan import CROSS, Block, Plan, Stop, Stretch
from bot.interview.progress import DEPENDS, Progress, Revision
from bot.interview.questions.common import Value
from bot.interview.rules import Rule, word_count

#: Levels that count as a run of low ones, and of high ones.
RUNS: dict[object, str] = {0: "low", 1: "low", 3: "high", 4: "high"}
_RANK = attrgetter("rank")


@dataclass(slots=True)
class Path:
    """The way through a script now: `stops` in the order of asking; `possible` may still open.

    `shortened` of the others were left out because of a run of low answers; `made_of` is what all was
    computed from.
    """

    stops: list[Stop] = field(default_factory=list)
    possible: list[Stop] = field(default_factory=list)
    closed: list[Stop] = field(default_factory=list)
    shortened: int = 0
    made_of: tuple[object, ...] = (None,) * 5

    @property
    def ids(self) -> set[str]:
        """The questions on the path."""
        return {stop.id for stop in self.stops}


def path_of(plan: Plan, progress: Progress, answers: Mapping[str, Revision] | None = None) -> Path:
    """The path for these answers (default: the current ones; a progress remembers their path)."""
    if answers is not None:
        return _walked(plan, progress, answers)
    path = progress.path
    if path is None or not _still_holds(path, plan, progress):
        path = _walked(plan, progress, progress.answers)
        path.made_of = (plan, progress.answers, progress.others, progress.facts, progress.marks)
        object.__setattr__(progress, "path", path)
    return path


def _still_holds(path: Path, plan: Plan, progress: Progress) -> bool:
    """Whether nothing that it was made of was replaced since."""
    of_plan, answers, others, facts, marks = path.made_of
    if answers is not progress.answers or of_plan is not plan:
        return False
    if others is not progress.others or facts is not progress.facts:
        return False
    return marks is progress.marks or not plan.has_multiple


def _walked(plan: Plan, progress: Progress, answers: Mapping[str, Revision]) -> Path:
    walk = _Walk(plan, progress, answers)
    for stretch in plan.stretches:
        walk.through(stretch)
    if progress.only:
        _keep_only(walk.path, progress.only)
    return walk.path


def offered(plan: Plan, progress: Progress) -> tuple[str, ...]:
    """The other scripts that these answers are a reason to offer."""
    walk = _Walk(plan, progress, progress.answers)
    for stretch in plan.stretches:
        walk.through(stretch)
    offers = plan.script.offers
    return tuple(one.script for one in offers if condition(one.when).holds(walk.context()))


def asleep(plan: Plan, progress: Progress) -> set[str]:
    """Questions in the sections on the path that are closed now."""
    path = path_of(plan, progress)
    open_sections = {stop.section for stop in path.stops}
    return {stop.id for stop in path.closed if stop.section in open_sections}


def _keep_only(path: Path, question: str) -> None:
    """The way of who is asked one question: that, and what comes directly after it."""
    for stops in (path.stops, path.possible):
        path.closed += [stop for stop in stops if stop.home != question]
        stops[:] = [stop for stop in stops if stop.home == question]
    path.shortened = 0


class _Walk:
    """One computation of a path. Conditions see the answers of earlier questions on the path only."""

    __slots__ = (
        "_answers",
        "_assumed",
        "_context",
        "_longest",
        "_marks",
        "_others",
        "_places",
        "_run",
        "_run_of",
        "_run_open",
        "_shown",
        "_stops",
        "_unsure",
        "path",
        "states",
        "values",
    )

    def __init__(self, plan: Plan, progress: Progress, answers: Mapping[str, Revision]) -> None:
        self.path = Path()
        self._answers, self._marks, self._others = answers, progress.marks, progress.others
        self._places = Places(plan, answers)
        # The longest run of low and of high levels so far, and the run that goes on.
        self._longest: dict[str, int] = {}
        self._run = 0
        self._run_of: str | None = None
        self._run_open = False
        self._assumed: tuple[str, ...] = ()
        self._stops: list[Stop] = []
        self._shown: set[str] = set()
        #: Questions that may still get another answer, or may still appear.
        self._unsure: set[str] = set()
        self._context: cel.Context | None = None
        self.values = {**dict.fromkeys(plan.script.facts, ""), **progress.others, **progress.facts}
        self.states: dict[str, str] = {}

    def context(self) -> cel.Context:
        """What is known, for CEL; made only when some condition has to be computed."""
        if self._context is None:
            values = {name: _for_cel(value) for name, value in self.values.items()}
            self._context = cel.Context(variables=values, functions=self._functions())
        return self._context

    def _functions(self) -> dict[str, Callable[..., Any]]:
        return {
            "answered": lambda question: self.states.get(question) == "answered",
            "said": lambda question, special: self.states.get(question) == special,
            "words": word_count,
            "low_streak": lambda length: self.streak("low", length),
            "high_streak": lambda length: self.streak("high", length),
        }

    def streak(self, kind: str, length: int) -> bool:
        """Whether so many levels before this one were low, or high, in a row."""
        if kind in self._assumed:
            return True
        return self._longest[kind] >= length

    def _lengthen(self, value: object) -> None:
        """One more level in the row."""
        kind = RUNS.get(value)
        run = self._run + 1 if kind is not None and kind == self._run_of else 1
        self._run, self._run_of = run, kind
        if kind is not None and run > self._longest[kind]:
            self._longest[kind] = run

    def through(self, stretch: Stretch) -> None:
        """Decide every stop of a section, in file order, then put the open ones in the order of asking."""
        self._run, self._run_of, self._longest = 0, None, {"low": 0, "high": 0}
        self._run_open = False
        if stretch.rule is not None and not stretch.rule.holds(self):
            self._pass_by(stretch, stretch.rule)
            return
        if self._others:
            self._forget_others(stretch)
        self._stops = []
        near = self._unsure | self.values.keys() if stretch.id == CROSS else None
        for block in stretch.blocks:
            if near is not None and _is_far(block.home, near):
                self.path.closed.append(block.home)
            else:
                self._through_block(block)
        if not stretch.in_order:
            self._arrange(stretch)
        self.path.stops += self._stops

    def _through_block(self, block: Block) -> None:
        if block.waits and block.home.id not in self._answers:
            self._through_unanswered(block)
        elif block.simple:
            self._through_simple(block)
        else:
            self._decide(block.home)
            for stop in block.rest:
                self._decide(stop)

    def _through_unanswered(self, block: Block) -> None:
        home = block.home
        self._shown.add(home.id)
        self._unsure.add(home.id)
        self._stops.append(home)
        self.path.possible += block.rest
        if block.watched:
            self._unsure |= block.watched
        if home.is_level:
            self._lengthen(None)
            self._run_open = True

    def _decide(self, stop: Stop) -> None:
        if self._opens(stop):
            self._enter(stop)
        else:
            self._leave_out(stop)

    def _through_simple(self, block: Block) -> None:
        """The same as deciding its stops one by one, with one look-up for all that comes after the first."""
        home = block.home.id
        unwanted: Sequence[Stop] = block.rest
        if block.free:
            self._enter(block.home)
        else:
            self._decide(block.home)
        if block.rest and home in self._shown:
            wanted, unwanted = self._split(block)
            for stop in wanted:
                if self._has_place(stop):
                    self._enter(stop)
                else:
                    self._leave_out(stop)
        if home in self._unsure:
            self.path.possible += unwanted
            self._unsure |= block.watched
        else:
            self.path.closed += unwanted

    def _split(self, block: Block) -> tuple[Sequence[Stop], Sequence[Stop]]:
        """Those of the block's rest that its home's answer asks for, and the others."""
        home = block.home.id
        key = (self.values.get(home), self.states.get(home))
        known = block.split.get(key)
        if known is None:
            wanted = [stop for stop in block.rest if stop.rule is None or stop.rule.holds(self)]
            known = block.split[key] = (wanted, [stop for stop in block.rest if stop not in wanted])
        return known

    def _pass_by(self, stretch: Stretch, rule: Rule) -> None:
        if rule.mentions.isdisjoint(self._unsure):
            self.path.closed += stretch.stops
        else:
            self.path.possible += stretch.stops
            self._unsure.update(stop.id for stop in stretch.stops)

    def _forget_others(self, stretch: Stretch) -> None:
        """What is asked here is answered here."""
        for stop in stretch.stops:
            self.values.pop(stop.id, None)
        self._context = None

    def _arrange(self, stretch: Stretch) -> None:
        moved = {}
        for stop in stretch.moving:
            number = stop.order.outcome(self) if stop.order and stop.id in self._shown else None
            if isinstance(number, int | float) and not isinstance(number, bool):
                moved[stop.id] = float(number)
        if moved:
            self._stops.sort(
                key=lambda stop: (moved[stop.home], stop.position) if stop.home in moved else stop.rank
            )
        else:
            self._stops.sort(key=_RANK)

    def _opens(self, stop: Stop) -> bool:
        if stop.parent is not None and stop.parent not in self._shown:
            return False
        if stop.rule is not None and not stop.rule.holds(self):
            return False
        return self._has_place(stop)

    def _has_place(self, stop: Stop) -> bool:
        return not stop.limited or (stop.id not in self._others and self._places.take(stop))

    def _leave_out(self, stop: Stop) -> None:
        if not stop.mentions.isdisjoint(self._unsure) or (stop.by_streak and self._a_streak_may_open(stop)):
            self._unsure.add(stop.id)
            self.path.possible.append(stop)
        else:
            self.path.closed.append(stop)
            self.path.shortened += stop.by_streak and stop.is_level

    def _a_streak_may_open(self, stop: Stop) -> bool:
        """Whether a run that is not complete yet could open it; answers make runs, they never break them."""
        if not self._run_open or stop.rule is None:
            return False
        outcomes = []
        for self._assumed in (("low",), ("high",), ("low", "high")):
            outcomes.append(stop.rule.outcome(self))
        self._assumed = ()
        return True in outcomes

    def _enter(self, stop: Stop) -> None:
        self._shown.add(stop.id)
        self._stops.append(stop)
        revision = self._answers.get(stop.id)
        value = revision.value if revision is not None else None
        if value is None or revision is None:
            self._unsure.add(stop.id)
        else:
            value = self._note(stop, revision, value)
            if self._may_close(stop):
                self._unsure.add(stop.id)
        if stop.is_level:
            self._lengthen(value)
            self._run_open = self._run_open or stop.id in self._unsure

    def _may_close(self, stop: Stop) -> bool:
        """Whether an answer that is still to come can hide it, and its own answer with it."""
        if stop.by_streak and self._run_open:
            return True
        return bool(stop.mentions) and not stop.mentions.isdisjoint(self._unsure)

    def _note(self, stop: Stop, revision: Revision, value: Value) -> Value | None:
        """What conditions see of an answer that was given; None for a special."""
        special = revision.special
        if special is not None:
            self.states[stop.id] = special
            if special == DEPENDS:
                self._unsure.add(stop.id)
            return None
        if stop.named:
            self._make_known(stop.id, value)
        if stop.is_multiple and f"closed:{stop.id}" not in self._marks:
            self._unsure.add(stop.id)
        return value

    def _make_known(self, question: str, value: Any) -> None:
        self.values[question] = value
        self.states[question] = "answered"
        if self._context is not None:
            self._context.add_variable(question, _for_cel(value))


def _is_far(check: Stop, near: Set[str]) -> bool:
    """Whether a contradiction rests on answers that this person does not give: most do, in other pillars."""
    return check.rule is not None and bool(check.rule.needs) and check.mentions.isdisjoint(near)


def _for_cel(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value
