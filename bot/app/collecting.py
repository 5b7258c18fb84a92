"""What a start loads, kept out of the search for garbage: most of it stays until the process ends."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def nothing_collected() -> Iterator[Callable[[], None]]:
    """No search for garbage until what it gives is called; that sets apart all that is there by then. To look
    through that again and again takes a fifth of a start, and holds up people later.
    """
    gc.disable()
    try:
        yield _set_apart
    finally:
        gc.unfreeze()
        gc.enable()


def _set_apart() -> None:
    gc.collect()
    gc.freeze()
    gc.enable()
