"""When each action comes: waves in the order of time, so many at once, and nothing before what it needs."""

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

from scoring.action import Capacity
from scoring.candidates import Candidate
from scoring.compare import above

NO_ROOM: Final = "capacity"
WAITS: Final = "needs"
DROPPED: Final = "dropped"
ELSEWHERE: Final = "step"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An action for which the plan has no room (`capacity`), or that waits for one (`waits_for`) that has
    none (`needs`), or for one that somebody does not want (`dropped`); an own action of another `step`.
    """

    candidate: Candidate
    reason: str
    waits_for: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Arranged:
    """Actions by wave, each list in the order in which they begin, and what is left out."""

    by_wave: Mapping[str, tuple[Candidate, ...]]
    left_out: tuple[LeftOut, ...]


def arrange(
    now: Sequence[Candidate],
    ranked: Sequence[Candidate],
    capacity: Capacity,
    dropped: Collection[str] = frozenset(),
) -> Arranged:
    """Place every candidate, in the order in which they are given; what needs one that was `dropped` waits.

    A quick win for which there is no room, or that waits for something slower, moves to the structural wave.
    """
    fast = quick_wins(ranked)
    known = {*dropped, *(candidate.id for candidate in (*now, *ranked))}
    first = _take(now, (), known, math.inf)
    quick = _take([each for each in ranked if each.id in fast], first, known, capacity.quick)
    begun = [*first, *quick]
    later = [each for each in ranked if each not in begun]
    rest = _take(later, begun, known, capacity.structural)
    large = _large(rest)
    return Arranged(
        {
            "now": tuple(first),
            "quick": tuple(quick),
            "structural": tuple(each for each in rest if each.id not in large),
            "large": tuple(each for each in rest if each.id in large),
        },
        tuple(_left_out([*now, *ranked], [*begun, *rest], known, dropped)),
    )


def quick_wins(ranked: Sequence[Candidate]) -> set[str]:
    """The small actions whose value lies above the median of all that are ranked."""
    middle = median([candidate.value for candidate in ranked]) if ranked else 0.0
    return {each.id for each in ranked if each.action.effort == "S" and above(each.value, middle)}


def _take(
    queue: Sequence[Candidate], before: Iterable[Candidate], known: Collection[str], room: float
) -> list[Candidate]:
    """As many as there is room for; each time the first for which everything it needs was taken."""
    waiting, taken = list(queue), list[Candidate]()
    done = {candidate.id for candidate in before}
    while len(taken) < room:
        ready = next((each for each in waiting if not _lacks(each, done, known)), None)
        if ready is None:
            break
        waiting.remove(ready)
        taken.append(ready)
        done.add(ready.id)
    return taken


def _lacks(candidate: Candidate, done: Collection[str], known: Collection[str]) -> tuple[str, ...]:
    """What it needs that this plan has and that was not taken; what is not in the plan is not waited for."""
    return tuple(need for need in candidate.action.needs if need in known and need not in done)


def _large(rest: Sequence[Candidate]) -> set[str]:
    """The large actions, and those that can only begin after one."""
    large: set[str] = set()
    for each in rest:
        if each.action.effort == "L" or large.intersection(each.action.needs):
            large.add(each.id)
    return large


def _left_out(
    candidates: Sequence[Candidate],
    placed: Sequence[Candidate],
    known: Collection[str],
    dropped: Collection[str],
) -> Iterable[LeftOut]:
    done = {candidate.id for candidate in placed}
    waiting = [each for each in candidates if each.id not in done]
    never = _never(waiting, dropped)
    for each in waiting:
        lacks = _lacks(each, done, known)
        yield LeftOut(each, DROPPED if each.id in never else WAITS if lacks else NO_ROOM, lacks)


def _never(waiting: Iterable[Candidate], dropped: Collection[str]) -> set[str]:
    """What needs a dropped action, itself or through another; in one pass after each that is found."""
    never = set(dropped)
    left = list(waiting)
    while found := [each for each in left if never.intersection(each.action.needs)]:
        never.update(each.id for each in found)
        left = [each for each in left if each.id not in never]
    return never
