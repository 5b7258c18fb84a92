"""When nothing can be kept, nothing is taken: it comes again, and the operator is told once."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path

import pytest

from bot.app.disk import FLOOR, Room, free_bytes
from bot.app.plug import Engine, plug, run_all
from bot.desk import Desk
from bot.ports import Handled, Incoming, TryLater, Wrote
from storage import DatabaseCorrupt
from tests.operations.conftest import BOT, broken


def hello(desk: Desk, number: int = 1) -> Incoming:
    """Somebody opens the bot."""
    said = Wrote("/start", number, desk.now())
    return Incoming("telegram", BOT, number, "1001", "1001", True, "Anna", "nl", desk.now(), said)


class Results:
    """A meter that remembers."""

    def __init__(self) -> None:
        self.results: list[str] = []

    def update(self, result: str, seconds: float) -> None:
        """Noted."""
        assert seconds >= 0
        self.results.append(result)

    def send_failed(self, fate: object) -> None:
        """Not of interest here."""

    def call_failed(self, method: str, fate: object) -> None:
        """Not of interest here."""


def engine_of(desk: Desk, meter: Results | None = None) -> Engine:
    """All parts around the desk, with nobody to send to."""
    return plug(desk, {}, {}, 0, meter)


async def test_below_the_floor_nothing_is_taken_until_there_is_room_again(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    free = FLOOR - 1
    meter = Results()
    engine = engine_of(desk, meter)
    engine.room = Room((Path("/"),), lambda _folder: free)
    with caplog.at_level(logging.WARNING, "bot.app.disk"):
        for number in (1, 2):
            with pytest.raises(TryLater):
                await engine.handle(hello(desk, number))
        assert not await desk.storage.seen(desk.tenant, BOT, 1)
        free = FLOOR
        assert await engine.handle(hello(desk)) == Handled()
    assert await desk.storage.seen(desk.tenant, BOT, 1)
    assert len(caplog.records) == 2  # told once when it began, and once when it was over
    assert meter.results == ["later", "later", "taken"]


def test_room_is_looked_up_where_a_folder_will_be(tmp_path: Path) -> None:
    assert free_bytes(tmp_path / "not" / "there" / "yet") > 0
    assert Room(()).enough()


@pytest.mark.parametrize("verb", ["person_at", "save"])
async def test_a_damaged_database_ends_the_program_and_confirms_nothing(desk: Desk, verb: str) -> None:
    meter = Results()
    engine = engine_of(broken(desk, DatabaseCorrupt("the database file is damaged"), verb), meter)
    with pytest.raises(TryLater):
        await engine.handle(hello(desk))
    assert meter.results == ["later"]
    with pytest.raises(DatabaseCorrupt):
        await engine.ruin()


async def test_the_damage_stops_all_that_runs(desk: Desk) -> None:
    engine = engine_of(desk)
    stop = asyncio.Event()

    async def channel() -> None:
        broken(desk, DatabaseCorrupt("the database file is damaged"), "person_at")
        with pytest.raises(TryLater):
            await engine.handle(hello(desk))
        await stop.wait()

    with pytest.raises(DatabaseCorrupt, match="damaged"):
        await run_all(engine, stop, channel(), BOT)


async def test_an_update_that_breaks_the_program_is_counted_as_failed(desk: Desk) -> None:
    meter = Results()
    engine = engine_of(broken(desk, KeyError("what Anna said"), "person_at"), meter)
    with pytest.raises(KeyError):
        await engine.handle(hello(desk))
    assert meter.results == ["failed"]
    assert [dead.update_id for dead in await desk.storage.dead_letters(desk.tenant)] == [1]
