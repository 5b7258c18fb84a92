"""Command about what already runs in a round: the matrix, and a list of initiatives to be taken."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

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
    yes: Annotated[bool, typer.Option("--yes", help="Take what can be taken without asking.")] = False,
    lang: Annotated[str, typer.Option(help="nl or en; the assessment's own if left out.")] = "",
) -> None:
    """What already runs, by objective and goal; with --list, rows of a file are shown and then taken."""
    from bot.app.commands import matrix_text_of
    from bot.consultant.inviting import InviteError

    if lang not in ("", "nl", "en"):
        typer.echo("peiler: --lang is nl or en", err=True)
        raise typer.Exit(2)
    try:
        if list_ is not None:
            _take(list_, assessment, sure=yes)
        else:
            print(run(matrix_text_of(settings_or_fail(), assessment, lang)))
    except InviteError as error:
        fail(*error.problems)


def _take(file: Path, assessment: str | None, *, sure: bool) -> None:
    """Tells what can be taken and what cannot, asks once, and takes it."""
    from bot.app.commands import take_initiatives

    try:
        data = file.read_bytes()
    except OSError as error:
        fail(f"--list {file}: cannot be read ({error.strerror})")
    found = run(take_initiatives(settings_or_fail(), assessment, data, sure=False))
    for line in (*found.notes, *found.refused):
        typer.echo(f"{file}: {line}", err=True)
    if not found.count:
        fail(f"{file}: no row can be taken")
    if not sure and not typer.confirm(f"Initiatives to take: {found.count}. Go on?", err=True):
        raise typer.Exit(1)
    run(take_initiatives(settings_or_fail(), assessment, data, sure=True))
    print(f"initiatives taken: {found.count}")
