"""How much is left: never less than the truth, unless somebody chooses to do more."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.interview.path import Path
from bot.interview.places import Places
from bot.interview.plan import CROSS, Plan, Stop
from bot.interview.progress import Progress
from bot.interview.prompts import finished, lacks_evidence

#: Seconds that people take for a card that asks for evidence.
EVIDENCE_SECONDS = 20


@dataclass(frozen=True, slots=True)
class Estimate:
    """`done` numbered questions answered, `left` to come at most, `seconds` for all that is left.

    Cards about an answer (who would know, which department) are within the time of their question.
    """

    done: int
    left: int
    seconds: int

    @property
    def minutes(self) -> int:
        """Whole minutes left, at least one."""
        return max(1, round(self.seconds / 60))


def estimate(plan: Plan, progress: Progress, path: Path) -> Estimate:
    """What is done and what is left, with everything that may still open within the limits for follow-ups;
    sections that nobody chose yet are left out.
    """
    all_ = [*path.stops, *_may_open(path)]
    done = {stop.id for stop in all_ if finished(plan, stop, progress)}
    left = [stop for stop in all_ if stop.id not in done]
    to_come = [stop for stop in left if not stop.limited]
    to_come += _few(plan, progress, [stop for stop in left if stop.limited])
    owed = sum(lacks_evidence(stop, progress) for stop in all_ if stop.id in done)
    owed += sum(stop.evidence is not None for stop in to_come)
    seconds = sum(stop.seconds for stop in to_come) + EVIDENCE_SECONDS * owed
    answered = sum(stop.numbered and stop.id in done for stop in path.stops)
    return Estimate(answered, sum(stop.numbered for stop in to_come), seconds)


def _may_open(path: Path) -> list[Stop]:
    """What may still open: nothing of a section that nobody chose, and nothing that rests on it alone."""
    chosen = {stop.section for stop in path.stops}
    waiting = {stop.id for stop in path.possible if stop.extra and stop.section not in chosen}
    if not waiting:
        return path.possible
    rests = {stop.id for stop in path.possible if stop.mentions and stop.mentions <= waiting}
    return [stop for stop in path.possible if stop.id not in waiting | rests]


def _few(plan: Plan, progress: Progress, stops: list[Stop]) -> list[Stop]:
    """As many follow-ups and cross-checks as there are places for, those that take longest."""
    room = Places(plan, progress.answers)
    begun = [stop for stop in stops if progress.answered(stop.id)]
    stops = [stop for stop in stops if not progress.answered(stop.id)]
    checks = [stop for stop in stops if stop.section == CROSS]
    urgent = [stop for stop in stops if stop.question.urgent]
    plain = [stop for stop in stops if stop.section != CROSS and not stop.question.urgent]
    follow_ups = [*urgent, *_longest(plain, room.plain)]
    return [*begun, *_longest(follow_ups, room.any), *_longest(checks, room.checks)]


def _longest(stops: Iterable[Stop], count: int) -> list[Stop]:
    return sorted(stops, key=lambda stop: -stop.seconds)[:count]
