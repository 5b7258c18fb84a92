"""Pictures in Word documents: the logo as pixels, and what a picture says to who hears it."""

from __future__ import annotations

import struct
from typing import Any

from docx.shared import Inches, Length

from bot.house import House
from bot.reports.glyphs import fit_for_xml
from bot.reports.typesetting import PRESS

#: Sharp enough in print.
PIXELS_PER_INCH = 220


def logo_pixels(house: House) -> tuple[bytes, Length]:
    """The logo as a PNG, and how wide it is to be. Raises NotTypeset."""
    [drawn] = PRESS.typeset("logo.typ", {"house": house.as_data("")}, as_="png", ppi=PIXELS_PER_INCH)
    # The width stands at the same place of every PNG.
    [width] = struct.unpack(">L", drawn[16:20])
    return drawn, Inches(width / PIXELS_PER_INCH)


def describe(inline: Any, alt: str) -> None:
    """Gives the picture its alternative text; no room beside it, for some programs add it."""
    for side in "TBLR":
        inline.set(f"dist{side}", "0")
    inline.docPr.set("descr", fit_for_xml(alt))
