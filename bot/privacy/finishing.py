"""The end of an erasure: files unlinked, logs emptied, and only then the receipt."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.desk import Desk
from bot.privacy.partly import Left, stays
from storage.port import Change
from storage.records import Job, Outgoing, Person, Record

log = logging.getLogger(__name__)

#: Telegram lets a bot take back its messages for so long.
TELEGRAM_DELETES = timedelta(hours=48)
TELEGRAM = "telegram"


class NotYet(Exception):
    """Something outside is in the way (the list cannot be written, the log is being read): to be tried again,
    however long that takes.
    """


async def finish_erasure(desk: Desk, job: Job) -> None:
    """Unlink the files, empty the database's log, and then say that it is done."""
    async with desk.shelving:
        # Somebody may have sent the same file meanwhile.
        files = [name for name in job.payload["files"] if not await desk.storage.files_in(desk.tenant, name)]
        await asyncio.to_thread(unlink, desk, files)
    if not await desk.storage.scrub():
        raise NotYet("the database's log is still being read")
    receipt = job.payload["receipt"]
    rows = _last_words(desk, job, receipt) if receipt else []
    # The address goes with the payload; the rows that need it lose it when retention next passes.
    await desk.storage.save(Change(writes=(replace(job, state="done", payload={}), *rows)))
    await desk.storage.scrub()


def unlink(desk: Desk, files: Sequence[str]) -> None:
    """Remove files that nothing names any more; only ours, and whether or not they are still there."""
    home = desk.settings.files.resolve()
    for name in files:
        path = (home / name).resolve()
        if path.is_relative_to(home):
            path.unlink(missing_ok=True)
        else:
            log.error("a file outside the folder for files is left alone")


def _last_words(desk: Desk, job: Job, receipt: dict[str, Any]) -> list[Record]:
    nobody = Person(
        desk.tenant, "", receipt["channel"], receipt["address"], "", receipt["language"], desk.now()
    )
    messages = job.payload["messages"]
    facts = {
        "at": desk.now(),
        "number": job.id,
        "telegram": receipt["channel"] == TELEGRAM,
        "taken_back": len(messages),
    }
    language, left = receipt["language"], receipt.get("left")
    if left is None:
        html = desk.texts.say("forget.receipt", language, **facts)
    else:
        kept = stays(desk, Left(**left), language)
        html = desk.texts.say("forget.receipt_part", language, goes=left["goes"], stays=kept, **facts)
    said = desk.reply(nobody, str(html), f"receipt:{job.id}", kind="receipt")
    return [said, *(_deletion(desk, job, nobody, *place) for place in messages)]


def _deletion(desk: Desk, job: Job, nobody: Person, bot_id: str, message_id: int) -> Outgoing:
    row = desk.reply(nobody, "", f"delete:{job.id}:{message_id}", kind="delete")
    return replace(
        row,
        bot_id=bot_id,
        priority=4,
        payload={"message_id": message_id},
        expires_at=desk.now() + TELEGRAM_DELETES,
    )
