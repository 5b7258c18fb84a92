"""`peiler doctor` finds what is wrong, also beside a running bot, and tells no secret."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.app import doctor
from bot.app.doctor import sqlite_version
from bot.app.plug import open_desk
from bot.app.serve import refuse_damaged
from bot.channels.telegram.asking import About
from bot.config import Settings
from storage import DatabaseCorrupt
from tests.e2e.conftest import Town
from tests.e2e.process import Peiler
from tests.operations.conftest import eventually
from tests.storage.sqlite.on_disk import damage
from tests.telegram_stand_in import TOKEN, StandIn

SECRET = TOKEN.partition(":")[2]


def verdicts(out: str) -> dict[str, str]:
    """What doctor thinks of what."""
    lines = [line.split(maxsplit=1) for line in out.splitlines()]
    return {rest.partition(":")[0]: verdict for verdict, rest in lines}


async def test_all_is_well_beside_a_bot_that_runs(village: Town) -> None:
    await village.owner()
    ran = await village.peiler.run("doctor")
    assert ran.code == 0, ran.out
    found = verdicts(ran.out)
    names = {
        "settings",
        "token",
        "webhook",
        "clock",
        "SQLite",
        "integrity",
        "writing",
        "serve",
        "outbox",
        "dead letters",
    }
    assert found.keys() == names | {"disk"}
    assert found["serve"] == "ok"
    assert SECRET not in ran.out + ran.err
    assert (await village.peiler.run("doctor")).code == 0
    assert await village.peiler.stop() == 0
    assert verdicts((await village.peiler.run("doctor")).out)["serve"] == "note"


async def test_wrong_settings_are_all_named_and_nothing_else_is_tried(tmp_path: Path) -> None:
    ran = await Peiler(tmp_path, TELEGRAM_TOKEN=f"{SECRET} oops", TIMEZONE="Mars").run("doctor")
    assert ran.code == 1
    assert "PEILER_TELEGRAM_TOKEN" in ran.out
    assert "PEILER_TIMEZONE" in ran.out
    assert SECRET not in ran.out + ran.err
    assert not (tmp_path / "peiler.sqlite").exists()


async def test_a_token_that_is_refused_and_a_webhook_elsewhere_are_told(tmp_path: Path) -> None:
    async with StandIn(token="7000000001:another-token-than-the-bots") as telegram:
        ran = await Peiler(tmp_path, telegram).run("doctor")
    assert (ran.code, verdicts(ran.out)["token"]) == (1, "ILL")
    assert SECRET not in ran.out + ran.err
    async with StandIn() as telegram:
        telegram.next_call("getWebhookInfo").answers(502)
        ran = await Peiler(tmp_path, telegram).run("doctor")
    assert (ran.code, verdicts(ran.out)["token"]) == (1, "ILL")


async def test_telegram_out_of_reach_is_told_without_the_address(tmp_path: Path) -> None:
    async with StandIn() as telegram:
        peiler = Peiler(tmp_path, telegram)
    ran = await peiler.run("doctor")
    assert ran.code == 1
    assert "cannot be asked" in ran.out
    assert SECRET not in ran.out + ran.err


async def test_a_damaged_database_is_found(village: Town, tmp_path: Path) -> None:
    owner = await village.owner()
    await village.peiler.stop()
    await asyncio.to_thread(damage, tmp_path / "peiler.sqlite", "answer", "person")
    ran = await village.peiler.run("doctor")
    assert ran.code == 1
    assert "restore the last backup" in ran.out
    serving = asyncio.create_task(village.peiler.run("serve"))
    await owner.person.types("/help")
    served = await serving
    assert served.code == 1
    assert "restore the last backup" in served.err.splitlines()[-1]
    assert "Traceback" not in served.err


async def test_a_start_checks_what_it_can_check_quickly_and_leaves_the_rest_to_doctor(
    settings: Settings, tmp_path: Path
) -> None:
    async with open_desk(settings, owner=True) as desk:
        await refuse_damaged(desk)
    damage(tmp_path / "peiler.sqlite", "answer")
    async with open_desk(settings, owner=True) as desk:
        await refuse_damaged(desk, most=1024)
        with pytest.raises(DatabaseCorrupt, match="restore the last backup"):
            await refuse_damaged(desk)


async def test_updates_put_aside_and_messages_that_wait_are_told(village: Town) -> None:
    owner = await village.owner()
    village.telegram.next_call("sendMessage", times=None).answers(502)
    village.telegram.next_call("editMessageText", times=None).answers(502)
    await owner.person.types("/help")
    assert await eventually(lambda: bool(village.telegram.calls_of("sendMessage")))
    await village.peiler.dies()
    ran = await village.peiler.run("doctor")
    assert ran.code == 0
    assert "does not run" in ran.out


@pytest.mark.parametrize(
    ("version", "verdict"),
    [
        ("SQLite 3.40.1", "note"),
        ("SQLite 3.44.5", "note"),
        ("SQLite 3.44.6", "ok"),
        ("SQLite 3.50.6", "note"),
        ("SQLite 3.50.7", "ok"),
        ("SQLite 3.51.2", "note"),
        ("SQLite 3.51.3", "ok"),
        ("SQLite 3.52.0", "ok"),
        ("SQLite 4.0.0", "ok"),
    ],
)
def test_a_version_of_sqlite_with_the_bug_is_named(version: str, verdict: str) -> None:
    assert sqlite_version(version).verdict == verdict


@pytest.mark.parametrize(("seconds", "verdict"), [(-3600, "ILL"), (0, "ok"), (3600, "ILL")])
def test_a_clock_that_is_wrong_is_found(seconds: int, verdict: str) -> None:
    now = datetime.now(UTC)
    about = About("peiler_bot", clock=now.replace(microsecond=0) + timedelta(seconds=seconds))
    assert doctor._clock(about, now).verdict == verdict
