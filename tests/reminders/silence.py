"""A round in which people fall silent: the whole program on a file, with a clock that tests move."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bot.reminding.wanted import still_wanted
from storage import Assessment, Job, Outgoing
from tests.privacy.office import CARLA, Office, office

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
ADA, BEN = "200", "300"


@dataclass
class Round(Office):
    """Ada is in a round of Carla's; before a message leaves, the program is asked."""

    refused: list[Outgoing] = field(default_factory=list)
    times: dict[str, list[datetime]] = field(default_factory=dict)

    async def _deliver(self, row: Outgoing) -> None:
        verdict = await still_wanted(self.desk, row, self.clock[0]) if row.priority >= 3 else True
        if verdict is True:
            self.times.setdefault(row.chat_id, []).append(self.clock[0])
            await super()._deliver(row)
        elif verdict is False:
            self.refused.append(row)
            await self.desk.storage.cancelled(row, "no longer wanted")
        else:
            await self.desk.storage.postponed(row, verdict, "not now")

    async def timer(self, town: Assessment, chat: str = ADA) -> Job | None:
        """When somebody's silence is looked at next."""
        person = await self.person(chat)
        return await self.desk.storage.pending_job("main", f"remind:{town.id}:{person.id}")

    async def until(self, moment: datetime) -> None:
        """Time goes by, from one due timer to the next."""
        while True:
            jobs = await self.desk.storage.pending_jobs("main", "remind:")
            due = min((job.due_at for job in jobs), default=moment)
            rows = [row for row in await self.waiting() if row.not_before]
            due = min([due, *(row.not_before for row in rows if row.not_before)])
            if due >= moment:
                break
            self.clock[0] = max(self.clock[0], due)
            await self.settles()
        self.clock[0] = moment
        await self.settles()

    async def waiting(self) -> list[Outgoing]:
        """What was not sent yet."""
        chats = (CARLA, ADA, BEN)
        rows = [row for chat in chats for row in await self.desk.storage.messages("main", "1", chat, 10_000)]
        return [row for row in rows if row.state == "new"]

    async def reminders(self, chat: str = ADA) -> list[Outgoing]:
        """Every reminder that somebody got."""
        rows = await self.desk.storage.messages("main", "1", chat, 10_000)
        return [row for row in rows if row.kind == "reminder" and row.state == "sent"]

    def heard(self, chat: str) -> list[str]:
        """All that was said to somebody."""
        return [text for _, text in self.sent.get(chat, [])]


@asynccontextmanager
async def silence(folder: Path, **settings: Any) -> AsyncIterator[Round]:
    """The program, with nobody in it yet."""
    async with office(folder, **settings) as plain:
        yield Round(plain.desk, plain.clock)
