"""Questions to Telegram outside of serving: whose token this is, who takes its updates, what time it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

import aiohttp
from pydantic import SecretStr
from telegram.error import EndPointNotFound, TelegramError

from bot.channels.telegram.fate import TokenRefused
from bot.channels.telegram.raw import PollingClient

_PATIENCE = 10.0  # seconds


@dataclass(frozen=True, slots=True)
class About:
    """What Telegram said; `problem` tells why it did not. No text holds the token or an address with it."""

    username: str = ""
    #: The host of a webhook, and whether it is the one that is wanted.
    webhook: str | None = None
    as_wanted: bool = True
    #: Why Telegram could not bring an update lately, in its words.
    trouble: str | None = None
    pending: int = 0
    clock: datetime | None = None
    problem: str | None = None


async def ask_about(token: SecretStr, api_url: str, webhook_url: str = "") -> About:
    """Asks once, without disturbing a program that polls; `webhook_url` is where updates should come."""
    async with PollingClient(token.get_secret_value(), api_url) as client:
        try:
            me = await client.call("getMe", {}, _PATIENCE)
            webhook = await client.call("getWebhookInfo", {}, _PATIENCE)
        except (TokenRefused, EndPointNotFound):
            return About(problem="Telegram refuses it; copy it again from @BotFather")
        except TelegramError as error:
            host = urlsplit(api_url).hostname
            return About(problem=f"{host} cannot be asked ({error}): is there a way out to it?")
    url, trouble = str(webhook.get("url") or ""), webhook.get("last_error_message")
    return About(
        me["username"],
        urlsplit(url).hostname,
        url == webhook_url,
        str(trouble).replace(url, "…") if trouble and url else None,
        webhook.get("pending_update_count", 0),
        await _clock(api_url),
    )


async def _clock(api_url: str) -> datetime | None:
    """By the date on any answer of that server."""
    parts = urlsplit(api_url)
    here = parts.hostname in {"127.0.0.1", "localhost", "::1"}
    limit = aiohttp.ClientTimeout(total=_PATIENCE)
    try:
        async with (
            aiohttp.ClientSession(timeout=limit, trust_env=not here) as session,
            session.head(f"{parts.scheme}://{parts.netloc}/") as answer,
        ):
            return parsedate_to_datetime(answer.headers["Date"])
    except (aiohttp.ClientError, OSError, KeyError, ValueError):
        return None
