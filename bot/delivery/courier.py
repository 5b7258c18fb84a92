"""One row on its way: how it goes out is decided when it goes, and its result is written down."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.delivery.aftermath import Aftermath, Rest
from bot.delivery.ledger import Ledger
from bot.delivery.rates import Flood, Rates
from bot.delivery.rules import BULK, Rules
from bot.delivery.shown import FirstShown
from bot.delivery.wording import message_of, without_markup
from bot.ports import Fate, Message, NotDelivered, Sender, Shown
from storage.port import Storage
from storage.records import Card, Outgoing

log = logging.getLogger(__name__)

#: So many messages back one is looked for that is to be changed.
_BACK = 100


@dataclass(frozen=True, slots=True)
class Way:
    """How a row goes out: a new message, or an edit of `message_id`; `old` is collapsed afterwards,
    `replaced` is taken back before.
    """

    message_id: int | None = None
    old: int | None = None
    replaced: int | None = None


class Courier:
    """Carries the rows of one bot, one at a time for each chat; `Lanes` sees to that."""

    def __init__(
        self,
        storage: Storage,
        sender: Sender,
        ledger: Ledger,
        rates: Rates,
        shown: FirstShown,
        rules: Rules,
        now: Callable[[], datetime],
        monotonic: Callable[[], float],
    ) -> None:
        self._storage, self._sender, self._ledger, self._rates = storage, sender, ledger, rates
        self._shown, self._rules, self._now, self._monotonic = shown, rules, now, monotonic
        self.flood = Flood(monotonic)
        self.aftermath = Aftermath(storage, ledger, shown, self.flood, rules, now, monotonic)

    async def carry(self, row: Outgoing) -> Rest:
        """One attempt; returns when its result is on disk."""
        message = _readable(row)
        if message is None:
            await self._ledger.failed(row, "the row is no message")
            return Rest()
        if not await self._may_go(row):
            return Rest()
        edits = row.payload.get("edits")
        way = await (self._way_on(row, str(edits)) if edits else self._way(row))
        if way is None:
            await self._ledger.cancelled(row, "nothing to change any more")
            return Rest()
        await self._look_back(row)
        # What may be shown twice need not be marked before the call: that would cost a commit for every card.
        if row.policy != "repeat" and not await self._ledger.sending(row):
            return Rest()
        return await self._attempt(row, way, message)

    async def _attempt(self, row: Outgoing, way: Way, message: Message) -> Rest:
        began = self._monotonic()
        try:
            shown, collapse = await self._call(row, way, message)
        except NotDelivered as trouble:
            await self._ledger.begun(row, trouble.earlier, self._now())
            return await self.aftermath.of(row, trouble, self._monotonic() - began)
        except Exception as bug:
            log.exception("a %s (%s) broke its sender", row.kind, row.id)
            unknown = NotDelivered(Fate.UNKNOWN, type(bug).__name__)
            return await self.aftermath.of(row, unknown, self._monotonic() - began)
        await self._ledger.sent(row, shown)
        return Rest(collapse=collapse)

    async def take_off(self, chat_id: str, message_id: int) -> None:
        """Collapses an old card, or leaves it: its buttons are refused anyway."""
        try:
            await self._sender.collapse(chat_id, message_id)
        except NotDelivered as trouble:
            log.info("an old card keeps its buttons: %s", trouble.reason)

    # --- before the call

    async def _may_go(self, row: Outgoing) -> bool:
        verdict = await self._rules.permit(row, self._now()) if row.priority >= BULK else True
        if isinstance(verdict, datetime):
            await self._ledger.postponed(row, verdict, "not now")
            return False
        if not verdict:
            await self._ledger.cancelled(row, "no longer wanted")
        return verdict

    async def _way(self, row: Outgoing) -> Way | None:
        card = await self._storage.card(row.tenant, row.card_id) if row.card_id else None
        if row.kind in ("collapse", "reissue"):
            return _in_place(row, card)
        if card is None or card.message_id is None:
            return Way()
        if row.payload.get("fresh") or not await self._is_last(card):
            return Way(old=card.message_id)
        return Way(card.message_id)

    async def _is_last(self, card: Card) -> bool:
        """A card is edited only while nothing was said below it."""
        lane = await self._storage.lane(card.tenant, card.bot_id, card.chat_id)
        return lane is None or lane.last_message_id <= (card.message_id or 0)

    async def _look_back(self, row: Outgoing) -> None:
        """An ask that was shown before this process began is not shown first now."""
        if row.kind == "card" and row.ask and not self._shown.knows(row.ask):
            ask = await self._storage.ask(row.tenant, row.ask)
            if ask is not None and ask.shown_at is not None:
                self._shown.earlier(row.ask)

    async def _way_on(self, row: Outgoing, beginning: str) -> Way | None:
        """What goes on from an earlier message (its key begins so) takes its place while that is the last of
        the chat. Once something else was said, how far something is need not be said anew, and the result
        comes below instead of it.
        """
        rows = await self._storage.messages(row.tenant, row.bot_id, row.chat_id, _BACK)
        shown = [one.message_id or 0 for one in rows if one.dedupe_key.startswith(beginning)]
        earlier = max(shown, default=0)
        if not earlier:
            return Way()
        lane = await self._storage.lane(row.tenant, row.bot_id, row.chat_id)
        if lane is None or lane.last_message_id <= earlier:
            return Way(earlier)
        return None if row.kind == "progress" else Way(replaced=earlier)

    # --- the call

    async def _call(self, row: Outgoing, way: Way, message: Message) -> tuple[Shown, int | None]:
        if row.kind == "card" and row.ask:
            self._shown.began(row.ask, self._now())
        changed = await self._changed(row, way)
        if changed is not None:
            return changed, None
        try:
            shown, collapse = await self._show(row, way, message)
        except NotDelivered as trouble:
            if trouble.fate is not Fate.MARKUP:
                raise
            log.error("the markup of a %s is wrong, it goes as plain text: %s", row.kind, trouble.reason)
            await self._ledger.begun(row, trouble.earlier, self._now())
            self._rates.take(row.chat_id)
            shown, collapse = await self._show(row, way, without_markup(message))
        if row.ask:
            self._shown.replied(row.ask)
        return shown, collapse

    async def _changed(self, row: Outgoing, way: Way) -> Shown | None:
        """What only changes a message that is there; None: the row shows something."""
        if row.kind == "collapse" and way.message_id is not None:
            await self._sender.collapse(row.chat_id, way.message_id)
            return Shown(way.message_id, self._now())
        if row.kind == "delete":
            await self._sender.delete(row.chat_id, int(row.payload["message_id"]))
            return Shown(0, self._now())
        return None

    async def _show(self, row: Outgoing, way: Way, message: Message) -> tuple[Shown, int | None]:
        if way.replaced is not None:
            # Before, not after: a crash between the two leaves nothing that has to be remembered.
            await self._sender.delete(row.chat_id, way.replaced)
            self._rates.take(row.chat_id)
        if way.message_id is None:
            return await self._sender.send(row.chat_id, message), way.old
        try:
            return await self._sender.edit(row.chat_id, way.message_id, message), None
        except NotDelivered as trouble:
            if trouble.fate is not Fate.GONE or row.kind == "reissue":
                raise
        self._rates.take(row.chat_id)
        return await self._sender.send(row.chat_id, message), None


def _readable(row: Outgoing) -> Message | None:
    try:
        return message_of(row)
    except (TypeError, ValueError):
        log.exception("a %s (%s) cannot be read", row.kind, row.id)
        return None


def _in_place(row: Outgoing, card: Card | None) -> Way | None:
    """Only what is still on the screen as it was when the row was made."""
    if card is None or card.message_id is None:
        return None
    as_it_was = card.sent_version == row.card_version == card.wanted_version
    if row.kind == "reissue" and not (card.state == "live" and as_it_was):
        return None
    return Way(card.message_id)
