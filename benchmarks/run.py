"""`make bench`: every measurement in turn, bar and figure on a line; exits 1 when a bar is missed.

`python -m benchmarks.run serving peers` runs only those.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable

from benchmarks import beside, documents, due, meanwhile, peers, scorecards, serving, steps, workbooks, year
from benchmarks.figure import Figure

#: Each takes seconds at most, starts from nothing and returns what it measured.
MEASUREMENTS: dict[str, Callable[[], Iterable[Figure]]] = {
    "steps": steps.measure,
    "scorecards": scorecards.measure,
    "serving": serving.measure,
    "peers": peers.measure,
    "due": due.measure,
    "beside": beside.measure,
    "year": year.measure,
    "documents": documents.measure,
    "meanwhile": meanwhile.measure,
    "workbooks": workbooks.measure,
}


def main(wanted: list[str]) -> int:
    """The exit code: 0 when every bar was cleared, 2 for a measurement that does not exist."""
    if unknown := set(wanted) - set(MEASUREMENTS):
        print(f"no such measurement: {', '.join(sorted(unknown))}; there are {', '.join(MEASUREMENTS)}")
        return 2
    missed = 0
    for name in wanted or MEASUREMENTS:
        for figure in MEASUREMENTS[name]():
            print(figure, flush=True)
            missed += not figure.good
    print(f"{missed} missed")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
