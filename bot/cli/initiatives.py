"""Command about what already runs in a round: the matrix, and a list of initiatives to be taken."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.lists import Language, Yes, ask, show_or_take, tell
from bot.cli.program import app, fail, run, settings_or_fail


@app.command()
def initiatives(
    assessment: Annotated[
        str | None, typer.Option(help="An assessment's id or unique name; not needed if there is one only.")
    ] = None,
    list_: Annotated[
        Path | None,
        typer.Option("--list", help="A CSV or XLSX file; a column for the name is needed, others are used."),
    ] = None,
    yes: Yes = False,
    lang: Language = "",
) -> None:
    """What already runs, by objective and goal; with --list, rows of a file are shown and then taken."""
    from bot.app.commands import matrix_text_of

    show_or_take(
        list_,
        lang,
        lambda settings: matrix_text_of(settings, assessment, lang),
        lambda file, data: _take(file, data, assessment, sure=yes),
    )


def _take(file: Path, data: bytes, assessment: str | None, *, sure: bool) -> None:
    """Tells what can be taken and what cannot, asks once, and takes it."""
    from bot.app.commands import take_initiatives

    found = run(take_initiatives(settings_or_fail(), assessment, data, sure=False))
    tell(file, (*found.notes, *found.refused))
    if not found.count:
        fail(f"{file}: no row can be taken")
    ask(f"Initiatives to take: {found.count}", sure=sure)
    run(take_initiatives(settings_or_fail(), assessment, data, sure=True))
    print(f"initiatives taken: {found.count}")
