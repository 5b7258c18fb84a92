"""The memo as a PDF, tagged for screen readers (PDF/UA)."""

from __future__ import annotations

from pathlib import Path

from bot.house import PLAIN, House
from bot.reports.glyphs import drawable
from bot.reports.memo import Memo, as_data
from bot.reports.rendering.layout import saying, undrawn
from bot.reports.typesetting import ACCESSIBLE, PRESS
from bot.texts import Texts


def memo_page(made: Memo, out: Path, house: House = PLAIN, texts: Texts | None = None) -> Path:
    """Writes the PDF and returns its path; the same memo gives the same bytes."""
    say = saying(made.language, texts)
    look, data = house.as_data(say("pages.logo")), as_data(made)
    if missing := undrawn(data, say):
        data["foot"] = f"{data['foot']} {missing}"
    [document] = PRESS.typeset("memo.typ", {**drawable(data), "house": look}, standards=ACCESSIBLE)
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_bytes(document)
    return out
