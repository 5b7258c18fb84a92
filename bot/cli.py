"""The command line: reads settings and arguments, calls the program, says in one line what went wrong and
what to do.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Coroutine
from contextlib import nullcontext
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

from bot.checking import check_folder
from bot.config import Settings, WrongSettings, load_settings
from bot.library import ScriptError
from storage import SingleProcess, StorageError, sqlite_path

app = typer.Typer(
    help="Peiler: the interview round of a maturity assessment, in chat and in the browser.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def app_main() -> None:
    """The console script."""
    app(prog_name="peiler")


def _fail(*problems: str) -> NoReturn:
    for problem in problems:
        typer.echo(f"peiler: {problem}", err=True)
    raise typer.Exit(1)


def _settings(**given: object) -> Settings:
    try:
        return load_settings(**given)
    except WrongSettings as error:
        _fail(*error.problems)


def _run(work: Coroutine[Any, Any, Any]) -> Any:
    try:
        return asyncio.run(work)
    except (StorageError, ScriptError) as error:
        _fail(*str(error).splitlines())


@app.command()
def serve(
    take_over: Annotated[
        bool, typer.Option(help="Delete a webhook that is set elsewhere, and poll instead.")
    ] = False,
) -> None:
    """Run the bot on Telegram."""
    from bot.app.plug import SHIPPED
    from bot.app.serve import serve as serve_bot
    from bot.channels.telegram.poller import PollingStuck, TokenRefused, WebhookElsewhere
    from bot.logs import set_up_logs

    settings, problems = _ready_to_serve(SHIPPED)
    if settings is None or problems:
        _fail(*problems)
    set_up_logs(settings.log_level, settings.log_format)
    path = sqlite_path(settings.database)
    told: dict[type[Exception], str] = {
        TokenRefused: "PEILER_TELEGRAM_TOKEN: Telegram refuses this token; copy it again from @BotFather",
        WebhookElsewhere: "this bot has a webhook elsewhere; stop that program, or use --take-over",
        PollingStuck: "Telegram has not answered for minutes, not even on new connections; start me again",
    }
    try:
        with SingleProcess(path) if path else nullcontext():
            _run(serve_bot(settings, take_over=take_over, ready=_listening))
    except tuple(told) as error:
        _fail(told[type(error)])
    except StorageError as error:
        _fail(str(error))
    except OSError as error:
        _fail(f"PEILER_LISTEN: cannot listen on {settings.listen} ({error.strerror}); choose another port")


def _listening(address: str) -> None:
    print(f"listening on {address}", flush=True)


def _ready_to_serve(folder: Path) -> tuple[Settings | None, list[str]]:
    """The settings and all that stands in the way of serving, every problem at once."""
    problems = [str(problem) for problem in check_folder(folder)]
    try:
        settings = load_settings()
    except WrongSettings as error:
        return None, [*error.problems, *problems]
    if settings.telegram_token is None:
        problems.append("PEILER_TELEGRAM_TOKEN: is missing; make a bot with @BotFather and set its token")
    if not settings.consultants:
        problems.append(
            "PEILER_CONSULTANTS: is empty; set the Telegram user ids of the consultants, with commas"
        )
    if settings.public_url:
        problems.append("PEILER_PUBLIC_URL: the browser channel is not in this version; leave it empty")
    return settings, problems


@app.command("try")
def try_(
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 takes a free one.")] = 0,
    lang: Annotated[str, typer.Option(help="nl or en.")] = "nl",
    keep: Annotated[Path | None, typer.Option(help="Keep the data in this SQLite file.")] = None,
    open_: Annotated[bool, typer.Option("--open/--no-open", help="Open the page in the browser.")] = True,
) -> None:
    """Try it in the browser, with a made-up municipality: no account, no token."""
    import tempfile

    from bot.app.page import try_out
    from bot.logs import set_up_logs

    if lang not in ("nl", "en"):
        typer.echo("peiler: --lang is nl or en", err=True)
        raise typer.Exit(2)
    set_up_logs("warning", "text")
    with tempfile.TemporaryDirectory(prefix="peiler-") as folder:
        database = (keep or Path(folder) / "demo.sqlite").resolve()
        files = database.with_name(database.name + ".files") if keep else Path(folder) / "files"
        settings = _settings(
            database=f"sqlite:///{database}", files=files, language=lang, telegram_token=None, consultants=()
        )
        try:
            with SingleProcess(database):
                _run(try_out(settings, port=port, language=lang, ready=lambda a: _opened(a, open_)))
        except StorageError as error:
            _fail(str(error))
        except OSError as error:
            _fail(f"--port {port}: cannot listen there ({error.strerror}); choose another port")


def _opened(address: str, open_: bool) -> None:
    print(address, flush=True)
    if open_:
        import webbrowser

        webbrowser.open(address)


@app.command()
def check(folders: Annotated[list[Path], typer.Argument(help="Folders with scripts and a model.")]) -> None:
    """Find every mistake in scripts and models."""
    problems = [str(problem) for folder in folders for problem in check_folder(folder)]
    for problem in problems:
        typer.echo(problem, err=True)
    if problems:
        raise typer.Exit(1)
    typer.echo(f"{', '.join(str(folder) for folder in folders)}: no mistakes found")


@app.command()
def score(
    folder: Annotated[Path, typer.Argument(help="A folder with a model.yaml.")],
    answers: Annotated[Path, typer.Argument(help="A JSON file with answers and reviews.")],
    ambition: Annotated[
        float | None, typer.Option(help="The level aimed at, where no pressure was answered.")
    ] = None,
) -> None:
    """Score answers: the scorecard as JSON."""
    from scoring import AnswersError, ModelError
    from scoring.files import score_folder_text

    try:
        print(score_folder_text(_read(folder / "model.yaml"), _read(answers), ambition))
    except (ModelError, AnswersError) as error:
        _fail(*(str(problem) for problem in error.problems))


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
        _fail(f"{path}: cannot be read ({reason})")


@app.command()
def invite(
    pillar: Annotated[str, typer.Option(help="The pillar's id, in the shipped model S, O, B, I or M.")],
    new: Annotated[str | None, typer.Option(help="Make a new assessment with this name.")] = None,
    assessment: Annotated[str | None, typer.Option(help="An assessment's id or unique name.")] = None,
    count: Annotated[int, typer.Option(min=1, max=1000)] = 1,
    role: Annotated[str, typer.Option(help="owner or colleague.")] = "owner",
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
    settings = _settings()
    try:
        made = _run(make_invites(settings, new, assessment, pillar, role, count, consultant))
    except InviteError as error:
        _fail(*error.problems)
    for token in made.tokens:
        print(token)
    if not plain:
        typer.echo("Open https://t.me/YOUR_BOT?start=TOKEN; each is for one person.", err=True)
    if new is not None:
        typer.echo(f"assessment {made.assessment}", err=True)


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
        json.dump(_run(export_json(_settings(), assessment)), sys.stdout, ensure_ascii=False, indent=1)
    except InviteError as error:
        _fail(*error.problems)
    print()
