"""What an organisation told of its way so far, as it is kept: where it stands, and what it did; no more than
who told it wants to share.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.desk import Desk
from bot.interview.path import path_of
from bot.interview.plan import plan_of
from bot.interview.progress import Progress
from bot.interview.script import Script
from bot.references.wanted import ROWS
from bot.tokens import id_from
from storage.port import Walk
from storage.records import Practice, Record, Reference, ReferenceScore

#: Answers about where it stands, by pillar; and the steps that can be told of.
LEVEL, STEPS = "level_", ("step", "step2")
#: Sectors that are government by what they are; of the others it is asked.
GOVERNMENT = frozenset({"municipality", "province", "water_board", "national", "agency", "safety"})
#: What is not shared is known of in full, and counts for nothing.
UNSHARED = 0.0

Told = Mapping[str, Any]


async def learned(desk: Desk, walk: Walk, script: Script, progress: Progress, now: datetime) -> list[Record]:
    """The reference as it is after handing in, in the place of what was handed in before. What may not be
    shared is not there, and who wants nothing shared (any more) is withdrawn for good.
    """
    told = told_in(script, progress)
    old = await desk.storage.reference(desk.tenant, id_of(walk.interview.id))
    if old is not None and old.withdrawn_at is not None:
        return []
    if told.get("may_name") not in ("named", "anonymous"):
        return [replace(old, withdrawn_at=now)] if old is not None else []
    reference = _reference(walk, told, old.at if old is not None else now)
    kept = await desk.storage.practices_of(desk.tenant, reference.id)
    practices = list(_practices(desk, reference, walk.interview.language, told))
    told_now = {one.id for one in practices}
    gone = [_blank(one) for one in kept if one.id not in told_now]
    return [reference, *_scores(reference, told, now), *practices, *gone]


def id_of(interview: str) -> str:
    """The id of the reference that an interview makes."""
    return id_from("reference", interview)


async def no_longer(desk: Desk, interview: str, now: datetime) -> list[Record]:
    """What is saved when an interview counts no more."""
    known = await desk.storage.reference(desk.tenant, id_of(interview))
    gone = known is None or known.withdrawn_at is not None
    return [] if known is None or gone else [replace(known, withdrawn_at=now)]


def told_in(script: Script, progress: Progress) -> Told:
    """What was answered, by the ids of the questions."""
    answers = {stop.id: progress.answered(stop.id) for stop in path_of(plan_of(script), progress).stops}
    return {
        id_: answer.value
        for id_, answer in answers.items()
        if answer is not None and answer.scored and answer.value is not None
    }


def _reference(walk: Walk, told: Told, at: datetime) -> Reference:
    sector = told.get("org_sector", "other")
    named = told["may_name"] == "named" and bool(told.get("org_name"))
    return Reference(
        tenant=walk.interview.tenant,
        id=id_of(walk.interview.id),
        owner=walk.assessment.owner,
        name=str(told["org_name"]) if named else None,
        anonymous=not named,
        sector=sector,
        government=sector in GOVERNMENT or told.get("org_government") == "yes",
        size=told.get("org_size"),
        country=told.get("org_country", "XX"),
        year=at.year,
        kind="self",
        stage="spoken",
        demo=walk.assessment.demo,
        contact={},
        sharing={"name": told["may_name"], "share": sorted(_shared(told))},
        link=None,
        seen_on=None,
        interview=walk.interview.id,
        mark=None,
        withdrawn_at=None,
        at=at,
    )


def _shared(told: Told) -> frozenset[str]:
    return frozenset(told.get("may_share") or ())


def _scores(reference: Reference, told: Told, now: datetime) -> Iterator[ReferenceScore]:
    """The levels as the organisation placed itself."""
    coverage = 1.0 if "levels" in _shared(told) else UNSHARED
    for id_, value in told.items():
        if id_.startswith(LEVEL):
            score = float(value) if coverage else 0.0
            pillar = id_.removeprefix(LEVEL)
            yield ReferenceScore(reference.tenant, reference.id, pillar, score, coverage, now)


def _practices(desk: Desk, reference: Reference, language: str, told: Told) -> Iterator[Practice]:
    """The steps and initiatives that were told of, as far as they may be shared."""
    shared = _shared(told)
    for step in STEPS if "steps" in shared else ():
        if {f"{step}_from", f"{step}_what"} <= told.keys():
            yield _step(desk, reference, language, told, step)
    for row in ROWS if "initiatives" in shared else ():
        if f"proud_{row}" in told:
            done, result = str(told[f"proud_{row}"]), told.get(f"proud_{row}_result")
            yield replace(_practice(reference, language, row), row=row, done=done, result=result)


def _step(desk: Desk, reference: Reference, language: str, told: Told, step: str) -> Practice:
    """`to_2`: from level 1 to level 2."""
    to_level = int(str(told[f"{step}_from"]).removeprefix("to_"))
    effort = desk.texts.say(
        "practices.effort",
        language,
        who=told.get(f"{step}_who") or "",
        months=told.get(f"{step}_months"),
        days=told.get(f"{step}_days"),
        euros=told.get(f"{step}_euros"),
    )
    return replace(
        _practice(reference, language, step),
        pillar=str(told[f"{step}_pillar"]),
        from_level=to_level - 1,
        to_level=to_level,
        done=str(told[f"{step}_what"]),
        effort=effort.unescape().strip() or None,
        result=told.get(f"{step}_result"),
    )


def _practice(reference: Reference, language: str, which: str) -> Practice:
    return Practice(
        tenant=reference.tenant,
        id=id_from("practice", reference.id, which),
        reference=reference.id,
        owner=reference.owner,
        pillar="",
        from_level=0,
        to_level=0,
        row=None,
        sector=reference.sector,
        language=language,
        done="",
        effort=None,
        result=None,
        evidence=None,
        source=None,
        withdrawn=False,
        at=reference.at,
    )


def _blank(one: Practice) -> Practice:
    """One that is told of no more."""
    return replace(one, done="", effort=None, result=None, evidence=None, source=None, withdrawn=True)
