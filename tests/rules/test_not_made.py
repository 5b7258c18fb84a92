"""What cannot be made is tried again, and then told to who waits for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.jobs import TRIES
from bot.ports import Wrote
from bot.reports import charts
from bot.reports.typesetting import HERE, Typesetting
from storage import Outgoing
from tests.operations.conftest import BOT
from tests.rules.chat import Chat


@pytest.fixture
def no_time(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Templates of which none can be read."""
    monkeypatch.setattr(charts, "PRESS", Typesetting(tmp_path, HERE / "fonts"))


async def told(chat: Chat) -> list[Outgoing]:
    """What was said about things that cannot be made."""
    rows = await chat.desk.storage.messages(chat.desk.tenant, BOT, chat.who, 100)
    return [row for row in rows if row.dedupe_key.startswith("not_made:")]


@pytest.mark.usefixtures("no_time")
async def test_a_report_that_cannot_be_drawn_is_tried_again_and_then_told_once(anna: Chat) -> None:
    await anna.joins()
    carla = Chat(anna.desk, anna.engine, anna.clock, "900")
    await carla.does(Wrote("/report", 1, anna.desk.now()))
    for _ in range(TRIES):
        assert await told(carla) == []
        await anna.engine.jobs.once()
        anna.passes(600)
    await anna.engine.jobs.once()
    [row] = await told(carla)
    assert "Vraag het later nog eens" in row.payload["html"]
    # Asked again, it is tried again.
    await carla.does(Wrote("/report", 2, anna.desk.now()))
    assert "report" in {job.kind for job in await anna.desk.storage.due_jobs("main", anna.desk.now(), 9)}
