"""What commands share that show something of a round, and take a list of it after one yes."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterable
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.cli.program import fail, run, settings_or_fail
from bot.config import Settings

Yes = Annotated[bool, typer.Option("--yes", help="Take what can be taken without asking.")]
Language = Annotated[str, typer.Option(help="nl or en; the assessment's own if left out.")]


def show_or_take(
    file: Path | None,
    language: str,
    show: Callable[[Settings], Coroutine[Any, Any, str]],
    take: Callable[[Path, bytes], None],
) -> None:
    """Prints what there is; with a file, has what is in it taken. Ends the command where that cannot be."""
    from bot.consultant.inviting import InviteError

    if language not in ("", "nl", "en"):
        typer.echo("peiler: --lang is nl or en", err=True)
        raise typer.Exit(2)
    try:
        if file is None:
            print(run(show(settings_or_fail())))
        else:
            take(file, _read(file))
    except InviteError as error:
        fail(*error.problems)


def tell(file: Path, lines: Iterable[str]) -> None:
    """Tells how a list was read, and what cannot be taken of it."""
    for line in lines:
        typer.echo(f"{file}: {line}", err=True)


def ask(question: str, *, sure: bool) -> None:
    """Ends the command where somebody does not say yes."""
    if not sure and not typer.confirm(f"{question}. Go on?", err=True):
        raise typer.Exit(1)


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        fail(f"--list {file}: cannot be read ({error.strerror})")
