"""Everything one report is made of, in one language, and what its parts ask of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any

from bot.reports.advice import Advice
from bot.reports.basis import Basis, Respondent
from bot.reports.blocks import Line, Paragraph, Receipt, Receipts
from bot.reports.discretion import is_secret, is_small, is_told, leaving
from bot.reports.facts import Facts, PillarFacts
from bot.reports.items import ItemFacts, Text
from bot.reports.judged import NOTHING
from bot.reports.matrix import Laid, laid_out
from bot.reports.memo import SECTIONS as HEADINGS
from bot.reports.memo import Memo, uncut
from bot.reports.memo import Section as MemoSection
from bot.reports.memo_case import Case
from bot.reports.running import ASKED, initiative_of, inputs_of
from bot.reports.words import Words, one_line
from bot.texts.filters import amount, decimal, euros, listed
from scoring.business_case import BusinessCase, business_case
from scoring.candidates import FINISH, Candidate
from scoring.model import Dimension
from storage.records import Answer

if TYPE_CHECKING:
    from bot.reports.documents import Material

#: What somebody can be for a pillar; any other is a view from outside.
ROLES = ("owner", "colleague", "outside")
#: Of what people typed, so many characters in a sentence of the report.
TYPED = 300


@dataclass(frozen=True)
class Source:
    """One report in the making. In a copy that `leaves` facts and basis hold only what may."""

    material: Material
    facts: Facts
    advice: Advice
    basis: Basis | None
    words: Words
    leaves: bool

    @cached_property
    def case(self) -> Case:
        """What the memo asks of the same facts."""
        said = self.advice
        return Case(
            self.facts, said.plan, said.given, tuple(said.steps), self.words, said.edits, said.running
        )

    @cached_property
    def memo(self) -> Memo:
        """The memo of the same round: the report asks for the same decision."""
        return uncut(self.case)

    @cached_property
    def remembered(self) -> dict[str, Any]:
        """What parts of the report make once and ask for often."""
        return {}

    @cached_property
    def levels(self) -> list[str]:
        """What the levels of the whole are called, lowest first."""
        return [self.words.level(self.facts, number) for number in range(self.facts.top + 1)]

    def say(self, name: str, /, **facts: object) -> str:
        """A text of the program."""
        return self.words.say(name, **facts)

    def line(self, name: str, receipts: Receipts = (), /, **facts: object) -> Line:
        """A sentence; receipts are for the consultant's copy alone."""
        return Line(self.say(name, **facts), () if self.leaves else receipts)

    def told(self, name: str, receipts: Receipts = (), /, **facts: object) -> Paragraph:
        """A sentence by itself."""
        return Paragraph((self.line(name, receipts, **facts),))

    def said(self, text: str, receipts: Receipts = ()) -> Line:
        """A sentence that was made elsewhere."""
        return Line(text, () if self.leaves else receipts)

    def receipt(self, title: str, entries: Iterable[tuple[str, str | None]]) -> Receipt:
        """Entries by the names of their texts; what is not known is left out."""
        told = tuple((self.say(f"receipt.{name}"), text) for name, text in entries if text)
        return Receipt(title, told)

    def receipts(self, rows: Mapping[int, Receipts]) -> Mapping[int, Receipts]:
        """Those of a table's rows; none in a copy that leaves."""
        return {} if self.leaves else rows

    def from_memo(self, heading: str) -> MemoSection:
        """What the memo says under one of its headings, where there is room for all of it."""
        return HEADINGS[heading](self.case)

    def standing_of(self, pillar: PillarFacts) -> str:
        """Where a pillar stands, and whether that is provisional."""
        placed = self.case.placed(pillar)
        shaky = pillar.card.provisional and pillar.card.level is not None
        return self.say("long.provisional", level=placed) if shaky else placed

    def confidence(self, pillar: PillarFacts) -> str:
        """The word for it; "" where the model reckons none."""
        label = pillar.card.confidence_label
        return self.say(f"report.confidence.{label}") if label else ""

    def number(self, value: float | None, digits: int = 1) -> str:
        """A score with so many decimals; a dash where there is none."""
        return "–" if value is None else decimal(value, self.words.language, digits)

    def percent(self, share: float | None) -> str:
        """A share in whole per cents; a dash where there is none."""
        return "–" if share is None else f"{round(share * 100)}%"

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

    @cached_property
    def shown(self) -> frozenset[str]:
        """Items of which the outcome may be told."""
        return frozenset(item.id for item in self.items.values() if not item.withheld)

    def value_words(self, item: ItemFacts) -> str:
        """What an item came to, in half levels; or why there is no value."""
        if item.card.value is not None:
            return self.half(self.facts, item.card.value)
        return self.say(
            "long.item.secret" if item.withheld else f"picture.item.{item.card.special or 'open'}"
        )

    def listed(self, parts: Iterable[str]) -> str:
        """a, b and c."""
        return listed(list(parts), self.words.language)

    @property
    def dimensions(self) -> tuple[Dimension, ...]:
        """The pillars of the model; none where it is not known."""
        return self.basis.model.dimensions if self.basis else ()

    @cached_property
    def questions(self) -> Mapping[str, str]:
        """What was asked, by the id of the item."""
        sections = self.basis.script.sections if self.basis else ()
        return {one.id: self.text(one.text, 240) for section in sections for one in section.questions}

    def answers_to(self, item: str) -> list[Answer]:
        """The answers to an item that count; none in a copy that leaves."""
        basis = self.basis
        if basis is None:
            return []
        return [a for a in basis.answers if a.question == item and (a.interview, item) not in basis.dormant]

    def evidence_of(self, item: str) -> list[str]:
        """What people named to show an answer; nothing in a copy that leaves."""
        found = (piece for answer in self.answers_to(item) for piece in answer.evidence)
        texts = (self.typed(str(piece.get("text") or self.say("long.evidence.file"))) for piece in found)
        return list(dict.fromkeys(texts))

    def role_of(self, one: Respondent) -> str:
        """What somebody is for the pillar."""
        return self.say(f"long.role.{one.role if one.role in ROLES else 'outside'}")

    def pillar_of(self, item: str) -> PillarFacts | None:
        """The pillar of an item that may be shown."""
        return next((p for p in self.facts.pillars if any(one.id == item for one in p.items)), None)

    @cached_property
    def actions(self) -> tuple[Candidate, ...]:
        """Everything in the plan, in the order in which it begins; finishing an interview is no action."""
        waves = self.advice.plan.waves if self.advice.plan else ()
        return tuple(one for wave in waves for one in wave.actions if one.why != FINISH)

    def actions_for(self, *, items: Iterable[str] = (), pillar: str = "") -> tuple[str, ...]:
        """Ids of the actions that mend one of these items, or anything of this pillar; of those that this
        copy tells.
        """
        wanted = set(items)
        return tuple(
            one.id
            for one in self.actions
            if self.tells(one)
            and ((pillar and one.action.pillar == pillar) or any(gap.item in wanted for gap in one.gaps))
        )

    @cached_property
    def numbered(self) -> Mapping[str, int]:
        """The number by which the report calls an action."""
        return {one.id: number for number, one in enumerate(self.actions, 1)}

    def tells(self, one: Candidate) -> bool:
        """Whether this copy may say which action this is."""
        return not self.leaves or is_told(self.facts, one)

    def who(self, one: Candidate) -> str:
        """Who does an action; a dash where that would tell which one it is."""
        return self.case.who(one) if self.tells(one) else "–"

    def action_words(self, one: Candidate, *, short: bool = False) -> str:
        """An action in its own words (or by its name), where they do not tell too much."""
        if not self.tells(one):
            secret = is_secret(self.facts, one.action)
            return self.say("long.roadmap.secret" if secret else "long.roadmap.hidden")
        return self.case.action(one, 220, brief=short).rstrip("." if short else "")

    def asked(self, parts: Iterable[str]) -> list[str]:
        """What the questions are called that parts of a sum come from."""
        topics = self.basis.topics if self.basis else {}
        return [
            self.text(topics[ASKED[name]], 60)
            if name in ASKED and ASKED[name] in topics
            else self.typed(name, 60)
            for name in parts
        ]

    def euros(self, amount_: Decimal) -> str:
        """€ 1.250; below 0 with its sign, in whole euros."""
        return euros(round(amount_), self.words.language)

    def days(self, number: float) -> str:
        """Person-days."""
        return amount(number, self.words.language)

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
        material=material,
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
