"""One program for each test."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.privacy.office import Office, office


@pytest.fixture
async def peiler(tmp_path: Path) -> AsyncIterator[Office]:
    """The program, at nine in the morning."""
    async with office(tmp_path) as opened:
        yield opened
