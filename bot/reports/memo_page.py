"""The memo as a PDF, tagged for screen readers (PDF/UA)."""

from __future__ import annotations

from pathlib import Path

from bot.reports.glyphs import drawable
from bot.reports.memo import Memo, as_data
from bot.reports.typesetting import ACCESSIBLE, PRESS


def memo_page(made: Memo, out: Path) -> Path:
    """Writes the PDF and returns its path; the same memo gives the same bytes."""
    [document] = PRESS.typeset("memo.typ", drawable(as_data(made)), standards=ACCESSIBLE)
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_bytes(document)
    return out
