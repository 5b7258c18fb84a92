"""A desk with a real database, and storage that fails on request."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from pydantic import SecretStr

from bot.app.plug import open_desk
from bot.config import Settings
from bot.desk import Desk
from tests.e2e.conftest import village
from tests.telegram_stand_in import TOKEN

__all__ = ["village"]

BOT = TOKEN.partition(":")[0]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A database and a folder for files of this test's own."""
    return Settings(
        _env_file=None,
        telegram_token=SecretStr(TOKEN),
        consultants=("900",),
        database=f"sqlite:///{tmp_path / 'peiler.sqlite'}",
        files=tmp_path / "files",
        privacy_contact="fg@gemeente-x.example",
        telegram_for_owners="yes",
    )


@pytest_asyncio.fixture
async def desk(settings: Settings) -> AsyncIterator[Desk]:
    """All parts but the channels."""
    async with open_desk(settings, owner=True) as desk:
        yield desk


class Failing:
    """A storage of which some verbs raise."""

    def __init__(self, storage: Any, error: Exception, *verbs: str) -> None:
        self._storage, self._error, self._verbs = storage, error, verbs

    def __getattr__(self, verb: str) -> Any:
        return self._fails if verb in self._verbs else getattr(self._storage, verb)

    async def _fails(self, *_: Any, **__: Any) -> Any:
        raise self._error


def broken(desk: Desk, error: Exception, *verbs: str) -> Desk:
    """The same desk, whose storage raises this from now on."""
    desk.storage = Failing(desk.storage, error, *verbs)
    return desk


async def eventually(condition: Callable[[], bool]) -> bool:
    """Whether it comes true, on however slow a machine."""
    for _ in range(6000):
        if condition():
            return True
        await asyncio.sleep(0.01)
    return False
