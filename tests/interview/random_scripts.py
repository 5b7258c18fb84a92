"""Scripts of every kind, small, and with everything that makes questions come and go."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from bot.interview.script import Script

FINITE = ("level", "single", "yes_no")
TYPES = (*FINITE, "level", "level", "multiple", "number", "date", "text", "file")
SPECIALS = ("dont_know", "not_applicable", "depends")


def both(text: str) -> dict[str, str]:
    """The same words in both languages."""
    return {"nl": text, "en": text}


#: What belongs to each type of question.
OWN_KEYS: dict[str, dict[str, Any]] = {
    "level": {"anchors": {language: [f"Anchor {n}" for n in range(5)] for language in ("nl", "en")}},
    "single": {"choices": [{"id": name, "label": both(f"Label {name}")} for name in ("p", "q", "r")]},
    "multiple": {
        "at_least": 0,
        "choices": [{"id": name, "label": both(f"Label {name}")} for name in ("p", "q", "r")],
    },
    "number": {"min": 0, "max": 100},
    "date": {},
    "yes_no": {},
    "text": {},
    "file": {},
}


@st.composite
def scripts(draw: DrawFn) -> Script:
    """A script of one to three sections."""
    return Script.model_validate(_Author(draw).script())


class _Author:
    def __init__(self, draw: DrawFn) -> None:
        self._draw = draw
        self._before: list[tuple[str, str]] = []

    def script(self) -> dict[str, Any]:
        count = self._pick(1, 1, 2, 3)
        sections = [self._section(number) for number in range(count)]
        evidence = {"from": 3, "prompt": both("What shows it?")}
        checks = [
            {"id": f"X{n}", "when": self._condition(), "question": both("How so?"), "finding": both("Odd.")}
            for n in range(self._pick(0, 1, 3))
        ]
        reserved = self._pick(0, 1)
        return {
            "id": "random",
            "version": "1",
            "languages": ["nl", "en"],
            "title": both("Random"),
            "facts": ["pillar", "role"],
            "follow_ups": {
                "at_most": reserved + self._pick(0, 1, 2),
                "reserved": reserved,
                "per_item": self._pick(1, 2),
                "cross_checks": self._pick(0, 1, 2),
            },
            "sections": sections,
            "cross_checks": checks,
        } | ({"evidence": evidence} if self._chance() else {})

    def _pick(self, *options: Any) -> Any:
        return self._draw(st.sampled_from(options))

    def _chance(self, one_in: int = 2) -> bool:
        return bool(self._draw(st.integers(0, one_in - 1)) == 0)

    def _section(self, number: int) -> dict[str, Any]:
        section: dict[str, Any] = {"id": f"P{number}", "title": both("Part")}
        if number and self._chance():
            section["when"] = self._pick(self._condition(), 'pillar == "S"', 'pillar == "O"')
        homes: list[str] = []
        section["questions"] = [
            self._question(f"Q{number}_{n}", homes) for n in range(self._draw(st.integers(1, 7)))
        ]
        return section

    def _question(self, id_: str, homes: list[str]) -> dict[str, Any]:
        kind = self._pick(*TYPES)
        question: dict[str, Any] = {
            "id": id_,
            "type": kind,
            "text": both(f"Question {id_}?"),
            **OWN_KEYS[kind],
        }
        question["topic"] = both(f"Topic {id_}")
        if self._before and self._chance():
            question["when"] = self._condition()
        self._place(question, homes)
        if self._chance(4):
            question["optional"] = True
        if kind in (*FINITE, "multiple") and self._chance():
            question["specials"] = [name for name in SPECIALS if self._chance()]
        if kind == "level" and self._chance(4):
            question["evidence"] = self._pick({}, both("Name a paper."))
        homes.append(id_)
        self._before.append((id_, kind))
        return question

    def _place(self, question: dict[str, Any], homes: list[str]) -> None:
        """Behind another question, in a place of its own, or where it stands."""
        if homes and self._chance():
            question[self._pick("part_of", "follow_up")] = self._pick(*homes)
            question["urgent"] = "follow_up" in question and self._chance()
        elif self._chance(4):
            question["order"] = self._pick(0, 5, 25, 900, "low_streak(2) || high_streak(2) ? 0 : 800")

    def _condition(self) -> str:
        terms = [self._term() for _ in range(self._pick(1, 1, 2))]
        return str(self._pick(" && ", " || ").join(terms))

    def _term(self) -> str:
        if self._chance(6):
            return str(
                self._pick(
                    "low_streak(2)", "!low_streak(2)", "high_streak(2)", 'role == "owner"', "!high_streak(1)"
                )
            )
        id_, kind = self._pick(*self._before)
        special = self._pick(f'answered("{id_}")', f'!answered("{id_}")', f'said("{id_}", "dont_know")', "")
        return str(special or self._pick(*_TERMS[kind]).format(id_))


_TERMS = {
    "level": ("{} >= 3", "{} <= 1", "{} == 2", "!({} == 4)"),
    "single": ('{} == "p"', '{} != "q"'),
    "yes_no": ('{} == "yes"', '{} == "no"'),
    "multiple": ('"p" in {}', "size({}) >= 2"),
    "number": ("{} > 50", "{} < 12.5"),
    "date": ('{} > "2026-01-01"',),
    "text": ("words({}) < 3", "words({}) >= 3"),
    "file": ("words({}) < 3",),
}
