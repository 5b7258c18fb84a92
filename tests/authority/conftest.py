"""The two rounds are made once; every test has them for itself."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.authority.world import World, copied, opened, populate


@pytest.fixture(scope="session")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with both rounds in it."""
    path = tmp_path_factory.mktemp("model") / "peiler.sqlite"

    async def make() -> None:
        async with opened(path) as world:
            await populate(world)

    asyncio.run(make())
    return path


@pytest.fixture
async def world(model: Path, tmp_path: Path) -> AsyncIterator[World]:
    """Both rounds, with people in every role."""
    async with opened(copied(model, tmp_path / "own")) as found:
        yield found
