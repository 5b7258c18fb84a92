"""Waiting that ends as soon as the program is asked to stop."""

import asyncio
import contextlib
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


async def pause(seconds: float, stop: asyncio.Event) -> None:
    """Sleeps, or returns at once when stopped."""
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(stop.wait(), seconds)


async def unless(stop: asyncio.Event, work: Coroutine[Any, Any, T]) -> T | None:
    """The result of the work; None when stopped before, and then the work is cancelled."""
    async with asyncio.TaskGroup() as group:
        # The error travels as a value, because a group would wrap it in a group of errors.
        task = group.create_task(_settled(work))
        halt = group.create_task(stop.wait())
        await asyncio.wait((task, halt), return_when=asyncio.FIRST_COMPLETED)
        task.cancel()
        halt.cancel()
    if task.cancelled():
        return None
    result, error = task.result()
    if error is not None:
        raise error
    return result


async def _settled(work: Coroutine[Any, Any, T]) -> tuple[T | None, Exception | None]:
    try:
        return await work, None
    except Exception as error:
        return None, error
