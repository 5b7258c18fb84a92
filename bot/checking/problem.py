"""A mistake in a script or a model, as its author reads it."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """What is wrong and what to do, with the file and the line (from 1) where it stands."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


def suggestion(name: str, known: Iterable[str]) -> str:
    """The end of a sentence that names the known name most like this one; empty if none is."""
    names = list(known)
    close = get_close_matches(name, names, n=1, cutoff=0.5)
    close = close or [known_name for known_name in names if known_name.casefold() == name.casefold()]
    return f"; did you mean {close[0]!r}?" if close else ""
