"""Sets of references: from the database to a file and back, each reference once, and never whom to reach."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.desk import Desk
from bot.lists.reference_set import ReferenceEntry, ReferenceSet, WrongSet, read_set
from bot.references.discretion import counts, may_be_told
from bot.tokens import id_from
from storage.port import Change, Saved
from storage.records import Person, Practice, Record, Reference, ReferenceScore

#: What an imported reference's mark begins with; the rest is its id in the set.
MARK = "set:"
#: More references than a consultant has.
ALL = 1_000_000
DEMO = Path(__file__).parent / "demo_set.json"


@dataclass(frozen=True, slots=True)
class Taken:
    """What an import came to: references that are new, and those that were there (also withdrawn ones)."""

    new: int
    known: int


@dataclass(frozen=True, slots=True)
class Given:
    """A set for somebody else, as JSON; `held_back` are references that may not be told of."""

    content: dict[str, Any]
    held_back: int


async def take_set(
    desk: Desk, owner: Person, data: bytes, source: str, *, with_: Sequence[Record] = ()
) -> Taken:
    """Put a set among the references of this consultant, all of it (`with_` what must be there for it) or
    nothing. Raises WrongSet.
    """
    found = _read(desk, data, source)
    if found.demo:
        raise WrongSet(f"{source}: is a made-up set; it is for peiler try, and never stands beside real ones")
    fresh = [entry for entry in found.references if not await _known(desk, owner, entry)]
    writes = [record for entry in fresh for record in records_of(desk, owner, entry)]
    if fresh and await desk.storage.save(Change(writes=(*with_, *writes))) is Saved.STALE:
        raise WrongSet(f"{source}: references were changed at this very moment; nothing was taken, try again")
    return Taken(len(fresh), len(found.references) - len(fresh))


def _read(desk: Desk, data: bytes, source: str) -> ReferenceSet:
    pillars = [section.id for section in desk.library.script("maturity").script.sections]
    return read_set(data, source, pillars)


async def _known(desk: Desk, owner: Person, entry: ReferenceEntry) -> bool:
    """Whether this consultant has it: taken before, or given to others first."""
    if await desk.storage.reference_marked(desk.tenant, owner.id, f"{MARK}{entry.id}") is not None:
        return True
    own = await desk.storage.reference(desk.tenant, entry.id)
    return own is not None and own.owner == owner.id


def records_of(desk: Desk, owner: Person, entry: ReferenceEntry, *, demo: bool = False) -> list[Record]:
    """An entry as it is kept; the ids come from the set, so that the same entry is the same record."""
    now, id_ = desk.now(), id_from("reference", owner.id, entry.id)
    reference = Reference(
        tenant=desk.tenant,
        id=id_,
        owner=owner.id,
        name=entry.name,
        anonymous=entry.anonymous,
        sector=entry.sector,
        government=entry.government,
        size=entry.size,
        country=entry.country,
        year=entry.year,
        kind=entry.kind,
        stage="spoken",
        demo=demo,
        contact={},
        sharing={},
        link=entry.link,
        seen_on=entry.seen_on,
        interview=None,
        mark=f"{MARK}{entry.id}",
        withdrawn_at=None,
        at=now,
    )
    scores = [
        ReferenceScore(desk.tenant, id_, pillar, one.score, one.coverage, now)
        for pillar, one in entry.scores.items()
    ]
    return [reference, *scores, *_practices(reference, entry)]


def _practices(reference: Reference, entry: ReferenceEntry) -> list[Practice]:
    return [
        Practice(
            tenant=reference.tenant,
            id=id_from("practice", reference.id, str(number)),
            reference=reference.id,
            owner=reference.owner,
            # Of a row alone: no pillar, and so no transition that a search could take it for.
            pillar=one.pillar or "",
            from_level=one.from_level or 0,
            to_level=one.to_level or 0,
            row=one.row,
            sector=reference.sector,
            language=one.language,
            done=one.done,
            effort=one.effort,
            result=one.result,
            evidence=one.evidence,
            source=one.source,
            withdrawn=False,
            at=reference.at,
        )
        for number, one in enumerate(entry.practices)
    ]


async def given_set(desk: Desk, owner: Person) -> Given:
    """What of this consultant's references may be given to another."""
    known = await desk.storage.references(desk.tenant, owner.id, limit=ALL)
    real = [one for one in known if counts(one) and not one.demo]
    told = [one for one in real if await may_be_told(desk, one)]
    entries = [await _entry(desk, one) for one in told]
    in_order = sorted(entries, key=lambda one: str(one["id"]))
    return Given({"schema": 1, "references": in_order}, len(real) - len(told))


async def _entry(desk: Desk, one: Reference) -> dict[str, Any]:
    scores = await desk.storage.reference_scores(desk.tenant, one.id)
    found = await desk.storage.practices_of(desk.tenant, one.id)
    # The order is that of their words, so that a set that went around is the same file.
    practices = sorted((_practice(p) for p in found if not p.withdrawn), key=lambda p: str(sorted(p.items())))
    entry = {
        "id": one.mark.removeprefix(MARK) if one.mark and one.mark.startswith(MARK) else one.id,
        "name": None if one.anonymous else one.name,
        "anonymous": one.anonymous,
        "sector": one.sector,
        "government": one.government,
        "size": one.size,
        "country": one.country,
        "year": one.year,
        "kind": one.kind,
        "link": None if one.anonymous else one.link,
        "seen_on": one.seen_on,
        "scores": {
            score.pillar: {"score": score.score, "coverage": score.coverage}
            for score in scores
            if score.coverage
        },
        "practices": practices,
    }
    return {name: value for name, value in entry.items() if value is not None}


def _practice(one: Practice) -> dict[str, Any]:
    step = {"pillar": one.pillar, "from_level": one.from_level, "to_level": one.to_level}
    words = {name: getattr(one, name) for name in ("row", "language", "done", "effort", "result")}
    words |= {"evidence": one.evidence, "source": one.source}
    found = {**(step if one.pillar else {}), **words}
    return {name: value for name, value in found.items() if value is not None}


def demo_records(desk: Desk, owner: Person) -> Sequence[Record]:
    """The made-up references that come with the program, for who only tries it; words in one language."""
    found = _read(desk, DEMO.read_bytes(), DEMO.name)
    records = [record for entry in found.references for record in records_of(desk, owner, entry, demo=True)]
    spoken = desk.settings.language
    return [one for one in records if not isinstance(one, Practice) or one.language == spoken]


def as_text(content: dict[str, Any]) -> str:
    """A set as it stands in a file."""
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"
