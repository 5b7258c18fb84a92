"""The workbook of a round: all sheets, in one language, for the consultant alone."""

from __future__ import annotations

from pathlib import Path

from bot.reports.documents import Material
from bot.reports.workbook.acting import actions, initiatives
from bot.reports.workbook.answering import answers, codebook, evidence
from bot.reports.workbook.file import write
from bot.reports.workbook.others import practices, references
from bot.reports.workbook.rating import scores, summary
from bot.reports.workbook.sheet import Sheet
from bot.reports.workbook.source import Source


def workbook(material: Material, language: str, out: Path) -> None:
    """Writes an XLSX file; the same material gives the same once it is unpacked."""
    source = Source(material, language)
    title = source.say("workbook.title.whole", organisation=source.words.line(material.facts.name))
    write(sheets(source), out, title=title, made=material.facts.as_of)


def sheets(source: Source) -> tuple[Sheet, ...]:
    """In the order of the tabs."""
    running = initiatives(source)
    return (
        summary(source),
        scores(source),
        answers(source),
        evidence(source),
        actions(source, running),
        running,
        references(source),
        practices(source),
        codebook(source),
    )
