"""Promises about the bytes of what people send: all of them or a word about why not, and never the token."""

from __future__ import annotations

import traceback
from collections.abc import Callable

import pytest

from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.incoming import read_update
from bot.ports import NotFetched, SentThing
from tests.delivery.conftest import channel, telegram
from tests.delivery.office import utc_now
from tests.telegram_stand_in import StandIn
from tests.telegram_stand_in.faults import Fault

__all__ = ["channel", "telegram"]

PDF = b"%PDF" * 50_000


def sent(telegram: StandIn) -> SentThing:
    """The newest thing that somebody sent, as the channel understands it."""
    event = read_update(telegram.updates.pending[-1], "7", utc_now()).event
    assert isinstance(event, SentThing)
    return event


async def fetched(channel: TelegramChannel, ref: str | None) -> bytes:
    """All of a file."""
    assert ref is not None
    return b"".join([piece async for piece in channel.fetch(ref)])


async def test_a_file_is_understood_with_its_size_its_album_and_what_it_answers(telegram: StandIn) -> None:
    anna = telegram.person(5)
    await anna.sends_document("plan.pdf", PDF, caption="ons plan", album="12")
    event = sent(telegram)
    assert (event.kind, event.name, event.size, event.mime) == (
        "document",
        "plan.pdf",
        len(PDF),
        "application/pdf",
    )
    assert (event.caption, event.album, event.ref is not None) == ("ons plan", "12", True)


async def test_of_a_photo_the_largest_size_is_fetched(telegram: StandIn, channel: TelegramChannel) -> None:
    await telegram.person(5).sends_photo(b"\xff\xd8 a whole picture")
    event = sent(telegram)
    assert (event.kind, event.name, event.size) == ("photo", None, 18)
    assert await fetched(channel, event.ref) == b"\xff\xd8 a whole picture"


async def test_a_file_arrives_as_it_was_sent_under_whatever_name(
    telegram: StandIn, channel: TelegramChannel
) -> None:
    await telegram.person(5).sends_document("a#b?c %41 é.pdf", PDF)
    telegram.next_call("download").drips(30_000, 0.001)
    assert await fetched(channel, sent(telegram).ref) == PDF


TROUBLES: dict[str, tuple[str, Callable[[Fault], None]]] = {
    "404": ("download", lambda fault: fault.answers(404)),
    "cut": ("download", lambda fault: fault.is_cut(taken=False)),
    "cut halfway": ("download", lambda fault: fault.is_cut_after(1000)),
    "a page of a proxy": ("download", lambda fault: fault.answers_page(502, "7000000001:stand-in-token")),
    "unknown": ("getFile", lambda fault: fault.answers(400, "Bad Request: wrong file_id")),
    "no answer": ("getFile", lambda fault: fault.is_cut(taken=True)),
}


@pytest.mark.parametrize("trouble", TROUBLES)
async def test_trouble_on_the_way_is_told_without_the_token_and_may_pass(
    telegram: StandIn, channel: TelegramChannel, trouble: str
) -> None:
    await telegram.person(5).sends_document("plan.pdf", PDF)
    method, happens = TROUBLES[trouble]
    happens(telegram.next_call(method, times=None))
    with pytest.raises(NotFetched) as raised:
        await fetched(channel, sent(telegram).ref)
    assert raised.value.again
    told = "".join(traceback.format_exception(raised.value))
    assert telegram.token not in told
    assert "127.0.0.1" not in told
    telegram.recover()
    assert await fetched(channel, sent(telegram).ref) == PDF


async def test_fewer_bytes_than_were_said_are_no_file(telegram: StandIn, channel: TelegramChannel) -> None:
    await telegram.person(5).sends_document("plan.pdf", PDF, size=len(PDF) + 1)
    with pytest.raises(NotFetched, match="of 200001 bytes"):
        await fetched(channel, sent(telegram).ref)


async def test_a_file_of_which_nobody_says_where_it_is_may_be_asked_again(
    telegram: StandIn, channel: TelegramChannel, monkeypatch: pytest.MonkeyPatch
) -> None:
    await telegram.person(5).sends_document("plan.pdf", PDF)

    async def nowhere(*_: object) -> dict[str, object]:
        return {"file_id": "1"}

    monkeypatch.setattr(type(channel.bot.request), "raw", nowhere)
    with pytest.raises(NotFetched) as raised:
        await fetched(channel, sent(telegram).ref)
    assert raised.value.again


async def test_what_is_too_big_for_bots_is_not_asked_again(
    telegram: StandIn, channel: TelegramChannel
) -> None:
    await telegram.person(5).sends_document("film.mp4", PDF, size=21 * 1024 * 1024)
    with pytest.raises(NotFetched) as raised:
        await fetched(channel, sent(telegram).ref)
    assert not raised.value.again


async def test_a_pause_that_telegram_names_is_passed_on(telegram: StandIn, channel: TelegramChannel) -> None:
    await telegram.person(5).sends_document("plan.pdf", PDF)
    telegram.next_call("getFile").answers(429, retry_after=7)
    with pytest.raises(NotFetched) as raised:
        await fetched(channel, sent(telegram).ref)
    assert (raised.value.again, raised.value.retry_after) == (True, 7)
