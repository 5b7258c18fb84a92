"""How much is left: never less than the truth on the current path."""

from __future__ import annotations

from dataclasses import dataclass

from bot.interview.path import Path
from bot.interview.plan import Plan, Stop
from bot.interview.progress import Progress
from bot.interview.prompts import lacks_evidence

#: Seconds that people take for a card that asks for evidence.
EVIDENCE_SECONDS = 25


@dataclass(frozen=True, slots=True)
class Estimate:
    """`done` numbered questions answered, `left` to come at most, `seconds` for all that is left."""

    done: int
    left: int
    seconds: int

    @property
    def minutes(self) -> int:
        """Whole minutes left, at least one."""
        return max(1, round(self.seconds / 60))


def estimate(plan: Plan, progress: Progress, path: Path) -> Estimate:
    """What is done and what is left, counting everything that may still open within the limits for follow-ups."""
    done = [stop for stop in path.stops if stop.numbered and progress.answered(stop.id)]
    left = [stop for stop in path.stops if not progress.answered(stop.id)]
    maybe = _within_limits(plan, path)
    seconds = sum(stop.question.seconds for stop in left + maybe)
    seconds += EVIDENCE_SECONDS * _evidence_cards(plan, progress, path, left)
    numbered = sum(stop.numbered for stop in left + maybe)
    return Estimate(len(done), numbered, seconds)


def _within_limits(plan: Plan, path: Path) -> list[Stop]:
    """Of all that may open: everything that is no follow-up, and as many follow-ups as the limit leaves."""
    used = sum(stop.limited for stop in path.stops)
    room = max(0, plan.script.follow_ups.at_most - used)
    limited = sorted((stop for stop in path.possible if stop.limited), key=lambda s: -s.question.seconds)[
        :room
    ]
    return [stop for stop in path.possible if not stop.limited] + limited


def _evidence_cards(plan: Plan, progress: Progress, path: Path, left: list[Stop]) -> int:
    if plan.script.evidence is None:
        return 0
    owed = sum(lacks_evidence(plan, stop.question, progress) for stop in path.stops)
    return owed + sum(stop.is_level for stop in left)
