"""Commands for who keeps Peiler running: copies, and what is wrong."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.program import app, run, settings_or_fail


@app.command()
def backup(
    file: Annotated[Path, typer.Argument(help="Where the copy goes; replaced if it is there.")],
) -> None:
    """Copy database and files into one checked file; also while the bot runs."""
    from bot.app.backup import back_up

    count = run(back_up(settings_or_fail(), file))
    typer.echo(f"{file}: database and {count} files, checked")


@app.command()
def restore(file: Annotated[Path, typer.Argument(help="What `peiler backup` made.")]) -> None:
    """Put a backup in the place of database and files; stop the bot first."""
    from bot.app.backup import restore as put_back

    count, erased = run(put_back(settings_or_fail(), file))
    typer.echo(f"{file}: restored with {count} files; {erased} erasures done again. Start the bot now.")


@app.command()
def doctor() -> None:
    """Look at everything that Peiler needs, also while it runs; exit code 1 when something is wrong."""
    if run(_told()):
        raise typer.Exit(1)


async def _told() -> bool:
    """Says each finding as it is made; whether one of them is bad."""
    from bot.app.doctor import examine
    from bot.app.plug import SHIPPED

    ill = False
    async for finding in examine(SHIPPED):
        typer.echo(str(finding))
        ill = ill or finding.verdict == "ILL"
    return ill
