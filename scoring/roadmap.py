"""A plan: what to do about an assessment and when, and how the pillars would then stand."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from scoring.action import WAVES, Capacity, Catalogue, Window
from scoring.answers import Answer, Review
from scoring.assessment import score
from scoring.candidates import Candidate, Situation, idle, needed_now, ranked, urgent
from scoring.made_actions import Anchors
from scoring.model import Model
from scoring.organisation import Ambition
from scoring.projection import answers_after
from scoring.scorecard import Scorecard
from scoring.standing import Standing, standings
from scoring.waves import DROPPED, ELSEWHERE, LeftOut, arrange

NO_ANCHORS: Anchors = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Wave:
    """What begins in one window of time, and the scorecard once it and everything before it is done."""

    name: str
    window: Window
    actions: tuple[Candidate, ...]
    after: Scorecard

    @property
    def days(self) -> float:
        """Person-days, by the proposal of the catalogue."""
        return sum(candidate.days for candidate in self.actions)


@dataclass(frozen=True, slots=True)
class PillarPlan:
    """What the plan does for one pillar: its level at the end, and what stands in the way of its goal.

    `lacking` are ids of actions left out of it or `dropped`; `unanswered` are items that apply and have no
    value; they count as the lowest where a plan weighs them.
    """

    standing: Standing
    projected: int | None
    lacking: tuple[str, ...]
    unanswered: tuple[str, ...]

    @property
    def reaches(self) -> bool | None:
        """Whether the plan brings the pillar to its goal; None when it has none."""
        goal = self.standing.goal
        return None if goal is None else self.projected is not None and self.projected >= goal


@dataclass(frozen=True, slots=True)
class Roadmap:
    """A whole plan: four waves, perhaps empty, what is left out of them, each in order, and what would be in
    it if it were not `dropped`.
    """

    before: Scorecard
    catalogue_version: str
    capacity: Capacity
    waves: tuple[Wave, ...]
    left_out: tuple[LeftOut, ...]
    pillars: tuple[PillarPlan, ...]
    dropped: tuple[Candidate, ...] = ()

    @property
    def after(self) -> Scorecard:
        """The scorecard once the whole plan is done."""
        return self.waves[-1].after

    @property
    def fits(self) -> bool:
        """Whether everything that is asked for, and waits for nothing that was dropped, has a place."""
        return not self.crowded

    @property
    def crowded(self) -> tuple[LeftOut, ...]:
        """What has no place for want of room."""
        return tuple(each for each in self.left_out if each.reason not in (DROPPED, ELSEWHERE))

    @property
    def room_needed(self) -> Capacity | None:
        """The capacity with which everything would have a place; None where it has."""
        more = len(self.crowded)
        return replace(self.capacity, structural=self.capacity.structural + more) if more else None

    def wave_of(self) -> dict[str, str]:
        """The wave of every action that has one, by the action's id."""
        return {candidate.id: wave.name for wave in self.waves for candidate in wave.actions}


def plan(
    model: Model,
    catalogue: Catalogue,
    answers: Iterable[Answer],
    reviews: Iterable[Review] = (),
    *,
    ambition: Ambition = None,
    anchors: Anchors = NO_ANCHORS,
    capacity: Capacity | None = None,
    dropped: Collection[str] = frozenset(),
) -> Roadmap:
    """Plan one step up for every pillar below its target.

    `ambition` is as for `score`; `anchors` are the words of the items' levels, for actions that are made
    from them; `capacity` goes before the catalogue's; actions that are `dropped` (by id) stay out, and
    nothing takes their place. Raises AnswersError as `score` does.
    """
    answers, reviews = tuple(answers), tuple(reviews)
    card = score(model, answers, reviews, ambition=ambition)
    places = standings(model, card, catalogue.rules.lag)
    situation = Situation(model, card, catalogue, anchors, places, dropped)
    room = catalogue.capacity if capacity is None else capacity
    asked = _Asked.of(situation, dropped)
    arranged = arrange(asked.first, asked.waiting, room, {each.id for each in asked.dropped})
    waves: list[Wave] = []
    done: list[Candidate] = []
    for name in WAVES:
        done += arranged.by_wave[name]
        then = answers_after(answers, reviews, done)
        after = score(model, then.answers, then.reviews, ambition=ambition)
        waves.append(Wave(name, catalogue.windows[name], arranged.by_wave[name], after))
    out = [each.candidate for each in arranged.left_out]
    out += [each for each in asked.dropped if not each.action.own]
    pillars = tuple(_pillar(situation, name, after, out) for name in places)
    left_out = (*arranged.left_out, *(LeftOut(each, ELSEWHERE) for each in asked.idle))
    return Roadmap(card, catalogue.version, room, tuple(waves), left_out, pillars, asked.dropped)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What an assessment asks for: what comes first, the rest, and what nobody wants; each in order.
    `idle`: own actions that it does not ask for.
    """

    first: tuple[Candidate, ...]
    waiting: tuple[Candidate, ...]
    dropped: tuple[Candidate, ...]
    idle: tuple[Candidate, ...]

    @classmethod
    def of(cls, situation: Situation, dropped: Collection[str]) -> "_Asked":
        """All that the answers ask for; what comes first brings along what it needs."""
        everything_now = urgent(situation)
        at_once = {each.id for each in everything_now}
        rest = [each for each in ranked(situation) if each.id not in at_once]
        now, waiting = _without(everything_now, dropped), _without(rest, dropped)
        needed = needed_now(waiting, now)
        pulled = {each.id for each in needed}
        others = idle(situation, {each.id for each in (*everything_now, *rest)})
        return cls(
            first=tuple(sorted([*now, *needed], key=lambda each: each.rank)),
            waiting=tuple(_without(waiting, pulled)),
            dropped=tuple(each for each in (*everything_now, *rest, *others) if each.id in dropped),
            idle=tuple(_without(others, dropped)),
        )


def _without(candidates: Iterable[Candidate], ids: Collection[str]) -> list[Candidate]:
    return [each for each in candidates if each.id not in ids]


def _pillar(situation: Situation, name: str, after: Scorecard, out: Sequence[Candidate]) -> PillarPlan:
    standing = situation.standings[name]
    items = situation.card.dimension(name).all_items()
    return PillarPlan(
        standing=standing,
        projected=after.dimension(name).level,
        lacking=tuple(each.id for each in out if each.action.pillar == name),
        unanswered=tuple(item.id for item in items if item.applies and item.value is None),
    )


@dataclass(frozen=True, slots=True)
class Difference:
    """How one plan differs from another: ids in and out, and (id, wave before, wave after) of what moved.

    `goals` are (pillar, goal before, goal after) where they differ; None is no goal.
    """

    added: tuple[str, ...]
    dropped: tuple[str, ...]
    moved: tuple[tuple[str, str, str], ...]
    goals: tuple[tuple[str, int | None, int | None], ...]


def difference(before: Roadmap, after: Roadmap) -> Difference:
    """What a changed ambition, capacity or answer does to a plan of the same model."""
    old, new = before.wave_of(), after.wave_of()
    pairs = zip(before.pillars, after.pillars, strict=True)
    return Difference(
        added=tuple(name for name in new if name not in old),
        dropped=tuple(name for name in old if name not in new),
        moved=tuple(
            (name, old[name], wave) for name, wave in new.items() if name in old and old[name] != wave
        ),
        goals=tuple(
            (was.standing.pillar, was.standing.goal, now.standing.goal)
            for was, now in pairs
            if was.standing.goal != now.standing.goal
        ),
    )
