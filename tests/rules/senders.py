"""People who send files, and what brings the bytes of them, with or without trouble."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from bot.fetching import tidy
from bot.jobs import Jobs
from bot.ports import Rewrote, SentThing
from storage import Answer, Assessment, File, Outgoing
from tests.privacy.office import BOT, Office, office

ANNA, BEN = "1001", "1002"
PDF = b"%PDF-1.7 het plan"
PIECE = 8


@dataclass
class Bytes:
    """A fetcher: `ref` names what comes; each trouble is for one attempt."""

    content: dict[str, bytes] = field(default_factory=dict)
    troubles: list[BaseException] = field(default_factory=list)
    #: Set: bytes come. Cleared: they are waited for after the first piece.
    open: asyncio.Event = field(default_factory=asyncio.Event)
    attempts: int = 0

    def __post_init__(self) -> None:
        self.open.set()

    async def fetch(self, ref: str) -> AsyncGenerator[bytes, None]:
        """Piece by piece; a trouble comes after the first."""
        self.attempts += 1
        content = self.content[ref]
        yield content[:PIECE]
        await self.open.wait()
        if self.troubles:
            raise self.troubles.pop(0)
        for start in range(PIECE, len(content), PIECE):
            yield content[start : start + PIECE]


@dataclass
class Post:
    """An office where files come in; nothing is fetched before `fetches`."""

    office: Office
    folder: Path
    wire: Bytes
    _refs: Any = field(default_factory=lambda: itertools.count(1))
    _messages: Any = field(default_factory=lambda: itertools.count(50_000))

    async def at_evidence(self, chat: str = ANNA, town: Assessment | None = None) -> Assessment:
        """Somebody who said that all is well arranged and is asked what shows it."""
        town = town or await self.office.town()
        await self.office.joins(chat, town)
        await self.presses_level(chat, 3)
        return town

    async def presses_level(self, chat: str, level: int) -> None:
        """An answer to the question on the card."""
        button = next(data for data in self.office.buttons[chat] if data.startswith("a:"))
        await self.office.taps(chat, f"{button.rpartition(':')[0]}:{level}")

    async def sends(
        self, chat: str = ANNA, content: bytes = PDF, *, message: int | None = None, **more: Any
    ) -> int:
        """A file; gives the message's number."""
        ref, message = f"ref{next(self._refs)}", message or next(self._messages)
        self.wire.content[ref] = content
        at = self.office.clock[0] + timedelta(seconds=2)
        given: dict[str, Any] = {"kind": "document", "name": "plan.pdf", "size": len(content)} | more
        await self.office.does(chat, SentThing(message_id=message, at=at, ref=ref, **given))
        return message

    async def edits(self, message: int, caption: str, chat: str = ANNA) -> None:
        """A caption, afterwards."""
        await self.office.does(chat, Rewrote(caption, message))

    async def fetches(self) -> int:
        """All files that are due; then what follows from it is done and shown."""
        count = await self.office.jobs.fetches.once()
        await self.office.settles()
        return count

    async def starts_again(self) -> None:
        """As after a kill."""
        self.office.jobs = Jobs(self.office.desk)
        await tidy(self.office.desk)

    async def files(self) -> list[File]:
        """All rows, the oldest first."""
        return list((await self.office.desk.storage.facts("main")).files)

    async def answers(self) -> list[Answer]:
        """Every revision."""
        return list((await self.office.desk.storage.facts("main")).answers)

    async def evidence(self) -> list[dict[str, Any]]:
        """Of the last revision of all."""
        return [dict(piece) for piece in max(await self.answers(), key=lambda a: a.seq).evidence]

    async def rows(self, chat: str = ANNA) -> list[Outgoing]:
        """All that was decided for a chat."""
        return await self.office.desk.storage.messages("main", BOT, chat, 1000)

    def on_disk(self) -> list[Path]:
        """All that lies in the folder for files."""
        return sorted(path for path in (self.folder / "files").rglob("*") if path.is_file())


@asynccontextmanager
async def post(folder: Path, **settings: Any) -> AsyncIterator[Post]:
    """An office that takes files."""
    async with office(folder, **{"files_in_telegram": "yes", **settings}) as opened:
        post = Post(opened, folder, Bytes())
        opened.desk.fetchers[BOT] = post.wire
        yield post
