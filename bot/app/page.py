"""The browser channel on this machine, with a demo: no account, no token."""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from bot.app.http import listening
from bot.app.plug import WEB, Engine, open_desk, plug, run_all, stop_on_signals, utc_now
from bot.channels.web import WebPerson, create_app
from bot.config import Settings
from bot.consultant.ordered import PROGRESS
from bot.demo.seed import seed
from bot.desk import Desk
from bot.ports import Button, Entry, Message, Shown
from storage.port import Storage
from storage.records import Outgoing

#: Who can be tried: addresses of the people that the demo puts there.
SIDES = ("owner", "consultant", "reference")


@dataclass(frozen=True, slots=True)
class PageLog:
    """A conversation for the browser: what the outbox holds for its chat."""

    storage: Storage
    tenant: str

    async def entries(self, chat_id: str, limit: int) -> list[Entry]:
        """The newest `limit` entries, oldest first."""
        rows = await self.storage.messages(self.tenant, WEB, chat_id, limit)
        # Here nothing is edited: how far something is can be read until it is followed by anything.
        return [_entry(row) for row in rows if row.kind != PROGRESS or row is rows[-1]]


def _entry(row: Outgoing) -> Entry:
    payload = row.payload
    buttons = tuple(tuple(Button(*press) for press in line) for line in payload.get("buttons", ()))
    return Entry(
        id=row.id,
        at=row.created_at,
        kind=row.kind,
        html=str(payload.get("html") or payload.get("caption") or ""),
        buttons=buttons,
        echo=row.echo,
        view=payload.get("view"),
        photo=Path(row.file_ref) if row.file_ref and row.method == "photo" else None,
    )


class Page:
    """The sending half of the browser channel: what is stored is there as soon as the page is drawn."""

    def __init__(self) -> None:
        self._count = time.time_ns() // 1_000_000

    async def send(self, chat_id: str, message: Message) -> Shown:
        """It is on the page."""
        self._count += 1
        return Shown(self._count, utc_now())

    async def edit(self, chat_id: str, message_id: int, message: Message) -> Shown:
        """It is on the page, in its new form."""
        return Shown(message_id, utc_now())

    async def collapse(self, chat_id: str, message_id: int) -> None:
        """Pages show only the newest card anyway."""

    async def delete(self, chat_id: str, message_id: int) -> None:
        """A page has nothing of its own: what was blanked is gone from it."""


async def _person(desk: Desk, side: str) -> WebPerson:
    """One of the people of the demo, by the name that it gave them."""
    known = await desk.storage.person_at(desk.tenant, WEB, side)
    return WebPerson(side, side, known.name if known else "")


async def try_out(settings: Settings, *, port: int, language: str, ready: Callable[[str], None]) -> None:
    """The browser channel on this machine with a demo, until SIGTERM or SIGINT."""
    stop = stop_on_signals()
    token = secrets.token_urlsafe(16)
    async with open_desk(settings, owner=True) as desk:
        desk.bots[WEB] = WEB
        desk.consultants[WEB] = frozenset({"consultant"})
        engine = plug(desk, {WEB: Page()}, {}, 0)
        await seed(desk)
        people = {side: await _person(desk, side) for side in SIDES}
        app = create_app(
            handle=engine.handle,
            log=PageLog(desk.storage, desk.tenant),
            next_update_id=_counter(),
            people=people,
            token=token,
            language=language,
            now=utc_now,
            allowed_hosts=["127.0.0.1", "localhost"],
            settled=_settled(engine),
        )
        async with listening(app, f"127.0.0.1:{port}") as address:
            ready(f"{address}/?token={token}")
            await run_all(engine, stop, stop.wait(), WEB)


def _counter() -> Callable[[], int]:
    """Update ids of a browser: no two alike, not even with those of an earlier run on the same file."""
    last = time.time_ns()

    def count() -> int:
        nonlocal last
        last += 1
        return last

    return count


def _settled(engine: Engine) -> Callable[[str], Awaitable[None]]:
    """Reports and pictures take a moment; the page waits for them rather than making people reload."""

    async def settled(_chat: str) -> None:
        desk = engine.desk
        for _ in range(60):
            if not await desk.storage.due_jobs(desk.tenant, desk.now(), 1):
                return
            await asyncio.sleep(0.05)

    return settled
