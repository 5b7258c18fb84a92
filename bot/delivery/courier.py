"""One row on its way: how it goes out is decided when it goes, and what became of it is written down."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.delivery.ledger import Ledger
from bot.delivery.rates import Flood, Rates
from bot.delivery.shown import FirstShown
from bot.delivery.wording import message_of, without_markup
from bot.ports import Fate, Message, NotDelivered, Sender, Shown
from storage.port import Storage
from storage.records import Card, Outgoing

log = logging.getLogger(__name__)

#: May this row go out now? No (never), or not before then. Asked for reminders and notices.
Permit = Callable[[Outgoing, datetime], Awaitable[bool | datetime]]
#: A question to put beside a message of unknown fate ("Did the report arrive?"), as a row of its own.
Note = Callable[[Outgoing], Outgoing | None]

#: Told of a bot and a chat that it cannot write to.
OnUnreachable = Callable[[str, str], Awaitable[None]]

#: Rows below are answers to people, their cards and their files: nobody asks again whether they may go out.
BULK = 3


async def _always(_row: Outgoing, _now: datetime) -> bool | datetime:
    return True


async def _nobody(_bot_id: str, _chat_id: str) -> None:
    return None


@dataclass(frozen=True, slots=True)
class Rules:
    """What delivery asks the rest of the program, and how patient it is (seconds)."""

    permit: Permit = _always
    note: Note = lambda _row: None
    on_unreachable: OnUnreachable = _nobody
    #: A call of unknown fate may still arrive for this long after it began.
    uncertain: float = 30.0
    #: The same when the program that made it is gone, and its connections with it.
    restarted: float = 2.0
    first_pause: float = 0.5
    longest_pause: float = 60.0
    #: How long a lane rests after an error of our own.
    after_bug: float = 60.0


@dataclass(frozen=True, slots=True)
class Way:
    """How a row goes out: a new message, or an edit of `message_id`; `old` is collapsed afterwards."""

    message_id: int | None = None
    old: int | None = None


@dataclass(frozen=True, slots=True)
class Rest:
    """What the attempt means for its lane: seconds of rest, and a message to collapse when there is time."""

    seconds: float = 0.0
    collapse: int | None = None


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
        self._tries: dict[str, int] = {}

    async def carry(self, row: Outgoing) -> Rest:
        """One attempt; returns when its result is on disk."""
        message = _readable(row)
        if message is None:
            await self._ledger.failed(row, "the row is no message")
            return Rest()
        if not await self._may_go(row):
            return Rest()
        way = await self._way(row)
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
            return await self._after(row, trouble, self._monotonic() - began)
        except Exception as bug:
            log.exception("a %s (%s) broke its sender", row.kind, row.id)
            unknown = NotDelivered(Fate.UNKNOWN, type(bug).__name__)
            return await self._after(row, unknown, self._monotonic() - began)
        self._tries.pop(row.id, None)
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

    # --- the call

    async def _call(self, row: Outgoing, way: Way, message: Message) -> tuple[Shown, int | None]:
        if row.kind == "card" and row.ask:
            self._shown.began(row.ask, self._now())
        if row.kind == "collapse" and way.message_id is not None:
            await self._sender.collapse(row.chat_id, way.message_id)
            return Shown(way.message_id, self._now()), None
        try:
            shown, collapse = await self._show(row, way, message)
        except NotDelivered as trouble:
            if trouble.fate is not Fate.MARKUP:
                raise
            log.error("the markup of a %s is wrong, it goes as plain text: %s", row.kind, trouble.reason)
            self._rates.take(row.chat_id)
            shown, collapse = await self._show(row, way, without_markup(message))
        if row.ask:
            self._shown.replied(row.ask)
        return shown, collapse

    async def _show(self, row: Outgoing, way: Way, message: Message) -> tuple[Shown, int | None]:
        if way.message_id is None:
            return await self._sender.send(row.chat_id, message), way.old
        try:
            return await self._sender.edit(row.chat_id, way.message_id, message), None
        except NotDelivered as trouble:
            if trouble.fate is not Fate.GONE or row.kind == "reissue":
                raise
        self._rates.take(row.chat_id)
        return await self._sender.send(row.chat_id, message), None

    # --- after a failure

    async def _after(self, row: Outgoing, trouble: NotDelivered, took: float) -> Rest:
        if row.ask and trouble.fate is not Fate.UNKNOWN:
            self._shown.refused(row.ask)
        if trouble.moved_to:
            return await self._moved(row, trouble.moved_to)
        if trouble.fate is Fate.UNKNOWN:
            return await self._unknown(row, trouble.reason, took)
        answer = {
            Fate.NOT_SENT: self._not_sent,
            Fate.WAIT: self._wait,
            Fate.UNREACHABLE: self._unreachable,
        }.get(trouble.fate, self._refused)
        return await answer(row, trouble)

    async def _refused(self, row: Outgoing, trouble: NotDelivered) -> Rest:
        log.error("a %s (%s) was refused: %s", row.kind, row.id, trouble.reason)
        await self._ledger.failed(row, trouble.reason)
        return Rest()

    async def _not_sent(self, row: Outgoing, trouble: NotDelivered) -> Rest:
        tries = self._tries[row.id] = self._tries.get(row.id, 0) + 1
        await self._ledger.postponed(row, self._now(), trouble.reason)
        # 2 ** 10 is far past the longest pause already.
        return Rest(min(self._rules.first_pause * 2 ** min(tries - 1, 10), self._rules.longest_pause))

    async def _unknown(self, row: Outgoing, reason: str, took: float) -> Rest:
        if row.policy == "repeat":
            left = max(0.0, self._rules.uncertain - took)
            await self._ledger.uncertain(row, reason, self._now() + timedelta(seconds=left))
            return Rest(left)
        await self.never_again(row, reason)
        return Rest()

    async def never_again(self, row: Outgoing, reason: str) -> None:
        """It may have arrived, and twice would be worse than not at all."""
        log.warning("nobody knows whether a %s (%s) arrived: %s", row.kind, row.id, reason)
        await self._ledger.uncertain(row, reason, self._now())
        note = self._rules.note(row) if row.policy == "ask" else None
        if note is not None:
            await self._ledger.save(note)

    async def _wait(self, row: Outgoing, trouble: NotDelivered) -> Rest:
        self.flood.refused(row.chat_id, trouble.retry_after)
        until = self._now() + timedelta(seconds=trouble.retry_after)
        await self._ledger.postponed(row, until, trouble.reason)
        await self._ledger.lane_waits(row, until)
        return Rest(trouble.retry_after)

    async def _unreachable(self, row: Outgoing, trouble: NotDelivered) -> Rest:
        await self._ledger.postponed(row, self._now(), trouble.reason)
        await self._ledger.unreachable(row)
        await self._rules.on_unreachable(row.bot_id, row.chat_id)
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
