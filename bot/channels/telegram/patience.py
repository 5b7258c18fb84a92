"""How long to wait for Telegram, and when to try again."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

from telegram.error import BadRequest, Conflict, NetworkError

from bot.channels.telegram.fate import NotSent, TooFast
from bot.channels.telegram.waiting import pause

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Pace:
    """How long the poller waits for what, in seconds."""

    poll: int = 30  # the long poll itself
    answer: float = 20.0  # for an answer, beyond the poll
    look: float = 30.0  # between two looks whether updates are still brought by webhook
    stuck: float = 90.0  # without a sign of life
    held: float = 1.0  # before an update that was not taken is tried again
    conflict: float = 5.0
    first: float = 0.5  # after the first network error; doubles
    longest: float = 30.0


PACE = Pace()


async def patiently(call: Callable[[], Awaitable[T]], *, stop: asyncio.Event, pace: Pace = PACE) -> T | None:
    """The result of a start-up call, tried until it works; None when stopped before.

    Waits out 429, server errors and broken connections; raises what no waiting cures (TokenRefused …).
    """
    failures = 0
    while not stop.is_set():
        try:
            return await call()
        except (NetworkError, NotSent, TooFast) as error:
            if isinstance(error, BadRequest):
                raise
            failures += 1
            await pause(wait_after(error, failures, pace), stop)
    return None


def wait_after(error: Exception, failures: int, pace: Pace) -> float:
    """Seconds before the next try, after so many failures in a row."""
    match error:
        case TooFast():
            return error.seconds
        case Conflict():
            return pace.conflict
        case _:
            longest = min(pace.longest, pace.first * 2.0 ** min(failures - 1, 16))
            return longest * random.uniform(0.5, 1.0)  # noqa: S311 # nosec B311 # no secret
