"""What the process that typesets does with an order; `typesetting` gives them.

Of the program only this module is loaded there.
"""

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import typst

from bot.reports.child import Work

#: Where Typst says a mistake is; its other words may quote somebody.
_PLACE = re.compile(r"([\w./-]+\.typ:\d+:\d+)")


def begin(root: str, fonts: str) -> Work:
    """Templates come from the one folder alone, fonts from the other alone."""
    compiler = typst.Compiler(root=root, font_paths=[fonts], ignore_system_fonts=True)

    def typeset(order: bytes) -> tuple[dict[str, Any], Sequence[bytes]]:
        asked = json.loads(order)
        try:
            made = compiler.compile(Path(root, asked.pop("template")), **asked)
        except typst.TypstError as error:
            place = _PLACE.search(error.diagnostic)
            return {"refused": place[1] if place else "somewhere"}, ()
        return {}, made if isinstance(made, list) else [made or b""]

    return typeset
