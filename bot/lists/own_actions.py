"""Actions of the consultant's own in a list of actions: what a row says of one, or every reason why not."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any

from bot.lists.header import plain_words
from bot.lists.table import Said

#: What is told of an own action -> what people write above its column.
HEADERS: Mapping[str, tuple[str, ...]] = {
    "pillar": ("naam van de pijler", "name of the pillar", "pijler", "pillar"),
    "action": ("actie", "action"),
    "from_level": ("van niveau", "from level"),
    "to_level": ("naar niveau", "to level"),
    "items": ("onderdelen", "items", "onderdeel", "item"),
    "effort": ("omvang", "size", "effort"),
    "usually": ("wie dit meestal doet", "who usually does it"),
    "measure": ("waaraan u ziet dat het werkt", "how you see that it works"),
}
#: Without these there is no action: each traces to items and a step.
NEEDED = ("pillar", "action", "from_level", "to_level", "items", "effort")
#: The language of a list, by what stands above its actions.
LANGUAGES = {"actie": "nl", "action": "en"}
LONGEST: Mapping[str, int] = {"action": 220, "usually": 80, "measure": 220}
#: So many of them in a round.
MOST = 100
EFFORTS = frozenset("SML")
_NUMBER = re.compile(r"(\d{1,3})(?:[.,]0+)?")
_PARTS = re.compile(r"[;,/\s]+")


@dataclass(frozen=True, slots=True)
class OwnAction:
    """An action that a consultant added: it brings its items from one level to the next. `text`, `measure`
    and `usually` by language.
    """

    pillar: str
    from_level: int
    to_level: int
    items: tuple[str, ...]
    effort: str
    text: Mapping[str, str]
    measure: Mapping[str, str] = field(default_factory=dict)
    usually: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Pillar:
    """A pillar that an action can be for. `names` in every language; `items` with theirs; `levels`: name of a
    level -> the level; `top`: the highest.
    """

    id: str
    names: Collection[str]
    items: Mapping[str, Collection[str]]
    levels: Mapping[str, int]
    top: int


@dataclass(frozen=True, slots=True)
class Ground:
    """What own actions stand on: the pillars, the `own` ones there are, the words of all others by id, and
    what is written beside an own one of which that was not told (`usual`).
    """

    pillars: Sequence[Pillar] = ()
    own: Collection[str] = ()
    listed: Mapping[str, Collection[str]] = field(default_factory=dict)
    usual: Collection[str] = ()


def id_of(pillar: str, to_level: int, text: str) -> str:
    """The id of an own action: the same words for the same step are the same action."""
    told = "\0".join((pillar, str(to_level), plain_words(text)))
    return f"own-{sha256(told.encode()).hexdigest()[:10]}"


def cells_of(own: OwnAction | None, language: str) -> dict[str, Any]:
    """What a list in this language shows of it, by what can be changed there."""
    if own is None:
        return {}
    return {
        "step": (own.pillar, own.from_level, own.to_level, own.items),
        "effort": own.effort,
        "action": _in(own.text, language),
        "usually": _in(own.usually, language),
        "measure": _in(own.measure, language),
    }


def with_cells(own: OwnAction, cells: Mapping[str, Any], language: str) -> OwnAction:
    """The same action after a list in this language said otherwise."""
    if "step" in cells:
        pillar, from_level, to_level, items = cells["step"]
        own = replace(own, pillar=pillar, from_level=from_level, to_level=to_level, items=items)
    return replace(
        own,
        effort=cells.get("effort", own.effort),
        text={**own.text, **_told(cells, "action", language)},
        usually={**own.usually, **_told(cells, "usually", language)},
        measure={**own.measure, **_told(cells, "measure", language)},
    )


def own_of(cells: Mapping[str, Any], language: str) -> OwnAction:
    """A new one."""
    return with_cells(OwnAction("", 0, 0, (), "", {}), cells, language)


def _in(text: Mapping[str, str], language: str) -> str:
    return text.get(language) or next(iter(text.values()), "")


def _told(cells: Mapping[str, Any], name: str, language: str) -> dict[str, str]:
    return {language: cells[name]} if cells.get(name) else {}


# --- a row


def read_own(cells: Mapping[str, str], row: int, ground: Ground) -> tuple[dict[str, Any], list[Said]]:
    """(what `cells_of` would give, every reason why there is no such action). `cells` by column."""
    reasons = [Said("own_missing", row, {"field": name}) for name in NEEDED if not cells.get(name)]
    found: dict[str, Any] = {}
    for name, read in _READERS.items():
        if cells.get(name) and cells[name] not in ground.usual:
            value = read(name, cells[name], row)
            if isinstance(value, Said):
                reasons.append(value)
            else:
                found[name] = value
    step = _step(cells, row, ground)
    reasons += [one for one in step if isinstance(one, Said)]
    return ({} if reasons else {"step": tuple(step), **found}), reasons


def _step(cells: Mapping[str, str], row: int, ground: Ground) -> list[Any]:
    """Pillar, level, next level and items, or reasons; what is missing is told elsewhere."""
    name = cells.get("pillar", "")
    pillar = _one(name, {one.id: one.names for one in ground.pillars})
    if pillar is None:
        return [Said("own_pillar", row, {"text": name[:40]})] if name else []
    known = next(one for one in ground.pillars if one.id == pillar)
    items = _items(cells.get("items", ""), known)
    reasons = [*_levels(cells, row, known)]
    reasons += [Said("own_item", row, {"text": one[:40]}) for one in items if one not in known.items]
    levels = [_level(cells.get(place, ""), known) for place in ("from_level", "to_level")]
    return reasons or [pillar, *levels, tuple(items)]


def _levels(cells: Mapping[str, str], row: int, pillar: Pillar) -> Iterator[Said]:
    told = [cells.get(place, "") for place in ("from_level", "to_level")]
    if not all(told):
        return
    first, last = (_level(text, pillar) for text in told)
    if first is None or last is None or last != first + 1 or last > pillar.top:
        yield Said("own_step", row, {"text": f"{told[0][:20]} → {told[1][:20]}", "most": pillar.top})


def _level(text: str, pillar: Pillar) -> int | None:
    number = _NUMBER.fullmatch(text)
    return int(number[1]) if number else pillar.levels.get(plain_words(text))


def _items(text: str, pillar: Pillar) -> list[str]:
    """The ids of items, each once; a name may stand there alone. What is no item stays as it is."""
    whole = _one(text, pillar.items)
    parts = [whole] if whole else [part for part in _PARTS.split(text) if part]
    return list(dict.fromkeys(_one(part, pillar.items) or part for part in parts))


def _one(text: str, names: Mapping[str, Collection[str]]) -> str | None:
    """The id that is meant by an id, or by a name that only one has."""
    wanted = plain_words(text)
    by_id = [id_ for id_ in names if plain_words(id_) == wanted]
    found = by_id or [id_ for id_, called in names.items() if wanted in map(plain_words, called)]
    return found[0] if len(found) == 1 and wanted else None


def _words(name: str, text: str, row: int) -> str | Said:
    text = " ".join(text.replace("**", "").split())
    if len(text) > LONGEST[name]:
        return Said("cell_long", row, {"field": name, "text": text[:30], "most": LONGEST[name]})
    return text if plain_words(text) else Said("own_wordless", row, {"field": name, "text": text[:30]})


def _effort(_: str, text: str, row: int) -> str | Said:
    size = text.strip().upper()
    return size if size in EFFORTS else Said("own_effort", row, {"text": text[:20]})


_READERS: Mapping[str, Callable[[str, str, int], Any]] = {
    "effort": _effort,
    "action": _words,
    "usually": _words,
    "measure": _words,
}
