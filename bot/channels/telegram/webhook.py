"""Updates that Telegram brings to an address of ours: answered once they are on disk."""

from __future__ import annotations

import asyncio
import hmac
import json
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

from pydantic import SecretStr
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route
from telegram.error import BadRequest, TelegramError

from bot.channels.telegram.claim import Ours, claim
from bot.channels.telegram.fate import TokenRefused
from bot.channels.telegram.gap import Watched
from bot.channels.telegram.lanes import Handle, NotTaken, Turns, Update, is_numbered, lane_of
from bot.channels.telegram.patience import PACE, Pace, patiently
from bot.channels.telegram.poller import ALLOWED_UPDATES
from bot.channels.telegram.waiting import pause, unless

SECRET_HEADER = "x-telegram-bot-api-secret-token"  # nosec B105 # the header's name
#: Bytes. The longest message with all its entities is a tenth of it.
LARGEST = 1024 * 1024
#: Updates that Telegram may bring at the same time.
CONNECTIONS = 40

TAKEN, NO_UPDATE, NOT_TELEGRAM, TOO_LARGE, LATER = 200, 400, 403, 413, 503

log = logging.getLogger(__name__)


class WebhookRefused(Exception):
    """Telegram does not want to bring updates to this address; the text is Telegram's."""


class Webhook:
    """The address and what comes in there; everything is to come later while `receive` does not run."""

    def __init__(self, url: str, secret: SecretStr) -> None:
        self.url, self._secret = url, secret
        self.route = Route(urlsplit(url).path or "/", self._answer, methods=["POST"])
        self._handle: Handle | None = None
        self._turns = Turns()
        self._under_way = 0
        self._idle = asyncio.Event()
        self._last_error: int | None = None

    async def receive(
        self,
        client: Watched,
        handle: Handle,
        *,
        stop: asyncio.Event,
        take_over: bool,
        ours: Ours,
        pace: Pace = PACE,
    ) -> None:
        """Hands every update to `handle` until `stop`; see `poll` for what that may raise, and WebhookRefused
        beside. Returns when what was under way is answered.
        """

        def mine(url: str) -> bool:
            return url == self.url or ours(url)

        await claim(client, take_over=take_over, ours=mine, stop=stop, pace=pace)
        async with self._open(handle):
            await self._announce(client, stop, pace)
            while not stop.is_set():
                await unless(stop, self._look(client, pace))
                await pause(pace.look, stop)

    @asynccontextmanager
    async def _open(self, handle: Handle) -> AsyncIterator[None]:
        self._handle = handle
        try:
            yield
        finally:
            self._handle = None
            while self._under_way:
                self._idle.clear()
                await self._idle.wait()

    async def _announce(self, client: Watched, stop: asyncio.Event, pace: Pace) -> None:
        arguments: dict[str, Any] = {
            "url": self.url,
            "secret_token": self._secret.get_secret_value(),
            "allowed_updates": list(ALLOWED_UPDATES),
            "max_connections": CONNECTIONS,
        }
        try:
            await patiently(lambda: client.call("setWebhook", arguments, pace.answer), stop=stop, pace=pace)
        except BadRequest as error:
            raise WebhookRefused(str(error)) from None

    async def _look(self, client: Watched, pace: Pace) -> None:
        """A sign of life, as a poll that returns is one."""
        began = monotonic()
        try:
            about = await client.call("getWebhookInfo", {}, pace.answer)
        except TokenRefused:
            raise
        except TelegramError as error:
            log.warning("Telegram cannot be asked whether it brings updates: %s", error)
            return
        trouble = self._trouble(about)
        if trouble is None:
            await client.well(began)
        else:
            log.error("%s", trouble)

    def _trouble(self, about: dict[str, Any]) -> str | None:
        """What keeps updates away; an error from before the first look is over."""
        if about.get("url") != self.url:
            return "this bot's updates go elsewhere now: stop the other program, and start this one again"
        before, self._last_error = self._last_error, about.get("last_error_date", 0)
        if before in (None, self._last_error) or not about.get("pending_update_count"):
            return None
        return f"Telegram cannot bring updates: {about.get('last_error_message')}"

    async def _answer(self, request: Request) -> Response:
        if not self._is_telegram(request):
            return Response(status_code=NOT_TELEGRAM)
        try:
            body = await _read(request)
        except ClientDisconnect:
            return Response(status_code=NO_UPDATE)
        if body is None:
            return Response(status_code=TOO_LARGE)
        update = _update_in(body)
        if update is None:
            return Response(status_code=NO_UPDATE)
        return Response(status_code=TAKEN if await self._taken(update) else LATER)

    def _is_telegram(self, request: Request) -> bool:
        told = request.headers.get(SECRET_HEADER, "").encode()
        return hmac.compare_digest(told, self._secret.get_secret_value().encode())

    async def _taken(self, update: Update) -> bool:
        """Whether it is on disk, or put aside for good; false: Telegram has to bring it again."""
        self._under_way += 1
        try:
            async with self._turns.of(lane_of(update)):
                if self._handle is None:
                    return False
                await self._handle(update)
        except NotTaken:
            return False
        except Exception as error:
            # Neither text nor traceback: both may quote what the person wrote.
            log.error("update %s could not be handled: %s", update["update_id"], type(error).__name__)
        finally:
            self._under_way -= 1
            self._idle.set()
        return True


async def _read(request: Request) -> bytes | None:
    """The body; None: it is larger than any update."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST:
            return None
    return bytes(body)


def _update_in(body: bytes) -> Update | None:
    try:
        update: Update = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return update if is_numbered(update) else None
