"""The only place where parts are plugged together: storage, scripts, texts, conversation, delivery, jobs, channels."""

from __future__ import annotations

import asyncio
import logging
import secrets
import signal
import socket
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping
from contextlib import asynccontextmanager, nullcontext, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.commands import Profile
from bot.config import Settings
from bot.consultant.exporting import export_of
from bot.consultant.inviting import Made, invite_many
from bot.conversation import Conversation
from bot.delivery import Delivery, FirstShown, Rates, note_alive, refresh_after_downtime
from bot.desk import Desk
from bot.jobs import Jobs
from bot.library import load_folder
from bot.ports import Button, Entry, Handled, Incoming, Message, Shown
from bot.texts import LANGUAGES, shipped
from bot.walking import load
from storage import open_storage
from storage.port import Storage
from storage.records import Card, Json, Outgoing

log = logging.getLogger(__name__)

SHIPPED = Path(__file__).parent.parent / "interview_scripts" / "social_media"
TELEGRAM, WEB = "telegram", "web"
HEARTBEAT = 30.0
#: Seconds that work under way gets after a signal to stop.
GRACE = 8.0
#: Updates are remembered longer than Telegram keeps them (24 hours).
REMEMBER_UPDATES = timedelta(hours=72)
OWNER_COMMANDS = ("start", "answers", "pause", "language", "stop", "help")
CONSULTANT_COMMANDS = ("new", "invite", "status", "report", "assessments", "language", "help")


def utc_now() -> datetime:
    """The wall clock."""
    return datetime.now(UTC)


@asynccontextmanager
async def open_desk(settings: Settings, *, owner: bool, folder: Path = SHIPPED) -> AsyncIterator[Desk]:
    """Storage, scripts and texts together. `owner`: this process may checkpoint, because it is the one that serves."""
    library = load_folder(folder)
    async with open_storage(settings.database, owner=owner) as storage:
        desk = Desk(storage, library, shipped(), settings, utc_now)
        desk.consultants = {TELEGRAM: frozenset(settings.consultants)}
        if settings.telegram_token is not None:
            desk.bots[TELEGRAM] = settings.telegram_token.get_secret_value().split(":")[0]
        yield desk


@dataclass
class Engine:
    """The running parts behind the channels."""

    desk: Desk
    conversation: Conversation
    delivery: Delivery
    jobs: Jobs

    async def handle(self, incoming: Incoming) -> Handled:
        """What every channel calls."""
        await self.delivery.noticed(incoming)
        return await self.conversation.handle(incoming)


def plug(desk: Desk, senders: Mapping[str, Any], rates: Mapping[str, Rates], guard_ms: int) -> Engine:
    """Conversation, delivery and jobs around one desk."""
    shown = FirstShown(guard_ms, time.monotonic)
    jobs = Jobs(desk)
    delivery = Delivery(desk.storage, desk.tenant, senders, rates, utc_now, time.monotonic, shown)

    def woken() -> None:
        delivery.wake()
        jobs.wake()

    desk.woken = woken
    too_soon: Callable[[str, float | None], bool] = shown.too_soon if guard_ms else lambda _ask, _heard: False
    return Engine(desk, Conversation(desk, too_soon, shown.began_at), delivery, jobs)


# --- the command line, also while the bot runs


async def make_invites(
    settings: Settings,
    new: str | None,
    assessment: str | None,
    pillar: str,
    role: str,
    count: int,
    consultant: str | None,
) -> Made:
    """Invites for one pillar of a new or a known assessment. Raises InviteError."""
    async with open_desk(settings, owner=False) as desk:
        return await invite_many(desk, new, assessment, pillar, role, count, consultant)


async def export_json(settings: Settings, assessment: str | None) -> dict[str, Any]:
    """The export object, of one assessment or (None) of all. Raises InviteError for an unknown one."""
    async with open_desk(settings, owner=False) as desk:
        return await export_of(desk, assessment)


# --- serve


