"""/healthz tells whether the bot does its work, and names what is ill."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette

from bot.app.disk import FLOOR, Room
from bot.app.health import Health, health_page
from bot.app.metrics import Prometheus
from bot.desk import Desk
from bot.ports import Fate
from storage import Change, Person, StorageUnavailable, Update
from tests.operations.conftest import BOT, broken


class Clock:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.at = 1000.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def clock() -> Clock:
    """The monotonic clock."""
    return Clock()


@pytest.fixture
def health(desk: Desk, clock: Clock) -> Health:
    """A bot whose poll returned just now, on a disk with room."""
    room = Room((Path("/"),), lambda _folder: FLOOR)
    return Health(desk, BOT, room, lambda: 1000.0, clock)


async def read(page: Starlette, path: str) -> httpx.Response:
    """What somebody gets from a page."""
    transport = httpx.ASGITransport(page)
    async with httpx.AsyncClient(transport=transport, base_url="http://peiler") as client:
        return await client.get(path)


async def signs_of(health: Health) -> tuple[int, dict[str, Any]]:
    """What a supervisor reads."""
    answer = await read(health_page(health), "/healthz")
    return answer.status_code, answer.json()


async def test_a_bot_that_polls_sends_and_writes_is_well(health: Health) -> None:
    status, told = await signs_of(health)
    assert (status, told["status"], told["ill"]) == (200, "ok", [])
    assert told["polls"] == {"ok": True, "seconds_ago": 0.0}


async def test_a_bot_that_hears_nothing_from_telegram_is_ill(health: Health, clock: Clock) -> None:
    clock.at += 91
    status, told = await signs_of(health)
    assert (status, told["ill"]) == (503, ["polls"])


async def test_a_bot_that_has_just_started_is_given_time_for_its_first_poll(
    desk: Desk, clock: Clock, health: Health
) -> None:
    fresh = Health(desk, BOT, health.room, lambda: None, clock)
    assert (await signs_of(fresh))[0] == 200
    clock.at += 91
    assert (await signs_of(fresh))[1]["ill"] == ["polls"]


async def waiting(desk: Desk, minutes: int) -> None:
    """A message that could have gone out so long ago."""
    row = desk.reply(somebody(desk), "Hallo", "a key")
    row = replace(row, bot_id=BOT, created_at=desk.now() - timedelta(minutes=minutes))
    await desk.storage.save(Change(writes=(row,)))


def somebody(desk: Desk) -> Person:
    """A person of whom nothing is stored."""
    return Person(desk.tenant, "somebody", "telegram", "1001", "Anna", "nl", desk.now())


async def test_messages_that_do_not_leave_make_the_bot_ill(health: Health, desk: Desk) -> None:
    health.began_at -= timedelta(hours=1)
    await waiting(desk, minutes=1)
    assert (await signs_of(health))[0] == 200
    await waiting(desk, minutes=0)
    later = desk.now() + timedelta(minutes=3)
    desk.now = lambda: later
    status, told = await signs_of(health)
    assert (status, told["ill"]) == (503, ["outbox"])
    assert told["outbox"]["oldest_seconds"] > 120


async def test_a_message_that_is_refused_again_and_again_counts_though_it_rests_between_tries(
    health: Health, desk: Desk
) -> None:
    health.began_at -= timedelta(hours=1)
    row = desk.reply(somebody(desk), "Hallo", "a key")
    tried = replace(
        row,
        bot_id=BOT,
        created_at=desk.now() - timedelta(minutes=3),
        attempt=30,
        not_before=desk.now() + timedelta(seconds=20),
    )
    await desk.storage.save(Change(writes=(tried,)))
    assert (await signs_of(health))[1]["ill"] == ["outbox"]


async def test_a_reminder_that_was_planned_for_later_has_not_waited_before(
    health: Health, desk: Desk
) -> None:
    health.began_at -= timedelta(days=9)
    row = desk.reply(somebody(desk), "Hallo", "a key")
    planned = replace(
        row,
        bot_id=BOT,
        priority=3,
        created_at=desk.now() - timedelta(days=2),
        not_before=desk.now() - timedelta(seconds=1),
    )
    await desk.storage.save(Change(writes=(planned,)))
    assert (await signs_of(health))[0] == 200


async def test_what_waited_while_the_bot_was_off_is_given_time_to_leave(health: Health, desk: Desk) -> None:
    await waiting(desk, minutes=600)
    assert (await signs_of(health))[0] == 200


async def test_a_database_that_does_not_write_makes_the_bot_ill(health: Health) -> None:
    broken(health.desk, StorageUnavailable("the database cannot be used now (SQLITE_FULL)"), "save")
    status, told = await signs_of(health)
    assert (status, told["ill"]) == (503, ["database"])
    assert "SQLITE_FULL" in told["database"]["problem"]


async def test_a_full_disk_makes_the_bot_ill(health: Health) -> None:
    health.room = Room((Path("/"),), lambda _folder: FLOOR - 1)
    status, told = await signs_of(health)
    assert (status, told["ill"]) == (503, ["disk"])


def figure(text: bytes, name: str) -> float:
    """One figure of what Prometheus reads."""
    [line] = [line for line in text.decode().splitlines() if line.startswith(f"{name} ")]
    return float(line.removeprefix(name))


async def test_prometheus_reads_what_happened_and_what_waits(health: Health, desk: Desk) -> None:
    meter = Prometheus()
    meter.update("taken", 0.02)
    meter.update("later", 0.01)
    for fate in (Fate.UNKNOWN, Fate.WAIT, Fate.WAIT):
        meter.send_failed(fate)
    meter.call_failed("answerCallbackQuery", Fate.WAIT)
    health.began_at -= timedelta(hours=1)
    await waiting(desk, minutes=1)
    dead = Update(desk.tenant, BOT, 7, "1001", desk.now(), b"{}", "dead", "KeyError")
    await desk.storage.save(Change(dead))
    text = await meter.text(health)
    assert figure(text, 'peiler_updates_total{result="taken"}') == 1
    assert figure(text, 'peiler_updates_total{result="later"}') == 1
    assert figure(text, "peiler_step_seconds_count") == 1
    assert figure(text, "peiler_sends_uncertain_total") == 1
    assert figure(text, "peiler_sends_429_total") == 2
    assert figure(text, 'peiler_calls_failed_total{fate="wait",method="answerCallbackQuery"}') == 1
    assert figure(text, "peiler_dead_letters") == 1
    assert figure(text, "peiler_outbox_age_seconds") >= 60
    assert figure(text, "peiler_poll_age_seconds") == 0


async def test_every_figure_that_an_alarm_looks_at_is_there_before_anything_happened(health: Health) -> None:
    text = await Prometheus().text(health)
    for fate in Fate:
        assert figure(text, f'peiler_sends_failed_total{{fate="{fate.value}"}}') == 0
    for result in ("taken", "later", "failed"):
        assert figure(text, f'peiler_updates_total{{result="{result}"}}') == 0


async def test_figures_that_the_database_withholds_are_no_figures(health: Health) -> None:
    broken(health.desk, StorageUnavailable("locked"), "due")
    text = await Prometheus().text(health)
    assert figure(text, "peiler_dead_letters") != figure(text, "peiler_dead_letters")


async def test_there_is_nothing_but_metrics_at_the_address_of_metrics(health: Health) -> None:
    page = Prometheus().page(health)
    assert "peiler_updates_total" in (await read(page, "/metrics")).text
    assert (await read(page, "/healthz")).status_code == 404
