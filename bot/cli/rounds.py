"""Commands about a round: invitations into it, and everything out of it."""

from __future__ import annotations

import json
import sys
from typing import Annotated

import typer

from bot.cli.program import app, fail, run, settings_or_fail


@app.command()
def invite(
    new: Annotated[str | None, typer.Option(help="Make a new assessment with this name.")] = None,
    assessment: Annotated[str | None, typer.Option(help="An assessment's id or unique name.")] = None,
    pillar: Annotated[
        str, typer.Option(help="The pillar's id, in the shipped model S, O, B, I or M; not for a consultant.")
    ] = "",
    count: Annotated[int, typer.Option(min=1, max=1000)] = 1,
    role: Annotated[str, typer.Option(help="owner, colleague or consultant.")] = "owner",
    consultant: Annotated[
        str | None, typer.Option(help="Telegram user id of the consultant of a new assessment.")
    ] = None,
    plain: Annotated[bool, typer.Option(help="Print nothing but tokens.")] = False,
) -> None:
    """Make invites: one token a line."""
    from bot.app.commands import make_invites
    from bot.consultant.inviting import InviteError

    if (new is None) == (assessment is None):
        typer.echo("peiler: give either --new NAME or --assessment ID", err=True)
        raise typer.Exit(2)
    settings = settings_or_fail()
    try:
        made = run(make_invites(settings, new, assessment, pillar, role, count, consultant))
    except InviteError as error:
        fail(*error.problems)
    for token in made.tokens:
        print(token)
    if not plain:
        typer.echo("Open https://t.me/YOUR_BOT?start=TOKEN; each is for one person.", err=True)
    if new is not None:
        typer.echo(f"assessment {made.assessment}", err=True)


@app.command()
def erase(
    person: Annotated[str | None, typer.Argument(help="A person's id, as in an export.")] = None,
    assessment: Annotated[str | None, typer.Option(help="An assessment's id or unique name.")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Really: an assessment with all that is in it.")] = False,
) -> None:
    """Erase a person, or a whole assessment, for good."""
    from bot.app.erasing import EraseError, erase_now
    from bot.privacy.erasing import NotYet
    from bot.privacy.forgetting import ASSESSMENT, PERSON

    if (person is None) == (assessment is None):
        typer.echo("peiler: give either a person's id, or --assessment ID --yes", err=True)
        raise typer.Exit(2)
    if assessment is not None and not yes:
        typer.echo("peiler: --assessment erases everything in it for good: add --yes", err=True)
        raise typer.Exit(2)
    kind, wanted = (PERSON, person or "") if assessment is None else (ASSESSMENT, assessment)
    try:
        print(f"erased {kind} {run(erase_now(settings_or_fail(), kind, wanted))}")
    except EraseError as error:
        fail(str(error))
    except NotYet as error:
        fail(f"{kind} {wanted}: {error}; the next start of the bot goes on with it")


@app.command()
def export(
    assessment: Annotated[str | None, typer.Argument(help="An assessment's id or unique name.")] = None,
    all_: Annotated[bool, typer.Option("--all", help="Everything.")] = False,
) -> None:
    """Everything that is kept, as JSON."""
    from bot.app.commands import export_json
    from bot.consultant.inviting import InviteError

    if (assessment is None) != all_:
        typer.echo("peiler: give an assessment's id, or --all", err=True)
        raise typer.Exit(2)
    try:
        json.dump(run(export_json(settings_or_fail(), assessment)), sys.stdout, ensure_ascii=False, indent=1)
    except InviteError as error:
        fail(*error.problems)
    print()
