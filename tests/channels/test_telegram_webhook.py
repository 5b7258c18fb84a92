"""Promises about updates that Telegram brings, over real HTTP: what is answered when, and to whom."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from time import monotonic
from typing import Any

import httpx
import pytest
from pydantic import SecretStr
from starlette.applications import Starlette

from bot.app.http import listening
from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.claim import WebhookElsewhere
from bot.channels.telegram.patience import Pace
from bot.channels.telegram.webhook import LARGEST, SECRET_HEADER, Webhook, WebhookRefused
from bot.ports import Handled, Incoming, TryLater, Wrote
from tests.channels.test_telegram_channel import Desk, utc_now
from tests.telegram_stand_in import StandIn

SECRET = "s3cret-that-telegram-shows-us"
QUICK = Pace(answer=2, look=0.02, held=0.01, first=0.01, longest=0.05)


@pytest.fixture
async def telegram() -> AsyncIterator[StandIn]:
    async with StandIn() as stand_in:
        yield stand_in


class Place:
    """Our side: an address with a webhook, and a channel that takes what comes there."""

    def __init__(self, telegram: StandIn, desk: Desk) -> None:
        self.telegram, self.desk, self.stop = telegram, desk, asyncio.Event()
        self.address = ""

    @asynccontextmanager
    async def open(self, **more: Any) -> AsyncIterator[Place]:
        """From start to stop."""
        async with self.page() as webhook, self.channel(webhook, **more) as channel:
            running = asyncio.ensure_future(channel.run(self.desk.handle, self.stop))
            try:
                await self.telegram.called("setWebhook")
                yield self
            finally:
                self.stop.set()
                await running

    @asynccontextmanager
    async def page(self) -> AsyncIterator[Webhook]:
        """A webhook that nobody takes anything from yet."""
        webhook = Webhook("http://127.0.0.1/hook", SecretStr(SECRET))
        async with listening(Starlette(routes=[webhook.route]), "127.0.0.1:0") as address:
            self.address = webhook.url = f"{address}/hook"
            yield webhook

    @asynccontextmanager
    async def channel(self, webhook: Webhook | None, **more: Any) -> AsyncIterator[TelegramChannel]:
        """A channel that has not begun."""
        telegram = self.telegram
        channel = TelegramChannel(
            telegram.token, lambda key, language: key, utc_now, monotonic, telegram.api_url,
            telegram.file_url, pace=QUICK, webhook=webhook, **more,
        )  # fmt: skip
        await channel.start(self.stop)
        try:
            yield channel
        finally:
            await channel.close()

    async def posts(self, body: bytes, secret: str | None = SECRET) -> httpx.Response:
        """Somebody posts something."""
        headers = {} if secret is None else {SECRET_HEADER: secret}
        async with httpx.AsyncClient() as client:
            return await client.post(self.address, content=body, headers=headers)


@pytest.fixture
def place(telegram: StandIn) -> Place:
    return Place(telegram, Desk())


def said(number: int, text: str = "Dag", chat: int = 5) -> bytes:
    """An update as Telegram sends it."""
    message = {
        "message_id": number, "date": 1, "text": text, "chat": {"id": chat, "type": "private"},
        "from": {"id": chat, "first_name": "Anna"},
    }  # fmt: skip
    return json.dumps({"update_id": number, "message": message}).encode()


def words(desk: Desk) -> list[str]:
    """What was taken, in order."""
    return [incoming.event.text for incoming in desk.taken if isinstance(incoming.event, Wrote)]


async def test_telegram_is_told_where_to_bring_what_and_people_are_heard(
    place: Place, telegram: StandIn
) -> None:
    async with place.open():
        await telegram.person(5).types("Dag!")
        await place.desk.event()
        await telegram.all_confirmed()
    [told] = telegram.calls_of("setWebhook")
    assert told.arguments["url"] == place.address
    assert told.arguments["secret_token"] == SECRET
    assert "callback_query" in str(told.arguments["allowed_updates"])
    assert int(told.arguments["max_connections"]) == 40
    assert not telegram.calls_of("getUpdates")
    assert telegram.intake.webhook, "what comes while we are away waits at Telegram"


@pytest.mark.parametrize("secret", [None, "", "wrong", SECRET[:-1], SECRET + "x", "\xe9"])
async def test_who_does_not_know_the_secret_is_refused_and_told_nothing(
    place: Place, secret: str | None
) -> None:
    async with place.open():
        raw = None if secret is None else secret
        headers = [] if raw is None else [(SECRET_HEADER.encode(), raw.encode("latin-1"))]
        async with httpx.AsyncClient() as client:
            answer = await client.post(place.address, content=said(1), headers=headers)
    assert (answer.status_code, answer.content) == (403, b"")
    assert place.desk.taken == []


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"7", b"\xff", b'{"update_id": "1"}', b"[" * 100_000])
async def test_what_is_no_update_is_refused_and_the_next_is_taken(place: Place, body: bytes) -> None:
    async with place.open():
        assert (await place.posts(body)).status_code == 400
        assert (await place.posts(said(1))).status_code == 200
    assert words(place.desk) == ["Dag"]


async def test_a_body_larger_than_any_update_is_not_read_to_its_end(place: Place) -> None:
    async with place.open():
        assert (await place.posts(b" " * (LARGEST + 1))).status_code == 413


async def test_it_is_confirmed_only_once_it_is_kept(place: Place) -> None:
    kept, begun = asyncio.Event(), asyncio.Event()

    async def slowly(_incoming: Incoming) -> Handled:
        begun.set()
        await kept.wait()
        return Handled()

    place.desk.answer = slowly
    async with place.open():
        answer = asyncio.ensure_future(place.posts(said(1)))
        await begun.wait()
        await asyncio.sleep(0.05)
        assert not answer.done()
        kept.set()
        assert (await answer).status_code == 200


async def test_what_cannot_be_kept_now_comes_again_and_is_answered_then(
    place: Place, telegram: StandIn
) -> None:
    anna, tries = telegram.person(5), 0
    await anna.starts()

    async def down_at_first(_incoming: Incoming) -> Handled:
        nonlocal tries
        tries += 1
        if tries < 3:
            raise TryLater
        return Handled()

    place.desk.answer = down_at_first
    async with place.open():
        await telegram.all_confirmed()
        assert await _eventually(lambda: anna.last.text == "storage_down")
    assert telegram.intake.delivery.attempts == [503, 503, 200]
    assert [m.text for m in anna.chat if m.by_bot] == ["storage_down"]


async def test_an_update_that_breaks_us_holds_up_no_other(place: Place) -> None:
    async def broken(incoming: Incoming) -> Handled:
        if incoming.update_id == 1:
            raise ValueError("what Anna wrote")
        return Handled()

    place.desk.answer = broken
    async with place.open():
        assert (await place.posts(said(1))).status_code == 200
        assert (await place.posts(said(2))).status_code == 200
    assert words(place.desk) == ["Dag"]


async def test_a_chat_is_heard_in_the_order_of_arrival_and_others_meanwhile(place: Place) -> None:
    go, begun = asyncio.Event(), asyncio.Event()

    async def held(incoming: Incoming) -> Handled:
        if incoming.update_id == 1:
            begun.set()
            await go.wait()
        return Handled()

    place.desk.answer = held
    async with place.open():
        first = asyncio.ensure_future(place.posts(said(1, "een")))
        await begun.wait()
        rest = []
        for number, text in ((2, "twee"), (3, "drie")):
            rest.append(asyncio.ensure_future(place.posts(said(number, text))))
            await asyncio.sleep(0.1)
        assert (await place.posts(said(4, "Bram", chat=6))).status_code == 200
        go.set()
        assert {answer.status_code for answer in await asyncio.gather(first, *rest)} == {200}
    assert words(place.desk) == ["Bram", "een", "twee", "drie"]


async def test_before_the_start_and_after_the_stop_everything_is_to_come_later(place: Place) -> None:
    begun, go = asyncio.Event(), asyncio.Event()

    async def held(_incoming: Incoming) -> Handled:
        begun.set()
        await go.wait()
        return Handled()

    place.desk.answer = held
    async with place.page() as webhook, place.channel(webhook) as channel:
        assert (await place.posts(said(1))).status_code == 503
        running = asyncio.ensure_future(channel.run(place.desk.handle, place.stop))
        await place.telegram.called("setWebhook")
        under_way = asyncio.ensure_future(place.posts(said(1, "onderweg")))
        await begun.wait()
        waits = asyncio.ensure_future(place.posts(said(2)))
        await asyncio.sleep(0.1)
        place.stop.set()
        await asyncio.sleep(0.05)
        assert (await place.posts(said(3, chat=6))).status_code == 503
        assert not running.done()
        go.set()
        await running
        assert [(await one).status_code for one in (under_way, waits)] == [200, 503]
    assert words(place.desk) == ["onderweg"]


async def test_the_webhook_of_another_program_is_left_alone_unless_it_is_taken_over(
    place: Place, telegram: StandIn
) -> None:
    telegram.intake.webhook = {"url": "https://elsewhere.example/path"}
    async with place.page() as webhook, place.channel(webhook) as channel:
        with pytest.raises(WebhookElsewhere):
            await channel.run(place.desk.handle, place.stop)
    assert not telegram.calls_of("setWebhook")
    async with place.open(take_over=True):
        assert await _eventually(lambda: telegram.intake.webhook["url"] == place.address)


async def test_our_own_webhook_is_deleted_by_whoever_polls_and_another_is_not(
    place: Place, telegram: StandIn
) -> None:
    telegram.intake.webhook = {"url": "https://ours.example/hook"}
    async with place.channel(None, ours=lambda url: "other" in url) as channel:
        with pytest.raises(WebhookElsewhere):
            await channel.run(place.desk.handle, place.stop)
    async with place.channel(None, ours=lambda url: url == "https://ours.example/hook") as channel:
        running = asyncio.ensure_future(channel.run(place.desk.handle, place.stop))
        await telegram.person(5).types("Dag!")
        await place.desk.event()
        place.stop.set()
        await running
    assert len(telegram.calls_of("deleteWebhook")) == 1


async def test_an_address_that_telegram_does_not_take_is_told_in_its_words(
    place: Place, telegram: StandIn
) -> None:
    telegram.next_call("setWebhook").answers(400, "Bad Request: bad webhook: IP address is reserved")
    async with place.page() as webhook, place.channel(webhook) as channel:
        with pytest.raises(WebhookRefused, match="ip address is reserved"):
            await channel.run(place.desk.handle, place.stop)


async def test_health_hears_when_updates_go_elsewhere_or_cannot_be_brought(
    place: Place, telegram: StandIn, caplog: pytest.LogCaptureFixture
) -> None:
    async with place.page() as webhook, place.channel(webhook) as channel:
        running = asyncio.ensure_future(channel.run(place.desk.handle, place.stop))
        assert await _eventually(lambda: channel.last_poll is not None)
        await telegram.intake.delivery.stop()
        await telegram.person(5).types("Dag!")
        telegram.intake.delivery.last_error = {"last_error_date": 7, "last_error_message": "SSL error"}
        assert await _eventually(lambda: "cannot bring updates: SSL error" in caplog.text)
        telegram.next_call("getWebhookInfo").answers(502)
        assert await _eventually(lambda: "cannot be asked whether" in caplog.text)
        telegram.intake.webhook = {"url": "https://elsewhere.example"}
        assert await _eventually(lambda: "updates go elsewhere" in caplog.text)
        heard = channel.last_poll
        await telegram.called("getWebhookInfo", len(telegram.calls_of("getWebhookInfo")) + 2)
        assert channel.last_poll == heard
        place.stop.set()
        await running
    assert SECRET not in caplog.text


async def _eventually(condition: Any) -> bool:
    for _ in range(1000):
        if condition():
            return True
        await asyncio.sleep(0.01)
    return False
