"""Command about the plan of a round: what to do and when, and the list of actions that comes back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.program import app, fail, run, settings_or_fail


@app.command()
def roadmap(
    assessment: Annotated[
        str | None,
        typer.Argument(help="An assessment's id or unique name; not needed if there is one only."),
    ] = None,
    list_: Annotated[
        Path | None,
        typer.Option("--list", help="The workbook, its sheet of actions filled in, or that sheet as CSV."),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Take what can be taken without asking.")] = False,
    lang: Annotated[str, typer.Option(help="nl or en; the assessment's own if left out.")] = "",
) -> None:
    """What to do and when; with --list, what a filled-in list changes is shown and then taken."""
    from bot.app.commands import plan_text_of
    from bot.consultant.inviting import InviteError

    if lang not in ("", "nl", "en"):
        typer.echo("peiler: --lang is nl or en", err=True)
        raise typer.Exit(2)
    try:
        if list_ is not None:
            _take(list_, assessment, lang, sure=yes)
        else:
            print(run(plan_text_of(settings_or_fail(), assessment, lang)))
    except InviteError as error:
        fail(*error.problems)


def _take(file: Path, assessment: str | None, language: str, *, sure: bool) -> None:
    """Tells what would change and what cannot be taken, asks once, and takes it."""
    from bot.app.commands import take_actions

    data = _read(file)
    found = run(take_actions(settings_or_fail(), assessment, data, language, None))
    for line in (*found.notes, *found.refused):
        typer.echo(f"{file}: {line}", err=True)
    if found.refused and not found.changes:
        fail(f"{file}: nothing to take: the other rows change nothing")
    if not found.changes:
        print("nothing to change: all of it is there already")
        return
    for line in found.changes:
        typer.echo(line, err=True)
    if not sure and not typer.confirm(f"Actions to change: {len(found.changes)}. Go on?", err=True):
        raise typer.Exit(1)
    run(take_actions(settings_or_fail(), assessment, data, language, found.changes))
    print(f"actions changed: {len(found.changes)}")


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        fail(f"--list {file}: cannot be read ({error.strerror})")
