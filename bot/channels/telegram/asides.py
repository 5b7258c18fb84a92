"""What is said at once, beside the outbox: best effort, and awaited by nobody."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any

from telegram.error import TelegramError

_FAREWELL = 3.0  # seconds

log = logging.getLogger(__name__)


class Asides:
    """Calls under way in a task group."""

    def __init__(self, group: asyncio.TaskGroup) -> None:
        self._group = group
        self._tasks: set[asyncio.Task[None]] = set()

    def add(self, call: Coroutine[Any, Any, object]) -> None:
        """Begins the call; its failure is only noted."""
        task = self._group.create_task(_quietly(call))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def farewell(self) -> None:
        """What is still being said may finish, shortly."""
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=_FAREWELL)
            for task in late:
                task.cancel()


async def _quietly(call: Coroutine[Any, Any, object]) -> None:
    """Too old to be answered, blocked, cut: nothing follows from it."""
    try:
        await call
    except TelegramError as error:
        log.info("something said in passing was not: %s", error)
