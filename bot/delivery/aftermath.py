"""After a call that failed: what is written down about its row, and how long its chat rests."""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.delivery.ledger import Ledger
from bot.delivery.rates import Flood
from bot.delivery.rules import Rules
from bot.delivery.shown import FirstShown
from bot.ports import Fate, NotDelivered
from storage.port import Saved, Storage
from storage.records import Outgoing

log = logging.getLogger(__name__)

#: Chats that were heard of lately.
_REMEMBERED = 10_000


def _note_held(row: Outgoing, reason: str) -> None:
    """The first, second, fourth, eighth … time that it did not get through: enough to see, never a flood."""
    if not row.attempt & (row.attempt + 1):
        log.warning("a %s (%s) did not get through (try %s): %s", row.kind, row.id, row.attempt + 1, reason)


@dataclass(frozen=True, slots=True)
class Rest:
    """What the attempt means for its lane: seconds of rest, and a message to collapse when there is time."""

    seconds: float = 0.0
    collapse: int | None = None


class Aftermath:
    """One answer for each fate."""

    def __init__(
        self,
        storage: Storage,
        ledger: Ledger,
        shown: FirstShown,
        flood: Flood,
        rules: Rules,
        now: Callable[[], datetime],
        monotonic: Callable[[], float],
    ) -> None:
        self._storage, self._ledger, self._shown = storage, ledger, shown
        self._flood, self._rules, self._now, self._monotonic = flood, rules, now, monotonic
        self._heard: OrderedDict[str, float] = OrderedDict()

    def heard(self, chat_id: str) -> None:
        """Somebody does something there: a call that began before says no more that they are out of reach."""
        self._heard[chat_id] = self._monotonic()
        self._heard.move_to_end(chat_id)
        if len(self._heard) > _REMEMBERED:
            self._heard.popitem(last=False)

    async def of(self, row: Outgoing, trouble: NotDelivered, took: float) -> Rest:
        """Writes down what became of the row; the call took that many seconds."""
        self._rules.on_failure(trouble.fate)
        if row.ask and trouble.fate is not Fate.UNKNOWN:
            self._shown.refused(row.ask)
        if trouble.moved_to:
            return await self._moved(row, trouble.moved_to)
        if trouble.fate is Fate.UNKNOWN:
            return await self._unknown(row, trouble.reason, took)
        if trouble.fate is Fate.UNREACHABLE:
            return await self._unreachable(row, trouble, self._monotonic() - took)
        answer = {
            Fate.NOT_SENT: self._not_sent,
            Fate.WAIT: self._wait,
        }.get(trouble.fate, self._refused)
        return await answer(row, trouble)

    async def _refused(self, row: Outgoing, trouble: NotDelivered) -> Rest:
        log.error("a %s (%s) was refused: %s", row.kind, row.id, trouble.reason)
        await self._ledger.failed(row, trouble.reason)
        return Rest()

    async def _not_sent(self, row: Outgoing, trouble: NotDelivered) -> Rest:
        _note_held(row, trouble.reason)
        await self._ledger.postponed(row, self._now(), trouble.reason)
        # 2 ** 10 is far past the longest pause already.
        return Rest(min(self._rules.first_pause * 2 ** min(row.attempt, 10), self._rules.longest_pause))

    async def _unknown(self, row: Outgoing, reason: str, took: float) -> Rest:
        if row.policy == "repeat":
            _note_held(row, reason)
            left = max(0.0, self._rules.uncertain - took)
            await self._ledger.uncertain(row, reason, self._now() + timedelta(seconds=left))
            return Rest(left)
        await self.never_again(row, reason)
        return Rest()

    async def never_again(self, row: Outgoing, reason: str) -> None:
        """It may have arrived, and twice would be worse than not at all."""
        log.warning("nobody knows whether a %s (%s) arrived: %s", row.kind, row.id, reason)
        note = self._rules.note(row) if row.policy == "ask" else None
        await self._ledger.uncertain(row, reason, self._now(), note)

    async def _wait(self, row: Outgoing, trouble: NotDelivered) -> Rest:
        _note_held(row, trouble.reason)
        self._flood.refused(row.chat_id, trouble.retry_after)
        until = self._now() + timedelta(seconds=trouble.retry_after)
        await self._ledger.postponed(row, until, trouble.reason)
        await self._ledger.lane_waits(row, until)
        return Rest(trouble.retry_after)

    async def _unreachable(self, row: Outgoing, trouble: NotDelivered, began: float) -> Rest:
        def heard_since() -> bool:
            return self._heard.get(row.chat_id, began - 1) >= began

        await self._ledger.postponed(row, self._now(), trouble.reason)
        saved = Saved.STALE
        while saved is Saved.STALE:
            also = await self._rules.on_unreachable(row.bot_id, row.chat_id)
            if heard_since():
                return Rest(self._rules.first_pause)
            saved = await self._ledger.unreachable(row, also)
        if heard_since():
            # While that was written; what they did may not have known of it.
            await self._ledger.reachable(row)
        return Rest()

    async def _moved(self, row: Outgoing, chat_id: str) -> Rest:
        """A group lives on under another id, where none of our messages are."""
        card = await self._storage.card(row.tenant, row.card_id) if row.card_id else None
        key = f"{row.dedupe_key}:in:{chat_id}"
        # Of a card, saving it keeps the echo that was not shown.
        echo = () if card else row.echo
        again = replace(
            row, id=f"{row.id}.moved", dedupe_key=key, chat_id=chat_id, echo=echo, not_before=None
        )
        # Saved first: the other way round, a crash between the two would lose the message.
        await self._ledger.save(*([replace(card, chat_id=chat_id)] if card else []), again)
        await self._ledger.failed(row, "the chat has moved")
        return Rest()
