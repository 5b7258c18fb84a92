"""Delivery as the rest of the program sees it: told that something was saved, it makes people get it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime

from bot.delivery.courier import Courier
from bot.delivery.lanes import Lanes
from bot.delivery.ledger import Ledger
from bot.delivery.rates import Rates
from bot.delivery.rules import Rules
from bot.delivery.shown import FirstShown
from bot.ports import Incoming, Membership, Sender, Tap
from storage.port import Storage, StorageUnavailable


class Delivery:
    """Sends the rows of the outbox, for every bot that has a sender.

    `rates` may leave out bots that need no limit; `shown` is shared with who judges taps.
    """

    def __init__(
        self,
        storage: Storage,
        tenant: str,
        senders: Mapping[str, Sender],
        rates: Mapping[str, Rates],
        now: Callable[[], datetime],
        monotonic: Callable[[], float],
        shown: FirstShown,
        rules: Rules | None = None,
        grace: float = 8.0,
    ) -> None:
        self._storage, self._tenant, self._now, self._grace = storage, tenant, now, grace
        rules = rules or Rules()
        self._lanes: dict[str, Lanes] = {}
        for bot_id, sender in senders.items():
            limits = rates.get(bot_id) or Rates(monotonic, send_rate=0, chat_rate=0)
            ledger = Ledger(storage, now)
            courier = Courier(storage, sender, ledger, limits, shown, rules, now, monotonic)
            self._lanes[bot_id] = Lanes(
                storage, tenant, bot_id, courier, ledger, limits, rules, now, monotonic
            )

    async def run(self, stop: asyncio.Event) -> None:
        """Until `stop` is set and what was in flight has its result on disk."""
        async with asyncio.TaskGroup() as group:
            for lanes in self._lanes.values():
                group.create_task(lanes.run(stop, self._grace))

    def wake(self) -> None:
        """Call it after every save that may have put something into the outbox; it costs nothing."""
        for lanes in self._lanes.values():
            lanes.wake()

    async def drain(self, seconds: float) -> bool:
        """While running: waits until all that can go out is out. False: some of it takes longer than that."""
        try:
            async with asyncio.timeout(seconds):
                for lanes in self._lanes.values():
                    await lanes.idle()
        except TimeoutError:
            return False
        return True

    async def noticed(self, incoming: Incoming) -> None:
        """Call it before an event is handled: it proves that the chat can be reached, and a tap on a message
        of unknown fate that it arrived.
        """
        tap, lanes = incoming.event, self._lanes.get(incoming.bot_id)
        if lanes is None:
            return
        if tap != Membership(reachable=False):
            lanes.heard(incoming.chat_id)
        if not isinstance(tap, Tap) or tap.message_id is None:
            return
        ask = tap.data.split(":")[1] if ":" in tap.data else ""
        # Only a chat that rests can have such a message, and few do: most taps cost no look-up.
        if not ask or not lanes.is_resting(incoming.chat_id):
            return
        place = (self._tenant, incoming.bot_id, incoming.chat_id)
        # Without storage the tap is not taken either, and comes again.
        with suppress(StorageUnavailable):
            if await self._storage.arrived(*place, ask, tap.message_id, self._now()):
                lanes.wakes_up(incoming.chat_id)
