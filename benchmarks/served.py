"""A bot in a process of its own, against the stand-in for Telegram, as an operator would start it."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from subprocess import PIPE
from time import perf_counter

from tests.telegram_stand_in import StandIn

ROOT = Path(__file__).parent.parent
CONSULTANT = 7
#: As fast as it can: no limits but Telegram's own, no waiting after a tap.
UNLIMITED = {"PEILER_SEND_RATE": "0", "PEILER_CHAT_RATE": "0", "PEILER_TAP_GUARD_MS": "0"}


@dataclass(frozen=True, slots=True)
class Served:
    """A running `peiler serve`: how long it took to listen, and where its data is."""

    process: asyncio.subprocess.Process
    seconds: float
    environment: Mapping[str, str]

    def resident(self) -> float:
        """Memory in use, in MB."""
        status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii")
        kilobytes = next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS:"))
        return int(kilobytes) / 1000


@asynccontextmanager
async def peiler_serve(telegram: StandIn, folder: Path, **settings: str) -> AsyncIterator[Served]:
    """The bot on a new database in `folder`, from before it starts until it listens, and to its end."""
    environment = environment_of(telegram, folder) | settings
    began = perf_counter()
    process = await started("bot", "serve", environment=environment, folder=folder)
    assert process.stdout is not None
    try:
        line = await process.stdout.readline()
        if not line.startswith(b"listening on "):
            raise RuntimeError(f"peiler serve did not listen: {line!r}")
        yield Served(process, perf_counter() - began, environment)
    finally:
        process.terminate()
        await process.wait()


def environment_of(telegram: StandIn, folder: Path) -> dict[str, str]:
    """Settings for a process that talks to the stand-in."""
    return {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "PEILER_TELEGRAM_TOKEN": telegram.token,
        "PEILER_TELEGRAM_API_URL": telegram.api_url,
        "PEILER_TELEGRAM_FILE_URL": telegram.file_url,
        "PEILER_CONSULTANTS": str(CONSULTANT),
        "PEILER_PRIVACY_CONTACT": "fg@example.org",
        "PEILER_TELEGRAM_FOR_OWNERS": "yes",
        "PEILER_LISTEN": "127.0.0.1:0",
        "PEILER_DATABASE": f"sqlite:///{folder / 'bench.sqlite'}",
        "PEILER_LOG_LEVEL": "warning",
    }


async def started(
    module: str, *arguments: str, environment: Mapping[str, str], folder: Path
) -> asyncio.subprocess.Process:
    """`python -m module arguments`, with its output on a pipe; what it complains of is seen."""
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", module, *arguments, env=environment, cwd=folder, stdout=PIPE
    )


async def invited(served: Served, folder: Path, pillar: str, count: int) -> list[str]:
    """Tokens for that many owners of one pillar, made by the command line while the bot runs."""
    made = await started(
        "bot", "invite", "--new", "Gemeente X", "--pillar", pillar, "--count", str(count), "--plain",
        environment=served.environment, folder=folder,
    )  # fmt: skip
    printed, _ = await made.communicate()
    if made.returncode:
        raise RuntimeError("peiler invite failed")
    return printed.decode().split()
