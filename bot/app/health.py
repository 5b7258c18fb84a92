"""Whether the bot does its work: polls return, the outbox drains, the database writes, the disk has room."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.app.clock import MOST
from bot.app.disk import FLOOR, Room
from bot.delivery import note_alive
from bot.delivery.rules import BULK
from bot.desk import Desk
from storage import Outgoing, StorageError

#: Seconds. A long poll returns every half minute; what is due goes out at once, or a minute after trouble.
LONGEST_POLL, LONGEST_WAIT, LONGEST_WRITE = 90.0, 120.0, 5.0
_LOOKED_AT = 1000
#: The longest pause between two tries.
_REST = timedelta(minutes=1)

Sign = dict[str, Any]


async def outbox_age(desk: Desk, bot_id: str, since: datetime | None = None) -> float:
    """Seconds that the oldest message has been waiting that could go out (since then at most).

    One that Telegram refuses time and again waits too, though it rests for a moment after each try.
    """
    now = desk.now()
    due = await desk.storage.due(desk.tenant, bot_id, now + _REST, _LOOKED_AT)
    oldest = min((_waits_since(row) for row in due), default=now)
    return max(0.0, (now - max(oldest, since or oldest)).total_seconds())


def _waits_since(row: Outgoing) -> datetime:
    """Only what is not urgent is ever planned for later."""
    planned = row.not_before if row.priority >= BULK else None
    return max(row.created_at, planned or row.created_at)


@dataclass
class Health:
    """The vital signs of one running bot. `last_poll` is on the monotonic clock, None before the first."""

    desk: Desk
    bot_id: str
    room: Room
    last_poll: Callable[[], float | None]
    monotonic: Callable[[], float] = time.monotonic
    #: How far the wall clock is off.
    jump: Callable[[], timedelta] = timedelta
    began: float = field(init=False)
    began_at: datetime = field(init=False)

    def __post_init__(self) -> None:
        self.began, self.began_at = self.monotonic(), self.desk.now()

    def poll_age(self) -> float:
        """Seconds since a poll returned, or since the start."""
        last = self.last_poll()
        return self.monotonic() - (self.began if last is None else last)

    async def signs(self) -> dict[str, Sign]:
        """Each sign with `ok` and what was measured."""
        poll, free = self.poll_age(), self.room.free()
        return {
            "polls": {"ok": poll <= LONGEST_POLL, "seconds_ago": round(poll, 1)},
            "outbox": await self._outbox(),
            "database": await self._database(),
            "disk": {"ok": free >= FLOOR, "free_bytes": free},
            "clock": {"ok": abs(self.jump()) <= MOST, "jumped_seconds": round(self.jump().total_seconds())},
        }

    async def _outbox(self) -> Sign:
        try:
            age = await outbox_age(self.desk, self.bot_id, self.began_at)
        except StorageError as error:
            return {"ok": False, "problem": str(error)}
        return {"ok": age <= LONGEST_WAIT, "oldest_seconds": round(age, 1)}

    async def _database(self) -> Sign:
        """A real write; a commit that hangs is as bad as one that fails, or that lands in a deleted file."""
        missing = self.room.missing()
        if missing:
            return {"ok": False, "problem": missing}
        desk = self.desk
        try:
            async with asyncio.timeout(LONGEST_WRITE):
                await note_alive(desk.storage, desk.tenant, self.bot_id, desk.now())
        except StorageError as error:
            return {"ok": False, "problem": str(error)}
        except TimeoutError:
            return {"ok": False, "problem": f"nothing was written within {LONGEST_WRITE:g} s"}
        return {"ok": True}


def health_page(health: Health, *more: Route) -> Starlette:
    """/healthz: 200, or 503 with the names of what is ill; and what else is to be found at that address."""

    async def healthz(_: Request) -> Response:
        signs = await health.signs()
        ill = [name for name, sign in signs.items() if not sign["ok"]]
        body = {"status": "ill" if ill else "ok", "ill": ill, **signs}
        return JSONResponse(body, status_code=503 if ill else 200)

    return Starlette(routes=[Route("/healthz", healthz), *more])
