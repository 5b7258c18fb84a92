"""A document of blocks as a PDF, tagged for screen readers (PDF/UA)."""

from __future__ import annotations

from pathlib import Path

from bot.house import PLAIN, House
from bot.reports.blocks import Document
from bot.reports.rendering.layout import as_data
from bot.reports.typesetting import ACCESSIBLE, PRESS
from bot.texts import Texts


def to_pdf(document: Document, out: Path, house: House = PLAIN, texts: Texts | None = None) -> Path:
    """Writes the PDF and returns its path; the same document gives the same bytes. Raises NotTypeset."""
    [content] = PRESS.typeset("report.typ", as_data(document, house, texts), standards=ACCESSIBLE)
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_bytes(content)
    return out