async def serve(settings: Settings, *, take_over: bool, ready: Callable[[str], None]) -> None:
    """The bot, until SIGTERM or SIGINT. Raises TokenRefused, WebhookElsewhere, PollingStuck, StorageError."""
    assert settings.telegram_token is not None
    stop = _stop_on_signals()
    async with open_desk(settings, owner=True) as desk:
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
        )
        rates = {channel.bot_id: Rates(time.monotonic, settings.send_rate, settings.chat_rate)}
        engine = plug(desk, {channel.bot_id: channel}, rates, settings.tap_guard_ms)
        try:
            await channel.start(stop)
            desk.link = lambda token: f"https://t.me/{channel.username}?start={token}"
            await _refresh(desk, channel.bot_id, None)
            async with listening(_health(desk), settings.listen) as address:
                ready(address)
                await _run(engine, stop, channel.run(engine.handle, stop), channel.bot_id)
        finally:
            await channel.close()


async def _run(engine: Engine, stop: asyncio.Event, channel: Coroutine[Any, Any, None], bot_id: str) -> None:
    """All loops together: when one ends, all do."""
    trouble: Exception | None = None

    async def until_stop(work: Coroutine[Any, Any, Any]) -> None:
        nonlocal trouble
        try:
            await work
        except Exception as error:
            # Carried out by hand: a task group would wrap it, and the others should finish their work first.
            trouble = trouble or error
        finally:
            stop.set()

    try:
        async with asyncio.timeout(None) as limit, asyncio.TaskGroup() as group:
            group.create_task(until_stop(channel))
            group.create_task(until_stop(engine.delivery.run(stop)))
            group.create_task(until_stop(engine.jobs.run(stop)))
            group.create_task(until_stop(_heartbeat(engine.desk, bot_id, stop)))
            await stop.wait()
            limit.reschedule(asyncio.get_running_loop().time() + GRACE)
    except TimeoutError:
        log.warning("stopped with work under way; the next start goes on with it")
    if trouble is not None:
        raise trouble


def _stop_on_signals() -> asyncio.Event:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    return stop


async def _heartbeat(desk: Desk, bot_id: str, stop: asyncio.Event) -> None:
    """How the next process knows how long nobody was there; and the chores."""
    while not stop.is_set():
        await note_alive(desk.storage, desk.tenant, bot_id, desk.now())
        await desk.storage.prune_updates(desk.tenant, desk.now() - REMEMBER_UPDATES)
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), HEARTBEAT)


async def _refresh(desk: Desk, bot_id: str, since: datetime | None) -> None:
    """After an absence the open cards say so, because taps made meanwhile are gone."""

    async def redraw(card: Card) -> Json | None:
        scenery = await load(desk, card.interview)
        if scenery is None or scenery.progress.state not in ("active", "paused"):
            return None
        payload = scenery.card().payload()
        return {**payload, "html": f"{payload['html']}\n\n{desk.texts.say('downtime', scenery.progress.language)}"}

    if await refresh_after_downtime(desk.storage, desk.tenant, bot_id, desk.now(), redraw, since):
        desk.woken()


def _say(desk: Desk) -> Callable[[str, str | None], str]:
    def say(name: str, language: str | None) -> str:
        spoken = (language or "")[:2]
        return str(desk.texts.say(name, spoken if spoken in LANGUAGES else desk.settings.language))

    return say


def _profile(desk: Desk) -> Profile:
    """Menus and descriptions; people of other languages see those of this installation."""
    spoken = {"": desk.settings.language} | {language: language for language in LANGUAGES}

    def text(name: str) -> dict[str, str]:
        return {code: str(desk.texts.say(name, language)) for code, language in spoken.items()}

    def menu(commands: tuple[str, ...]) -> dict[str, list[tuple[str, str]]]:
        return {
            code: [(name, str(desk.texts.say(f"menu.{name}", language))) for name in commands]
            for code, language in spoken.items()
        }

    return Profile(
        everybody=menu(OWNER_COMMANDS),
        consultants=menu(CONSULTANT_COMMANDS),
        consultant_chats=desk.settings.consultants,
        description=text("bot.description"),
        short_description=text("bot.short"),
    )


def _health(desk: Desk) -> Starlette:
    async def healthz(_: Request) -> Response:
        await desk.storage.seen(desk.tenant, "health", 0)
        return JSONResponse({"status": "ok"})

    return Starlette(routes=[Route("/healthz", healthz)])


