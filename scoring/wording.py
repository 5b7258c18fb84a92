"""How a mistake in a file is told: what is wrong, and what was probably meant."""

from collections.abc import Iterable
from difflib import get_close_matches

from pydantic_core import ErrorDetails


def unknown(what: str, name: str, known: Iterable[str]) -> str:
    """A name that should have been one of the known ones, with the one it resembles most."""
    names = sorted(known)
    close = get_close_matches(name, names, n=1)
    hint = f"did you mean {close[0]}?" if close else f"use one of: {', '.join(names)}"
    return f"{name} is no {what}; {hint}"


def told(mistake: ErrorDetails, known: Iterable[str]) -> str:
    """What pydantic found, told to the author of the file; `known` are the names that may have been meant."""
    path = ".".join(str(step) for step in mistake["loc"])
    if mistake["type"] == "missing":
        return f"{path} is missing; add it"
    if mistake["type"] == "extra_forbidden":
        close = get_close_matches(str(mistake["loc"][-1]), list(known), n=1)
        return f"{path} is not known; {f'did you mean {close[0]}?' if close else 'remove it'}"
    return f"{path}: {mistake['msg']}"
