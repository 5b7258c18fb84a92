"""Small HTTP servers of our own: bound first, so that port 0 gives a real port before anybody asks."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Generator
from contextlib import asynccontextmanager, contextmanager

import uvicorn
from starlette.applications import Starlette


class CannotListen(OSError):
    """An address is taken, or not ours; the text says which."""

    def __init__(self, listen: str, error: OSError) -> None:
        super().__init__(error.errno, error.strerror)
        self.listen = listen


@asynccontextmanager
async def listening(app: Starlette, listen: str) -> AsyncIterator[str]:
    """The app on an address; gives `http://HOST:PORT` with the real port. Raises CannotListen."""
    host, _, port = listen.rpartition(":")
    config = uvicorn.Config(
        app, log_config=None, access_log=False, lifespan="off", timeout_graceful_shutdown=2
    )
    try:
        sock = _bound(host.strip("[]"), int(port))
    except OSError as error:
        raise CannotListen(listen, error) from error
    server = _Server(config)
    task = asyncio.ensure_future(server.serve([sock]))
    try:
        # uvicorn has no event for "started"; the socket listens from here on at the latest.
        sock.listen()
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

    @contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        """Nothing: the program stops everything together."""
        yield
