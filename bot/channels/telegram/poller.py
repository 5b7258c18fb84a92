"""The loop that takes updates from Telegram and confirms only what was handled.

An update is confirmed by the offset of the *next* call, so a process that dies gets it again. The offset
lives in memory only and is sent only while there is something to confirm: a number kept for days could be
past Telegram's own after it has renumbered, and would silently confirm what was never seen.
"""

import asyncio
import contextlib
import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

from telegram.error import TelegramError

from bot.channels.telegram.claim import Ours, WebhookElsewhere, claim, nobodys
from bot.channels.telegram.fate import TokenRefused
from bot.channels.telegram.lanes import Handle, NotTaken, handle_all, is_numbered
from bot.channels.telegram.patience import PACE, Pace, patiently, wait_after
from bot.channels.telegram.raw import Client, PollingClient
from bot.channels.telegram.waiting import pause, unless

ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member")

_FAREWELL = 3.0  # seconds

log = logging.getLogger(__name__)

__all__ = [
    "ALLOWED_UPDATES",
    "Client",
    "NotTaken",
    "Pace",
    "PollingClient",
    "PollingStuck",
    "TokenRefused",
    "WebhookElsewhere",
    "patiently",
    "poll",
]


class PollingStuck(Exception):
    """A poll neither answered nor failed, not even on fresh connections: start the program anew."""


async def poll(
    client: Client,
    handle: Handle,
    *,
    stop: asyncio.Event,
    allowed_updates: Sequence[str] = ALLOWED_UPDATES,
    take_over: bool = False,
    ours: Ours = nobodys,
    pace: Pace = PACE,
) -> None:
    """Hands every update to `handle` until `stop`: one after another per chat, chats side by side.

    `handle` raises NotTaken when the update could not be kept; then it comes again, and nothing after it in
    its chat is handled before it. Any other error of `handle` is logged and the update counts as handled.
    Raises TokenRefused, WebhookElsewhere, PollingStuck.
    """
    if await claim(client, take_over=take_over, ours=ours, stop=stop, pace=pace):
        await patiently(lambda: client.call("deleteWebhook", {}, pace.answer), stop=stop, pace=pace)
    await _Loop(client, handle, stop, allowed_updates, pace).run()


@dataclass(slots=True)
class _Loop:
    client: Client
    handle: Handle
    stop: asyncio.Event
    allowed_updates: Sequence[str]
    pace: Pace
    offset: int | None = None
    failures: int = 0
    handled: set[int] = field(default_factory=set)  # not confirmed yet, because one before them was not taken
    last_answer: float = field(default_factory=monotonic)

    async def run(self) -> None:
        while not self.stop.is_set():
            try:
                updates = await unless(self.stop, self._fetch())
            except TelegramError as error:
                await self._recover(error)
                continue
            if updates is not None:
                self.failures, self.last_answer = 0, monotonic()
                await self._handle(updates)
        await self._confirm_last()

    async def _fetch(self) -> list[Any]:
        arguments: dict[str, Any] = {"timeout": self.pace.poll, "allowed_updates": list(self.allowed_updates)}
        if self.offset is not None:
            arguments["offset"] = self.offset
        for _ in range(2):
            try:
                async with asyncio.timeout(self.pace.stuck):
                    read_timeout = self.pace.poll + self.pace.answer
                    return list(await self.client.call("getUpdates", arguments, read_timeout))
            except TimeoutError:
                log.error("no poll has returned for %s s; starting on new connections", self.pace.stuck)
                await self.client.renew()
        raise PollingStuck(f"no poll has returned for {2 * self.pace.stuck:g} s")

    async def _handle(self, found: list[Any]) -> None:
        updates = [update for update in found if is_numbered(update)]
        if len(updates) < len(found):
            log.error("%s updates without a number cannot be confirmed", len(found) - len(updates))
            await pause(self.pace.held, self.stop)
        ids = {update["update_id"] for update in updates}
        self.handled &= ids
        new = [update for update in updates if update["update_id"] not in self.handled]
        not_taken = await handle_all(new, self.handle)
        if not_taken:
            self.handled |= {update["update_id"] for update in new} - not_taken
            self.offset = min(not_taken)
            await pause(self.pace.held, self.stop)
        else:
            # An answered call has confirmed what its offset said; without updates nothing is left to say.
            self.offset = max(ids) + 1 if ids else None

    async def _recover(self, error: TelegramError) -> None:
        if isinstance(error, TokenRefused):
            raise error
        self.failures += 1
        wait = wait_after(error, self.failures, self.pace)
        log.warning("polling failed (%s: %s); again in %.1f s", type(error).__name__, error, wait)
        await pause(wait, self.stop)
        if monotonic() - self.last_answer > self.pace.stuck:
            self.last_answer = monotonic()
            await self.client.renew()

    async def _confirm_last(self) -> None:
        """Saves the next process from handling the last ones again; it survives that, so this may fail."""
        if self.offset is None:
            return
        arguments = {"offset": self.offset, "limit": 1, "timeout": 0}
        with contextlib.suppress(TelegramError, TimeoutError):
            async with asyncio.timeout(_FAREWELL):
                await self.client.call("getUpdates", arguments, _FAREWELL)
