"""The bot on Telegram, with its pages for who keeps it running."""

from __future__ import annotations

import logging
import time
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime
from typing import TYPE_CHECKING

from bot.app.health import Health, health_page
from bot.app.http import listening
from bot.app.plug import TELEGRAM, open_desk, plug, run_all, stop_on_signals, utc_now
from bot.app.redrawing import redraw_after_restore
from bot.app.webhooks import former_webhook, note_webhook
from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.commands import Menu, Profile
from bot.channels.telegram.webhook import Webhook
from bot.config import Settings
from bot.delivery import Rates, away_since, refresh_after_downtime
from bot.desk import Desk, ShowMenu
from bot.metrics import Silent
from bot.reports.renderer import RENDERER
from bot.texts import LANGUAGES
from bot.walking import load
from storage import DatabaseCorrupt, sqlite_path
from storage.records import Card, Json, Person

if TYPE_CHECKING:
    from bot.app.metrics import Prometheus

log = logging.getLogger(__name__)

#: Bytes: what can be checked in some two seconds.
CHECKED_AT_START = 64 * 1024**2
OWNER_COMMANDS = ("start", "answers", "pause", "language", "mydata", "forget", "stop", "help")
CONSULTANT_COMMANDS = (
    *("new", "invite", "status", "remind", "review", "report", "why", "close", "reopen"),
    *("practices", "network", "assessments", "language", "help"),
)


async def serve(settings: Settings, *, take_over: bool, ready: Callable[[str], None]) -> None:
    """The bot, until SIGTERM or SIGINT. Raises what the channel raises, and StorageError."""
    assert settings.telegram_token is not None
    stop = stop_on_signals()
    meter = _meter(settings)
    webhook = _webhook(settings)
    async with open_desk(settings, owner=True) as desk:
        await refuse_damaged(desk)
        channel = TelegramChannel(
            settings.telegram_token,
            _say(desk),
            utc_now,
            time.monotonic,
            settings.telegram_api_url,
            settings.telegram_file_url,
            _profile(desk),
            take_over,
            lambda since: _refresh(desk, channel.bot_id, since),
            webhook=webhook,
            ours=await former_webhook(desk),
            on_failure=(meter or Silent()).call_failed,
        )
        desk.fetchers[channel.bot_id] = channel
        rates = {channel.bot_id: Rates(time.monotonic, settings.send_rate, settings.chat_rate)}
        engine = plug(desk, {channel.bot_id: channel}, rates, settings.tap_guard_ms, meter)
        try:
            await channel.start(stop)
            desk.link = lambda token: f"https://t.me/{channel.username}?start={token}"
            desk.show_menu = _menus(desk, channel)
            engine.clock.last_seen(await away_since(desk.storage, desk.tenant, channel.bot_id))
            await redraw_after_restore(desk)
            await _refresh(desk, channel.bot_id, None)
            health = Health(
                desk, channel.bot_id, engine.room, lambda: channel.last_poll, jump=engine.clock.jump
            )
            async with _pages(settings, health, meter, webhook) as address:
                ready(address)
                await note_webhook(desk)
                await run_all(engine, stop, channel.run(engine.handle, stop), channel.bot_id)
        finally:
            await channel.close()
            # A picture that is being drawn would hold up the end; the next start draws it.
            RENDERER.close()


async def refuse_damaged(desk: Desk, most: int = CHECKED_AT_START) -> None:
    """What is damaged somewhere else than where the first person comes must not take answers either. A
    database of more than `most` bytes is left to `peiler doctor`, because people wait meanwhile.
    """
    path = sqlite_path(desk.settings.database)
    if path is not None and path.stat().st_size > most:
        log.info("the database is too large to be checked at the start; `peiler doctor` does that")
        return
    found = await desk.storage.problems()
    if found:
        raise DatabaseCorrupt(
            f"{desk.settings.database}: the database file is damaged ({found[0]}): restore the last backup"
        )


@asynccontextmanager
async def _pages(
    settings: Settings, health: Health, meter: Prometheus | None, webhook: Webhook | None
) -> AsyncIterator[str]:
    """/healthz and the webhook, and /metrics where it is wanted; gives the address of the first."""
    async with AsyncExitStack() as stack:
        if meter is not None:
            metrics = listening(meter.page(health), settings.metrics_listen)
            log.info("metrics on %s/metrics", await stack.enter_async_context(metrics))
        page = health_page(health, *([webhook.route] if webhook else []))
        yield await stack.enter_async_context(listening(page, settings.listen))


async def _refresh(desk: Desk, bot_id: str, since: datetime | None) -> None:
    """After an absence the open cards say so, because taps made meanwhile are gone."""

    async def redraw(card: Card) -> Json | None:
        scenery = await load(desk, card.interview)
        if scenery is None or scenery.progress.state not in ("active", "paused"):
            return None
        payload = scenery.card().payload()
        return {
            **payload,
            "html": f"{payload['html']}\n\n{desk.texts.say('downtime', scenery.progress.language)}",
        }

    if await refresh_after_downtime(desk.storage, desk.tenant, bot_id, desk.now(), redraw, since):
        desk.woken()


def _say(desk: Desk) -> Callable[[str, str | None], str]:
    def say(name: str, language: str | None) -> str:
        spoken = (language or "")[:2]
        return str(desk.texts.say(name, spoken if spoken in LANGUAGES else desk.settings.language))

    return say


def _profile(desk: Desk) -> Profile:
    """Menus and descriptions; people of other languages see those of this installation."""

    def text(name: str) -> dict[str, str]:
        return {code: str(desk.texts.say(name, language)) for code, language in _spoken(desk).items()}

    return Profile(
        everybody=_menu(desk, OWNER_COMMANDS),
        consultants=_menu(desk, CONSULTANT_COMMANDS),
        consultant_chats=desk.settings.consultants,
        description=text("bot.description"),
        short_description=text("bot.short"),
    )


def _spoken(desk: Desk) -> dict[str, str]:
    return {"": desk.settings.language} | {language: language for language in LANGUAGES}


def _menu(desk: Desk, commands: Iterable[str]) -> Menu:
    names = tuple(commands)
    return {
        code: [(name, str(desk.texts.say(f"menu.{name}", language))) for name in names]
        for code, language in _spoken(desk).items()
    }


def _menus(desk: Desk, channel: TelegramChannel) -> ShowMenu:
    """Who helps to run a round has the consultants' commands in the menu, but for those that they may not."""

    async def show(person: Person, allowed: Callable[[str], bool] | None) -> None:
        if person.channel == TELEGRAM and not desk.is_consultant(person.channel, person.address):
            names = filter(allowed, CONSULTANT_COMMANDS) if allowed is not None else ()
            await channel.show_menu(person.address, _menu(desk, names))

    return show


def _webhook(settings: Settings) -> Webhook | None:
    if not settings.webhook_url:
        return None
    assert settings.webhook_secret is not None
    return Webhook(settings.webhook_url, settings.webhook_secret)


def _meter(settings: Settings) -> Prometheus | None:
    """Its library is loaded only where somebody reads it."""
    if not settings.metrics_listen:
        return None
    from bot.app.metrics import Prometheus

    return Prometheus()
