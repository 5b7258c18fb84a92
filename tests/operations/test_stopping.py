"""Stopping, and not fighting: SIGTERM, a second process with the same token, pages that are in the way."""

from __future__ import annotations

import re
from pathlib import Path
from time import monotonic

import httpx

from bot.app.plug import GRACE
from tests.e2e.process import Peiler
from tests.operations.conftest import eventually
from tests.telegram_stand_in import StandIn

UNIT = Path(__file__).parent.parent.parent / "deploy" / "peiler.service"


def patience_of_systemd() -> float:
    """Seconds after which it kills what was told to stop; half of that is more than the eight it may take."""
    found = re.search(r"^TimeoutStopSec=(\d+)$", UNIT.read_text("utf-8"), re.MULTILINE)
    assert found
    assert float(found[1]) / 2 > GRACE
    return float(found[1])


async def test_a_stop_does_not_wait_for_a_telegram_that_hangs(tmp_path: Path) -> None:
    async with StandIn() as telegram:
        peiler = Peiler(tmp_path, telegram)
        await peiler.start()
        person = telegram.person(10_001)
        telegram.next_call("sendMessage", times=None).waits(600)
        await person.starts("not-an-invite")
        assert await eventually(lambda: bool(telegram.calls_of("sendMessage")))
        began = monotonic()
        assert await peiler.stop() == 0
        assert monotonic() - began < patience_of_systemd()
        telegram.recover()
        assert "Traceback" not in peiler.log()
        await peiler.start()
        assert await eventually(lambda: any(message.by_bot for message in person.chat))
        assert await peiler.stop() == 0


async def test_a_second_program_with_the_same_token_backs_off_and_says_so(tmp_path: Path) -> None:
    async with StandIn() as telegram:
        telegram.next_call("getUpdates", times=3).answers(
            409, "Conflict: terminated by other getUpdates request; make sure that only one bot is running"
        )
        peiler = Peiler(tmp_path, telegram)
        await peiler.start()
        assert await eventually(lambda: "only one bot is running" in peiler.log())
        assert "again in 5.0 s" in peiler.log()
        async with httpx.AsyncClient() as client:
            health = (await client.get(f"{peiler.address}/healthz")).json()
        assert health["polls"]["ok"]  # ill only when it lasts
        assert await peiler.stop() == 0
        refused = [call for call in telegram.calls_of("getUpdates") if call.code == 409]
        assert len(refused) <= 3


async def test_an_address_of_metrics_that_is_taken_is_named(tmp_path: Path) -> None:
    async with StandIn() as telegram:
        taken = f"127.0.0.1:{telegram.port}"
        ran = await Peiler(tmp_path, telegram, METRICS_LISTEN=taken).run("serve")
    assert ran.code == 1
    assert f"PEILER_METRICS_LISTEN: cannot listen on {taken}" in ran.err
    assert "Traceback" not in ran.err
