"""How a round's pillars stand beside those of other organisations: which of them count, by their records."""

from __future__ import annotations

from collections.abc import Mapping
from typing import get_args

from bot.desk import Desk
from bot.references.sets import ALL
from bot.reports.beside import Beside
from scoring.beside_others import FOR_A_FIGURE, View, figures_of
from storage.port import Others
from storage.records import Assessment, Reference


async def beside(desk: Desk, assessment: Assessment, own: Mapping[str, float]) -> dict[str, list[Beside]]:
    """By pillar that has a score (`own`): others as they see themselves, and apart from those as they were
    seen from outside; made-up ones only beside a made-up round.
    """
    everybody = await desk.storage.references(desk.tenant, assessment.owner, limit=ALL)
    known = {one.id: one for one in everybody if _called(one.name) != _called(assessment.name)}
    found: dict[str, list[Beside]] = {}
    for pillar, score in own.items() if known else ():
        for view in get_args(View):
            others = await desk.storage.scores_beside(
                desk.tenant, assessment.owner, pillar, kind=view, demo=assessment.demo
            )
            one = _beside(view, others, known, score)
            if one.figures.n:
                found.setdefault(pillar, []).append(one)
    return found


def _called(name: str | None) -> str:
    return " ".join((name or "").casefold().split())


def _beside(view: View, others: Others, known: Mapping[str, Reference], score: float) -> Beside:
    counted = [
        (known[id_], s) for id_, s in zip(others.references, others.scores, strict=True) if id_ in known
    ]
    figures = figures_of([one for _, one in counted], score)
    all_ = [reference for reference, _ in counted]
    named = [one for one in all_ if one.name and not one.anonymous]
    few = len(all_) < FOR_A_FIGURE
    # Of so few, sector and year could tell who those are that may not be named.
    told = named if few else all_
    years = sorted(one.year for one in told if one.year is not None)
    return Beside(
        view=view,
        figures=figures,
        years=(years[0], years[-1]) if years else None,
        sectors=tuple(sorted({one.sector for one in told})),
        kinds=tuple(sorted({"government" if one.government else "other" for one in told})),
        named=tuple(sorted(str(one.name) for one in named)) if few else (),
        unnamed=len(all_) - len(named) if few else 0,
    )
