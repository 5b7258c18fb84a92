"""How much is left: never less than the truth on the current path, whatever is answered from here on."""

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
    """What is done and what is left, with everything that may still open within the limits for follow-ups."""
    done = [stop for stop in path.stops if finished(plan, stop, progress)]
    left = [stop for stop in path.stops if not finished(plan, stop, progress)]
    to_come = [stop for stop in (*left, *path.possible) if not stop.limited]
    to_come += _few(plan, progress, [stop for stop in (*left, *path.possible) if stop.limited])
    owed = sum(lacks_evidence(plan, stop, progress) for stop in done)
    owed += sum(stop.evidence is not None for stop in to_come)
    seconds = sum(stop.seconds for stop in to_come) + EVIDENCE_SECONDS * owed
    return Estimate(sum(stop.numbered for stop in done), sum(stop.numbered for stop in to_come), seconds)


def _few(plan: Plan, progress: Progress, stops: list[Stop]) -> list[Stop]:
    """As many follow-ups and cross-checks as there are places for, those that take longest."""
    room = Places(plan, progress.answers)
    checks = [stop for stop in stops if stop.section == CROSS]
    urgent = [stop for stop in stops if stop.question.urgent]
    plain = [stop for stop in stops if stop.section != CROSS and not stop.question.urgent]
    follow_ups = [*urgent, *_longest(plain, room.plain)]
    return [*_longest(follow_ups, room.any), *_longest(checks, room.checks)]


def _longest(stops: Iterable[Stop], count: int) -> list[Stop]:
    return sorted(stops, key=lambda stop: -stop.seconds)[:count]
