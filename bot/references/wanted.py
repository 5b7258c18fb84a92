"""What a search for practices asks for: from the words of a message or the data of a button, and back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import get_args

from bot.desk import Desk
from bot.interview.script import Choice
from bot.lists.reference_set import Lesson, Row, Sector
from bot.texts import LANGUAGES

SCRIPT = "best_practice"
#: What an example can be of: a type of initiative, or a lesson for who begins.
ROWS: tuple[str, ...] = get_args(Row)
LESSONS: tuple[str, ...] = get_args(Lesson)
OBJECTIVES = tuple(row for row in ROWS if row not in LESSONS)
SECTORS: tuple[str, ...] = get_args(Sector)
#: In the settings of a round: the sector of its organisation, if it was told.
SECTOR = "sector"
#: The level that a transition begins at.
LEVELS = ("0", "1", "2", "3")
NONE = "-"
_STEP = re.compile(r"\b([0-3])\s*(?:-|–|→|>|naar|to)\s*[1-4]\b|\b(?:van|from)\s+([0-3])\b", re.IGNORECASE)
#: Words that ask for nothing.
_IDLE = frozenset(
    "de het een en of in van voor bij met naar over pijler rij sector stap niveau praktijken voorbeelden "
    "the a an and or in of for at with to from about pillar row step level practices examples".split()
)
#: So many letters say which word is meant, so that a plural is understood too.
_ENOUGH = 7


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for; None: whatever. `unknown`: words that say nothing here."""

    pillar: str | None = None
    from_level: int | None = None
    row: str | None = None
    sector: str | None = None
    page: int = 0
    unknown: tuple[str, ...] = ()

    def data(self, pillars: Sequence[str]) -> str:
        """As it stands in a button: places in lists, with dots."""
        level = None if self.from_level is None else str(self.from_level)
        kinds = zip((self.pillar, level, self.row, self.sector), kinds_of(pillars), strict=True)
        places = [NONE if value is None else str(kind.index(value)) for value, kind in kinds]
        return ".".join([*places, str(self.page)])


def kinds_of(pillars: Sequence[str]) -> tuple[Sequence[str], ...]:
    """All values of what can be asked for, in the order of a button's data."""
    return pillars, LEVELS, ROWS, SECTORS


def from_data(data: str, pillars: Sequence[str]) -> Wanted | None:
    """What a button asks for; None if no button of ours says so."""
    *places, page = data.split(".")
    kinds = kinds_of(pillars)
    if len(places) != len(kinds) or not _is_number(page):
        return None
    values = list[str | None]()
    for place, kind in zip(places, kinds, strict=True):
        if place != NONE and not (_is_number(place) and int(place) < len(kind)):
            return None
        values.append(None if place == NONE else kind[int(place)])
    pillar, level, row, sector = values
    return Wanted(pillar, None if level is None else int(level), row, sector, int(page))


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 4


def choices_of(desk: Desk, name: str) -> Mapping[str, Choice]:
    """The pillars, steps or objectives that the script of references asks about, by id."""
    return {choice.id: choice for choice in desk.library.script(SCRIPT).script.choices[name]}


def pillars_of(desk: Desk) -> tuple[str, ...]:
    """The ids of the pillars, in their order."""
    return tuple(choices_of(desk, "pillars"))


def from_words(desk: Desk, text: str) -> Wanted:
    """What typed words ask for, in Dutch or English; a word that nothing is called is told back."""
    wanted, text = _step_in(desk, Wanted(), " ".join(text.split()))
    phrases = _phrases(desk)
    for phrase, change in phrases:
        found = re.search(rf"(?<!\w){re.escape(phrase)}(?!\w)", text, re.IGNORECASE)
        if found is not None and getattr(wanted, next(iter(change))) is None:
            wanted, text = _with(wanted, change), _without(text, found)
    unknown: list[str] = []
    for word in re.findall(r"\w[\w-]*", text):
        meant = _meant(desk, phrases, word)
        wanted = _with(wanted, meant)
        if not meant and word.casefold() not in _IDLE:
            unknown.append(word)
    return replace(wanted, unknown=tuple(unknown))


def _meant(desk: Desk, phrases: Iterable[tuple[str, Mapping[str, str]]], word: str) -> Mapping[str, str]:
    """What one word asks for: the id of a pillar, or the beginning of what something is called."""
    if word in pillars_of(desk):
        return {"pillar": word}
    return next((change for phrase, change in phrases if _alike(word, phrase)), {})


def _without(text: str, found: re.Match[str]) -> str:
    return f"{text[: found.start()]} {text[found.end() :]}"


def _with(wanted: Wanted, change: Mapping[str, str]) -> Wanted:
    return replace(wanted, **change)  # type: ignore[arg-type]


def _step_in(desk: Desk, wanted: Wanted, text: str) -> tuple[Wanted, str]:
    """A transition in the words, as numbers or as the script calls it, and the words without it."""
    if (found := _STEP.search(text)) is not None:
        level = int(found.group(1) or found.group(2))
        return replace(wanted, from_level=level), _without(text, found)
    for number, choice in enumerate(choices_of(desk, "steps").values()):
        for label in choice.label.values():
            words = re.escape(label.removeprefix("Van ").removeprefix("From "))
            if (found := re.search(words, text, re.IGNORECASE)) is not None:
                return replace(wanted, from_level=number), _without(text, found)
    return wanted, text


def _phrases(desk: Desk) -> list[tuple[str, Mapping[str, str]]]:
    """What things are called, the longest first, each with what it asks for."""
    found: list[tuple[str, Mapping[str, str]]] = []
    for id_, choice in choices_of(desk, "pillars").items():
        for label in choice.label.values():
            words = [word for word in re.findall(r"\w{5,}", label) if word.casefold() not in _IDLE]
            found += [(phrase, {"pillar": id_}) for phrase in (label, *words)]
    for id_, choice in choices_of(desk, "objectives").items():
        names = (id_, *(label.partition(":")[0] for label in choice.label.values()))
        found += [(name, {"row": id_}) for name in names]
    for lesson in LESSONS:
        names = tuple(str(desk.texts.say(f"practices.row_{lesson}", language)) for language in LANGUAGES)
        found += [(name, {"row": lesson}) for name in names]
    for sector in SECTORS:
        names = tuple(str(desk.texts.say(f"sector.{sector}", language)) for language in LANGUAGES)
        found += [(name, {"sector": sector}) for name in names]
    return sorted(found, key=lambda pair: -len(pair[0]))


def _alike(word: str, phrase: str) -> bool:
    word, phrase = word.casefold(), phrase.casefold()
    enough = min(_ENOUGH, len(phrase))
    return enough >= 5 and word[:enough] == phrase[:enough]
