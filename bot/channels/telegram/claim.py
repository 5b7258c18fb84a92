"""Whose updates these are: one program takes them, by polling or by webhook, and does not fight another."""

import asyncio
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from bot.channels.telegram.patience import Pace, patiently
from bot.channels.telegram.raw import Client

#: Whether a webhook at this address is one of our own.
Ours = Callable[[str], bool]


class WebhookElsewhere(Exception):
    """Somebody receives this bot's updates by webhook; polling would need it deleted."""


def nobodys(_url: str) -> bool:
    """Every webhook is somebody else's."""
    return False


async def claim(client: Client, *, take_over: bool, ours: Ours, stop: asyncio.Event, pace: Pace) -> bool:
    """Whether a webhook is set that may be deleted or replaced. Raises WebhookElsewhere for a foreign one."""
    about: dict[str, Any] | None = await patiently(
        lambda: client.call("getWebhookInfo", {}, pace.answer), stop=stop, pace=pace
    )
    url = str((about or {}).get("url") or "")
    if url and not take_over and not ours(url):
        raise WebhookElsewhere(f"a webhook at {urlsplit(url).hostname} receives this bot's updates")
    return bool(url)
