"""What a start loads, kept out of the search for garbage: most of it stays until the process ends."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def nothing_collected() -> Iterator[None]:
    """No search for garbage until `set_apart`: to look through what is being loaded, again and again, takes a
    fifth of a start.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.unfreeze()
        gc.enable()


def set_apart() -> None:
    """What is loaded by now stays: looking through it for garbage again and again would make people wait."""
    gc.collect()
    gc.freeze()
    gc.enable()
