"""What a consultant takes along to the conversation with one owner: answers, what clashes, what is missing,
and five questions, each by a visible rule.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import zip_longest
from typing import Any

from bot.interview.conditions import condition
from bot.interview.questions import FreeText
from bot.interview.script import CrossCheck, Script
from bot.reports.facts import Facts, PillarFacts
from bot.reports.findings import clashing
from bot.reports.items import ItemFacts, Text
from bot.reports.judged import Judged, Standing
from bot.reports.submitted import value_of
from scoring import Model
from scoring.answers import DONT_KNOW, NOT_APPLICABLE
from scoring.compare import at_least
from storage.records import Answer, Interview, Judgement, Person

#: The option by which an open answer may not be quoted.
BACKGROUND = "background"
#: So many questions fit on the page, and in a conversation.
ASKED = 5


@dataclass(frozen=True, slots=True)
class Doubt:
    """A question that went deeper, and the answer to it that sits badly with the level."""

    question: Text
    answer: Text


@dataclass(frozen=True, slots=True)
class Row:
    """One item as this owner answered it. `value` None: no answer with a value, `special` says why; `claims`:
    so high that evidence is asked; `known`: the one that the owner says would know.
    """

    item: ItemFacts
    value: float | None
    special: str | None
    evidence: tuple[str, ...]
    claims: bool
    judgement: Judgement | None
    overtaken: bool
    known: str = ""
    reason: str = ""
    best: str = ""
    weakest: str = ""
    doubt: Doubt | None = None

    @property
    def standing(self) -> Standing:
        """How sure this answer is."""
        if self.judgement is not None:
            return Standing.REVIEWED
        return Standing.EVIDENCE if self.evidence else Standing.CLAIMED

    @property
    def goal(self) -> Text | None:
        """What would be a next step."""
        return None if self.value is None else self.item.goal_above(self.value)

    @property
    def lacks(self) -> bool:
        """Whether evidence is still to be shown: asked for and not named, or found wanting."""
        verdict = self.judgement.evidence if self.judgement is not None else None
        return self.claims and (not self.evidence if verdict is None else not verdict)


@dataclass(frozen=True, slots=True)
class Question:
    """A question to ask: `rule` names its text, `row` is what it is about (None: the whole)."""

    rule: str
    row: Row | None = None
    words: Text | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """What the owner typed to an open question; `background`: not to be quoted, not even without a name."""

    question: Text
    text: str
    background: bool


@dataclass(frozen=True, slots=True)
class Guide:
    """One owner's page. `clashes`: (what to talk about, whether it is between answers of several people)."""

    facts: Facts
    pillar: PillarFacts
    person: str
    department: str
    submitted: datetime | None
    rows: tuple[Row, ...]
    clashes: tuple[tuple[Text, bool], ...]
    told: tuple[Told, ...]
    questions: tuple[Question, ...]


def guide_of(
    facts: Facts,
    model: Model,
    script: Script,
    interview: Interview,
    person: Person | None,
    answers: Sequence[Answer],
    found: Judged,
    dormant: frozenset[str] = frozenset(),
) -> Guide:
    """The page of one owner; `answers` are the current ones of this interview, `facts` those of the whole."""
    pillar = facts.pillar(interview.pillar)
    doubts = doubts_of(script, interview, answers, dormant)
    rows = [
        replace(row, doubt=doubts.get(row.item.id))
        for row in rows_of(model, pillar, interview, answers, found, dormant)
    ]
    clashes = _clashes(facts, script, interview)
    return Guide(
        facts,
        pillar,
        person.name if person is not None else "",
        interview.department or "",
        interview.submitted_at.astimezone(facts.now.tzinfo) if interview.submitted_at else None,
        tuple(rows),
        tuple((check.finding, shared) for check, shared in clashes),
        tuple(_told(script, interview, answers, dormant)),
        questions_of(facts, rows, clashes),
    )


def rows_of(
    model: Model,
    pillar: PillarFacts,
    interview: Interview,
    answers: Sequence[Answer],
    found: Judged,
    dormant: frozenset[str] = frozenset(),
) -> list[Row]:
    """The items of the pillar that this owner was asked, in the order of the model."""
    mine = {answer.question: answer for answer in answers if answer.interview == interview.id}
    asked = [item for item in pillar.items if item.id not in dormant]
    return [_row(model, item, mine.get(item.id), interview.id, found) for item in asked]


def _row(model: Model, item: ItemFacts, answer: Answer | None, interview: str, found: Judged) -> Row:
    if answer is None:
        return Row(item, None, None, (), claims=False, judgement=None, overtaken=False)
    value = value_of(answer)
    number = None if value is None else model.items[item.id].answers.number_of(value)
    named = (str(one.get("text") or one.get("file") or "").strip() for one in answer.evidence)
    return Row(
        item,
        number,
        str(value) if number is None and value is not None else None,
        tuple(text for text in named if text),
        claims=number is not None and at_least(number, model.settings.evidence.expected),
        judgement=found.of(interview, item.id),
        overtaken=(interview, item.id) in found.overtaken,
        **_words_of(answer, value),
    )


def _words_of(answer: Answer, value: object) -> dict[str, Any]:
    """What was typed with the answer, as far as it belongs to it."""
    return {
        "known": (answer.text or "").strip() if value == DONT_KNOW else "",
        "reason": (answer.reason or "").strip() if value == NOT_APPLICABLE else "",
        "best": answer.best or "",
        "weakest": answer.weakest or "",
    }


