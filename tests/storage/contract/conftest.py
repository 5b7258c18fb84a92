"""The databases that the contract is tested on."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage import Storage, open_sqlite


@pytest.fixture(params=["sqlite", "sqlite in memory"])
async def storage(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Storage]:
    """An empty database of each kind."""
    async with open_sqlite(tmp_path / "peiler.sqlite" if request.param == "sqlite" else ":memory:") as opened:
        yield opened
