"""Calls to Telegram over aiohttp: PTB's request seam, with the three fates of a call kept apart."""

import json
from collections.abc import AsyncGenerator, Callable
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from telegram import Bot
from telegram.error import NetworkError, TelegramError
from telegram.request import BaseRequest, RequestData

from bot.channels.telegram.answers import failure_of, json_of, raise_for
from bot.channels.telegram.fate import fate_of, is_unchanged
from bot.ports import Fate

API_URL = "https://api.telegram.org/bot"
FILE_URL = "https://api.telegram.org/file/bot"

# Seconds; shorter than Telegram's own, so that a call seldom meets a connection that was just closed.
_KEEP_ALIVE = 30.0
_CHUNK = 64 * 1024


#: Told of every call that failed: its method, and what became of it.
OnFailure = Callable[[str, Fate], None]


def nobody(_method: str, _fate: Fate) -> None:
    """Nobody is told."""


class AiohttpRequest(BaseRequest):
    """PTB's request seam with one connection pool; long polling needs an instance of its own."""

    __slots__ = (
        "_connect",
        "_connections",
        "_media_write",
        "_on_failure",
        "_proxies",
        "_read",
        "_session",
        "_write",
    )

    def __init__(
        self,
        *,
        connections: int = 100,
        connect_timeout: float = 10.0,
        read_timeout: float = 25.0,
        write_timeout: float = 20.0,
        media_write_timeout: float = 60.0,
        proxies: bool = True,
        on_failure: OnFailure = nobody,
    ) -> None:
        """All times in seconds; waiting for a free connection counts as connecting.

        `proxies`: the usual variables (HTTPS_PROXY, NO_PROXY) are heeded. `on_failure` is told of every call.
        """
        self._on_failure = on_failure
        self._proxies = proxies
        self._connections = connections
        self._connect = connect_timeout
        self._read = read_timeout
        self._write = write_timeout
        self._media_write = media_write_timeout
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        return self._read

    async def initialize(self) -> None:
        """Opens the pool; opening it twice is harmless."""
        if self._session is None or self._session.closed:
            connector = aiohttp.TCPConnector(limit=self._connections, keepalive_timeout=_KEEP_ALIVE)
            self._session = aiohttp.ClientSession(
                connector=connector, cookie_jar=aiohttp.DummyCookieJar(), trust_env=self._proxies
            )

    async def shutdown(self) -> None:
        """Closes the pool with whatever runs on it."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """The status and body of a call that succeeded; raises for every other."""
        media = request_data is not None and request_data.contains_files
        timeout = _timeout(
            _given(connect_timeout, self._connect),
            _given(write_timeout, self._media_write if media else self._write),
            _given(read_timeout, self._read),
        )
        return await self._exchange(method, url, _body(request_data), timeout)

    async def raw(self, url: str, arguments: dict[str, Any], read_timeout: float) -> Any:
        """One call without PTB's types: plain arguments in, the result as plain JSON out."""
        fields = {
            key: value if isinstance(value, str) else json.dumps(value) for key, value in arguments.items()
        }
        timeout = _timeout(self._connect, self._write, read_timeout)
        _, payload = await self._exchange("POST", url, fields, timeout)
        return self.parse_json_payload(payload)["result"]

    async def _exchange(
        self, method: str, url: str, body: Any, limits: aiohttp.ClientTimeout
    ) -> tuple[int, bytes]:
        try:
            return await self._exchanged(method, url, body, limits)
        except TelegramError as error:
            # An edit that changes nothing is as good as done.
            if not is_unchanged(error):
                self._on_failure(url.rpartition("/")[2], fate_of(error))
            raise

    async def _exchanged(
        self, method: str, url: str, body: Any, limits: aiohttp.ClientTimeout
    ) -> tuple[int, bytes]:
        failure: TelegramError | None = None
        try:
            async with self._open().request(method, url, data=body, timeout=limits) as response:
                status, payload = response.status, await response.read()
        except (aiohttp.ClientError, OSError) as error:  # a TimeoutError is an OSError
            failure = failure_of(error)
        # Outside the except block: an error with a cause or context would carry the address along.
        if failure is not None:
            raise failure
        raise_for(status, payload)
        return status, payload

    async def stream(self, url: str) -> AsyncGenerator[bytes, None]:
        """The content of a file piece by piece, for files that should not fill the memory."""
        failure: TelegramError | None = None
        timeout = aiohttp.ClientTimeout(connect=self._connect, sock_read=self._read)
        try:
            async with self._open().get(url, timeout=timeout) as response:
                if response.status != 200:
                    raise_for(response.status, await response.read())
                async for chunk in response.content.iter_chunked(_CHUNK):
                    yield chunk
        except (aiohttp.ClientError, OSError) as error:
            failure = failure_of(error)
        if failure is not None:
            raise failure

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Telegram's answer; unlike PTB's own version it never logs what it cannot read."""
        answer = json_of(payload)
        if "result" not in answer:
            raise NetworkError("the answer is not Telegram's")
        return answer

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            raise RuntimeError("this request is not initialized")
        return self._session


def open_bot(
    token: str,
    api_url: str = API_URL,
    file_url: str = FILE_URL,
    *,
    connections: int = 100,
    on_failure: OnFailure = nobody,
) -> Bot:
    """PTB's typed client over aiohttp; use it as an asynchronous context manager."""
    return Bot(
        token,
        base_url=api_url,
        base_file_url=file_url,
        request=request_for(api_url, connections=connections, on_failure=on_failure),
        get_updates_request=request_for(api_url, connections=1),
    )


def request_for(api_url: str, *, connections: int = 100, on_failure: OnFailure = nobody) -> AiohttpRequest:
    """A pool of its own for this address; a server on this machine is never reached through a proxy."""
    here = urlsplit(api_url).hostname in {"127.0.0.1", "localhost", "::1"}
    return AiohttpRequest(connections=connections, proxies=not here, on_failure=on_failure)


def _timeout(connect: float | None, write: float | None, read: float | None) -> aiohttp.ClientTimeout:
    parts = (connect, write, read)
    total = None if None in parts else sum(part for part in parts if part is not None)
    return aiohttp.ClientTimeout(total=total, connect=connect, sock_connect=connect, sock_read=read)


def _given(value: Any, default: float) -> Any:
    return default if value is BaseRequest.DEFAULT_NONE else value


def _body(data: RequestData | None) -> Any:
    if data is None:
        return None
    if not data.contains_files:
        return data.json_parameters
    form = aiohttp.FormData(data.json_parameters)
    for name, (filename, content, mime) in (data.multipart_data or {}).items():
        form.add_field(name, content, filename=filename, content_type=mime)
    return form
