"""`make bench`: every measurement in turn, bar and figure on a line; exits 1 when a bar is missed."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable

from benchmarks.figure import Figure

#: Each takes seconds at most, starts from nothing and returns what it measured.
MEASUREMENTS: tuple[Callable[[], Iterable[Figure]], ...] = ()


def main() -> int:
    """The exit code: 0 when every bar was cleared."""
    missed = 0
    for measure in MEASUREMENTS:
        for figure in measure():
            print(figure, flush=True)
            missed += not figure.good
    print(f"{missed} missed")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
