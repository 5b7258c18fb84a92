"""What a report says, before it is words: the scorecard, and what a consultant should know beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType

from bot.interview.script import Script
from bot.reports.beside import Beside
from bot.reports.choices import choices_of
from bot.reports.findings import Findings, find
from bot.reports.items import ItemFacts, Text, item_facts
from bot.reports.judged import Judged, Standing, judged, reviews_of, standing
from bot.reports.levels import levels_of, top_of
from bot.reports.submitted import Dormant, scored_answers
from scoring import DimensionCard, Model, Scorecard, score
from scoring.compare import TOLERANCE
from scoring.model import Dimension, LevelText
from storage.records import Answer, Assessment, Interview, Invite, Judgement

#: States of an interview in which answers may still come.
WAITING = ("opened", "active", "paused")


@dataclass(frozen=True, slots=True)
class PillarFacts:
    """One pillar. `people` handed in; `waiting` counts by state who did not (`invited`: has not opened);
    `overtaken`: items of which an answer was changed after it was judged.
    """

    id: str
    name: Text
    card: DimensionCard
    levels: tuple[LevelText, ...]
    items: tuple[ItemFacts, ...]
    people: int
    waiting: Mapping[str, int]
    standing: Standing = Standing.CLAIMED
    overtaken: tuple[ItemFacts, ...] = ()
    #: The level in the round that this one repeats; None where there was none, or no such round.
    earlier: float | None = None
    #: The same pillar of other organisations.
    beside: tuple[Beside, ...] = ()

    @property
    def uncertain(self) -> bool:
        """Whether open answers can still change the level."""
        return self.card.interval is not None and self.card.interval[0] != self.card.interval[1]


@dataclass(frozen=True, slots=True)
class Facts:
    """An assessment at a moment, in the reader's time zone; `limiting` hold the rest back, weakest first;
    `since`: when it came into its phase, None in a concept; `changed`: when anything of it
    last changed (None: not known), `times_set`: how often something was set for it.
    """

    name: str
    demo: bool
    now: datetime
    deadline: datetime | None
    title: Text
    script_version: str
    scorecard: Scorecard
    levels: tuple[LevelText, ...]
    top: int
    pillars: tuple[PillarFacts, ...]
    limiting: tuple[PillarFacts, ...]
    people: int
    findings: Findings
    phase: str = "concept"
    since: datetime | None = None
    #: Items for the confidential annex alone, by their ids.
    security: frozenset[str] = frozenset()
    #: Of how many answers so high that evidence is asked there is evidence, and how many those are.
    evidence: tuple[int, int] = (0, 0)
    changed: datetime | None = None
    times_set: int = 0

    @property
    def as_of(self) -> datetime:
        """The moment of the state that is told: the same for as long as nothing changes."""
        return self.changed or self.now

    @property
    def version(self) -> str:
        """Which state of the round this is; a later one sorts after it."""
        return f"{self.as_of:%Y%m%d-%H%M}" + (f".{self.times_set}" if self.times_set else "")

    def pillar(self, pillar_id: str) -> PillarFacts:
        """The pillar with this id; raises KeyError."""
        for pillar in self.pillars:
            if pillar.id == pillar_id:
                return pillar
        raise KeyError(pillar_id)

    @property
    def known(self) -> tuple[PillarFacts, ...]:
        """The pillars that have a score."""
        return tuple(pillar for pillar in self.pillars if pillar.card.score is not None)

    @property
    def waiting(self) -> int:
        """How many people are expected to hand in answers."""
        return sum(sum(pillar.waiting.values()) for pillar in self.pillars)

    @property
    def standing(self) -> Standing:
        """The word for figures of the whole: that of the pillar that is least sure."""
        words = {pillar.standing for pillar in self.known}
        return next((word for word in Standing if word in words), Standing.CLAIMED)

    @property
    def sure(self) -> bool:
        """Whether a level of the whole may be told: reviewed, and by more than one person everywhere."""
        several = all(pillar.people > 1 for pillar in self.known)
        reviewed = self.standing is Standing.REVIEWED
        return reviewed and several and self.scorecard.overall.level is not None

    @property
    def overtaken(self) -> tuple[ItemFacts, ...]:
        """Items of which an answer was changed after it was judged."""
        return tuple(item for pillar in self.pillars for item in pillar.overtaken)

    @property
    def goal(self) -> DimensionCard | None:
        """A card with the ambition and target that hold for every pillar; None where pillars differ."""
        cards = [pillar.card for pillar in self.pillars if pillar.card.ambition is not None]
        return cards[0] if len({(card.ambition, card.target) for card in cards}) == 1 else None


def facts(
    model: Model,
    script: Script,
    assessment: Assessment,
    interviews: Sequence[Interview],
    answers: Sequence[Answer],
    now: datetime,
    *,
    dormant: Dormant = frozenset(),
    invites: Sequence[Invite] = (),
    judgements: Sequence[Judgement] = (),
    earlier: Mapping[str, float] = MappingProxyType({}),
    submitted_only: bool = True,
) -> Facts:
    """Everything that reports say. Only submitted interviews count, unless told otherwise; `earlier`: levels
    by pillar in the round that this one repeats. What to aim at is what was chosen for the assessment.

    `answers` are the current revisions, `dormant` the (interview, question) pairs that are not asked now.
    Raises AnswersError for a value that the model does not have.
    """
    counted = [i for i in interviews if i.state == "submitted" or not submitted_only]
    mine = {interview.id for interview in counted}
    found = judged([answer for answer in answers if answer.interview in mine], judgements)
    scored = list(scored_answers(model, counted, answers, dormant, found))
    ambition = choices_of(assessment.settings).ambition
    scorecard = score(model, scored, reviews_of(scored, found), ambition=ambition)
    pillars = tuple(
        _judged(
            model,
            _pillar(
                model, script, dimension, scorecard.dimension(dimension.id), interviews, counted, invites
            ),
            found,
            earlier.get(dimension.id),
        )
        for dimension in model.dimensions
    )
    security = _security(model, pillars)
    return Facts(
        name=assessment.name,
        demo=assessment.demo,
        now=now,
        deadline=assessment.deadline.astimezone(now.tzinfo) if assessment.deadline else None,
        title=script.title,
        script_version=script.version,
        scorecard=scorecard,
        levels=model.levels,
        top=top_of(model),
        pillars=pillars,
        limiting=_limiting(pillars),
        people=len({interview.person for interview in counted}),
        findings=find(script, pillars, counted, answers, dormant),
        phase=assessment.phase,
        since=_since(assessment, now),
        security=security,
        evidence=_evidence(item for pillar in pillars for item in pillar.items if item.id not in security),
    )


def _security(model: Model, pillars: Iterable[PillarFacts]) -> frozenset[str]:
    """What the model marks. Of one whose author said nothing (an older one) every safeguard that is missing:
    rather too little leaves than too much.
    """
    if any(item.security is not None for item in model.items.values()):
        return frozenset(item.id for item in model.items.values() if item.security)
    return frozenset(item.id for pillar in pillars for item in pillar.items if item.urgent)


def _evidence(items: Iterable[ItemFacts]) -> tuple[int, int]:
    """Counted before anything is left out, so that every copy says the same. Without security: beside the
    others a count would tell how high that is.
    """
    claims = [item for item in items if item.claims]
    return sum(item.card.evidence for item in claims), len(claims)


def _since(assessment: Assessment, now: datetime) -> datetime | None:
    """Since when the assessment is in its phase; a concept is as of now."""
    since = assessment.adopted_at or assessment.phase_since
    return since.astimezone(now.tzinfo) if since and assessment.phase != "concept" else None


def facts_of_one(
    model: Model,
    script: Script,
    assessment: Assessment,
    interview: Interview,
    answers: Sequence[Answer],
    now: datetime,
    *,
    dormant: Dormant = frozenset(),
) -> Facts:
    """The same for one person's interview alone, handed in or not: what the own picture is made of."""
    return facts(model, script, assessment, [interview], answers, now, dormant=dormant, submitted_only=False)


