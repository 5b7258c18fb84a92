"""The site, served for real on a free port of this machine."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import uvicorn
from starlette.applications import Starlette

from bot.channels.web import WebPerson, create_app
from tests.web.fake_program import NOON, FakeProgram

TOKEN = "a-token-for-one-browser"
PEOPLE = {
    "owner": WebPerson("u-owner", "c-owner", "Ada de Vries"),
    "consultant": WebPerson("u-consultant", "c-consultant", "Bo Jansen"),
}


def site_of(program: FakeProgram) -> Starlette:
    """The site over a program."""
    return create_app(
        handle=program.handle,
        log=program,
        next_update_id=program.next_update_id,
        people=PEOPLE,
        token=TOKEN,
        language="nl",
        now=lambda: NOON,
        allowed_hosts=["127.0.0.1", "localhost"],
    )


@dataclass(frozen=True)
class Served:
    """Where the site is, and the program behind it."""

    address: str
    program: FakeProgram

    @property
    def door(self) -> str:
        """The address that is printed."""
        return f"{self.address}/?token={TOKEN}"


@contextmanager
def served(program: FakeProgram) -> Iterator[Served]:
    """The site in a thread of its own, with its own loop."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = uvicorn.Server(uvicorn.Config(site_of(program), log_level="error", lifespan="off"))
        ready = threading.Event()
        thread = threading.Thread(target=_run, args=(server, listening, ready))
        thread.start()
        ready.wait()
        try:
            yield Served(f"http://127.0.0.1:{listening.getsockname()[1]}", program)
        finally:
            server.should_exit = True
            thread.join()


def _run(server: uvicorn.Server, listening: socket.socket, ready: threading.Event) -> None:
    async def serve() -> None:
        asyncio.get_running_loop().call_soon(ready.set)
        await server.serve(sockets=[listening])

    asyncio.run(serve())
