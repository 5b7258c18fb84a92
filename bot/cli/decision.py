"""Command about what the board decided, and what was done since."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal, InvalidOperation
from typing import Annotated

import typer

from bot.cli.program import app, fail, run, settings_or_fail


@app.command()
def decision(
    assessment: Annotated[str, typer.Argument(help="An assessment's id or unique name.")],
    what: Annotated[str | None, typer.Option(help="What the board decided; it is recorded.")] = None,
    amount: Annotated[str | None, typer.Option(help="Euros that it made available, like 25000.")] = None,
    on: Annotated[str | None, typer.Option(help="The day, like 2027-01-12; today if left out.")] = None,
) -> None:
    """What the board decided and what was done since; with --what it is recorded."""
    from bot.app.commands import decision_text_of, record_decision
    from bot.consultant.inviting import InviteError

    if what is None and (amount is not None or on is not None):
        typer.echo("peiler: --amount and --on belong to --what", err=True)
        raise typer.Exit(2)
    euros, day = _euros(amount), _day(on)
    try:
        if what is not None:
            run(record_decision(settings_or_fail(), assessment, what, euros, day))
        print(run(decision_text_of(settings_or_fail(), assessment)))
    except InviteError as error:
        fail(*error.problems)


def _euros(text: str | None) -> Decimal | None:
    try:
        euros = None if text is None else Decimal(text)
    except InvalidOperation:
        raise typer.BadParameter("write a number, like 25000", param_hint="--amount") from None
    if euros is not None and not (euros.is_finite() and 0 <= euros <= 100_000_000):
        raise typer.BadParameter("write a number, like 25000", param_hint="--amount")
    return euros


def _day(text: str | None) -> dt.date | None:
    try:
        return None if text is None else dt.date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter("write a day, like 2027-01-12", param_hint="--on") from None
