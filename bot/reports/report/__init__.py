"""The long report: what it says, section by section, as blocks that renderers set."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.reports.blocks import Document
    from bot.reports.documents import Material


def report(material: Material, language: str) -> Document:
    """The report of a copy; one that leaves holds no answers of single people and no receipts."""
    # Not at the top: the receipts of a report are made of its own parts.
    from bot.reports.report.document import report_of

    return report_of(material, language)
