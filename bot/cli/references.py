"""Commands about organisations to learn from: sets of references, out of the database and into it."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.program import app, fail, run, settings_or_fail


class Way(StrEnum):
    """Where a set goes."""

    EXPORT = "export"
    IMPORT = "import"


@app.command()
def references(
    way: Annotated[Way, typer.Argument(help="export writes FILE, import reads it.")],
    file: Annotated[Path, typer.Argument(help="A set of references, as JSON.")],
    consultant: Annotated[
        str | None, typer.Option(help="Telegram user id of the consultant whose references they are.")
    ] = None,
) -> None:
    """Give references to another consultant, or take those of another; never with whom to reach there."""
    from bot.consultant.inviting import InviteError
    from bot.lists.reference_set import WrongSet

    try:
        _export(file, consultant) if way is Way.EXPORT else _import(file, consultant)
    except (InviteError, WrongSet) as error:
        fail(*error.problems)


def _export(file: Path, consultant: str | None) -> None:
    from bot.app.commands import export_references
    from bot.references.sets import as_text

    given = run(export_references(settings_or_fail(), consultant))
    try:
        file.write_text(as_text(given.content), encoding="utf-8")
    except OSError as error:
        fail(f"{file}: cannot be written ({error.strerror})")
    typer.echo(f"{file}: {len(given.content['references'])} references")
    if given.held_back:
        typer.echo(
            f"{given.held_back} stay here: not to be shared, or fewer than five without a name of their kind",
            err=True,
        )


def _import(file: Path, consultant: str | None) -> None:
    from bot.app.commands import import_references

    try:
        data = file.read_bytes()
    except OSError as error:
        fail(f"{file}: cannot be read ({error.strerror})")
    taken = run(import_references(settings_or_fail(), consultant, data, str(file)))
    typer.echo(f"{file}: {taken.new} references taken, {taken.known} known already")
