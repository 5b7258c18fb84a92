"""Everything one report is made of, in one language, and what its parts ask of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from bot.reports.advice import Advice
from bot.reports.basis import Basis, Respondent
from bot.reports.blocks import Line, Paragraph, Receipts
from bot.reports.discretion import is_small, leaving
from bot.reports.facts import Facts, PillarFacts
from bot.reports.items import ItemFacts, Text
from bot.reports.judged import NOTHING
from bot.reports.matrix import Laid, laid_out
from bot.reports.memo_case import Case
from bot.reports.running import initiative_of, inputs_of
from bot.reports.words import Words, one_line
from scoring.business_case import BusinessCase, business_case
from scoring.candidates import FINISH, Candidate

if TYPE_CHECKING:
    from bot.reports.documents import Material

#: Of what people typed, so many characters in a sentence of the report.
TYPED = 300


@dataclass(frozen=True)
class Source:
    """One report in the making. In a copy that `leaves` facts and basis hold only what may."""

    assessment: str
    facts: Facts
    advice: Advice
    basis: Basis | None
    words: Words
    leaves: bool

    @cached_property
    def case(self) -> Case:
        """What the memo asks of the same facts."""
        said = self.advice
        return Case(self.facts, said.plan, said.given, tuple(said.steps), self.words)

    def say(self, name: str, /, **facts: object) -> str:
        """A text of the program."""
        return self.words.say(name, **facts)

    def line(self, name: str, receipts: Receipts = (), /, **facts: object) -> Line:
        """A sentence; receipts are for the consultant's copy alone."""
        return Line(self.say(name, **facts), () if self.leaves else receipts)

    def told(self, name: str, receipts: Receipts = (), /, **facts: object) -> Paragraph:
        """A sentence by itself."""
        return Paragraph((self.line(name, receipts, **facts),))

    def name(self, pillar: PillarFacts) -> str:
        """What a pillar is called."""
        return self.case.name(pillar)

    def topic(self, item: ItemFacts) -> str:
        """What an item is called."""
        return self.text(item.topic, 80)

    def text(self, text: Text, limit: int = TYPED) -> str:
        """Words of model, script or actions, without markup."""
        return self.case.text(text, limit)

    def typed(self, text: str, limit: int = TYPED) -> str:
        """What somebody typed, on one line."""
        return one_line(text, limit)

    def half(self, owner: Facts | PillarFacts, score: float) -> str:
        """A score as half a level in words."""
        facts = self.facts
        return self.words.about(facts, min(max(score, 0.0), float(facts.top)))

    @cached_property
    def items(self) -> Mapping[str, ItemFacts]:
        """Every item that may be shown, by its id."""
        return {item.id: item for pillar in self.facts.pillars for item in pillar.items}

    def pillar_of(self, item: str) -> PillarFacts | None:
        """The pillar of an item that may be shown."""
        return next((p for p in self.facts.pillars if any(one.id == item for one in p.items)), None)

    @cached_property
    def actions(self) -> tuple[Candidate, ...]:
        """Everything in the plan, in the order in which it begins; finishing an interview is no action."""
        waves = self.advice.plan.waves if self.advice.plan else ()
        return tuple(one for wave in waves for one in wave.actions if one.why != FINISH)

    def actions_for(self, *, items: Iterable[str] = (), pillar: str = "") -> tuple[str, ...]:
        """Ids of the actions that mend one of these items, or anything of this pillar."""
        wanted = set(items)
        return tuple(
            one.id
            for one in self.actions
            if (pillar and one.action.pillar == pillar) or any(gap.item in wanted for gap in one.gaps)
        )

    @cached_property
    def laid(self) -> Laid | None:
        """The initiatives by objective and goal; None where nobody knows what those are."""
        basis = self.basis
        if basis is None or not basis.objectives:
            return None
        return laid_out(
            self.facts.name,
            [initiative_of(one.id, one.body) for one in self.advice.running],
            basis.objectives,
            basis.goals,
            self.facts.now.date(),
            self.words.language,
            demo=self.facts.demo,
        )

    @cached_property
    def cases(self) -> Mapping[str, BusinessCase]:
        """The sum of every initiative of which figures were given, by its id."""
        given = {one.id: inputs_of(one.body) for one in self.advice.running}
        return {id_: business_case(inputs) for id_, inputs in given.items() if inputs is not None}

    def called(self, initiative: str) -> str:
        """What an initiative is called."""
        bodies = {one.id: one.body for one in self.advice.running}
        return one_line(str(bodies.get(initiative, {}).get("name") or initiative), 60)

    def applying(self) -> Iterator[PillarFacts]:
        """The pillars that have anything to do with this organisation."""
        return (pillar for pillar in self.facts.pillars if pillar.card.applies)


def source_of(material: Material, language: str) -> Source:
    """The material of a copy, in one language; of one that leaves nothing more than may."""
    said = material.advice
    return Source(
        assessment=material.assessment,
        facts=leaving(material.facts) if material.leaves else material.facts,
        advice=said,
        basis=_leaving(said.basis, material.facts) if material.leaves and said.basis else said.basis,
        words=Words(language, material.texts),
        leaves=material.leaves,
    )


def _leaving(basis: Basis, facts: Facts) -> Basis:
    """The same without answers and judgements; of people in large pillars alone which role they have."""
    small = {pillar.id for pillar in facts.pillars if is_small(pillar)}
    people = tuple(
        Respondent("", one.pillar, one.role) for one in basis.respondents if one.pillar not in small
    )
    return replace(basis, respondents=people, answers=(), judged=NOTHING, dormant=frozenset())
