"""What the process that renders does with an order; `renderer` gives them."""

from __future__ import annotations

import pickle  # nosec B403 # see below
import traceback
from collections.abc import Sequence
from typing import Any

from bot.reports.child import Work

#: Of where it went wrong, the last so many places.
PLACES = 4


def begin() -> Work:
    """Needs nothing: an order brings all."""
    return _render


def _render(order: bytes) -> tuple[dict[str, Any], Sequence[bytes]]:
    # What is read comes from the program that started this process, over a pipe that nobody else has.
    draw, out = pickle.loads(order)  # noqa: S301 # nosec B301
    try:
        draw(out)
    except Exception as error:
        return {"failed": _told(error)}, ()
    return {}, ()


def _told(error: Exception) -> str:
    """The kind of error and the places, without its words: they may quote somebody."""
    places = traceback.extract_tb(error.__traceback__)[-PLACES:]
    return " < ".join(
        [type(error).__name__, *(f"{one.filename}:{one.lineno} {one.name}" for one in reversed(places))]
    )
