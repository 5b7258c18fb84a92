"""Interview rounds written down shortly, for tests of what is reported about them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from bot.interview.script import Script
from bot.reports.facts import Facts, facts
from scoring import Model, parse_model
from storage.records import Answer, Assessment, Interview, Invite, Judgement

NOW = datetime(2026, 11, 23, 15, 30, tzinfo=ZoneInfo("Europe/Amsterdam"))
BEFORE = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
DEADLINE = datetime(2026, 12, 4, 22, 59, tzinfo=UTC)
LETTERS = {"?": "dont_know", "x": "not_applicable", "-": "skipped"}

LEVELS = {
    0: ("Afwezig", "Absent"),
    1: ("Ad hoc", "Ad hoc"),
    2: ("Afdeling", "Department"),
    3: ("Organisatie", "Organisation"),
    4: ("Keten", "Chain"),
}
PILLARS = {
    "S": ("Strategie & Bedrijfsvoering", "Strategy and management"),
    "O": ("Organisatie en processen", "Organisation and processes"),
    "B": ("Besturing en beheersing", "Governance and control"),
    "I": ("Informatietechnologie", "Information technology"),
    "M": ("Mensen en cultuur", "People and culture"),
}
TOPICS = [("doel", "purpose"), ("eigenaar", "owner"), ("tijd", "time"), ("cijfers", "figures")]
ANCHORS = [
    ("Er is **niets** geregeld voor {0}.", "**Nothing** is arranged for {0}."),
    ("**Iemand** zorgt soms voor {0}.", "**Somebody** sometimes looks after {0}."),
    ("**Eén afdeling** heeft {0} op papier.", "**One department** has {0} on paper."),
    ("De **hele organisatie** heeft {0} vastgelegd.", "The **whole organisation** has adopted {0}."),
    ("**Met partners** is {0} afgesproken.", "{0} is agreed **with partners**."),
]


def text(words: tuple[str, str], *facts: str) -> dict[str, str]:
    return {
        "nl": words[0].format(facts[0] if facts else ""),
        "en": words[1].format(facts[-1] if facts else ""),
    }


@cache
def model() -> Model:
    """Five pillars of four items: the second of each is a gate, the first weighs more."""
    level_texts = [{"value": value, "name": text(name)} for value, name in LEVELS.items()]
    meanings = [{"value": 2, "meaning": {"nl": "Een afdeling gaat voorop.", "en": "A department leads."}}]
    source = {
        "id": "example",
        "version": "1",
        "name": {"nl": "Voorbeeld", "en": "Example"},
        "levels": level_texts,
        "answer_sets": {"level": {str(value): value for value in LEVELS}},
        "coverage": {"score": 0.5, "provisional": 0.7},
        "dimensions": [
            {
                "id": pillar,
                "name": text(name),
                "score": {"rule": "mean"},
                "level": {"rule": "shares"},
                "levels": meanings,
                "items": [
                    {
                        "id": f"{pillar}{n}",
                        "answers": "level",
                        "weight": 1.5 if n == 1 else 1.0,
                        "gate": n == 2,
                    }
                    for n in range(1, 5)
                ],
            }
            for pillar, name in PILLARS.items()
        ],
    }
    return parse_model(json.dumps(source))


@cache
def script() -> Script:
    """The questions of that model, with two contradictions to look for."""
    source = {
        "id": "maturity",
        "version": "1.0",
        "languages": ["nl", "en"],
        "title": {"nl": "Hoe is het geregeld?", "en": "How is it arranged?"},
        "facts": ["pillar"],
        "sections": [
            {
                "id": pillar,
                "title": text(name),
                "when": f'pillar == "{pillar}"',
                "questions": [
                    {
                        "id": f"{pillar}{n}",
                        "type": "level",
                        "text": text(("Hoe staat het met {0}?", "How is {0}?"), *topic),
                        "topic": {"nl": topic[0].capitalize(), "en": topic[1].capitalize()},
                        "anchors": {
                            "nl": [nl.format(topic[0]) for nl, _ in ANCHORS],
                            "en": [en.format(topic[1]) for _, en in ANCHORS],
                        },
                    }
                    for n, topic in enumerate(TOPICS, 1)
                ],
            }
            for pillar, name in PILLARS.items()
        ],
        "cross_checks": [
            {
                "id": "X1",
                "when": "S1 >= 3 && B4 <= 1",
                "question": {"nl": "Hoe merkt u dat?", "en": "How do you notice?"},
                "finding": {
                    "nl": "Er is een doel, maar er wordt **nauwelijks** gemeten.",
                    "en": "There is a purpose, but **hardly** anything is measured.",
                },
            },
            {
                "id": "X2",
                "when": "O1 >= 3 && M1 <= 1",
                "question": {"nl": "Wie doet het?", "en": "Who does it?"},
                "finding": {
                    "nl": "Er is een proces zonder mensen.",
                    "en": "There is a process without people.",
                },
            },
        ],
    }
    return Script.model_validate(source)


def assessment(name: str = "Gemeente Voorbeeld", *, demo: bool = False) -> Assessment:
    return Assessment(
        tenant="t",
        id="a1",
        name=name,
        owner="c1",
        folder="example",
        script_hash="s",
        model_hash="m",
        language="nl",
        state="open",
        demo=demo,
        created_at=BEFORE,
        deadline=DEADLINE,
    )


def interview(key: str, pillar: str, *, state: str = "submitted", role: str = "owner") -> Interview:
    return Interview(
        tenant="t",
        id=key,
        assessment="a1",
        invite=None,
        person=f"person-{key}",
        pillar=pillar,
        role=role,
        state=state,
        rev=1,
        script_hash="s",
        language="nl",
        created_at=BEFORE,
        last_activity=BEFORE,
    )


def invite(pillar: str) -> Invite:
    return Invite(
        tenant="t",
        id=f"invite-{pillar}",
        token_hash="h",
        assessment="a1",
        pillar=pillar,
        role="owner",
        name=None,
        state="open",
        created_at=BEFORE,
        expires_at=DEADLINE,
    )


def answer(interview: str, question: str, value: Any, **more: Any) -> Answer:
    plain = Answer(
        tenant="t",
        interview=interview,
        question=question,
        revision=1,
        seq=1,
        ask=f"{interview}-{question}",
        option=None,
        value=value,
        text=None,
        reason=None,
        best=None,
        weakest=None,
        evidence=(),
        author="p",
        at=BEFORE,
        source=None,
    )
    return replace(plain, **more)


@dataclass
class Round:
    """One assessment in the making: `person` adds somebody's answers, a character per item of the pillar.

    0..4 is a level, ? don't know, x not applicable, - skipped, space not answered.
    """

    organisation: Assessment = field(default_factory=assessment)
    interviews: list[Interview] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    model: Model = field(default_factory=model)
    script: Script = field(default_factory=script)
    judgements: list[Judgement] = field(default_factory=list)

    def judge(
        self,
        interview: str,
        questions: str,
        score: float | None = None,
        *,
        evidence: bool | None = None,
        revision: int = 1,
    ) -> Round:
        """A consultant's judgement of these answers; without a score they are accepted."""
        for question in questions.split():
            earlier = [j for j in self.judgements if (j.interview, j.question) == (interview, question)]
            reason = None if score is None else "Het geldt maar voor één afdeling."
            self.judgements.append(
                Judgement(
                    "t",
                    interview,
                    question,
                    len(earlier) + 1,
                    score,
                    reason,
                    evidence,
                    "c1",
                    BEFORE,
                    revision,
                )
            )
        return self

    def person(
        self,
        pillar: str,
        values: str,
        *,
        shown: str = "",
        state: str = "submitted",
        role: str = "owner",
        details: Mapping[str, Mapping[str, Any]] | None = None,
    ) -> Round:
        """Somebody's answers; `shown` names the items with evidence, `details` other fields by item."""
        key = f"{pillar}{len(self.interviews)}"
        self.interviews.append(interview(key, pillar, state=state, role=role))
        items = [item for item in self.model.items.values() if item.dimension == pillar]
        for item, letter in zip(items, values, strict=False):
            if letter == " ":
                continue
            value: Any = LETTERS.get(letter) or int(letter)
            more: dict[str, Any] = dict((details or {}).get(item.id, {}))
            if item.id in shown.split():
                more["evidence"] = ({"kind": "text", "text": f"Plan {item.id}, 12 maart"},)
            if value == "not_applicable":
                more.setdefault("reason", "Deze taak ligt bij de regio.")
            self.answers.append(answer(key, item.id, value, **more))
        return self

    def facts(self, now: datetime = NOW, **more: Any) -> Facts:
        more = {"judgements": self.judgements} | more
        return facts(self.model, self.script, self.organisation, self.interviews, self.answers, now, **more)


def whole_round(organisation: Assessment | None = None) -> Round:
    """All a consultant can run into: a difference, a contradiction, a gate at nothing, gaps, one to come."""
    spread = {"O3": {"best": "Klantcontact", "weakest": "Ruimte & wonen"}}
    return (
        Round(organisation or assessment())
        .person("S", "3323", shown="S1 S4")
        .person("S", "3221", role="colleague", shown="S1")
        .person("O", "2322", shown="O2")
        .person("O", "222x", role="colleague", details=spread)
        .person("B", "101?", details={"B4": {"text": "de archivaris"}})
        .person("B", "1?11", role="colleague", details={"B2": {"text": "de controller"}})
        .person("I", "1?x3", shown="I4")
        .person("M", "1", state="active")
    )
