"""The memo as a PDF, tagged for screen readers (PDF/UA)."""

from __future__ import annotations

from pathlib import Path

from bot.cards import plain
from bot.house import PLAIN, House
from bot.reports.glyphs import drawable
from bot.reports.memo import Memo, as_data
from bot.reports.typesetting import ACCESSIBLE, PRESS
from bot.texts import Texts, shipped


def memo_page(made: Memo, out: Path, house: House = PLAIN, texts: Texts | None = None) -> Path:
    """Writes the PDF and returns its path; the same memo gives the same bytes."""
    look = house.as_data(plain((texts or shipped()).say("pages.logo", made.language)))
    [document] = PRESS.typeset("memo.typ", {**drawable(as_data(made)), "house": look}, standards=ACCESSIBLE)
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_bytes(document)
    return out
