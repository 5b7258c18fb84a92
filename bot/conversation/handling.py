"""The loop around one event: load, decide, save; again if somebody else saved first."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from bot.awaiting import elsewhere
from bot.cards import plain
from bot.conversation.commands import command
from bot.conversation.privacy import waiting
from bot.conversation.strangers import Strangers
from bot.conversation.taps import tapped
from bot.conversation.turn import Room, Turn
from bot.conversation.words import spoke
from bot.desk import Desk, Plan
from bot.notices import out_of_reach
from bot.ports import Handled, Incoming, Membership, Rewrote, SentThing, Tap, TryLater, Wrote
from bot.tokens import without_tokens
from storage.port import Change, DatabaseCorrupt, DataRejected, PersonIs, Saved, StorageUnavailable
from storage.records import Lane, Person, Record, Update

log = logging.getLogger(__name__)

#: How often a step is taken again when somebody else saved first.
ATTEMPTS = 20
#: What people do themselves.
BY_HAND = (Tap, Wrote, Rewrote, SentThing)


class Conversation:
    """`handle` is what every channel calls; it returns when what it says is on disk."""

    def __init__(
        self,
        desk: Desk,
        too_soon: Callable[[str, float | None], bool] = lambda _ask, _heard: False,
        began_at: Callable[[str], datetime | None] = lambda _ask: None,
    ) -> None:
        self.desk = desk
        self._room = Room(desk, Strangers(desk.now, desk.settings.send_rate), too_soon, began_at)

    async def handle(self, incoming: Incoming) -> Handled:
        """Take one event. Raises TryLater when nothing can be kept now."""
        try:
            return await self._handle(incoming)
        except StorageUnavailable as error:
            raise TryLater from error

    async def _handle(self, incoming: Incoming) -> Handled:
        if not incoming.private:
            # Channels keep groups out; where others read along nothing is asked, shown or kept, whoever asks.
            hint = self.desk.texts.say("group_hint", self.desk.settings.language)
            return Handled(plain(hint) if isinstance(incoming.event, Tap) else None)
        try:
            return await self._attempts(incoming)
        except (StorageUnavailable, DatabaseCorrupt):
            raise
        except Exception as error:
            # Our bug, or data that no database takes: the update is put aside, and the next one gets its
            # turn.
            log.exception("update %s of %s is put aside", incoming.update_id, incoming.bot_id)
            await self._put_aside(incoming, error)
            raise

    async def _attempts(self, incoming: Incoming) -> Handled:
        for _ in range(ATTEMPTS):
            turn = Turn(self._room, incoming, await self._who(incoming))
            await _reached(turn)
            plan = await _decide(turn)
            saved = await self.desk.storage.save(_change(turn, plan))
            if saved is Saved.STALE:
                continue
            self.desk.woken()
            return Handled(plan.toast)
        raise DataRejected("somebody else kept saving first")

    async def _who(self, incoming: Incoming) -> Person:
        person = await self.desk.storage.person_at(self.desk.tenant, incoming.channel, incoming.chat_id)
        if person is None:
            return self.desk.person(incoming)
        return replace(person, name=incoming.name or person.name)

    async def _put_aside(self, incoming: Incoming, error: Exception) -> None:
        dead = replace(
            _update(self.desk, incoming),
            body=without_tokens(incoming.body),
            state="dead",
            error=type(error).__name__,
        )
        await self.desk.storage.save(Change(dead))


async def _decide(turn: Turn) -> Plan:
    """What the event means."""
    event, plan = turn.incoming.event, await waiting(turn)
    if plan is not None:
        return plan
    if isinstance(event, Tap):
        return elsewhere(await tapped(turn, event), turn.person)
    if isinstance(event, Wrote) and event.text.startswith("/"):
        return elsewhere(await command(turn, event), turn.person)
    if isinstance(event, Wrote | Rewrote | SentThing):
        return await spoke(turn)
    return await _membership(turn, event) if isinstance(event, Membership) else Plan()


async def _reached(turn: Turn) -> None:
    """Whoever does something can be reached again: then what waited goes out."""
    incoming, desk, event = turn.incoming, turn.desk, turn.incoming.event
    back = event == Membership(reachable=True)
    if back or (turn.person.unreachable_since is not None and isinstance(event, BY_HAND)):
        turn.person = replace(turn.person, unreachable_since=None)
        await desk.storage.reachable(Lane(desk.tenant, incoming.bot_id, incoming.chat_id))


async def _membership(turn: Turn, event: Membership) -> Plan:
    """Blocked: who runs the assessment is told, also when nothing waits to be sent."""
    incoming, desk = turn.incoming, turn.desk
    known = await desk.storage.person_at(desk.tenant, incoming.channel, incoming.chat_id)
    if event.reachable or known is None:
        return Plan()
    # Delivery may find it out at the same moment.
    return Plan(await out_of_reach(desk, known, desk.now()) or [known], (PersonIs(known),))


def _change(turn: Turn, plan: Plan) -> Change:
    incoming = turn.incoming
    writes: list[Record] = [turn.person, *plan.writes]
    message = getattr(incoming.event, "message_id", None)
    if message is not None:
        # A card above what a person wrote is not edited but sent anew; so is one above a message that they
        # pressed and of which we never heard that it arrived.
        writes.append(Lane(turn.desk.tenant, incoming.bot_id, incoming.chat_id, message))
    update, records = _update(turn.desk, incoming), tuple(_last_of_each(writes))
    return Change(update, plan.guards, records, plan.cancels, plan.drops)


def _update(desk: Desk, incoming: Incoming) -> Update:
    return Update(desk.tenant, incoming.bot_id, incoming.update_id, incoming.chat_id, incoming.received_at)


def _last_of_each(writes: Sequence[Record]) -> list[Record]:
    """Of two states of one person in one change only the last is written."""
    people = {record.id: record for record in writes if isinstance(record, Person)}
    return [*people.values(), *(record for record in writes if not isinstance(record, Person))]
