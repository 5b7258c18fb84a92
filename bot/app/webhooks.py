"""Which webhooks were ours: whoever goes back to polling need not take it over from anybody."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256

from bot.app.plug import TELEGRAM
from bot.desk import Desk
from storage.port import Change
from storage.records import Job

#: Not a time for work: a job that only keeps a fact is never due.
_NEVER = datetime(9999, 1, 1, tzinfo=UTC)
#: More than the one of now, because a crash may come between noting and telling Telegram.
_KEPT = 10


async def note_webhook(desk: Desk) -> None:
    """Call it before Telegram is told of the address in the settings. Only hashes are kept."""
    url, known = desk.settings.webhook_url, await _known(desk)
    if url and _hash(url) not in known:
        key = _key(desk)
        note = Job(desk.tenant, key, "webhook", key, {"sha256": [*known, _hash(url)][-_KEPT:]}, _NEVER)
        await desk.storage.save(Change(writes=(note,)))


async def former_webhook(desk: Desk) -> Callable[[str], bool]:
    """Whether this address is or was one of ours."""
    known = await _known(desk)
    return lambda url: _hash(url) in known


async def _known(desk: Desk) -> list[str]:
    note = await desk.storage.pending_job(desk.tenant, _key(desk))
    return list(note.payload["sha256"]) if note else []


def _hash(url: str) -> str:
    return sha256(url.encode()).hexdigest()


def _key(desk: Desk) -> str:
    return f"webhook:{desk.bots.get(TELEGRAM, TELEGRAM)}"
