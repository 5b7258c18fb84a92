"""The real program with a webhook, and back to polling: people notice nothing, and no secret gets out."""

from __future__ import annotations

import asyncio
import socket
from pathlib import Path

import httpx
import pytest
from pydantic import SecretStr, ValidationError

from bot.channels.telegram.webhook import SECRET_HEADER
from bot.config import Settings
from tests.e2e.phone import joined
from tests.e2e.process import Peiler, Ran
from tests.operations.conftest import eventually
from tests.telegram_stand_in import TOKEN, StandIn

SECRET = "s3cret-that-telegram-shows-us"
PATH = "/updates/of-peiler"


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


def with_webhook(folder: Path, telegram: StandIn, **more: str) -> Peiler:
    """The program, whose updates are brought."""
    address = f"127.0.0.1:{free_port()}"
    settings = {"LISTEN": address, "WEBHOOK_URL": f"http://{address}{PATH}", "WEBHOOK_SECRET": SECRET}
    return Peiler(folder, telegram, **(settings | more))


async def test_a_conversation_by_webhook_survives_a_kill_and_a_return_to_polling(tmp_path: Path) -> None:
    async with StandIn() as telegram:
        peiler = with_webhook(tmp_path, telegram, LOG_LEVEL="debug")
        await peiler.start()
        anna = await joined(telegram, telegram.person(10_001), (await peiler.invites("S"))[0])
        assert not telegram.calls_of("getUpdates")
        healthy = await asyncio.to_thread(httpx.get, f"{peiler.address}/healthz")
        assert healthy.status_code == 200, healthy.text
        await peiler.dies()
        before = anna.card.text
        await anna.person.taps(anna.data("a:"), on=anna.card)
        await peiler.start()
        assert await eventually(lambda: anna.card.text != before)
        assert verdict(await peiler.run("doctor")) == "ok"
        assert await peiler.stop() == 0
        polls = Peiler(tmp_path, telegram)
        await polls.start()
        await anna.taps(anna.data("skip:"))
        assert not telegram.intake.webhook
        assert telegram.calls_of("getUpdates")
        assert await polls.stop() == 0
        assert "Traceback" not in peiler.log()
        assert SECRET not in peiler.log()


async def test_no_secret_gets_out_by_page_doctor_or_log(tmp_path: Path) -> None:
    async with StandIn() as telegram:
        peiler = with_webhook(tmp_path, telegram, LOG_LEVEL="debug", METRICS_LISTEN="127.0.0.1:0")
        await peiler.start()
        async with httpx.AsyncClient(base_url=peiler.address) as client:
            refused = await client.post(PATH, content=b"{", headers={SECRET_HEADER: SECRET + "x"})
            broken = await client.post(PATH, content=b"{", headers={SECRET_HEADER: SECRET})
            elsewhere = await client.post("/updates", headers={SECRET_HEADER: SECRET})
        codes = (refused.status_code, broken.status_code, elsewhere.status_code)
        assert codes == (403, 400, 404)
        telegram.intake.delivery.last_error = {"last_error_date": 7, "last_error_message": "SSL error"}
        await telegram.intake.delivery.stop()
        await telegram.person(10_001).starts()
        ill = await peiler.run("doctor")
        telegram.intake.webhook = {"url": f"https://elsewhere.example/{SECRET}"}
        taken = await peiler.run("doctor")
        telegram.intake.webhook = {}
        unset = await peiler.run("doctor")
        exported = await peiler.run("export", "--all")
        await peiler.stop()
        telegram.intake.webhook = {"url": f"https://elsewhere.example/{SECRET}"}
        foreign = await peiler.run("serve")
    assert [verdict(ran) for ran in (ill, taken, unset)] == ["ILL", "ILL", "note"]
    assert "SSL error" in ill.out
    assert "elsewhere.example" in taken.out
    assert "a webhook elsewhere" in foreign.err
    everything = [peiler.log(), refused.text, broken.text, elsewhere.text, exported.out, exported.err]
    for place in [*everything, *(ran.out + ran.err for ran in (ill, taken, unset, foreign))]:
        assert SECRET not in place


def verdict(ran: Ran) -> str:
    """What doctor thinks of the webhook."""
    lines = ran.out.splitlines()
    return next(line.split()[0] for line in lines if line.split()[1] == "webhook:")


async def test_a_webhook_without_a_secret_and_one_that_telegram_refuses_are_named(tmp_path: Path) -> None:
    async with StandIn() as telegram:
        open_door = await with_webhook(tmp_path, telegram, WEBHOOK_SECRET="").run("serve")
        telegram.next_call("setWebhook").answers(400, "Bad Request: bad webhook: reserved")
        refused = await with_webhook(tmp_path, telegram).run("serve")
    assert "PEILER_WEBHOOK_SECRET: is missing" in open_door.err
    assert "PEILER_WEBHOOK_URL: Telegram does not bring updates there" in refused.err
    assert "Traceback" not in refused.err


@pytest.mark.parametrize(
    "url",
    ["http://peiler.example/x", "peiler.example/x", "https://peiler.example/{x}", "https://me:pw@x.example/",
     "https://peiler.example/x?y=1", "https://peiler.example/healthz"],
)  # fmt: skip
def test_an_address_that_cannot_be_a_webhook_is_refused_at_once(url: str) -> None:
    with pytest.raises(ValidationError, match="webhook_url"):
        Settings(_env_file=None, webhook_url=url)


@pytest.mark.parametrize("url", ["", "https://peiler.example", "https://peiler.example:8443/a/B-9_~."])
def test_an_address_of_https_with_any_plain_path_can_be_a_webhook(url: str) -> None:
    assert Settings(_env_file=None, webhook_url=url).webhook_url == url


def test_the_secret_may_be_in_a_file_and_must_be_one_that_telegram_takes(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text(f"{SECRET}\n")
    found = Settings(_env_file=None, webhook_secret_file=file).webhook_secret
    assert found is not None
    assert found.get_secret_value() == SECRET
    for wrong in ("short", "with spaces in it, and commas"):
        with pytest.raises(ValidationError, match="openssl rand") as caught:
            Settings(_env_file=None, webhook_secret=SecretStr(wrong))
        assert wrong not in str(caught.value)
    assert TOKEN not in repr(Settings(_env_file=None, telegram_token=SecretStr(TOKEN)))
