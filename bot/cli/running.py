"""Commands that go on until they are stopped: the bot on Telegram, and the demo in the browser."""

from __future__ import annotations

import logging
from contextlib import nullcontext
from pathlib import Path
from typing import Annotated

import typer

from bot.app.collecting import nothing_collected
from bot.cli.program import app, fail, run, settings_or_fail
from bot.config import Settings
from storage import SingleProcess, StorageError, sqlite_path


@app.command()
def serve(
    take_over: Annotated[
        bool, typer.Option(help="Delete a webhook that is set elsewhere, and poll instead.")
    ] = False,
) -> None:
    """Run the bot on Telegram."""
    with nothing_collected():
        _serve(take_over)


def _serve(take_over: bool) -> None:
    from bot.app.plug import SHIPPED
    from bot.app.ready import ready_to_serve
    from bot.app.serve import serve as serve_bot
    from bot.logs import set_up_logs

    settings, problems = ready_to_serve(SHIPPED)
    if settings is None or problems:
        fail(*problems)
    set_up_logs(settings.log_level, settings.log_format)
    path = sqlite_path(settings.database)
    try:
        with SingleProcess(path) if path else nullcontext():
            run(serve_bot(settings, take_over=take_over, ready=_listening))
    except typer.Exit:
        raise
    except Exception as error:
        fail(_told(error, settings))


def _told(error: Exception, settings: Settings) -> str:
    """In one line why serving ended."""
    from bot.app.http import CannotListen
    from bot.channels.telegram.poller import PollingStuck, TokenRefused, WebhookElsewhere
    from bot.channels.telegram.webhook import WebhookRefused

    if isinstance(error, StorageError):
        path = str(sqlite_path(settings.database) or settings.database)
        return str(error) if path in str(error) else f"{path}: {error}"
    if isinstance(error, CannotListen):
        setting = "PEILER_LISTEN" if error.listen == settings.listen else "PEILER_METRICS_LISTEN"
        return f"{setting}: cannot listen on {error.listen} ({error.strerror}); choose another port"
    if isinstance(error, WebhookRefused):
        return f"PEILER_WEBHOOK_URL: Telegram does not bring updates there ({error}); set another address"
    known: dict[type[Exception], str] = {
        TokenRefused: "PEILER_TELEGRAM_TOKEN: Telegram refuses this token; copy it again from @BotFather",
        WebhookElsewhere: "this bot has a webhook elsewhere; stop that program, or use --take-over",
        PollingStuck: "Telegram has not answered for minutes, not even on new connections; start me again",
    }
    if type(error) not in known:
        # Python's own way to say so would quote values.
        logging.getLogger(__name__).critical("stopped by an error in the program", exc_info=error)
    return known.get(
        type(error), f"stopped by an error in the program ({type(error).__name__}), logged above"
    )


def _listening(address: str) -> None:
    print(f"listening on {address}", flush=True)


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
        settings = settings_or_fail(
            database=f"sqlite:///{database}",
            files=files,
            language=lang,
            telegram_token=None,
            telegram_token_file=None,
            consultants=(),
        )
        try:
            with SingleProcess(database):
                run(try_out(settings, port=port, language=lang, ready=lambda a: _opened(a, open_)))
        except StorageError as error:
            fail(str(error))
        except OSError as error:
            fail(f"--port {port}: cannot listen there ({error.strerror}); choose another port")


def _opened(address: str, open_: bool) -> None:
    print(address, flush=True)
    if open_:
        import webbrowser

        webbrowser.open(address)
