"""What a consultant fills in about another organisation: how each thing is asked, read and shown."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, get_args
from urllib.parse import urlsplit

from bot.consultant.asking import Ask
from bot.lists.days import Days, read_days
from bot.lists.reference_set import Size
from bot.references.candidates import COUNTRY, FUNCTION, LONGEST, SECTOR, as_name
from bot.references.learned import GOVERNMENT
from bot.references.wanted import SECTORS
from bot.texts.filters import day
from storage.records import Reference

SIZES: tuple[str, ...] = get_args(Size)
COUNTRIES = ("NL", "BE", "DE")
LONGEST_LINK, FIRST_YEAR = 500, 1990
_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Field:
    """One thing. `values`: what its buttons say; `read`: typed words, None for what cannot be meant; `shown`:
    as it reads in a page; `kept`: the organisation with another value (None: not known).
    """

    name: str
    values: Callable[[Ask], Sequence[Any]]
    read: Callable[[Ask, str], Any]
    shown: Callable[[Ask, Reference], str]
    kept: Callable[[Reference, Any], Reference]
    optional: bool = True

    def label(self, ask: Ask, value: Any) -> str:
        """The words on the button of a value."""
        if self.name in ("sector", "size", "country", "government"):
            return ask.label_of(f"{WORDS[self.name]}.{value}")
        return _day_words(ask, value) if self.name == "seen" else str(value)


WORDS = {"sector": "sector", "size": "size", "country": "country", "government": "answer"}


def as_link(text: str) -> str | None:
    """An address that anybody can open on the web; None for anything else."""
    link = text.strip()
    try:
        parts = urlsplit(link)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return None
    labels = host.rstrip(".").split(".")
    fits = parts.scheme in ("http", "https") and len(labels) > 1 and all(map(_LABEL.fullmatch, labels))
    plain = not re.search(r"\s", link) and len(link) <= LONGEST_LINK and parts.username is None
    return link if fits and plain and port is None else None


def as_day(ask: Ask, text: str) -> str | None:
    """One day up to today, as ISO date."""
    days = read_days(text, ask.language)
    if not isinstance(days, Days) or days.first != days.last or days.last > _today(ask):
        return None
    return days.first.isoformat()


def _day_words(ask: Ask, iso: str) -> str:
    return day(date.fromisoformat(iso), ask.language)


def _today(ask: Ask) -> date:
    today: date = ask.local(ask.desk.now()).date()
    return today


def _year(ask: Ask, text: str) -> int | None:
    words = text.strip()
    if not (words.isascii() and words.isdecimal() and len(words) == 4):
        return None
    return int(words) if FIRST_YEAR <= int(words) <= _today(ask).year else None


def _country(_: Ask, text: str) -> str | None:
    words = text.strip().upper()
    return words if re.fullmatch(r"[A-Z]{2}", words) else None


def _nothing(_: Ask, __: str) -> None:
    """Only the buttons answer this."""


def _with_sector(one: Reference, value: Any) -> Reference:
    sector = value or SECTOR
    return replace(one, sector=sector, government=sector in GOVERNMENT)


def _country_words(ask: Ask, one: Reference) -> str:
    if one.country == COUNTRY:
        return ""
    return ask.label_of(f"country.{one.country}") if one.country in COUNTRIES else one.country


def _with_function(one: Reference, value: Any) -> Reference:
    rest = {name: known for name, known in one.contact.items() if name != FUNCTION}
    return replace(one, contact={**rest, FUNCTION: value} if value else rest)


_FIELDS = (
    Field(
        "name",
        lambda _: (),
        lambda _, text: as_name(text) or None,
        lambda _, one: one.name or "",
        lambda one, value: replace(one, name=value),
        optional=False,
    ),
    Field(
        "sector",
        lambda _: SECTORS,
        _nothing,
        lambda ask, one: ask.label_of(f"sector.{one.sector}"),
        _with_sector,
    ),
    Field(
        "government",
        lambda _: ("yes", "no"),
        _nothing,
        lambda ask, one: ask.label_of(f"answer.{'yes' if one.government else 'no'}"),
        lambda one, value: replace(one, government=value == "yes"),
    ),
    Field(
        "size",
        lambda _: SIZES,
        _nothing,
        lambda ask, one: ask.label_of(f"size.{one.size}") if one.size else "",
        lambda one, value: replace(one, size=value),
    ),
    Field(
        "country",
        lambda _: COUNTRIES,
        _country,
        _country_words,
        lambda one, value: replace(one, country=value or COUNTRY),
    ),
    Field(
        "function",
        lambda _: (),
        lambda _, text: " ".join(text.split())[:LONGEST] or None,
        lambda _, one: str(one.contact.get(FUNCTION) or ""),
        _with_function,
    ),
    Field(
        "year",
        lambda ask: (str(_today(ask).year), str(_today(ask).year - 1)),
        _year,
        lambda _, one: str(one.year or ""),
        lambda one, value: replace(one, year=int(value) if value else None),
    ),
    Field(
        "link",
        lambda _: (),
        lambda _, text: as_link(text),
        lambda _, one: one.link or "",
        lambda one, value: replace(one, link=value),
        optional=False,
    ),
    Field(
        "seen",
        lambda ask: (_today(ask).isoformat(),),
        as_day,
        lambda ask, one: _day_words(ask, one.seen_on) if one.seen_on else "",
        lambda one, value: replace(one, seen_on=value),
        optional=False,
    ),
)
#: By name.
FIELDS: Mapping[str, Field] = {field.name: field for field in _FIELDS}
#: What is asked of an organisation that may be asked itself, and of one that is looked at from outside.
OF_CANDIDATE = ("name", "sector", "size", "function")
OF_OUTSIDE = ("name", "sector", "government", "size", "country", "year", "link", "seen")


def fields_of(one: Reference) -> list[Field]:
    """What can be filled in of this one; whether some sectors are government needs no question."""
    names = OF_OUTSIDE if one.kind == "outside" else OF_CANDIDATE
    return [FIELDS[name] for name in names if not (name == "government" and one.sector in GOVERNMENT)]


def pressed_value(ask: Ask, field: Field, place: str) -> Any:
    """The value of a button, by its place; None if there is none."""
    values = field.values(ask)
    known = place.isascii() and place.isdecimal() and len(place) < 3 and int(place) < len(values)
    return values[int(place)] if known else None
