"""What all commands share: the application they belong to, and how they fail."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, NoReturn

import typer

from bot.config import Settings, WrongSettings, load_settings
from bot.library import ScriptError
from storage import StorageError

app = typer.Typer(
    help="Peiler: the interview round of a maturity assessment, in chat and in the browser.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def fail(*problems: str) -> NoReturn:
    """One line for each problem, and exit code 1."""
    for problem in problems:
        typer.echo(f"peiler: {problem}", err=True)
    raise typer.Exit(1)


def settings_or_fail(**given: object) -> Settings:
    """The settings, or a line for each wrong one."""
    try:
        return load_settings(**given)
    except WrongSettings as error:
        fail(*error.problems)


def run(work: Coroutine[Any, Any, Any]) -> Any:
    """What the work gives, or a line for what the database or a script has against it."""
    try:
        return asyncio.run(work)
    except (StorageError, ScriptError) as error:
        fail(*str(error).splitlines())
