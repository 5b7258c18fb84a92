"""What an organisation told of its way so far, as it is kept: where it stands, and what it did; no more than
who told it wants to share.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from bot.desk import Desk
from bot.in_full import LEVEL
from bot.interview.progress import Progress
from bot.interview.script import Script
from bot.references.candidates import ASKED, SPOKEN, THANKED, asked_by, unwished, with_invite
from bot.references.measured import measured
from bot.references.told import Told, told_in
from bot.references.wanted import LESSONS, OBJECTIVES
from bot.references.withdrawing import taken_out
from bot.tokens import id_from
from storage.port import Walk
from storage.records import Practice, Record, Reference, ReferenceScore

#: The steps that can be told of.
STEPS = ("step", "step2")
#: Sectors that are government by what they are; of the others it is asked.
GOVERNMENT = frozenset({"municipality", "province", "water_board", "national", "agency", "safety"})
#: Of a level that is placed, all that is asked is known; what is not shared counts for nothing.
KNOWN, UNSHARED = 1.0, 0.0
#: Told, and not to be told on.
NOTHING = {"name": "nothing"}


async def learned(desk: Desk, walk: Walk, script: Script, progress: Progress, now: datetime) -> list[Record]:
    """The reference as it is after handing in, in the place of what was handed in before. What may not be
    shared is not there, and who wants nothing shared (any more) is withdrawn for good.
    """
    told = told_in(script, progress)
    old = await known_of(desk, walk)
    if old is not None and old.withdrawn_at is not None:
        return []
    if told.get("may_name") not in ("named", "anonymous"):
        return _unshared(desk, walk, old, now)
    reference = _reference(walk, told, old, now)
    kept = await desk.storage.practices_of(desk.tenant, reference.id)
    practices = list(_practices(desk, reference, walk.interview.language, told))
    told_now = {one.id for one in practices}
    gone = [blank(one) for one in kept if one.id not in told_now]
    scores = {one.pillar: one for one in _scores(reference, told, now)}
    for pillar, card in (await measured(desk, walk, script, progress)).items():
        scores[pillar] = _score(reference, pillar, card.score or 0.0, card.coverage or 0.0, now)
    known = await desk.storage.reference_scores(desk.tenant, reference.id)
    unknown = [_unknown(one) for one in known if one.pillar not in scores]
    shared = scores.values() if "levels" in _shared(told) else map(_unknown, scores.values())
    return [reference, *shared, *unknown, *practices, *gone]


def id_of(interview: str) -> str:
    """The id of the reference that an interview makes."""
    return id_from("reference", interview)


async def known_of(desk: Desk, walk: Walk) -> Reference | None:
    """The reference that this interview makes, or the candidate that it was asked of."""
    made = await desk.storage.reference(desk.tenant, id_of(walk.interview.id))
    return made or await asked_by(desk, walk.assessment.owner, walk.interview.invite)


def _unshared(desk: Desk, walk: Walk, old: Reference | None, now: datetime) -> list[Record]:
    """Whoever was asked was spoken to, whatever they want; what was shared before is taken back for good."""
    if old is None or old.sharing == NOTHING:
        return []
    if old.interview == walk.interview.id:
        return taken_out(desk, old, now)
    return [replace(old, stage=SPOKEN, sharing=NOTHING, interview=walk.interview.id)]


async def no_longer(desk: Desk, walk: Walk, invite: str, now: datetime) -> list[Record]:
    """What is saved when an interview counts no more; who was asked is asked again, by another invite."""
    wishes, known = await unwished(desk, walk, now), await known_of(desk, walk)
    if known is None or known.withdrawn_at is not None:
        return wishes
    if known.id == id_of(walk.interview.id):
        return [*wishes, *taken_out(desk, known, now)]
    asked = replace(with_invite(known, invite), stage=ASKED, sharing={}, interview=None, anonymous=False)
    scores = await desk.storage.reference_scores(desk.tenant, known.id)
    practices = await desk.storage.practices_of(desk.tenant, known.id)
    return [*wishes, asked, *map(_unknown, scores), *map(blank, practices)]


def _reference(walk: Walk, told: Told, old: Reference | None, now: datetime) -> Reference:
    """As it was told; the consultant's own word for it stays where it may not be named to others."""
    sector, at = told.get("org_sector", old.sector if old else "other"), _since(walk, old, now)
    named = told["may_name"] == "named" and bool(told.get("org_name"))
    return Reference(
        tenant=walk.interview.tenant,
        id=old.id if old is not None else id_of(walk.interview.id),
        owner=walk.assessment.owner,
        name=str(told["org_name"]) if named else _own_word(walk, old),
        anonymous=not named,
        sector=sector,
        government=sector in GOVERNMENT or told.get("org_government") == "yes",
        size=told.get("org_size", old.size if old else None),
        country=told.get("org_country", old.country if old else "XX"),
        year=at.year,
        kind="self",
        stage=THANKED if old is not None and old.stage == THANKED else SPOKEN,
        demo=walk.assessment.demo,
        contact=old.contact if old is not None else {},
        sharing={"name": told["may_name"], "share": sorted(_shared(told))},
        link=None,
        seen_on=None,
        interview=walk.interview.id,
        mark=None,
        withdrawn_at=None,
        at=at,
    )


def _since(walk: Walk, old: Reference | None, now: datetime) -> datetime:
    return old.at if old is not None and old.interview == walk.interview.id else now


def _own_word(walk: Walk, old: Reference | None) -> str | None:
    """What the consultant called it who asked it; what was told is forgotten."""
    return old.name if old is not None and old.id != id_of(walk.interview.id) else None


def _shared(told: Told) -> frozenset[str]:
    return frozenset(told.get("may_share") or ())


def _scores(reference: Reference, told: Told, now: datetime) -> Iterator[ReferenceScore]:
    """The levels as the organisation placed itself."""
    for id_, value in told.items():
        if id_.startswith(LEVEL):
            yield _score(reference, id_.removeprefix(LEVEL), float(value), KNOWN, now)


def _score(reference: Reference, pillar: str, score: float, coverage: float, now: datetime) -> ReferenceScore:
    return ReferenceScore(reference.tenant, reference.id, pillar, score, coverage, now)


def _unknown(one: ReferenceScore) -> ReferenceScore:
    """Of a pillar of which nothing may be told (any more)."""
    return replace(one, score=0.0, coverage=UNSHARED)


def _practices(desk: Desk, reference: Reference, language: str, told: Told) -> Iterator[Practice]:
    """The steps and initiatives that were told of, as far as they may be shared."""
    shared = _shared(told)
    for step in STEPS if "steps" in shared else ():
        if {f"{step}_from", f"{step}_what"} <= told.keys():
            yield _step(desk, reference, language, told, step)
    for row in OBJECTIVES if "initiatives" in shared else ():
        if f"proud_{row}" in told:
            done, result = str(told[f"proud_{row}"]), told.get(f"proud_{row}_result")
            yield replace(_practice(reference, language, row), row=row, done=done, result=result)
    yield from _lessons(reference, language, told)


def _lessons(reference: Reference, language: str, told: Told) -> Iterator[Practice]:
    """What did not work, and what they would do again."""
    for lesson in LESSONS if "lessons" in _shared(told) else ():
        if lesson in told:
            yield replace(_practice(reference, language, lesson), row=lesson, done=str(told[lesson]))


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


def blank(one: Practice) -> Practice:
    """One that is told of no more."""
    return replace(one, done="", effort=None, result=None, evidence=None, source=None, withdrawn=True)
