"""The long report as a document: its chapters in their order, its annexes, the receipts of its figures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.reports.blocks import Document, Section
from bot.reports.receipts import receipts_of
from bot.reports.report.annexes import annexes
from bot.reports.report.follow_up import follow_up
from bot.reports.report.opening import approach, summary, the_model
from bot.reports.report.others import comparison, others
from bot.reports.report.overall import overall
from bot.reports.report.pillars import pillars
from bot.reports.report.roadmap import roadmap
from bot.reports.report.running import running
from bot.reports.report.source import Source, source_of

if TYPE_CHECKING:
    from bot.reports.documents import Material

CHAPTERS: tuple[Callable[[Source], Section], ...] = (
    summary,
    approach,
    the_model,
    overall,
    pillars,
    running,
    others,
    comparison,
    roadmap,
    follow_up,
)


def report_of(material: Material, language: str) -> Document:
    """The report of a copy; one that leaves holds no answers of single people and no receipts."""
    source = source_of(material, language)
    made = source.memo
    chapters = (_numbered(str(number), chapter(source)) for number, chapter in enumerate(CHAPTERS, 1))
    behind = (
        replace(annex, title=source.say("long.annex.title", letter=chr(ord("A") + n), title=annex.title))
        for n, annex in enumerate(annexes(source))
    )
    copy = source.say("long.copy.leaves" if material.leaves else "long.copy.full")
    return Document(
        language=language,
        title=source.say("long.title", organisation=source.typed(source.facts.name, 80)),
        subtitle=made.subtitle,
        stamp=made.stamp,
        mark=made.mark,
        head=(*made.head, (source.say("long.copy"), copy)),
        sections=tuple(chapters),
        annexes=tuple(behind),
        receipts={} if material.leaves else receipts_of(source),
    )


def _numbered(number: str, section: Section) -> Section:
    parts = tuple(_numbered(f"{number}.{n}", part) for n, part in enumerate(section.parts, 1))
    return replace(section, title=f"{number} {section.title}", parts=parts)
