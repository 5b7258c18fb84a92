"""The rules by which a report concludes anything: one function and one line in `RULES` for each kind."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.reports.facts import PillarFacts
from bot.reports.judged import Standing
from bot.reports.matrix import FINDINGS as READ_OUTS
from bot.reports.report.source import Source
from scoring.answers import DONT_KNOW
from scoring.compare import above, at_least

#: How far what is claimed may lie above what has a reference, in levels, before it is worth a word; and how
#: far from the middle of others.
MUCH_CLAIMED, FAR_FROM_OTHERS = 0.5, 0.5
#: By so much a figure that leaves may be beside the true one, where something of its pillar is withheld.
ROUGH = 0.25
#: So many questions in one pillar that nobody could answer are a cluster.
CLUSTER = 3
#: Bands of balance that say that pillars are apart.
UNEVEN = ("clear", "strong")


@dataclass(frozen=True, slots=True)
class Ground:
    """What a rule finds, before it is words: `about` what, `facts` for the template of its kind."""

    about: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    pillar: str = ""
    items: tuple[str, ...] = ()
    receipts: tuple[str, ...] = ()
    #: A text of its own in the place of that of the kind.
    text: str = ""


Rule = Callable[[Source], Iterator[Ground]]


def _limiting(source: Source) -> Iterator[Ground]:
    """A pillar that holds the rest back."""
    for pillar in source.case.limiting:
        facts = {
            "name": source.name(pillar),
            "level": source.case.placed(pillar),
            "people": pillar.people,
            "several": len(source.case.limiting) > 1,
        }
        yield Ground(pillar.id, facts, pillar.id, receipts=(f"pillar:{pillar.id}",))


def _unknown(source: Source) -> Iterator[Ground]:
    """A pillar of which too little is known for a level."""
    for pillar in source.case.open:
        facts = {
            "name": source.name(pillar),
            "people": pillar.people,
            "waiting": sum(pillar.waiting.values()),
        }
        yield Ground(pillar.id, facts, pillar.id, receipts=(f"pillar:{pillar.id}",))


def _gates(source: Source) -> Iterator[Ground]:
    """What must not be missing, and is; as far as this copy knows."""
    for pillar in source.facts.pillars:
        for item in pillar.items:
            if item.urgent:
                facts = {"pillar": source.name(pillar), "topic": source.topic(item)}
                yield Ground(item.id, facts, pillar.id, (item.id,), (f"item:{item.id}",))


def _balance(source: Source) -> Iterator[Ground]:
    """Pillars that are far apart."""
    overall = source.facts.scorecard.overall
    if overall.band in UNEVEN and source.facts.known:
        ranked = sorted(source.facts.known, key=lambda pillar: pillar.card.score or 0.0)
        facts = {
            "highest": source.name(ranked[-1]),
            "high": source.half(source.facts, ranked[-1].card.score or 0.0),
            "lowest": source.name(ranked[0]),
            "low": source.half(source.facts, ranked[0].card.score or 0.0),
        }
        yield Ground("", facts, receipts=("overall",))


def _differences(source: Source) -> Iterator[Ground]:
    """People who are two levels or more apart; who said what is not told."""
    for pillar in source.facts.pillars:
        for item in pillar.items:
            if item.card.difference:
                values = () if source.leaves else _apart(source, item.id)
                facts = {
                    "topic": source.topic(item),
                    "pillar": source.name(pillar),
                    "values": [source.words.level(source.facts, value) for value in values],
                }
                yield Ground(item.id, facts, pillar.id, (item.id,), (f"item:{item.id}",))


def _apart(source: Source, item: str) -> tuple[float, ...]:
    """The lowest and the highest of the answers."""
    values = next((one.values for one in source.facts.findings.differences if one.item.id == item), ())
    return (values[0], values[-1]) if len(values) > 1 else ()


def _rough(pillar: PillarFacts) -> float:
    return ROUGH if any(item.withheld for item in pillar.items) else 0.0


def _claimed(source: Source) -> Iterator[Ground]:
    """What people say lies well above what they can show, and nobody looked yet."""
    for pillar in source.facts.known:
        if pillar.standing is Standing.REVIEWED:
            continue
        claimed, confirmed = pillar.card.claimed, pillar.card.confirmed
        enough = MUCH_CLAIMED + 2 * _rough(pillar)
        if claimed is not None and confirmed is not None and at_least(claimed - confirmed, enough):
            facts = {
                "name": source.name(pillar),
                "claimed": source.half(pillar, claimed),
                "confirmed": source.half(pillar, confirmed),
            }
            yield Ground(pillar.id, facts, pillar.id, receipts=(f"pillar:{pillar.id}",))


def _evidence(source: Source) -> Iterator[Ground]:
    """High answers without a reference."""
    shown, claims = source.facts.evidence
    if claims and shown < claims:
        security = source.facts.security
        lacking = [
            i for i in source.items.values() if i.claims and not i.card.evidence and i.id not in security
        ]
        facts = {
            "shown": shown,
            "claims": claims,
            "topics": [source.topic(item) for item in lacking[:4]],
            "security": bool(security),
        }
        items = tuple(item.id for item in lacking)
        yield Ground("", facts, items=items, receipts=tuple(f"item:{id_}" for id_ in items))


def _provisional(source: Source) -> Iterator[Ground]:
    """A level that open answers can still change."""
    for pillar in source.facts.known:
        if pillar.card.provisional and pillar.card.interval is not None:
            low, high = pillar.card.interval
            facts = {
                "name": source.name(pillar),
                "low": source.words.level(pillar, low),
                "high": source.words.level(pillar, high),
                "wide": low != high,
                "coverage": pillar.card.coverage,
            }
            yield Ground(pillar.id, facts, pillar.id, receipts=(f"pillar:{pillar.id}",))


def _dont_know(source: Source) -> Iterator[Ground]:
    """Questions of one pillar that nobody who was asked could answer."""
    for pillar in source.facts.pillars:
        open_ = [item for item in pillar.items if item.card.special == DONT_KNOW]
        if len(open_) >= CLUSTER:
            facts = {
                "name": source.name(pillar),
                "count": len(open_),
                "topics": [source.topic(item) for item in open_],
            }
            items = tuple(item.id for item in open_)
            yield Ground(pillar.id, facts, pillar.id, items, tuple(f"item:{id_}" for id_ in items))


def _departments(source: Source) -> Iterator[Ground]:
    """Departments that are further, or less far, than the rest."""
    seen = set()
    for one in source.facts.findings.departments:
        pillar = source.pillar_of(one.item.id)
        if pillar is not None and one.item.id not in seen:
            seen.add(one.item.id)
            facts = {
                "topic": source.topic(one.item),
                "best": source.typed(one.best, 60),
                "weakest": source.typed(one.weakest, 60),
            }
            yield Ground(one.item.id, facts, pillar.id, (one.item.id,), (f"item:{one.item.id}",))


def _beyond(source: Source) -> Iterator[Ground]:
    """A pillar that is past what the organisation aims at: nothing is gained by more."""
    for pillar in source.facts.known:
        level, ambition = pillar.card.level, pillar.card.ambition
        if level is not None and ambition is not None and above(level, ambition):
            facts = {
                "name": source.name(pillar),
                "level": source.words.level(pillar, level),
                "ambition": source.half(pillar, ambition),
            }
            yield Ground(pillar.id, facts, pillar.id, receipts=(f"pillar:{pillar.id}",))


def _others(source: Source) -> Iterator[Ground]:
    """A pillar well above or below the middle of organisations seen in the same way."""
    for pillar in source.facts.known:
        for beside in pillar.beside:
            median, own = beside.figures.median, pillar.card.score or 0.0
            if median is not None and at_least(abs(own - median), FAR_FROM_OTHERS + _rough(pillar)):
                facts = {
                    "name": source.name(pillar),
                    "higher": own > median,
                    "own": source.half(pillar, own),
                    "middle": source.half(pillar, median),
                    "n": beside.figures.n,
                    "view": source.say(f"beside.view.{beside.view}"),
                }
                receipts = (f"pillar:{pillar.id}", f"beside:{pillar.id}")
                yield Ground(f"{pillar.id}:{beside.view}", facts, pillar.id, receipts=receipts)


def _moved(source: Source) -> Iterator[Ground]:
    """A pillar at another level than in the round before."""
    for pillar in source.facts.known:
        before, now = pillar.earlier, pillar.card.level
        if before is not None and now is not None and before != now:
            facts = {
                "name": source.name(pillar),
                "before": source.words.level(pillar, before),
                "now": source.words.level(pillar, now),
                "up": now > before,
            }
            yield Ground(pillar.id, facts, pillar.id, receipts=(f"pillar:{pillar.id}",))


def _running(source: Source) -> Iterator[Ground]:
    """What can be read from everything that runs."""
    laid = source.laid
    if laid is None:
        return
    places = [f":{one.objective}:{one.goal}" for one in laid.matrix.overlaps]
    for name, said in READ_OUTS.items():
        for number, facts in enumerate(said(laid)):
            about = places[number] if name == "overlap" else f":{facts['kind']}" if "kind" in facts else ""
            yield Ground(f"{name}{about}", facts, receipts=("initiatives",), text=f"matrix.said.{name}")


def _loss(source: Source) -> Iterator[Ground]:
    """An initiative that costs more than it brings, by its own figures."""
    for id_, case in source.cases.items():
        if case.pays is False:
            facts = {"name": source.called(id_), "net": -case.outcomes["mid"].net}
            yield Ground(id_, facts, receipts=(f"initiative:{id_}",))


#: kind -> when it is found, the most pressing first.
RULES: Mapping[str, Rule] = {
    "gate": _gates,
    "limiting": _limiting,
    "unknown": _unknown,
    "balance": _balance,
    "difference": _differences,
    "claimed": _claimed,
    "evidence": _evidence,
    "provisional": _provisional,
    "dont_know": _dont_know,
    "departments": _departments,
    "beyond": _beyond,
    "others": _others,
    "moved": _moved,
    "running": _running,
    "loss": _loss,
}
