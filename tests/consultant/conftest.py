"""A consultant with one round that can invite, on a database of its own."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.authority.world import CONSULTANT, World, opened


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[World]:
    """Nothing was made yet."""
    async with opened(tmp_path / "peiler.sqlite") as world:
        yield world


@pytest.fixture
async def world(office: World) -> World:
    """One round, Gemeente Zilvermeer, that can invite."""
    await office.types(CONSULTANT, "/new Gemeente Zilvermeer")
    [office.rounds["first"]] = await office.storage.assessments("main")
    return office
