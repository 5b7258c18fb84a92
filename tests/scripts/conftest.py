"""Who writes scripts in these tests."""

from pathlib import Path

import pytest

from tests.scripts.author import Author


@pytest.fixture
def author(tmp_path: Path) -> Author:
    """Somebody with an empty folder."""
    return Author(tmp_path)