def _clashes(facts: Facts, script: Script, interview: Interview) -> list[tuple[CrossCheck, bool]]:
    """Cross-checks that hold and touch an item of this owner; True: others answered part of it too."""
    items = [item for pillar in facts.pillars for item in pillar.items]
    said_by = {item.id: {voice.respondent for voice in item.card.voices} for item in items}
    found = []
    for check in clashing(script, items):
        voices = [said_by[name] for name in condition(check.when).names if name in said_by]
        if any(interview.id in those for those in voices):
            found.append((check, any(those != {interview.id} for those in voices)))
    return found


def doubts_of(
    script: Script, interview: Interview, answers: Sequence[Answer], dormant: frozenset[str] = frozenset()
) -> dict[str, Doubt]:
    """By item: what this owner said to a follow-up that puts the answer itself in doubt."""
    mine = {a.question: a for a in answers if a.interview == interview.id and a.question not in dormant}
    asked = [question for section in script.sections for question in section.questions]
    item = {question.id: question.scored_as for question in asked}
    found: dict[str, Doubt] = {}
    for question in asked:
        answer = mine.get(question.id)
        chosen = [one for one in question.options if answer is not None and one.id == question.doubts]
        if answer is not None and chosen and answer.value == question.doubts:
            found.setdefault(item[question.follow_up or ""], Doubt(question.text, chosen[0].label))
    return found


def _told(
    script: Script, interview: Interview, answers: Sequence[Answer], dormant: frozenset[str]
) -> Iterator[Told]:
    """Open answers, those to questions that stand alone first."""
    mine = {a.question: a for a in answers if a.interview == interview.id and a.question not in dormant}
    asked = [question for section in script.sections for question in section.questions]
    private = {q.part_of for q in asked if q.part_of and (a := mine.get(q.id)) and a.value == BACKGROUND}
    typed = [question for question in asked if isinstance(question, FreeText) and question.id in mine]
    for question in sorted(typed, key=lambda question: bool(question.part_of or question.follow_up)):
        value = mine[question.id].value
        if isinstance(value, str) and mine[question.id].source is not None:
            yield Told(question.text, value, (question.part_of or question.id) in private)


# --- five questions


def questions_of(
    facts: Facts, rows: Sequence[Row], clashes: Sequence[tuple[CrossCheck, bool]]
) -> tuple[Question, ...]:
    """One of each rule in turn, the most pressing rule first; never two about one item; at most `ASKED`."""
    own = [Question("own_clash", None, check.question) for check, shared in clashes if not shared]
    by_rule: list[list[Question]] = [
        [Question(rule, row) for row in pick(facts, rows)] for rule, pick in RULES.items()
    ]
    chosen: list[Question] = []
    about: set[str] = set()
    for question in _in_turn([own, *by_rule]):
        about_it = question.row.item.id if question.row is not None else question.rule
        if about_it not in about:
            chosen.append(question)
            about.add(about_it)
    return tuple([*chosen[: ASKED - 1], Question("closing")] if len(chosen) < ASKED else chosen[:ASKED])


def _in_turn(lists: Sequence[Sequence[Question]]) -> Iterator[Question]:
    for turn in zip_longest(*lists):
        yield from (question for question in turn if question is not None)


def _heaviest(rows: Sequence[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: (not row.item.card.gate, -row.item.card.weight))


def _urgent(_: Facts, rows: Sequence[Row]) -> list[Row]:
    """What must not be missing, and is."""
    return [
        row for row in rows if row.item.card.gate and row.value is not None and not at_least(row.value, 1)
    ]


def _shared(facts: Facts, rows: Sequence[Row]) -> list[Row]:
    """On which several people lie far apart: asked without saying so."""
    apart = {difference.item.id for difference in facts.findings.differences}
    return [row for row in rows if row.item.id in apart and row.value is not None]


def _doubted(_: Facts, rows: Sequence[Row]) -> list[Row]:
    """A high answer beside which the same owner said that it does not hold everywhere."""
    return _heaviest([row for row in rows if row.doubt is not None and row.value is not None])


def _unshown(_: Facts, rows: Sequence[Row]) -> list[Row]:
    """A high answer without evidence, or with too little of it."""
    return _heaviest([row for row in rows if row.lacks])


def _unknown(_: Facts, rows: Sequence[Row]) -> list[Row]:
    return _heaviest([row for row in rows if row.special == DONT_KNOW])


def _uneven(_: Facts, rows: Sequence[Row]) -> list[Row]:
    """It differs per department, and both ends have a name."""
    return [row for row in rows if row.best and row.weakest]


def _stuck(_: Facts, rows: Sequence[Row]) -> list[Row]:
    """What is least far and can grow."""
    growing = [row for row in rows if row.value is not None and row.goal is not None]
    return sorted(growing, key=lambda row: (row.value or 0.0, not row.item.card.gate, -row.item.card.weight))


def _strong(_: Facts, rows: Sequence[Row]) -> list[Row]:
    """What is furthest, and shown: others can learn from it."""
    shown = [row for row in rows if row.claims and not row.lacks]
    return sorted(shown, key=lambda row: (-(row.value or 0.0), -row.item.card.weight))


#: rule -> the rows it asks about, best first; the order is how pressing they are.
RULES: Mapping[str, Callable[[Facts, Sequence[Row]], list[Row]]] = {
    "urgent": _urgent,
    "apart": _shared,
    "doubted": _doubted,
    "unshown": _unshown,
    "unknown": _unknown,
    "uneven": _uneven,
    "stuck": _stuck,
    "strong": _strong,
}
