"""A clock that jumped decides nothing that has a date, and says so."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.app.clock import ClockWatch, steady
from bot.app.disk import FLOOR, Room
from bot.app.health import Health
from bot.jobs import Jobs
from tests.privacy.office import CARLA
from tests.reminders.silence import ADA, silence

NINE = datetime(2026, 11, 23, 9, tzinfo=UTC)
DAY = timedelta(days=1)


class Time:
    """A wall clock and seconds that tests move."""

    def __init__(self) -> None:
        self.wall, self.seconds = NINE, 1000.0

    def passes(self, time: timedelta) -> None:
        self.wall, self.seconds = self.wall + time, self.seconds + time.total_seconds()


@pytest.mark.parametrize("jump", [2 * DAY, -2 * DAY, 10_000 * DAY])
def test_a_clock_that_jumps_is_not_believed_until_it_is_right_again(
    jump: timedelta, caplog: pytest.LogCaptureFixture
) -> None:
    time = Time()
    watch = ClockWatch(lambda: time.wall, lambda: time.seconds)
    time.passes(30 * DAY)
    assert watch.believed()
    time.wall += jump
    time.passes(timedelta(minutes=1))
    assert not watch.believed()
    assert not watch.believed()
    assert watch.jump() == jump
    assert [record.levelname for record in caplog.records] == ["ERROR"], "said once"
    time.wall -= jump
    assert watch.believed()
    assert [record.levelname for record in caplog.records] == ["ERROR", "WARNING"]


def test_an_hour_more_or_less_is_no_jump() -> None:
    time = Time()
    watch = ClockWatch(lambda: time.wall, lambda: time.seconds)
    time.wall += timedelta(hours=2)
    assert watch.believed()
    assert steady() <= steady()


def test_a_clock_that_shows_less_than_at_the_last_sign_of_life_is_not_believed() -> None:
    time = Time()
    watch = ClockWatch(lambda: time.wall, lambda: time.seconds)
    watch.last_seen(None)
    watch.last_seen(NINE - 100 * DAY)
    assert watch.believed()
    watch.last_seen(NINE + 100 * DAY)
    assert not watch.believed()
    # A machine without a clock of its own gets the time from the network a moment later.
    time.wall += 100 * DAY
    assert watch.believed()


async def test_with_a_clock_that_jumped_nobody_is_reminded_and_everything_else_goes_on(
    tmp_path: Path,
) -> None:
    async with silence(tmp_path) as round_:
        believed = [True]
        round_.jobs = Jobs(round_.desk, lambda: believed[0])
        town = await round_.town()
        await round_.joins(ADA, town)
        believed[0] = False
        round_.clock[0] += 30 * DAY
        await round_.settles()
        assert not await round_.reminders()
        await round_.types(CARLA, "/report")
        assert "nog geen antwoorden" in "".join(round_.heard(CARLA))
        round_.clock[0] -= 30 * DAY
        believed[0] = True
        await round_.until(datetime(2026, 11, 27, 10, tzinfo=UTC))
        assert len(await round_.reminders()) == 1


async def test_healthz_tells_of_a_clock_that_jumped(tmp_path: Path) -> None:
    async with silence(tmp_path) as round_:
        room = Room((Path("/"),), lambda _folder: FLOOR)
        well = Health(round_.desk, "1", room, lambda: None, jump=lambda: timedelta(hours=1))
        ill = Health(round_.desk, "1", room, lambda: None, jump=lambda: -3 * DAY)
        assert (await well.signs())["clock"] == {"ok": True, "jumped_seconds": 3600}
        assert (await ill.signs())["clock"] == {"ok": False, "jumped_seconds": -259200}
