"""The parts behind every channel, plugged together, and the loops that keep them going."""

from __future__ import annotations

import asyncio
import logging
import signal
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import bot
from bot.app.clock import ClockWatch
from bot.app.collecting import set_apart
from bot.app.disk import Room, room_for
from bot.config import Settings
from bot.conversation import Conversation
from bot.delivery import Delivery, FirstShown, Rates, Rules, note_alive
from bot.desk import Desk
from bot.jobs import Jobs
from bot.library import load_folder
from bot.metrics import Meter, Silent
from bot.notices import not_delivered, unsure
from bot.ports import Handled, Incoming, Sender, TryLater
from bot.reminding.wanted import still_wanted
from bot.texts import shipped
from storage import DatabaseCorrupt, open_storage

log = logging.getLogger(__name__)

#: The maturity model that comes with the program.
SHIPPED = Path(bot.__file__).parent.parent / "interview_scripts" / "social_media"
TELEGRAM, WEB = "telegram", "web"
HEARTBEAT = 30.0
#: Seconds that work under way gets after a signal to stop.
GRACE = 8.0
#: Updates are remembered longer than Telegram keeps them (24 hours).
REMEMBER_UPDATES = timedelta(hours=72)


def utc_now() -> datetime:
    """The wall clock."""
    return datetime.now(UTC)


@asynccontextmanager
async def open_desk(settings: Settings, *, owner: bool, folder: Path = SHIPPED) -> AsyncIterator[Desk]:
    """Storage, scripts and texts together. `owner`: this process may checkpoint, because it is the one that
    serves.
    """
    library = load_folder(folder)
    async with open_storage(settings.database, owner=owner) as storage:
        desk = Desk(storage, library, shipped(), settings, utc_now)
        desk.consultants = {TELEGRAM: frozenset(settings.consultants)}
        if settings.telegram_token is not None:
            desk.bots[TELEGRAM] = settings.telegram_token.get_secret_value().split(":")[0]
        yield desk


@dataclass
class Engine:
    """The running parts behind the channels."""

    desk: Desk
    conversation: Conversation
    delivery: Delivery
    jobs: Jobs
    room: Room
    clock: ClockWatch
    meter: Meter = field(default_factory=Silent)
    _ruined: asyncio.Event = field(default_factory=asyncio.Event)
    _ruin: DatabaseCorrupt | None = None

    async def handle(self, incoming: Incoming) -> Handled:
        """What every channel calls. Raises TryLater when nothing can be kept now."""
        began, result = time.monotonic(), "failed"
        try:
            handled = await self._handle(incoming)
            result = "taken"
            return handled
        except TryLater:
            result = "later"
            raise
        finally:
            self.meter.update(result, time.monotonic() - began)

    async def _handle(self, incoming: Incoming) -> Handled:
        if not self.room.enough():
            raise TryLater
        try:
            await self.delivery.noticed(incoming)
            return await self.conversation.handle(incoming)
        except DatabaseCorrupt as error:
            # Not confirmed: it comes again once a backup is restored.
            self._ruin = self._ruin or error
            self._ruined.set()
            raise TryLater from error

    async def ruin(self) -> None:
        """Waits for ever, unless the database turns out to be damaged: then raises what it said."""
        await self._ruined.wait()
        if self._ruin is not None:
            raise self._ruin


def plug(
    desk: Desk,
    senders: Mapping[str, Sender],
    rates: Mapping[str, Rates],
    guard_ms: int,
    meter: Meter | None = None,
) -> Engine:
    """Conversation, delivery and jobs around one desk."""
    meter, room = meter or Silent(), room_for(desk.settings)
    shown = FirstShown(guard_ms, time.monotonic)
    clock = ClockWatch(desk.now)
    jobs = Jobs(desk, clock.believed)
    rules = Rules(
        permit=partial(still_wanted, desk),
        on_unreachable=partial(not_delivered, desk),
        on_failure=meter.send_failed,
        note=partial(unsure, desk),
    )
    delivery = Delivery(desk.storage, desk.tenant, senders, rates, utc_now, time.monotonic, shown, rules)

    def woken() -> None:
        delivery.wake()
        jobs.wake()

    desk.woken = woken
    desk.room = room.fits
    too_soon: Callable[[str, float | None], bool] = shown.too_soon if guard_ms else lambda _ask, _heard: False
    conversation = Conversation(desk, too_soon, shown.began_at)
    return Engine(desk, conversation, delivery, jobs, room, clock, meter)


async def run_all(
    engine: Engine, stop: asyncio.Event, channel: Coroutine[Any, Any, Any], bot_id: str
) -> None:
    """All loops together: when one ends, all do."""
    set_apart()
    trouble: Exception | None = None

    async def until_stop(work: Coroutine[Any, Any, Any]) -> None:
        nonlocal trouble
        try:
            await work
        except Exception as error:
            # Carried out by hand: a task group would wrap it, and the others should finish their work first.
            trouble = trouble or error
        finally:
            stop.set()

    try:
        async with asyncio.timeout(None) as limit, asyncio.TaskGroup() as group:
            group.create_task(until_stop(channel))
            group.create_task(until_stop(engine.delivery.run(stop)))
            group.create_task(until_stop(engine.jobs.run(stop)))
            group.create_task(until_stop(_heartbeat(engine.desk, bot_id, stop)))
            doom = group.create_task(until_stop(engine.ruin()))
            # Everything begins, even where the end was asked for already: what never began cannot end.
            await asyncio.sleep(0)
            await stop.wait()
            doom.cancel()
            limit.reschedule(asyncio.get_running_loop().time() + GRACE)
    except TimeoutError:
        log.warning("stopped with work under way; the next start goes on with it")
    if trouble is not None:
        raise _first(trouble)


def _first(trouble: Exception) -> Exception:
    """The error itself, out of the groups that task groups put it in."""
    while isinstance(trouble, ExceptionGroup):
        trouble = trouble.exceptions[0]
    return trouble


def stop_on_signals() -> asyncio.Event:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    return stop


async def _heartbeat(desk: Desk, bot_id: str, stop: asyncio.Event) -> None:
    """How the next process knows how long nobody was there; and the chores."""
    while not stop.is_set():
        await note_alive(desk.storage, desk.tenant, bot_id, desk.now())
        await desk.storage.prune_updates(desk.tenant, desk.now() - REMEMBER_UPDATES)
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), HEARTBEAT)