@asynccontextmanager
async def listening(app: Starlette, listen: str) -> AsyncIterator[str]:
    """The app on an address; gives `http://HOST:PORT` with the real port. Raises OSError if it is taken."""
    host, _, port = listen.rpartition(":")
    config = uvicorn.Config(app, log_config=None, access_log=False, lifespan="off", timeout_graceful_shutdown=2)
    sock = _bound(host.strip("[]"), int(port))
    server = _Server(config)
    task = asyncio.ensure_future(server.serve([sock]))
    try:
        while not server.started and not task.done():
            await asyncio.sleep(0.005)
        yield f"http://{host}:{sock.getsockname()[1]}"
    finally:
        server.should_exit = True
        await task


def _bound(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    sock = socket.socket(family, socket.SOCK_STREAM)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        sock.bind((host, port))
    except OSError:
        sock.close()
        raise
    return sock


class _Server(uvicorn.Server):
    """Signals are ours to handle, not uvicorn's."""

    def capture_signals(self) -> Any:
        """Nothing: the program stops everything together."""
        return nullcontext()


# --- try


@dataclass(frozen=True, slots=True)
class PageLog:
    """A conversation for the browser: what the outbox holds for its chat."""

    storage: Storage
    tenant: str

    async def entries(self, chat_id: str, limit: int) -> list[Entry]:
        """The newest `limit` entries, oldest first."""
        return [_entry(row) for row in await self.storage.messages(self.tenant, WEB, chat_id, limit)]


def _entry(row: Outgoing) -> Entry:
    payload = row.payload
    buttons = tuple(tuple(Button(*press) for press in line) for line in payload.get("buttons", ()))
    return Entry(
        id=row.id,
        at=row.created_at,
        kind=row.kind,
        html=str(payload.get("html", "")),
        buttons=buttons,
        echo=row.echo,
        view=payload.get("view"),
        photo=Path(row.file_ref) if row.file_ref else None,
    )


class Page:
    """The sending half of the browser channel: what is stored is there as soon as the page is drawn."""

    def __init__(self) -> None:
        self._count = time.time_ns() // 1_000_000

    async def send(self, chat_id: str, message: Message) -> Shown:
        """It is on the page."""
        self._count += 1
        return Shown(self._count, utc_now())

    async def edit(self, chat_id: str, message_id: int, message: Message) -> Shown:
        """It is on the page, in its new form."""
        return Shown(message_id, utc_now())

    async def collapse(self, chat_id: str, message_id: int) -> None:
        """Pages show only the newest card anyway."""


async def try_out(
    settings: Settings, *, port: int, language: str, ready: Callable[[str], None], seed: Callable[[Desk], Any]
) -> None:
    """The browser channel on this machine with a demo, until SIGTERM or SIGINT."""
    from bot.channels.web import WebPerson, create_app

    stop = _stop_on_signals()
    token = secrets.token_urlsafe(16)
    async with open_desk(settings, owner=True) as desk:
        desk.bots[WEB] = WEB
        desk.consultants[WEB] = frozenset({"consultant"})
        engine = plug(desk, {WEB: Page()}, {}, 0)
        await seed(desk)
        people = {
            "owner": WebPerson("owner", "owner", ""),
            "consultant": WebPerson("consultant", "consultant", ""),
        }
        app = create_app(
            handle=engine.handle,
            log=PageLog(desk.storage, desk.tenant),
            next_update_id=_counter(),
            people=people,
            token=token,
            language=language,
            now=utc_now,
            allowed_hosts=["127.0.0.1", "localhost"],
            settled=_settled(engine),
        )
        async with listening(app, f"127.0.0.1:{port}") as address:
            ready(f"{address}/?token={token}")
            await _run(engine, stop, _until(stop), WEB)


async def _until(stop: asyncio.Event) -> None:
    await stop.wait()


def _counter() -> Callable[[], int]:
    """Update ids of a browser: no two alike, not even with those of an earlier run on the same file."""
    last = time.time_ns()

    def count() -> int:
        nonlocal last
        last += 1
        return last

    return count


def _settled(engine: Engine) -> Callable[[str], Any]:
    """Reports and pictures take a moment; the page waits for them rather than making people reload."""

    async def settled(_chat: str) -> None:
        desk = engine.desk
        for _ in range(60):
            if not await desk.storage.due_jobs(desk.tenant, desk.now(), 1):
                return
            await asyncio.sleep(0.05)

    return settled
