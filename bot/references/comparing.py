"""How a round's pillars stand beside those of other organisations: which of them count, by their records."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import get_args

from bot.desk import Desk
from bot.references.wanted import SECTOR
from bot.reports.beside import Beside
from scoring.beside_others import FOR_A_FIGURE, Figures, View, figures_of
from storage.port import Others
from storage.records import Assessment, Reference


async def beside(
    desk: Desk, assessment: Assessment, own: Mapping[str, float], *, until: datetime | None = None
) -> dict[str, list[Beside]]:
    """By pillar that has a score (`own`): others as they see themselves, and apart from those as they were
    seen from outside; made-up ones only beside a made-up round. Nobody whose scores are of after `until`.
    """
    itself = await _itself(desk, assessment) if own else frozenset()
    if own and until is not None:
        itself |= frozenset(await desk.storage.scored_after(desk.tenant, assessment.owner, until))
    found: dict[str, list[Beside]] = {}
    for pillar, score in own.items():
        for view in get_args(View):
            others = await _others(desk, assessment, pillar, view, itself)
            if others.scores:
                found.setdefault(pillar, []).append(await _beside(desk, view, others, score))
    return found


async def _others(
    desk: Desk, assessment: Assessment, pillar: str, view: View, itself: Collection[str]
) -> Others:
    """Those of the same sector if that is known and they are enough for a figure, else all."""
    sector = assessment.settings.get(SECTOR)
    for among in (sector, None) if sector else (None,):
        found = await desk.storage.scores_beside(
            *(desk.tenant, assessment.owner, pillar),
            kind=view,
            sector=among,
            demo=assessment.demo,
            without=itself,
        )
        if len(found.scores) >= FOR_A_FIGURE:
            break
    return found


async def _itself(desk: Desk, assessment: Assessment) -> frozenset[str]:
    """The references that are this organisation."""
    name = _called(assessment.name)
    names = await desk.storage.names(desk.tenant, assessment.owner)
    return frozenset(id_ for id_, called in names if _called(called) == name)


def _called(name: str) -> str:
    return " ".join(name.casefold().split())


async def _beside(desk: Desk, view: View, others: Others, score: float) -> Beside:
    figures = figures_of(others.scores, score)
    if figures.n >= FOR_A_FIGURE:
        kinds = tuple(sorted("government" if one else "other" for one in others.governments))
        return Beside(view, figures, others.years, others.sectors, kinds)
    known = [await desk.storage.reference(desk.tenant, id_) for id_ in others.references]
    named = [one for one in known if one is not None and one.name and not one.anonymous]
    return _few(view, figures, named)


def _few(view: View, figures: Figures, named: Sequence[Reference]) -> Beside:
    """Of so few, sector and year could tell who those are that may not be named."""
    years = sorted(one.year for one in named if one.year is not None)
    return Beside(
        view=view,
        figures=figures,
        years=(years[0], years[-1]) if years else None,
        sectors=tuple(sorted({one.sector for one in named})),
        kinds=tuple(sorted({"government" if one.government else "other" for one in named})),
        named=tuple(sorted(str(one.name) for one in named)),
        unnamed=figures.n - len(named),
    )
