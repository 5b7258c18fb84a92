"""Calls to Telegram in plain JSON, for the poller."""

from typing import Any, Protocol

from bot.channels.telegram.request import AiohttpRequest, OnFailure, nobody, request_for


class Client(Protocol):
    """Raw calls to the Bot API, on connections that can be thrown away."""

    async def call(self, method: str, arguments: dict[str, Any], read_timeout: float) -> Any: ...
    async def renew(self) -> None: ...


class PollingClient:
    """Raw calls on a connection pool that only the poller uses; open and close it with `async with`."""

    def __init__(self, token: str, api_url: str, on_failure: OnFailure = nobody) -> None:
        self._address = f"{api_url}{token}/"
        self._request: AiohttpRequest = request_for(api_url, connections=4, on_failure=on_failure)

    async def __aenter__(self) -> "PollingClient":
        await self._request.initialize()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._request.shutdown()

    async def call(self, method: str, arguments: dict[str, Any], read_timeout: float) -> Any:
        """The result as Telegram sent it; raises what `request` raises."""
        return await self._request.raw(self._address + method, arguments, read_timeout)

    async def renew(self) -> None:
        """Throws the connections away."""
        await self._request.shutdown()
        await self._request.initialize()
