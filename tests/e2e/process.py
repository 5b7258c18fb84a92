"""The real program as a process of its own, told nothing but its settings."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.telegram_stand_in import TOKEN, StandIn

ROOT = Path(__file__).parent.parent.parent
#: Machines can be slow; nothing here waits that long when all is well.
PATIENCE = 180.0
CONSULTANT = 900


@dataclass(frozen=True)
class Ran:
    """What a command came to."""

    code: int
    out: str
    err: str


class Peiler:
    """`peiler` with one database: `serve` as long as a test likes, other commands beside it."""

    def __init__(self, folder: Path, telegram: StandIn | None = None, **settings: str) -> None:
        self.folder = folder
        self.environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "PYTHONPATH": str(ROOT),
            "PYTHONDONTWRITEBYTECODE": os.environ.get("PYTHONDONTWRITEBYTECODE", ""),
        } | _settings(folder, telegram, settings)
        self.address = ""
        self._process: asyncio.subprocess.Process | None = None
        self._log = folder / "serve.log"

    # --- serve

    async def start(self) -> None:
        """Starts `serve` and waits until it listens."""
        with self._log.open("ab") as log:
            self._process = await self._launch("serve", stdout=asyncio.subprocess.PIPE, stderr=log)
        assert self._process.stdout is not None
        async with asyncio.timeout(PATIENCE):
            line = (await self._process.stdout.readline()).decode()
        assert line.startswith("listening on http://"), self.log()[-600:]
        self.address = line.removeprefix("listening on ").strip()

    async def stop(self) -> int:
        """SIGTERM; gives the exit code."""
        return await self._ends(signal.SIGTERM)

    async def dies(self) -> None:
        """Kill -9."""
        await self._ends(signal.SIGKILL)

    async def _ends(self, how: signal.Signals) -> int:
        process, self._process = self._process, None
        if process is None:
            return 0
        process.send_signal(how)
        async with asyncio.timeout(PATIENCE):
            await process.communicate()
        assert process.returncode is not None
        return process.returncode

    def log(self) -> str:
        """All that `serve` wrote on stderr."""
        return self._log.read_text() if self._log.exists() else ""

    # --- other commands

    async def run(self, *words: str) -> Ran:
        """One command, to its end."""
        process = await self._launch(*words, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE)
        async with asyncio.timeout(PATIENCE):
            out, err = await process.communicate()
        assert process.returncode is not None
        return Ran(process.returncode, out.decode(), err.decode())

    async def invites(self, pillar: str, count: int = 1, *, to: str = "") -> list[str]:
        """Tokens for a pillar, of a new assessment unless `to` names one."""
        whom = ["--assessment", to] if to else ["--new", "Gemeente X"]
        ran = await self.run("invite", *whom, "--pillar", pillar, "--count", str(count), "--plain")
        assert ran.code == 0, ran.err[-600:]
        return ran.out.split()

    async def export(self) -> dict[str, Any]:
        """Everything that is kept."""
        ran = await self.run("export", "--all")
        assert ran.code == 0, ran.err[-600:]
        exported: dict[str, Any] = json.loads(ran.out)
        return exported

    async def _launch(self, *words: str, **pipes: Any) -> asyncio.subprocess.Process:
        return await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", *words, cwd=self.folder, env=self.environment, **pipes
        )


def _settings(folder: Path, telegram: StandIn | None, more: dict[str, str]) -> dict[str, str]:
    settings = {
        "TELEGRAM_TOKEN": TOKEN,
        "DATABASE": f"sqlite:///{folder / 'peiler.sqlite'}",
        "FILES": str(folder / "files"),
        "CONSULTANTS": str(CONSULTANT),
        "LISTEN": "127.0.0.1:0",
        "PRIVACY_CONTACT": "fg@gemeente-x.example",
        "TELEGRAM_FOR_OWNERS": "yes",
        "SEND_RATE": "0",
        "CHAT_RATE": "0",
        "TAP_GUARD_MS": "0",
    }
    if telegram is not None:
        settings |= {"TELEGRAM_API_URL": telegram.api_url, "TELEGRAM_FILE_URL": telegram.file_url}
    return {f"PEILER_{name}": value for name, value in (settings | more).items()}
