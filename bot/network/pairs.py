"""Who fits whom (pure): a theme in common of which at least one knows much; both, and it can be a project."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import combinations
from typing import Any

from bot.network.people import Known
from storage.records import Contact

#: From this level on an organisation has something to tell of a pillar, or to do with others.
AHEAD = 3
#: So long a proposal waits for two answers.
LASTS = timedelta(days=30)
#: What became of a proposal, with somebody who was proposed to: `said`.
ASKED, YES, NO, MET = "asked", "yes", "no", "met"
WAITS = frozenset({ASKED, YES})


@dataclass(frozen=True, slots=True)
class Pair:
    """Two who could be in touch. `themes`: pillars, then kinds of initiative; `together`: both are ahead in
    the first, so that a joint project is thinkable.
    """

    one: Known
    other: Known
    themes: tuple[str, ...]
    together: bool


def pairs_of(people: Sequence[Known], now: datetime) -> list[Pair]:
    """All pairs that can be proposed now, joint projects first; nobody has two proposals at a time."""
    busy = {
        one.who.person.id for one in people if any(is_open(e, now) for e in one.who.contact.agreed.values())
    }
    free = [one for one in people if one.who.person.id not in busy]
    fitting = (_pair(one, other) for one, other in combinations(free, 2) if _may_meet(one, other, now))
    return sorted((pair for pair in fitting if pair is not None), key=lambda pair: not pair.together)


def _may_meet(one: Known, other: Known, now: datetime) -> bool:
    """Two people of two organisations, both real or both made up, to whom it was not proposed before."""
    apart = one.who.person.id != other.who.person.id and _is_other(one, other)
    alike = one.who.assessment.demo == other.who.assessment.demo
    return apart and alike and not _is_known(one, other, now) and not _is_known(other, one, now)


def _is_other(one: Known, other: Known) -> bool:
    return len({" ".join(each.organisation.casefold().split()) for each in (one, other)}) == 2


def _is_known(one: Known, other: Known, now: datetime) -> bool:
    """Whether it was proposed and answered; what nobody answered in time may be proposed again."""
    entry = one.who.contact.agreed.get(other.who.contact.id)
    return entry is not None and not (entry["said"] in WAITS and not is_open(entry, now))


def _pair(one: Known, other: Known) -> Pair | None:
    pillars = list(_pillars(one, other))
    rows = sorted(one.rows & other.rows)
    if not pillars and not rows:
        return None
    return Pair(one, other, (*(id_ for _, id_ in pillars), *rows), bool(pillars) and pillars[0][0] >= AHEAD)


def _pillars(one: Known, other: Known) -> Iterator[tuple[float, str]]:
    """Pillars that both know of and one is ahead in, with the lower level, those first in which both are."""
    common = one.levels.keys() & other.levels.keys()
    found = [(min(one.levels[id_], other.levels[id_]), id_) for id_ in common if _ahead(one, other, id_)]
    yield from sorted(found, key=lambda each: (-each[0], each[1]))


def _ahead(one: Known, other: Known, pillar: str) -> bool:
    return max(one.levels[pillar], other.levels[pillar]) >= AHEAD


# --- a proposal, as it is kept with each of both


def proposed(theme: str, together: bool, now: datetime) -> dict[str, Any]:
    """A new one."""
    return {"said": ASKED, "theme": theme, "together": together, "until": (now + LASTS).isoformat()}


def is_open(entry: dict[str, Any], now: datetime) -> bool:
    """Whether a proposal still waits."""
    return entry["said"] in WAITS and now < datetime.fromisoformat(entry["until"])


def open_with(one: Contact, now: datetime) -> list[str]:
    """With whom: the ids of their contacts."""
    return [other for other, entry in one.agreed.items() if is_open(entry, now)]
