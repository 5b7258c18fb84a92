"""Command about the plan of a round: what to do and when, and the list of actions that comes back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.lists import Language, Yes, ask, show_or_take, tell
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
    yes: Yes = False,
    lang: Language = "",
) -> None:
    """What to do and when; with --list, what a filled-in list changes is shown and then taken."""
    from bot.app.commands import plan_text_of

    show_or_take(
        list_,
        lang,
        lambda settings: plan_text_of(settings, assessment, lang),
        lambda file, data: _take(file, data, assessment, lang, sure=yes),
    )


def _take(file: Path, data: bytes, assessment: str | None, language: str, *, sure: bool) -> None:
    """Tells what would change and what cannot be taken, asks once, and takes it."""
    from bot.app.commands import take_actions

    found = run(take_actions(settings_or_fail(), assessment, data, language, None))
    tell(file, (*found.notes, *found.refused))
    if found.refused and not found.changes:
        fail(f"{file}: nothing to take: the other rows change nothing")
    if not found.changes:
        print("nothing to change: all of it is there already")
        return
    for line in found.changes:
        typer.echo(line, err=True)
    ask(f"Actions to change: {len(found.changes)}", sure=sure)
    run(take_actions(settings_or_fail(), assessment, data, language, found.changes))
    print(f"actions changed: {len(found.changes)}")
