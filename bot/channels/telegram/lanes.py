"""Order among updates: one after another within a chat, chats side by side."""

import asyncio
import logging
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any

Update = dict[str, Any]
Handle = Callable[[Update], Awaitable[None]]

AT_ONCE = 32  # chats

log = logging.getLogger(__name__)


class NotTaken(Exception):
    """The update could not be kept now (storage is down); it has to come again."""


def is_numbered(update: object) -> bool:
    """Whether this is an update at all: an object with its number."""
    return isinstance(update, dict) and isinstance(update.get("update_id"), int)


def lane_of(update: Update) -> str:
    """The chat an update belongs to, else its author, else nobody's: `chat:5`, `user:5`, `update:1001`."""
    for content in update.values():
        if not isinstance(content, dict):
            continue
        message = content.get("message")
        for owner, kind in ((message, "chat"), (content, "chat"), (content, "from")):
            who = owner.get(kind) if isinstance(owner, dict) else None
            if isinstance(who, dict) and "id" in who:
                return f"{'user' if kind == 'from' else kind}:{who['id']}"
    return f"update:{update['update_id']}"


class Turns:
    """The same order for updates that come by themselves: first come, first served in each lane."""

    def __init__(self) -> None:
        self._locks: dict[str, asyncio.Lock] = {}
        self._wanted: Counter[str] = Counter()
        self._gate = asyncio.Semaphore(AT_ONCE)

    @asynccontextmanager
    async def of(self, lane: str) -> AsyncIterator[None]:
        """Waits for this lane's turn, and for there not to be too many at work."""
        self._wanted[lane] += 1
        try:
            async with self._locks.setdefault(lane, asyncio.Lock()), self._gate:
                yield
        finally:
            self._wanted[lane] -= 1
            if not self._wanted[lane]:
                del self._wanted[lane], self._locks[lane]


async def handle_all(updates: Sequence[Update], handle: Handle) -> set[int]:
    """Handles each in its lane; returns the ids of those that were not taken."""
    lanes: dict[str, list[Update]] = {}
    for update in updates:
        lanes.setdefault(lane_of(update), []).append(update)
    gate = asyncio.Semaphore(AT_ONCE)
    async with asyncio.TaskGroup() as group:
        walks = [group.create_task(_walk(lane, handle, gate)) for lane in lanes.values()]
    return set[int]().union(*(walk.result() for walk in walks))


async def _walk(lane: list[Update], handle: Handle, gate: asyncio.Semaphore) -> set[int]:
    async with gate:
        for position, update in enumerate(lane):
            try:
                await handle(update)
            except NotTaken:
                return {later["update_id"] for later in lane[position:]}
            except Exception as error:
                # Neither text nor traceback: both may quote what the person wrote.
                log.error("update %s could not be handled: %s", update["update_id"], type(error).__name__)
    return set()
