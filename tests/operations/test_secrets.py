"""A token, a name and an answer are planted and looked for in everything the program lets out."""

from __future__ import annotations

import asyncio
import json
import logging
from pathlib import Path

import httpx
import pytest

from bot.logs import set_up_logs, where
from tests.e2e.phone import Phone, joined
from tests.e2e.process import CONSULTANT, Peiler
from tests.operations.conftest import eventually
from tests.telegram_stand_in import TOKEN, StandIn

SECRET = TOKEN.partition(":")[2]
NAME = "Wilhelmina"
ANSWER = "Zwanenmeerstraat is ons geheim"


async def evidence(phone: Phone) -> None:
    """Answers until a card takes text, and types what must not leak."""
    for _ in range(12):
        data = [button.data for button in phone.buttons]
        letters = [one for one in data if one.startswith("a:")]
        if not letters:
            break
        await phone.taps(letters[min(4, len(letters) - 1)])
    await phone.types(ANSWER)


@pytest.mark.parametrize("form", ["text", "json"])
async def test_logs_hold_no_token_name_or_answer_whatever_goes_wrong(tmp_path: Path, form: str) -> None:
    async with StandIn() as telegram:
        peiler = Peiler(tmp_path, telegram, LOG_LEVEL="debug", LOG_FORMAT=form, METRICS_LISTEN="127.0.0.1:0")
        await peiler.start()
        tokens = await peiler.invites("S", 2)
        owner = await joined(telegram, telegram.person(10_001, NAME), tokens[0])
        telegram.next_call("editMessageText").answers(400, "Bad Request: can't parse entities: scripted")
        telegram.next_call("sendMessage").is_cut(taken=True)
        telegram.next_call("answerCallbackQuery").answers(429)
        telegram.next_call("getUpdates").answers(502)
        await evidence(owner)
        poison = {"message": {"chat": {"id": 10_001, "type": "private"}, "text": [ANSWER]}}
        await telegram.updates.push_raw(poison)
        await Phone(telegram, telegram.person(10_002, NAME)).opens("not-an-invite-" + "x" * 20)
        consultant = Phone(telegram, telegram.person(CONSULTANT, "Carla"))
        await consultant.types("/status")
        metrics = await scraped(peiler)
        doctor = await peiler.run("doctor")
        exported = await peiler.run("export", "--all")
        await peiler.stop()
    log = peiler.log()
    assert "bot." in log
    for place in (log, metrics, doctor.out, doctor.err, exported.err):
        for planted in (SECRET, NAME, ANSWER, "Zwanenmeer", *tokens):
            assert planted not in place
    assert SECRET not in exported.out
    assert ANSWER in exported.out


async def scraped(peiler: Peiler) -> str:
    """What Prometheus and a supervisor read."""
    assert await eventually(lambda: "metrics on " in peiler.log())
    address = peiler.log().partition("metrics on ")[2].partition("/metrics")[0]
    async with httpx.AsyncClient() as client:
        metrics = await client.get(f"{address}/metrics")
        health = await client.get(f"{peiler.address}/healthz")
    assert health.status_code == 200, health.text
    taken = next(
        one for one in metrics.text.splitlines() if one.startswith('peiler_updates_total{result="taken"}')
    )
    assert float(taken.split()[1]) > 5
    return metrics.text + health.text


@pytest.mark.parametrize("form", ["text", "json"])
def test_an_error_is_logged_with_its_place_and_without_its_values(
    capsys: pytest.CaptureFixture[str], form: str
) -> None:
    before = logging.getLogger().handlers[:], logging.getLogger().level
    try:
        set_up_logs("debug", form)
        try:
            _breaks(ANSWER)
        except ValueError:
            logging.getLogger("bot.somewhere").exception("update %s is put aside", 7)
        logging.getLogger("bot.somewhere").error("at %s%s", "https://api.telegram.org/bot", TOKEN)
        logging.getLogger("aiosqlite").debug("executing %s", ANSWER)
        logging.getLogger("asyncio").error("Task exception was never retrieved\nfuture: %s", ANSWER)
    finally:
        logging.getLogger().handlers[:], logging.getLogger().level = before
    said = capsys.readouterr().err
    assert "update 7 is put aside" in said
    assert "in _breaks" in said
    assert "ValueError" in said
    assert "KeyError" in said
    assert SECRET not in said
    assert ANSWER not in said
    if form == "json":
        assert all(json.loads(line)["level"] for line in said.splitlines())


def _breaks(answer: str) -> None:
    known: dict[str, str] = {}
    try:
        known[answer]
    except KeyError as error:
        raise ValueError(answer) from error


def test_errors_in_a_group_are_all_placed() -> None:
    said = where(ExceptionGroup(ANSWER, [KeyError(ANSWER), ValueError(ANSWER)]))
    assert "KeyError" in said
    assert "ValueError" in said
    assert ANSWER not in said


async def test_a_token_comes_from_a_file_and_is_refused_in_two_places(tmp_path: Path) -> None:
    async with StandIn() as telegram:
        peiler = Peiler(tmp_path, telegram, TELEGRAM_TOKEN="", TELEGRAM_TOKEN_FILE=str(tmp_path / "token"))
        missing = await peiler.run("doctor")
        assert "PEILER_TELEGRAM_TOKEN_FILE: the file cannot be read" in missing.out
        await asyncio.to_thread((tmp_path / "token").write_text, f"{TOKEN}\n")
        await peiler.start()
        assert await peiler.stop() == 0
        twice = Peiler(tmp_path, telegram, TELEGRAM_TOKEN_FILE=str(tmp_path / "token"))
        refused = await twice.run("serve")
    assert refused.code == 1
    assert "is given twice" in refused.err
    assert SECRET not in refused.err + missing.out
