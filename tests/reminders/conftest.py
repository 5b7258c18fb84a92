"""A round for each test."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.reminders.silence import Round, silence


@pytest.fixture
async def round_(tmp_path: Path) -> AsyncIterator[Round]:
    async with silence(tmp_path) as found:
        yield found
