"""What a memo is made of, and what its rules ask of it: figures fit to leave, the plan, what was given."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from bot.reports.advice import ActionEdit, Running, Step
from bot.reports.charts import kind_of
from bot.reports.discretion import is_secret, is_told
from bot.reports.facts import Facts, PillarFacts
from bot.reports.given import Given
from bot.reports.items import Text
from bot.reports.judged import Standing
from bot.reports.words import Words, one_line
from scoring import Roadmap
from scoring.candidates import FINISH, GATE, Candidate

#: The waves that begin within 90 days, and those of the rest of the year.
SOON, LATER = ("now", "quick"), ("structural", "large")
#: When the board hears again: after the first part, after half a year and after a year.
FIRST_PART, HALF_A_YEAR, A_YEAR = timedelta(days=90), timedelta(days=182), timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Cuts:
    """How many of each list a memo has room for."""

    soon: int = 5
    later: int = 5
    steps: int = 2
    unknown: int = 4
    remarks: int = 4
    options: int = 3
    details: int = 1
    #: 1: actions of the rest of the year by their short name, 2: all of them.
    brief: int = 0


@dataclass(frozen=True, slots=True)
class Case:
    """One memo in the making; `facts` hold only what may leave."""

    facts: Facts
    plan: Roadmap | None
    given: Given
    steps: tuple[Step, ...]
    words: Words
    edits: Mapping[str, ActionEdit] = field(default_factory=dict)
    running: Sequence[Running] = ()
    cuts: Cuts = Cuts()

    def tell(self, name: str, /, **facts: object) -> str:
        """A text of the memo."""
        return self.words.say(f"memo.{name}", **facts)

    def name(self, pillar: PillarFacts) -> str:
        """What a pillar is called, on one line."""
        return one_line(self.words.of(pillar.name), 60)

    def names(self, pillars: Iterable[PillarFacts]) -> list[str]:
        """The same for several."""
        return [self.name(pillar) for pillar in pillars]

    def text(self, text: Text, limit: int = 300) -> str:
        """Words of model or actions, without markup."""
        return one_line(self.words.of(text).replace("**", ""), limit)

    def action(self, one: Candidate, limit: int = 300, *, brief: bool = False) -> str:
        """What is to be done, without markup; an own action says so."""
        return self.words.action(one.action, limit, short=brief)

    @property
    def limiting(self) -> tuple[PillarFacts, ...]:
        """The pillars that hold the rest back; none where all keep pace."""
        return self.facts.limiting if kind_of(self.facts) in ("limiting", "behind") else ()

    @property
    def weakest(self) -> PillarFacts | None:
        """The pillar that holds the rest back; where none does, the lowest that has a score."""
        if self.facts.limiting:
            return self.facts.limiting[0]
        return min(self.facts.known, key=lambda pillar: pillar.card.score or 0.0, default=None)

    @property
    def reviewed(self) -> tuple[PillarFacts, ...]:
        """The pillars that a consultant looked through."""
        return tuple(pillar for pillar in self.facts.known if pillar.standing is Standing.REVIEWED)

    @property
    def standing(self) -> str:
        """How sure the figures are together, in words."""
        partly = self.facts.standing is not Standing.REVIEWED and self.reviewed
        return self.tell("standing.partly") if partly else self.words.standing(self.facts)

    def basis(self, pillar: PillarFacts) -> dict[str, Any]:
        """How many people a pillar rests on, how much was answered and how sure that is."""
        card = pillar.card
        label = card.confidence_label
        return {
            "people": pillar.people,
            "coverage": card.coverage if pillar.people and card.applies else None,
            "confidence": self.words.say(f"report.confidence.{label}") if label else "",
        }

    @property
    def open(self) -> tuple[PillarFacts, ...]:
        """Pillars that apply and have no score yet."""
        return tuple(p for p in self.facts.pillars if p.card.applies and p.card.score is None)

    @property
    def applies(self) -> bool:
        """Whether anything of what was asked does."""
        return any(pillar.card.applies for pillar in self.facts.pillars)

    def wave(self, names: Iterable[str]) -> tuple[Candidate, ...]:
        """The actions of these waves in the order in which they begin; finishing an interview is none."""
        waves = self.plan.waves if self.plan else ()
        wanted = set(names)
        found = [action for wave in waves if wave.name in wanted for action in wave.actions]
        return tuple(action for action in found if action.why != FINISH)

    def told(self, actions: Iterable[Candidate]) -> list[Candidate]:
        """Those of which may be said what they are."""
        return [action for action in actions if is_told(self.facts, action)]

    def secret(self, actions: Iterable[Candidate]) -> list[Candidate]:
        """Those about security: what they are stands in the confidential annex."""
        return [action for action in actions if is_secret(self.facts, action.action)]

    def safeguards(self, actions: Iterable[Candidate]) -> list[Candidate]:
        """Those that mend what must not be missing, but for security: not even their number is told."""
        gates = [action for action in actions if action.why == GATE]
        return [action for action in gates if not is_secret(self.facts, action.action)]

    def cost(self, actions: Iterable[Candidate]) -> Decimal | None:
        """Euros: days at the client's rate, and what was given for each besides; None while there is no
        rate.
        """
        rate, asked = self.given.day_rate, tuple(actions)
        besides = spent(self.edits, asked) or Decimal(0)
        return None if rate is None else rate * Decimal(str(days(asked))) + besides

    def money(self, actions: Iterable[Candidate]) -> str:
        """What actions cost, in words."""
        asked = tuple(actions)
        return self.tell("money", euros=self.cost(asked), spent=spent(self.edits, asked))

    def who(self, action: Candidate) -> str:
        """Who does it: as it was given, else who usually does."""
        edit = self.edits.get(action.id)
        return one_line(edit.owner, 60) if edit and edit.owner else self.text(action.action.usually, 60)

    def builds_on(self, action: Candidate) -> str:
        """What runs already that an action goes on with; "" for nothing."""
        wanted = self.edits[action.id].builds_on if action.id in self.edits else ""
        return next(
            (one_line(str(one.body.get("name") or ""), 40) for one in self.running if one.id == wanted), ""
        )

    def after(self, span: timedelta) -> datetime:
        """The day so long from now."""
        return self.facts.now + span

    def rising(self, wave: str) -> list[PillarFacts]:
        """Pillars that stand a level higher once this wave and those before it are done."""
        cards = (
            {card.id: card for one in self.plan.waves if one.name == wave for card in one.after.dimensions}
            if self.plan
            else {}
        )
        return [
            pillar
            for pillar in self.facts.known
            if pillar.id in cards and (cards[pillar.id].level or 0) > (pillar.card.level or 0)
        ]

    def aim(self, pillar: PillarFacts) -> float | None:
        """The level that the plan brings a pillar to; None for one that is there already."""
        card = pillar.card
        there = card.level is not None and card.target is not None and card.level >= card.target
        return None if there else card.target

    def placed(self, pillar: PillarFacts) -> str:
        """Where a pillar stands, in half levels or as what is still possible; never a figure."""
        card, words = pillar.card, self.words
        if card.score is None or card.level is None:
            return self.tell("open" if card.applies else "not_applicable")
        if card.interval is not None and pillar.uncertain:
            low, high = (words.level(pillar, level) for level in card.interval)
            return self.tell("interval", low=low, high=high)
        if math.floor(2 * card.score + 0.5) / 2 <= card.level:
            return words.level(pillar, card.level)
        low, high = words.level(pillar, card.level), words.level(pillar, card.level + 1)
        return words.say("report.between", low=low, high=high) if card.level < self.facts.top else low


def days(actions: Iterable[Candidate]) -> float:
    """Person-days of these actions."""
    return sum(action.days for action in actions)


def spent(edits: Mapping[str, ActionEdit], actions: Iterable[Candidate]) -> Decimal | None:
    """Euros that were given for these actions besides days; None where none were."""
    given = [edits[action.id].cost for action in actions if action.id in edits]
    known = [cost for cost in given if cost is not None]
    return sum(known, Decimal(0)) if known else None
