"""Commands about a round: invitations into it, and everything out of it."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.program import app, fail, run, settings_or_fail

if TYPE_CHECKING:
    from bot.reports.given import Given


@app.command()
def invite(
    new: Annotated[str | None, typer.Option(help="Make a new assessment with this name.")] = None,
    assessment: Annotated[str | None, typer.Option(help="An assessment's id or unique name.")] = None,
    pillar: Annotated[
        str,
        typer.Option(
            help="The pillar's id, in the shipped model S, O, B, I or M; not for a consultant or reference."
        ),
    ] = "",
    count: Annotated[int, typer.Option(min=1, max=1000)] = 1,
    role: Annotated[str, typer.Option(help="owner, colleague, consultant or reference.")] = "owner",
    consultant: Annotated[
        str | None, typer.Option(help="Telegram user id of the consultant of a new assessment.")
    ] = None,
    plain: Annotated[bool, typer.Option(help="Print nothing but tokens.")] = False,
    list_: Annotated[
        Path | None,
        typer.Option(
            "--list", help="A CSV or XLSX file with the columns name, function, department, pillar, language."
        ),
    ] = None,
) -> None:
    """Make invites: one token a line; for a list, with the row that each is for."""
    from bot.consultant.inviting import InviteError

    _check_usage((new is None) != (assessment is None), list_ is None or count == 1)
    try:
        if list_ is None:
            made = _plain_invites(new, assessment, pillar, role, count, consultant)
        else:
            made = _listed_invites(list_, new, assessment, pillar, role, consultant, plain)
    except InviteError as error:
        fail(*error.problems)
    if not plain:
        typer.echo("Open https://t.me/YOUR_BOT?start=TOKEN; each is for one person.", err=True)
    if new is not None:
        typer.echo(f"assessment {made}", err=True)


def _check_usage(one_round: bool, one_count: bool) -> None:
    problem = "" if one_count else "--list makes an invite for each row: leave --count out"
    problem = problem if one_round else "give either --new NAME or --assessment ID"
    if problem:
        typer.echo(f"peiler: {problem}", err=True)
        raise typer.Exit(2)


def _plain_invites(
    new: str | None, assessment: str | None, pillar: str, role: str, count: int, consultant: str | None
) -> str:
    """Prints the tokens; the id of their assessment."""
    from bot.app.commands import make_invites

    made = run(make_invites(settings_or_fail(), new, assessment, pillar, role, count, consultant))
    for token in made.tokens:
        print(token)
    return str(made.assessment)


def _listed_invites(
    file: Path,
    new: str | None,
    assessment: str | None,
    pillar: str,
    role: str,
    consultant: str | None,
    plain: bool,
) -> str:
    """Prints a token for each row of a list, and whose it is; the id of their assessment."""
    from bot.app.commands import make_listed_invites

    try:
        data = file.read_bytes()
    except OSError as error:
        fail(f"--list {file}: cannot be read ({error.strerror})")
    made = run(make_listed_invites(settings_or_fail(), new, assessment, data, pillar, role, consultant))
    for one in made.made:
        print(one.token if plain else f"{one.token}\t{one.person.pillar}\t{one.person.who}")
    if not plain:
        for note in made.notes:
            typer.echo(f"{file}: {note}", err=True)
    return str(made.assessment)


@app.command()
def status(
    assessment: Annotated[str, typer.Argument(help="An assessment's id or unique name.")],
    client: Annotated[bool, typer.Option(help="Counts alone, for the client.")] = False,
    lang: Annotated[str, typer.Option(help="nl or en; the assessment's own if left out.")] = "",
) -> None:
    """Who of an assessment is invited, busy or done."""
    from bot.app.commands import status_of
    from bot.consultant.inviting import InviteError

    if lang not in ("", "nl", "en"):
        typer.echo("peiler: --lang is nl or en", err=True)
        raise typer.Exit(2)
    try:
        print(run(status_of(settings_or_fail(), assessment, lang, client=client)))
    except InviteError as error:
        fail(*error.problems)


@app.command()
def remind(
    assessment: Annotated[str, typer.Argument(help="An assessment's id or unique name.")],
    lang: Annotated[str, typer.Option(help="nl or en; the assessment's own if left out.")] = "",
    now: Annotated[
        list[str] | None, typer.Option("--now", help="An id from the plan: remind this person now.")
    ] = None,
) -> None:
    """Which reminders go out in the coming days; and one now, for who is named."""
    from bot.app.commands import reminders_of
    from bot.consultant.inviting import InviteError

    if lang not in ("", "nl", "en"):
        typer.echo("peiler: --lang is nl or en", err=True)
        raise typer.Exit(2)
    try:
        print(run(reminders_of(settings_or_fail(), assessment, lang, now or [])))
    except InviteError as error:
        fail(*error.problems)


@app.command()
def erase(
    person: Annotated[str | None, typer.Argument(help="A person's id, as in an export.")] = None,
    assessment: Annotated[str | None, typer.Option(help="An assessment's id or unique name.")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Really: an assessment with all that is in it.")] = False,
) -> None:
    """Erase a person, or a whole assessment, for good."""
    from bot.app.erasing import EraseError, erase_now
    from bot.privacy.finishing import NotYet
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


@app.command()
def report(
    assessment: Annotated[str, typer.Argument(help="An assessment's id or unique name.")],
    out: Annotated[Path, typer.Option(help="The folder for the files; made if it is not there.")],
    lang: Annotated[str, typer.Option(help="nl, en or both.")] = "both",
    distribution: Annotated[
        bool, typer.Option("--distribution", help="Only what may leave the consultant.")
    ] = False,
    template: Annotated[
        Path | None, typer.Option(help="A Word document of your own that the memo is filled into.")
    ] = None,
    memo: Annotated[
        Path | None,
        typer.Option(
            help="A YAML file with what only you know: to, sender, fact, day_rate, cover; it is kept."
        ),
    ] = None,
) -> None:
    """Write memo, summary, chart, figures and answers of a round into a folder; with --distribution a copy
    that may be given to others.
    """
    from bot.app.commands import write_report
    from bot.consultant.copies import CopyError
    from bot.consultant.inviting import InviteError
    from bot.reports.word_template import WrongTemplate
    from bot.texts import LANGUAGES

    languages = LANGUAGES if lang == "both" else (lang,)
    if not set(languages) <= set(LANGUAGES):
        typer.echo("peiler: --lang is nl, en or both", err=True)
        raise typer.Exit(2)
    own = _bytes("--template", template) if template is not None else None
    given = _given(memo) if memo is not None else None
    try:
        written = run(
            write_report(
                settings_or_fail(),
                assessment,
                out,
                languages,
                leaves=distribution,
                template=own,
                given=given,
            )
        )
    except WrongTemplate as error:
        fail(f"--template {template}: {error}")
    except InviteError as error:
        fail(*error.problems)
    except CopyError as error:
        fail(str(error))
    for path in written:
        print(path)


def _bytes(option: str, file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        fail(f"{option} {file}: cannot be read ({error.strerror})")


def _given(file: Path) -> Given:
    """What a memo is to say, from a YAML file."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    from bot.reports.given import WrongMemo, given_of

    try:
        found = YAML(typ="safe").load(_bytes("--memo", file))
        if not isinstance(found, dict):
            raise WrongMemo("write lines like `to: College van B en W`")
        return given_of(found)
    except (YAMLError, UnicodeDecodeError):
        fail(f"--memo {file}: is no YAML that can be read")
    except WrongMemo as error:
        fail(f"--memo {file}: {error}")
