"""The command line: reads settings and arguments, calls the program, says in one line what went wrong and
what to do.
"""

from __future__ import annotations

from bot.cli import running, scripts, rounds, reviewing, initiatives, roadmap, decision, references, upkeep  # isort: skip - the order in which --help lists them
from bot.cli.program import app

__all__ = [
    "app",
    "app_main",
    "decision",
    "initiatives",
    "references",
    "reviewing",
    "roadmap",
    "rounds",
    "running",
    "scripts",
    "upkeep",
]


def app_main() -> None:
    """The console script."""
    app(prog_name="peiler")
