"""Pictures of an assessment as PNG, drawn by Typst from data alone: no word is ever read as markup."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bot.house import PLAIN
from bot.reports.facts import Facts, PillarFacts
from bot.reports.items import ItemFacts
from bot.reports.typesetting import PRESS
from bot.reports.words import Words, one_line
from bot.texts import Texts, shipped

#: 540 points wide, so 1080 pixels.
PIXELS_PER_INCH = 144
#: Levels that an axis can name side by side.
FEWEST_LEVELS, MOST_LEVELS = 2, 7


def chart(facts: Facts, language: str, out: Path, texts: Texts | None = None) -> Path:
    """The pillars as horizontal bars, with the finding as title; writes a PNG and returns its path."""
    words = Words(language, texts or shipped())
    rows = [_row(facts, pillar, words) for pillar in facts.pillars]
    data = _sheet(facts, words) | {
        "title": finding(facts, words),
        "columns": words.say("picture.columns", top=facts.top),
        "rows": rows,
        "legend": _legend(rows, words),
        "caption": _caption(facts, words),
    }
    return draw("pillars.typ", data, out)


def pillar_chart(facts: Facts, pillar: str, language: str, out: Path, texts: Texts | None = None) -> Path:
    """One pillar's questions as steps in words, for its owner; `facts` are those of that one interview."""
    words = Words(language, texts or shipped())
    found = facts.pillar(pillar)
    level = words.level(found, found.card.level) if found.card.level is not None else None
    name = one_line(words.of(found.name))
    data = _sheet(facts, words) | {
        "title": words.say("picture.own", pillar=name, level=level, provisional=bool(found.card.provisional)),
        "items": [_item(facts, item, words) for item in found.items if item.card.special != "dormant"],
        "caption": words.say("picture.own_caption", day=facts.now, standing=words.standing(found)),
    }
    return draw("items.typ", data, out)


def finding(facts: Facts, words: Words) -> str:
    """What the picture of the pillars shows, in one sentence."""
    level = facts.scorecard.overall.level
    return words.say(
        f"picture.title.{kind_of(facts)}",
        names=[one_line(words.of(pillar.name)) for pillar in facts.limiting],
        level=words.level(facts, level) if level is not None and facts.sure else None,
        known=len(facts.known),
        all=len(facts.pillars),
        so_far=len(facts.known) < len(facts.pillars),
    )


def kind_of(facts: Facts) -> str:
    """Which sentence is true: nobody answered, too little is known, pillars hold back, lag or keep pace."""
    if not facts.people:
        return "nobody"
    levels = {pillar.card.level for pillar in facts.known}
    if facts.limiting and len(levels) > 1:
        return "limiting"
    if facts.limiting and facts.scorecard.overall.band != "balanced":
        return "behind"
    return "incomplete" if facts.scorecard.overall.level is None else "balanced"


def _sheet(facts: Facts, words: Words) -> dict[str, Any]:
    """What every picture has."""
    return {
        "language": words.language,
        "mark": words.say("picture.demo") if facts.demo else None,
        "subtitle": words.say(
            "picture.subtitle", name=one_line(facts.name), title=one_line(words.of(facts.title))
        ),
        "levels": _axis(facts, words),
    }


def _axis(facts: Facts, words: Words) -> list[str]:
    """The words under the bars; where the model has none, or too many to stand side by side, the numbers."""
    levels = range(facts.top + 1)
    if FEWEST_LEVELS <= len(levels) <= MOST_LEVELS:
        return [words.level(facts, level) for level in levels]
    return [str(level) for level in levels]


def _row(facts: Facts, pillar: PillarFacts, words: Words) -> dict[str, Any]:
    card = pillar.card
    low, high = card.interval if card.interval and pillar.people else (None, None)
    return {
        "name": one_line(words.of(pillar.name)),
        "tag": words.say("picture.limiting") if pillar in facts.limiting else None,
        "result": _result(pillar, words),
        "people": words.say("picture.people", people=pillar.people),
        "claimed": card.claimed if card.score is not None else None,
        "confirmed": card.confirmed,
        "provisional": bool(card.provisional),
        "target": card.target,
        "low": low,
        "high": high,
    }


def _result(pillar: PillarFacts, words: Words) -> str:
    card = pillar.card
    if card.score is None:
        return words.say("picture.unknown" if card.applies else "picture.not_applicable")
    level = words.level(pillar, card.level) if card.level is not None else None
    return words.say("picture.result", level=level, score=card.score, provisional=bool(card.provisional))


def _legend(rows: list[dict[str, Any]], words: Words) -> list[tuple[str, str]]:
    """Only the signs that are in the picture."""
    scored = [row for row in rows if row["claimed"] is not None]
    beyond = any(row["claimed"] > row["confirmed"] for row in scored)
    present = {
        # Where nothing is above what was shown, there are no two kinds to tell apart.
        "confirmed" if beyond else "now": bool(scored),
        "claimed": beyond,
        "provisional": any(row["provisional"] for row in scored),
        "target": any(row["target"] is not None for row in rows),
        "interval": any(row["low"] != row["high"] for row in rows),
    }
    return [(sign, words.say(f"picture.legend.{sign}")) for sign, shown in present.items() if shown]


def _item(facts: Facts, item: ItemFacts, words: Words) -> dict[str, Any]:
    value = item.card.value
    if value is not None:
        result = words.level(facts, int(value + 0.5))
    else:
        result = words.say(f"picture.item.{item.card.special or 'open'}")
    return {"topic": one_line(words.of(item.topic)), "value": value, "result": result}


def _caption(facts: Facts, words: Words) -> str:
    return words.say(
        "picture.caption",
        phase=words.phase(facts),
        standing=words.standing(facts),
        people=facts.people,
        version=facts.script_version,
        model=facts.scorecard.model_version,
    )


def draw(template: str, data: Mapping[str, Any], out: Path) -> Path:
    """Deterministic: the same data gives the same bytes. Only the shipped fonts are used."""
    [page] = PRESS.typeset(template, {**data, "house": PLAIN.as_data("")}, as_="png", ppi=PIXELS_PER_INCH)
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_bytes(page)
    return out
