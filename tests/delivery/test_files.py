"""Promises about pictures, documents and texts that are too long for one message."""

from pathlib import Path

import pytest

from bot.delivery.wording import message_of
from tests.delivery.office import FIRM, LONG_AGO, Office
from tests.delivery.test_trouble import met, texts
from tests.telegram_stand_in import StandIn, utf16_length

PARAGRAPH = "<i>Een alinea van gewone lengte &amp; met opmaak.</i> " * 10


async def test_a_chart_arrives_as_a_picture_with_its_caption(
    office: Office, telegram: StandIn, tmp_path: Path
) -> None:
    [anna] = await met(telegram, office, 5)
    (tmp_path / "radar.png").write_bytes(b"\x89PNG")
    async with office.open():
        await office.says("5", "<b>Uw balans</b>", method="photo", file_ref=str(tmp_path / "radar.png"))
        await office.all_out()
    assert anna.last.text == "Uw balans"
    assert anna.last.file is not None
    assert anna.last.file.content == b"\x89PNG"


async def test_a_memo_arrives_as_a_document_under_its_own_name(
    office: Office, telegram: StandIn, tmp_path: Path
) -> None:
    [anna] = await met(telegram, office, 5)
    (tmp_path / "memo.nl.pdf").write_bytes(b"%PDF-1.7")
    async with office.open():
        await office.says("5", "", method="document", file_ref=str(tmp_path / "memo.nl.pdf"))
        await office.all_out()
    assert anna.last.file is not None
    assert anna.last.file.name == "memo.nl.pdf"


async def test_a_picture_telegram_will_not_show_arrives_as_a_document(
    office: Office, telegram: StandIn, tmp_path: Path
) -> None:
    [anna] = await met(telegram, office, 5)
    (tmp_path / "tall.png").write_bytes(b"\x89PNG")
    telegram.next_call("sendPhoto").answers(400, "Bad Request: PHOTO_INVALID_DIMENSIONS")
    async with office.open():
        await office.says("5", "Lang", method="photo", file_ref=str(tmp_path / "tall.png"))
        await office.all_out()
    assert [call.method for call in telegram.calls if call.method.startswith("send")] == [
        "sendPhoto",
        "sendDocument",
    ]
    assert anna.last.text == "Lang"


async def test_a_file_that_is_gone_is_given_up_and_the_rest_goes_on(
    office: Office, telegram: StandIn
) -> None:
    [anna] = await met(telegram, office, 5)
    async with office.open():
        await office.says("5", "Weg", method="document", file_ref="/nowhere/report.pdf")
        await office.says("5", "Dag")
        await office.all_out()
    assert texts(anna) == ["Dag"]
    assert await office.states("5") == ["failed", "sent"]


async def test_a_long_summary_comes_in_readable_pieces_with_the_buttons_last(
    office: Office, telegram: StandIn
) -> None:
    [anna] = await met(telegram, office, 5)
    async with office.open():
        row = await office.says("5", "\n\n".join([PARAGRAPH.strip()] * 20), buttons=[[["Goed", "summary:1"]]])
        await office.all_out()
    pieces = [message for message in anna.chat if message.by_bot]
    assert len(pieces) > 1
    assert all(utf16_length(piece.text) <= 4096 for piece in pieces)
    assert [bool(piece.buttons) for piece in pieces] == [False] * (len(pieces) - 1) + [True]
    assert message_of(row).html.count("alinea") == sum(piece.text.count("alinea") for piece in pieces)


async def test_a_429_between_two_pieces_does_not_repeat_the_first(office: Office, telegram: StandIn) -> None:
    [anna] = await met(telegram, office, 5)
    telegram.next_call("sendMessage")  # the first piece meets no trouble
    telegram.next_call("sendMessage").answers(429, retry_after=1)
    async with office.open():
        await office.says("5", "\n\n".join(["a" * 3000, "b" * 3000]))
        await office.all_out()
    assert [text[0] for text in texts(anna)] == ["a", "b"]


async def test_a_caption_that_is_too_long_follows_as_a_message(
    office: Office, telegram: StandIn, tmp_path: Path
) -> None:
    [anna] = await met(telegram, office, 5)
    (tmp_path / "radar.png").write_bytes(b"\x89PNG")
    async with office.open():
        await office.says("5", "x" * 2000, method="photo", file_ref=str(tmp_path / "radar.png"))
        await office.all_out()
    assert texts(anna) == ["", "x" * 2000]


async def test_each_piece_of_a_long_message_can_be_taken_back(
    office: Office, telegram: StandIn, tmp_path: Path
) -> None:
    [anna] = await met(telegram, office, 5)
    (tmp_path / "radar.png").write_bytes(b"\x89PNG")
    async with office.open():
        await office.says("5", "\n\n".join([PARAGRAPH.strip()] * 30))
        await office.says("5", "x" * 5000, method="photo", file_ref=str(tmp_path / "radar.png"))
        await office.all_out()
    shown = [message.message_id for message in anna.chat if message.by_bot]
    assert len(shown) > 5
    assert await office.storage.shown_since(FIRM, "5", LONG_AGO) == [(office.bot_id, id_) for id_ in shown]


@pytest.mark.parametrize(
    "description", ["Bad Request: message is too weird", "Bad Request: can't parse entities"]
)
async def test_a_beginning_that_was_shown_can_be_taken_back_though_its_end_was_refused(
    office: Office, telegram: StandIn, description: str
) -> None:
    [anna] = await met(telegram, office, 5)
    telegram.next_call("sendMessage")
    telegram.next_call("sendMessage").answers(400, description)
    async with office.open():
        await office.says("5", "\n\n".join(["a" * 3000, "b" * 3000]))
        await office.all_out()
    shown = [message.message_id for message in anna.chat if message.by_bot]
    assert shown
    known = await office.storage.shown_since(FIRM, "5", LONG_AGO)
    assert sorted(known) == [(office.bot_id, id_) for id_ in shown]
    lane = await office.storage.lane(FIRM, office.bot_id, "5")
    assert lane is not None
    assert lane.last_message_id == shown[-1]
