"""What has to be in order before the bot can serve, told all at once."""

from __future__ import annotations

from pathlib import Path

from bot.checking import check_folder
from bot.config import Settings, WrongSettings, load_settings


def ready_to_serve(folder: Path) -> tuple[Settings | None, list[str]]:
    """The settings and all that stands in the way of serving, every problem at once."""
    problems = [str(problem) for problem in check_folder(folder)]
    try:
        settings = load_settings()
    except WrongSettings as error:
        told = {problem.partition(":")[0] for problem in error.problems}
        also = _missing(error.rest) if error.rest is not None else []
        also = [problem for problem in also if problem.partition(":")[0] not in told]
        return None, [*error.problems, *also, *problems]
    return settings, [*_missing(settings), *problems]


def _missing(settings: Settings) -> list[str]:
    problems = []
    if settings.telegram_token is None:
        problems.append("PEILER_TELEGRAM_TOKEN: is missing; make a bot with @BotFather and set its token")
    if not settings.consultants:
        problems.append(
            "PEILER_CONSULTANTS: is empty; set the Telegram user ids of the consultants, with commas"
        )
    if settings.webhook_url and settings.webhook_secret is None:
        problems.append("PEILER_WEBHOOK_SECRET: is missing; set what `openssl rand -hex 32` prints")
    if settings.public_url:
        problems.append("PEILER_PUBLIC_URL: the browser channel is not in this version; leave it empty")
    return problems
