"""How the bot takes updates: by long polling, or not while a webhook is set."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from tests.telegram_stand_in.errors import bad_request, conflict
from tests.telegram_stand_in.updates import Updates
from tests.telegram_stand_in.webhook import WebhookDelivery
from tests.telegram_stand_in.world import Json

_LONGEST_POLL = 50


class Intake:
    """The four methods around updates, and what they remember."""

    def __init__(self, updates: Updates) -> None:
        self.updates = updates
        self.webhook: Json = {}
        self.delivery = WebhookDelivery(updates)
        self._poll: asyncio.Event | None = None
        self.methods: dict[str, Callable[[Json], Awaitable[Any]]] = {
            "getUpdates": self.get_updates,
            "setWebhook": self.set_webhook,
            "deleteWebhook": self.delete_webhook,
            "getWebhookInfo": self.get_webhook_info,
        }

    async def get_updates(self, arguments: Json) -> list[Json]:
        """Confirms everything before the offset, then waits for what comes next; aborts an older poll."""
        if self.webhook:
            raise conflict(
                "can't use getUpdates method while webhook is active; "
                "use deleteWebhook to delete the webhook first"
            )
        given_up = await self._replace_poll()
        self._remember_allowed(arguments)
        await self.updates.confirm(arguments.get("offset", 0))
        limit = min(max(arguments.get("limit", 100), 1), 100)
        found = await self.updates.fetch(limit, min(arguments.get("timeout", 0), _LONGEST_POLL), given_up)
        if given_up.is_set():
            raise conflict(
                "terminated by other getUpdates request; make sure that only one bot instance is running"
            )
        self._poll = None
        return found

    async def resume(self) -> None:
        """Delivers again, after `stop`."""
        if self.webhook:
            await self.delivery.start(self.webhook)

    async def stop(self) -> None:
        """Ends a waiting poll and delivers nothing more."""
        await self._replace_poll()
        await self.delivery.stop()

    async def _replace_poll(self) -> asyncio.Event:
        if self._poll is not None:
            self._poll.set()
            await self.updates.wake()
        self._poll = asyncio.Event()
        return self._poll

    def _remember_allowed(self, arguments: Json) -> None:
        if "allowed_updates" in arguments:
            self.updates.allowed = arguments["allowed_updates"]

    async def set_webhook(self, arguments: Json) -> bool:
        """Takes an address, or forgets it when it is empty."""
        if not arguments["url"]:
            return await self.delete_webhook(arguments)
        if not arguments["url"].startswith(("https://", "http://127.0.0.1")):
            raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
        self._remember_allowed(arguments)
        self._drop_if_asked(arguments)
        self.webhook = arguments
        await self._replace_poll()
        await self.delivery.start(self.webhook)
        return True

    async def delete_webhook(self, arguments: Json) -> bool:
        """Polling is possible again."""
        self._drop_if_asked(arguments)
        self.webhook = {}
        await self.delivery.stop()
        return True

    def _drop_if_asked(self, arguments: Json) -> None:
        if arguments.get("drop_pending_updates"):
            self.updates.clear()

    async def get_webhook_info(self, _: Json) -> Json:
        """The WebhookInfo object."""
        return {
            "url": self.webhook.get("url", ""), "has_custom_certificate": False,
            "pending_update_count": len(self.updates.pending), **self.delivery.last_error,
        }  # fmt: skip
