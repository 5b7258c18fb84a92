"""Who stands where, as a picture for who runs the assessment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from bot.reports.charts import draw
from bot.reports.words import Words, one_line
from bot.texts import Texts
from storage.records import Assessment

#: So many people of a pillar have a line of their own; Telegram takes no picture that is longer.
PEOPLE_AT_MOST = 18


@dataclass(frozen=True, slots=True)
class Person:
    """One line: `kind` is done, busy, waiting or trouble, `share` (0 to 1) what is answered."""

    name: str
    state: str
    kind: str
    share: float


@dataclass(frozen=True, slots=True)
class Pillar:
    """The people of one pillar."""

    name: str
    people: Sequence[Person]


def standing_picture(
    assessment: Assessment,
    title: str,
    pillars: Sequence[Pillar],
    now: datetime,
    language: str,
    out: Path,
    texts: Texts,
) -> Path:
    """Writes a PNG and returns its path."""
    words = Words(language, texts)
    data = {
        "language": language,
        "mark": words.say("picture.demo") if assessment.demo else None,
        "title": title,
        "subtitle": one_line(assessment.name),
        "caption": words.say("status.picture.caption", moment=now),
        # The page's frame has an axis of levels; here nothing hangs on one.
        "levels": [""],
        "pillars": [_pillar(pillar, words) for pillar in pillars],
    }
    return draw("standing.typ", data, out)


def _pillar(pillar: Pillar, words: Words) -> dict[str, object]:
    shown = pillar.people[:PEOPLE_AT_MOST]
    more = len(pillar.people) - len(shown)
    return {
        "name": one_line(pillar.name),
        "people": [asdict(one) | {"name": one_line(one.name, 40)} for one in shown],
        "nobody": words.say("status.nobody"),
        "more": words.say("status.more", count=more) if more else None,
    }
