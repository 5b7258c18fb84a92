"""A conversation on a database of its own, with one person in it."""

from __future__ import annotations

import pytest

from bot.app.plug import plug
from bot.desk import Desk
from tests.delivery.conftest import channel, office, telegram
from tests.operations.conftest import desk, settings
from tests.rules.chat import Chat, Clock

__all__ = ["channel", "desk", "office", "settings", "telegram"]


@pytest.fixture
def anna(desk: Desk) -> Chat:
    """Somebody who was invited by nobody yet."""
    clock = Clock(desk.now())
    desk.now = clock
    return Chat(desk, plug(desk, {}, {}, 0), clock)
