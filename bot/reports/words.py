"""Values in the words of one language: levels, half levels, and what people typed made fit for one line."""

from __future__ import annotations

import math
import unicodedata
from dataclasses import dataclass

from bot.reports.facts import Facts, PillarFacts
from bot.reports.items import Text
from bot.texts import Texts
from scoring.action import Action
from scoring.model import LevelText

#: Characters that turn the direction of the text after them.
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f")


@dataclass(frozen=True, slots=True)
class Words:
    """How one language tells facts; templates call it `w`."""

    language: str
    texts: Texts

    def of(self, text: Text) -> str:
        """A text of script or model in this language, else in any language it has."""
        return text.get(self.language) or next(iter(text.values()), "")

    def action(self, action: Action, limit: int, *, short: bool = False) -> str:
        """What is to be done, on one line without markup; an own action of the consultant's says so."""
        text = one_line(self.of(action.title if short else action.text).replace("**", ""), limit)
        if not action.own:
            return text
        return self.say("own.short" if short else "own.words", text=text.rstrip("."))

    def level(self, owner: Facts | PillarFacts, level: float) -> str:
        """What a level is called: "Afdeling"."""
        named = _level(owner.levels, level)
        return self.of(named.name) if named and named.name else self.say("report.level", number=int(level))

    def meaning(self, pillar: PillarFacts, level: float) -> str:
        """What a level means for this pillar, in one sentence; empty if the model does not say."""
        named = _level(pillar.levels, level)
        return self.of(named.meaning) if named else ""

    def about(self, facts: Facts, score: float) -> str:
        """A score rounded to half a level, in words: "Afdeling", "tussen Ad hoc en Afdeling"."""
        near = math.floor(2 * score + 0.5) / 2
        if near == int(near):
            return self.level(facts, near)
        low = self.level(facts, math.floor(near))
        return self.say("report.between", low=low, high=self.level(facts, math.ceil(near)))

    def phase(self, facts: Facts) -> str:
        """What the assessment is now, with a date: a draft, in the fact check, adopted."""
        return self.say(f"phase.head.{facts.phase}", day=facts.now, since=facts.since or facts.now)

    def standing(self, owner: Facts | PillarFacts) -> str:
        """How sure its figures are: as stated, with a reference, reviewed."""
        return self.say(f"standing.{owner.standing.value}")

    def line(self, text: str) -> str:
        """What somebody typed, fit for one line."""
        return one_line(text)

    def lines(self, texts: tuple[str, ...]) -> list[str]:
        """The same for several."""
        return [one_line(text) for text in texts]

    def say(self, name: str, /, **facts: object) -> str:
        """A short text of the program without markup, for places that escape or need no escaping."""
        return str(self.texts.say(name, self.language, **facts).unescape())


def _level(levels: tuple[LevelText, ...], level: float) -> LevelText | None:
    return next((text for text in levels if text.value == level), None)


def one_line(text: str, limit: int = 140) -> str:
    """What somebody typed, on one line of at most `limit` characters that leaves its surroundings alone."""
    spaced = "".join(" " if _breaks(character) else character for character in text if _shows(character))
    line = " ".join(spaced.split())
    return line if len(line) <= limit else f"{line[: limit - 1].rstrip()}…"


def _shows(character: str) -> bool:
    return character not in _TURNING and unicodedata.category(character) != "Cs"


def _breaks(character: str) -> bool:
    return unicodedata.category(character) in ("Cc", "Zl", "Zp")
