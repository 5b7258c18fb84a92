"""After an absence: Telegram dropped taps made meanwhile, so open keyboards get a line that says so."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from storage.port import Change, Storage
from storage.records import Card, Job, Json, Outgoing

ABSENCE = timedelta(seconds=120)
TOUCHED = timedelta(hours=24)
_BULK = 4
#: Not a time for work: a job that only keeps a fact is never due.
_NEVER = datetime(9999, 1, 1, tzinfo=UTC)

#: The card as it stands, with the line in it; None: leave this one alone.
Redraw = Callable[[Card], Awaitable[Json | None]]


async def note_alive(storage: Storage, tenant: str, bot_id: str, now: datetime) -> None:
    """Call it every half minute or so: it is how the next process knows how long nobody was there."""
    key = _key(bot_id)
    alive = Job(tenant, key, "alive", key, {"at": now.isoformat()}, _NEVER)
    await storage.save(Change(writes=(alive,)))


async def away_since(storage: Storage, tenant: str, bot_id: str) -> datetime | None:
    """Until when this bot was surely there; None: it never was."""
    job = await storage.pending_job(tenant, _key(bot_id))
    heard = await storage.last_received(tenant, bot_id)
    beat = datetime.fromisoformat(job.payload["at"]) if job else None
    return max(filter(None, (heard, beat)), default=None)


async def refresh_after_downtime(
    storage: Storage, tenant: str, bot_id: str, now: datetime, redraw: Redraw, since: datetime | None = None
) -> int:
    """Puts an edit of every card shown or touched in the last day into the outbox; returns how many.

    Does nothing after an absence (`since`, else what `away_since` says) of 120 s or less. Wake the delivery
    afterwards. People who stopped or cannot be reached are left out.
    """
    since = since or await away_since(storage, tenant, bot_id)
    if since is None or now - since <= ABSENCE:
        return 0
    edits = []
    for card in await storage.live_cards(tenant, bot_id, now - TOUCHED):
        payload = await redraw(card) if card.wanted_version == card.sent_version else None
        if payload is not None:
            edits.append(_edit(card, payload, f"{since:%Y%m%dT%H%M%S%f}", now))
    if edits:
        await storage.save(Change(writes=tuple(edits)))
    return len(edits)


def _edit(card: Card, payload: Json, outage: str, now: datetime) -> Outgoing:
    return Outgoing(
        tenant=card.tenant,
        id=f"reissue.{outage}.{card.id}",
        bot_id=card.bot_id,
        chat_id=card.chat_id,
        kind="reissue",
        priority=_BULK,
        policy="repeat",
        method="message",
        payload=payload,
        dedupe_key=f"reissue:{outage}:{card.chat_id}",
        created_at=now,
        card_id=card.id,
        card_version=card.sent_version,
        ask=card.ask,
    )


def _key(bot_id: str) -> str:
    return f"alive:{bot_id}"
