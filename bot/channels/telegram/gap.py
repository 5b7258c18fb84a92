"""Absence noticed: a client that tells when polls work again after a time in which Telegram dropped taps."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

from bot.channels.telegram.raw import Client

#: Told the moment until which all was well.
OnBack = Callable[[datetime], Awaitable[None]]

#: Seconds. Telegram keeps a tap for 150 and then forgets it.
LONGEST_ABSENCE = 120.0


class Watched:
    """A client that passes everything on."""

    def __init__(
        self,
        client: Client,
        now: Callable[[], datetime],
        monotonic: Callable[[], float],
        on_back: OnBack | None,
    ) -> None:
        self._client, self._now, self._monotonic, self._on_back = client, now, monotonic, on_back
        self._well: tuple[float, datetime] | None = None

    async def call(self, method: str, arguments: dict[str, Any], read_timeout: float) -> Any:
        """The call itself, and after a successful poll the news that we were away before it."""
        began = self._monotonic()
        result = await self._client.call(method, arguments, read_timeout)
        if method == "getUpdates":
            await self.well(began)
        return result

    async def well(self, began: float) -> None:
        """Updates reach us: so said a call that began then."""
        well, self._well = self._well, (self._monotonic(), self._now())
        if self._on_back and well and began - well[0] > LONGEST_ABSENCE:
            await self._on_back(well[1])

    @property
    def last_poll(self) -> float | None:
        """When we last heard that updates reach us, on the monotonic clock."""
        return self._well[0] if self._well else None

    async def renew(self) -> None:
        """New connections."""
        await self._client.renew()
