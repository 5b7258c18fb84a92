"""Telegram as a channel: updates come in as our events, our messages go out; nothing is decided here."""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import AsyncGenerator, Callable, Coroutine
from datetime import datetime
from typing import Any

from pydantic import SecretStr
from telegram.error import EndPointNotFound, TelegramError

from bot.channels.telegram.asides import Asides
from bot.channels.telegram.claim import Ours, nobodys
from bot.channels.telegram.commands import Menu, Profile, show_menu, show_profile
from bot.channels.telegram.fate import TokenRefused
from bot.channels.telegram.fetcher import TelegramFetcher
from bot.channels.telegram.gap import OnBack, Watched
from bot.channels.telegram.incoming import callback_id, read_update
from bot.channels.telegram.lanes import NotTaken
from bot.channels.telegram.patience import Pace, patiently
from bot.channels.telegram.poller import poll
from bot.channels.telegram.raw import PollingClient
from bot.channels.telegram.request import API_URL, FILE_URL, AiohttpRequest, OnFailure, nobody, open_bot
from bot.channels.telegram.sender import TelegramSender
from bot.channels.telegram.webhook import Webhook
from bot.ports import (
    Event,
    Handle,
    Incoming,
    Membership,
    Message,
    SentThing,
    Shown,
    Tap,
    TryLater,
    Unknown,
    Wrote,
)

#: A fixed text of the channel, by key and language (None: unknown): `storage_down` and `storage_down_toast`,
#: `failed_toast`, `group_hint`.
Say = Callable[[str, str | None], str]

TOAST_LIMIT = 200
_HINT_EVERY = 60.0
_REMEMBERED = 10_000

log = logging.getLogger(__name__)


