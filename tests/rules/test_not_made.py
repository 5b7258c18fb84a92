"""What cannot be made is tried again, and then told to who waits for it."""

from __future__ import annotations

import pytest

from bot import reporting
from bot.consultant import making
from bot.consultant.making import TRIES
from bot.ports import Tap, Wrote
from bot.reports.process import Limits
from bot.reports.renderer import Renderer
from tests.operations.conftest import BOT
from tests.rules.chat import Chat


@pytest.fixture
def no_room(monkeypatch: pytest.MonkeyPatch) -> None:
    """Too little memory for any picture."""
    monkeypatch.setattr(reporting, "RENDERER", Renderer(Limits(seconds=20, memory=48 * 1024**2)))


async def told(chat: Chat) -> list[str]:
    """What was said, and can be pressed, about a report."""
    rows = await chat.desk.storage.messages(chat.desk.tenant, BOT, chat.who, 100)
    return [str(row.payload) for row in rows if row.dedupe_key.startswith(("progress:", "report:"))]


@pytest.mark.usefixtures("no_room")
async def test_what_cannot_be_drawn_is_tried_again_then_named_and_everything_else_comes(anna: Chat) -> None:
    await anna.joins()
    carla = Chat(anna.desk, anna.engine, anna.clock, "900")
    await carla.does(Wrote("/report", 1, anna.desk.now()))
    for _ in range(TRIES - 1):
        await anna.engine.jobs.once()
        assert "radar.png kon ik niet maken" in (await told(carla))[-1]
        anna.passes(600)
    await anna.engine.jobs.once()
    *_, summary, closing = await told(carla)
    assert "CONCEPT" in summary
    assert "Dit kon ik niet maken: radar.png" in closing
    assert "Opnieuw proberen" in closing
    assert "beheerder" not in closing
    # Asked again, it is tried again; and if that is in vain too, somebody else has to look.
    press = closing[closing.index("retry:") :].partition("'")[0]
    await carla.does(Tap(press))
    for _ in range(TRIES):
        await anna.engine.jobs.once()
        anna.passes(600)
    assert "Ook nu weer niet. Meld het aan de beheerder" in (await told(carla))[-1]


async def test_a_report_of_which_nothing_can_be_made_says_so_in_the_place_of_its_progress(
    anna: Chat, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def breaks(*_given: object, **_more: object) -> None:
        raise ZeroDivisionError("GEHEIM")

    monkeypatch.setattr(making, "assessment_facts", breaks)
    await anna.joins()
    carla = Chat(anna.desk, anna.engine, anna.clock, "900")
    await carla.does(Wrote("/report", 1, anna.desk.now()))
    for _ in range(TRIES):
        await anna.engine.jobs.once()
        anna.passes(600)
    assert "is niet gelukt" in (await told(carla))[-1]
    assert "Opnieuw proberen" in (await told(carla))[-1]
    assert await anna.desk.storage.pending_jobs("main", "report:") == []
    assert "ZeroDivisionError" in caplog.text
