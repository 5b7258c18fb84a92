"""Commands about the end of a round: judgements, pages for conversations, closing and opening again."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.program import app, fail, run, settings_or_fail


@app.command()
def review(
    file: Annotated[Path | None, typer.Argument(help="Judgements to record: CSV or JSON.")] = None,
    assessment: Annotated[
        str | None, typer.Option(help="Print the answers of this assessment as a CSV to fill in.")
    ] = None,
    guide: Annotated[
        str | None, typer.Option(help="Make the pages for the conversations of this assessment.")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="The folder for the pages.")] = None,
    lang: Annotated[str, typer.Option(help="nl, en or both.")] = "both",
) -> None:
    """Record judgements from a file, all or none; or print what there is to judge; or make the pages."""
    from bot.consultant.inviting import InviteError
    from bot.texts import LANGUAGES

    languages = LANGUAGES if lang == "both" else (lang,)
    given = [one for one in (file, assessment, guide) if one is not None]
    if len(given) != 1 or (guide is None) != (out is None) or not set(languages) <= set(LANGUAGES):
        typer.echo(
            "peiler: give FILE, --assessment ID, or --guide ID --out FOLDER; --lang is nl, en or both",
            err=True,
        )
        raise typer.Exit(2)
    try:
        if file is not None:
            _record(file)
        elif assessment is not None:
            _template(assessment)
        elif guide is not None and out is not None:
            _guides(guide, out, languages)
    except InviteError as error:
        fail(*error.problems)


def _record(file: Path) -> None:
    from bot.app.commands import record_judgements

    try:
        data = file.read_bytes()
    except OSError as error:
        fail(f"{file}: cannot be read ({error.strerror})")
    count = run(record_judgements(settings_or_fail(), data, str(file)))
    typer.echo(f"{file}: {count} judgements recorded")


def _template(assessment: str) -> None:
    from bot.app.commands import judgement_template

    print(run(judgement_template(settings_or_fail(), assessment)), end="")


def _guides(assessment: str, out: Path, languages: tuple[str, ...]) -> None:
    from bot.app.commands import make_guides

    try:
        written = run(make_guides(settings_or_fail(), assessment, out, languages))
    except OSError as error:
        fail(f"--out {out}: cannot be written ({error.strerror})")
    for path in written:
        print(path)


@app.command()
def close(assessment: Annotated[str, typer.Argument(help="An assessment's id or unique name.")]) -> None:
    """Close an assessment: nobody answers any more; nothing is lost."""
    _turned(assessment, open_=False)


@app.command()
def reopen(assessment: Annotated[str, typer.Argument(help="An assessment's id or unique name.")]) -> None:
    """Open a closed assessment again."""
    _turned(assessment, open_=True)


def _turned(assessment: str, *, open_: bool) -> None:
    from bot.app.commands import open_or_close
    from bot.consultant.inviting import InviteError

    try:
        print(run(open_or_close(settings_or_fail(), assessment, open_=open_)))
    except InviteError as error:
        fail(*error.problems)