def _pillar(
    model: Model,
    script: Script,
    dimension: Dimension,
    card: DimensionCard,
    interviews: Sequence[Interview],
    counted: Sequence[Interview],
    invites: Sequence[Invite],
) -> PillarFacts:
    counted_ids = {interview.id for interview in counted}
    waiting = Counter(
        interview.state
        for interview in interviews
        if interview.pillar == dimension.id and interview.state in WAITING and interview.id not in counted_ids
    )
    invited = sum(invite.pillar == dimension.id and invite.state == "open" for invite in invites)
    if invited:
        waiting["invited"] = invited
    return PillarFacts(
        id=dimension.id,
        name=dimension.name,
        card=card,
        levels=levels_of(model, dimension),
        items=item_facts(model, script, dimension, card),
        people=len({one.person for one in counted if one.pillar == dimension.id and _of_all(one)}),
        waiting=dict(waiting),
    )


def _of_all(interview: Interview) -> bool:
    """Who was asked one question stands for that answer, not for the pillar."""
    return not interview.progress.get("only")


def _judged(model: Model, pillar: PillarFacts, found: Judged, earlier: float | None) -> PillarFacts:
    """The same pillar, with the word for its figures, what is to be judged again, and the level before."""
    expected = model.settings.evidence.expected
    again = {question for _, question in found.overtaken}
    return replace(
        pillar,
        standing=standing(pillar.card.all_items(), expected),
        overtaken=tuple(item for item in pillar.items if item.id in again),
        earlier=earlier,
    )


def _limiting(pillars: Sequence[PillarFacts]) -> tuple[PillarFacts, ...]:
    """Pillars at the lowest level; if all share it, those with the lowest score; none if all are equal."""
    standing = [(p.card.level or 0, p.card.score, p) for p in pillars if p.card.score is not None]
    if len(standing) < 2:
        return ()
    lowest = min(level for level, _, _ in standing)
    behind = [(score, pillar) for level, score, pillar in standing if level == lowest]
    if len(behind) == len(standing):
        least = min(score for score, _ in behind)
        behind = [(score, pillar) for score, pillar in behind if score <= least + TOLERANCE]
    if len(behind) == len(standing):
        return ()
    return tuple(pillar for _, pillar in sorted(behind, key=lambda pair: pair[0]))
