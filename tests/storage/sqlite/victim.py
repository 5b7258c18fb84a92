"""A process that answers as fast as it can and says so until it is killed (its argument: the database)."""

from __future__ import annotations

import asyncio
import sys
from itertools import count
from pathlib import Path

from storage import open_sqlite
from tests.storage.example import answering, begun


async def answer_for_ever(path: Path) -> None:
    """Print the number of each step whose save returned."""
    async with open_sqlite(path) as storage:
        await begun(storage)
        for number in count(1):
            await storage.save(answering(number, rev=number - 1))
            sys.stdout.write(f"{number}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(answer_for_ever(Path(sys.argv[1])))