class TelegramChannel:
    """One bot: `await start()`, then `run(handle, stop)`; a `Sender` and a `Fetcher` from start to
    close."""

    def __init__(
        self,
        token: SecretStr | str,
        say: Say,
        now: Callable[[], datetime],
        monotonic: Callable[[], float],
        api_url: str = API_URL,
        file_url: str = FILE_URL,
        profile: Profile | None = None,
        take_over: bool = False,
        on_back: OnBack | None = None,
        pace: Pace | None = None,
        webhook: Webhook | None = None,
        ours: Ours = nobodys,
        on_failure: OnFailure = nobody,
    ) -> None:
        """With a `webhook` updates come there; else they are polled. `ours`: former webhooks of our own;
        `on_failure` is told of every call of every method that failed.
        """
        self._token = token.get_secret_value() if isinstance(token, SecretStr) else token
        self._say, self._now, self._monotonic = say, now, monotonic
        self._api_url, self._profile, self._take_over = api_url, profile or Profile(), take_over
        self._on_back, self._pace = on_back, pace or Pace()
        self._webhook, self._ours = webhook, ours
        self.bot_id = self._token.split(":")[0]
        self._on_failure = on_failure
        self.bot = open_bot(self._token, api_url, file_url, on_failure=on_failure)
        self._sender = TelegramSender(self.bot, now)
        request = self.bot.request
        assert isinstance(request, AiohttpRequest), "open_bot made it"
        self._fetcher = TelegramFetcher(request, f"{api_url}{self._token}/", f"{file_url}{self._token}/")
        self._asides: Asides | None = None
        self._watched: Watched | None = None
        self._told: set[str] = set()
        self._hinted: OrderedDict[str, float] = OrderedDict()

    @property
    def username(self) -> str:
        """The name in the bot's links; known once started."""
        return str(self.bot.username)

    @property
    def last_poll(self) -> float | None:
        """When we last heard that updates reach us, on the monotonic clock; None before the first time."""
        return self._watched.last_poll if self._watched else None

    async def start(self, stop: asyncio.Event) -> None:
        """Learns who we are, however long that takes (or until `stop`); raises TokenRefused."""
        # Not the bot's own initialize: after a failed one its connections could not be closed.
        await self.bot.request.initialize()
        try:
            await patiently(self.bot.get_me, stop=stop, pace=self._pace)
        except EndPointNotFound:
            raise TokenRefused("Telegram knows no such bot: a malformed token, or a wrong address") from None

    async def close(self) -> None:
        """Closes the connections."""
        await self.bot.request.shutdown()

    async def run(self, handle: Handle, stop: asyncio.Event) -> None:
        """Takes updates until `stop`. Raises TokenRefused, WebhookElsewhere, WebhookRefused, PollingStuck."""
        trouble: Exception | None = None
        async with asyncio.TaskGroup() as group:
            self._asides = Asides(group)
            introduction = group.create_task(self._introduce(stop))
            try:
                await self._receive(handle, stop)
            except Exception as error:
                # Carried out of the group by hand, because a group would wrap it.
                trouble = error
            introduction.cancel()
            await self._asides.farewell()
        self._asides = None
        if trouble is not None:
            raise trouble

    async def _receive(self, handle: Handle, stop: asyncio.Event) -> None:
        async with PollingClient(self._token, self._api_url, self._on_failure) as client:
            self._watched = watched = Watched(client, self._now, self._monotonic, self._on_back)

            async def take(raw: dict[str, Any]) -> None:
                await self.take(raw, handle)

            receive = self._webhook.receive if self._webhook else poll
            await receive(
                watched, take, stop=stop, take_over=self._take_over, ours=self._ours, pace=self._pace
            )

    async def send(self, chat_id: str, message: Message) -> Shown:
        """A new message."""
        return await self._sender.send(chat_id, message)

    async def edit(self, chat_id: str, message_id: int, message: Message) -> Shown:
        """Another text for a message."""
        return await self._sender.edit(chat_id, message_id, message)

    async def collapse(self, chat_id: str, message_id: int) -> None:
        """A message without its buttons."""
        await self._sender.collapse(chat_id, message_id)

    async def delete(self, chat_id: str, message_id: int) -> None:
        """A message taken back."""
        await self._sender.delete(chat_id, message_id)

    async def show_menu(self, chat_id: str, menu: Menu) -> None:
        """The menu of one chat; an empty one is taken away."""
        await show_menu(self.bot, chat_id, menu)

    def fetch(self, ref: str) -> AsyncGenerator[bytes, None]:
        """The bytes of a file that somebody sent."""
        return self._fetcher.fetch(ref)

    # --- what comes in

    async def take(self, raw: dict[str, Any], handle: Handle) -> None:
        """One update, by poll or by webhook; raises NotTaken if it must come again."""
        incoming = read_update(raw, self.bot_id, self._now(), self._monotonic())
        query = callback_id(raw)
        if not incoming.private:
            self._in_group(incoming, query)
        elif isinstance(incoming.event, Unknown):
            log.info("update %s means nothing to us", incoming.update_id)
            self._answer(query, None)
        else:
            await self._hand_over(incoming, query, handle)

    async def _hand_over(self, incoming: Incoming, query: str | None, handle: Handle) -> None:
        try:
            handled = await handle(incoming)
        except TryLater:
            self._storage_down(incoming, query)
            raise NotTaken from None
        except Exception:
            # An answer without text would say that the tap was taken.
            self._answer(query, self._say("failed_toast", incoming.language))
            raise
        self._told -= {incoming.chat_id, query or ""}
        self._answer(query, handled.toast)

    def _storage_down(self, incoming: Incoming, query: str | None) -> None:
        """Once per chat and outage, however often the update comes again."""
        if query is not None:
            if query not in self._told:
                self._answer(query, self._say("storage_down_toast", incoming.language))
            self._told.add(query)
        elif incoming.chat_id not in self._told:
            self._told.add(incoming.chat_id)
            self._write(incoming.chat_id, self._say("storage_down", incoming.language))

    def _in_group(self, incoming: Incoming, query: str | None) -> None:
        """Nothing is asked or told where others read along."""
        hint = self._say("group_hint", incoming.language)
        if isinstance(incoming.event, Tap):
            self._answer(query, hint)
            return
        last = self._hinted.get(incoming.chat_id)
        if _addresses_us(incoming.event) and (last is None or self._monotonic() - last >= _HINT_EVERY):
            self._hinted[incoming.chat_id] = self._monotonic()
            if len(self._hinted) > _REMEMBERED:
                self._hinted.popitem(last=False)
            self._write(incoming.chat_id, hint)

    # --- what is said at once, outside the outbox: best effort, and no update waits for it

    def _answer(self, query: str | None, toast: str | None) -> None:
        if query is not None:
            text = toast[:TOAST_LIMIT] if toast else None
            self._aside(self.bot.answer_callback_query(query, text=text))

    def _write(self, chat_id: str, html: str) -> None:
        self._aside(self.bot.send_message(chat_id, html, parse_mode="HTML"))

    def _aside(self, call: Coroutine[Any, Any, object]) -> None:
        assert self._asides is not None, "updates are taken while the channel runs"
        self._asides.add(call)

    async def _introduce(self, stop: asyncio.Event) -> None:
        """Menus and descriptions; nobody waits for them."""
        try:
            await patiently(lambda: show_profile(self.bot, self._profile), stop=stop, pace=self._pace)
        except TelegramError as error:
            log.error("Telegram did not take the menus: %s", error)


def _addresses_us(event: Event) -> bool:
    return isinstance(event, Wrote | SentThing) or event == Membership(reachable=True)
