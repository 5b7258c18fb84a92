"""What the sheets of a workbook are made of: a copy of a round, and how its language calls things."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from bot.reports.answer_table import current
from bot.reports.basis import Respondent
from bot.reports.codebook import Codebook, Coded, codebook
from bot.reports.documents import Material
from bot.reports.items import Text
from bot.reports.words import Words
from bot.reports.workbook.sheet import Cell, Column, Form


class Source:
    """`words` tell values in one language."""

    def __init__(self, material: Material, language: str) -> None:
        self.material, self.facts, self.advice = material, material.facts, material.advice
        self.words = Words(language, material.texts)
        self.language = language
        basis = material.advice.basis
        self.codes: Codebook = codebook(basis.scripts if basis else ())
        people: Sequence[Respondent] = basis.respondents if basis else ()
        self._people = {one.interview: one for one in people}
        self._pillars = {one.id: self.of(one.name) for one in material.facts.pillars}
        self._said: dict[str, str] = {}

    def say(self, name: str, /, **facts: object) -> str:
        """A text of the workbook; one without facts is made once, because cells say it thousands of times."""
        if facts:
            return self.words.say(name, **facts)
        if name not in self._said:
            self._said[name] = self.words.say(name)
        return self._said[name]

    def column(self, name: str, width: float = 14, form: Form = "text", **more: Any) -> Column:
        """A column with its head in this language."""
        return Column(self.say(f"workbook.head.{name}"), width, form, **more)

    def yes(self, is_so: bool | None) -> str | None:
        """Yes or no; None: not known."""
        return None if is_so is None else self.say("workbook.yes" if is_so else "workbook.no")

    def of(self, text: Text) -> str:
        """A text of script, model or actions, without markup."""
        return self.words.of(text).replace("**", "")

    def special(self, name: str | None) -> Cell:
        """What somebody said in the place of a value."""
        return None if name is None else self.say(f"workbook.special.{name}")

    def pillar(self, id_: str | None) -> str:
        """What a pillar is called; "" where it is none."""
        return self._pillars.get(id_ or "", "")

    def who(self, interview: str) -> Respondent | None:
        """Who gave the answers of an interview, without a name."""
        return self._people.get(interview)

    def coded(self, answer: Mapping[str, Any]) -> Coded | None:
        """The question that an answer of the export was given to, as it was asked then."""
        return self.codes.of(answer)

    @cached_property
    def answers(self) -> Sequence[Mapping[str, Any]]:
        """Every answer that is there now, in the form of the export."""
        return current(self.material.answers)
