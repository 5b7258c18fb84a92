"""Messages on their way to Telegram: our few words turned into its methods, its refusals into our fates."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, InputFile, LinkPreviewOptions
from telegram import Message as Receipt
from telegram.constants import ParseMode
from telegram.error import TelegramError

from bot.channels.telegram.fate import Outcome, is_unchanged, not_delivered, outcome_of
from bot.channels.telegram.split import CAPTION_LIMIT, TEXT_LIMIT, plain, split, units
from bot.ports import Attachment, Fate, Message, NotDelivered, Shown

_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
#: How often a later piece of a long message is tried before its fate counts as unknown.
_TRIES = 5
_LONGEST_WAIT = 60.0


class _BadPicture(Exception):
    """Telegram shows this as a document only."""


class TelegramSender:
    """One bot's outgoing messages; keeps no order and no rate, delivery does."""

    def __init__(
        self,
        bot: Bot,
        now: Callable[[], datetime],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._bot, self._now, self._sleep = bot, now, sleep

    async def send(self, chat_id: str, message: Message) -> Shown:
        """A new message, in several pieces if it is too long for one; the receipt is that of the last."""
        pieces = _pieces(message)
        shown = await self._send_piece(chat_id, pieces[0])
        for piece in pieces[1:]:
            earlier = (*shown.earlier, shown.message_id)
            try:
                shown = replace(await self._send_later_piece(chat_id, piece), earlier=earlier)
            except NotDelivered as trouble:
                trouble.earlier = earlier
                raise
        return shown

    async def edit(self, chat_id: str, message_id: int, message: Message) -> Shown:
        """The same message with another text; what cannot be one text message is `GONE`: to be sent anew."""
        if message.photo or message.document or units(plain(message.html)) > TEXT_LIMIT:
            raise NotDelivered(Fate.GONE, "this cannot be shown by an edit")
        edit = self._bot.edit_message_text(
            message.html,
            chat_id=_chat(chat_id),
            message_id=message_id,
            parse_mode=ParseMode.HTML,
            link_preview_options=_NO_PREVIEW,
            reply_markup=_keyboard(message),
        )
        return await self._edited(edit, message_id)

    async def collapse(self, chat_id: str, message_id: int) -> None:
        """Takes the buttons off a message."""
        edit = self._bot.edit_message_reply_markup(chat_id=_chat(chat_id), message_id=message_id)
        await self._edited(edit, message_id)

    async def delete(self, chat_id: str, message_id: int) -> None:
        """Takes a message back, which Telegram allows for 48 hours."""
        try:
            await self._bot.delete_message(chat_id=_chat(chat_id), message_id=message_id)
        except TelegramError as error:
            if outcome_of(error) not in (Outcome.GONE, Outcome.REFUSED):
                raise not_delivered(error) from None

    async def _edited(self, call: Awaitable[Receipt | bool], message_id: int) -> Shown:
        try:
            receipt = await call
        except TelegramError as error:
            if not is_unchanged(error):
                raise not_delivered(error) from None
            return Shown(message_id, self._now())
        if isinstance(receipt, Receipt):
            return Shown(receipt.message_id, receipt.edit_date or receipt.date)
        return Shown(message_id, self._now())

    async def _send_piece(self, chat_id: str, piece: Message) -> Shown:
        try:
            receipt = await self._sent(chat_id, piece)
        except _BadPicture:
            return await self._send_piece(chat_id, _as_document(piece))
        except TelegramError as error:
            raise not_delivered(error) from None
        except OSError as error:
            # Only our own files raise it: the connection's errors are Telegram's.
            raise NotDelivered(Fate.REFUSED, f"the file cannot be read ({type(error).__name__})") from None
        return Shown(receipt.message_id, receipt.date)

    async def _send_later_piece(self, chat_id: str, piece: Message) -> Shown:
        """The first piece is there already, so giving up would show it twice."""
        for attempt in range(1, _TRIES + 1):
            try:
                return await self._send_piece(chat_id, piece)
            except NotDelivered as trouble:
                if trouble.fate not in (Fate.NOT_SENT, Fate.WAIT) or attempt == _TRIES:
                    raise
                await self._sleep(min(max(trouble.retry_after, float(attempt)), _LONGEST_WAIT))
        raise AssertionError("unreachable")

    async def _sent(self, chat_id: str, piece: Message) -> Receipt:
        common: dict[str, Any] = {
            "chat_id": _chat(chat_id),
            "parse_mode": ParseMode.HTML,
            "reply_markup": _keyboard(piece),
        }
        if piece.photo:
            try:
                picture = await _file(piece.photo)
                return await self._bot.send_photo(photo=picture, caption=piece.html or None, **common)
            except TelegramError as error:
                if outcome_of(error) is Outcome.BAD_PICTURE:
                    raise _BadPicture from None
                raise
        if piece.document:
            document = await _file(piece.document)
            return await self._bot.send_document(document=document, caption=piece.html or None, **common)
        return await self._bot.send_message(text=piece.html, link_preview_options=_NO_PREVIEW, **common)


def _pieces(message: Message) -> list[Message]:
    """Messages that Telegram takes, the buttons on the last."""
    pieces: list[Message] = []
    if message.photo or message.document:
        if units(plain(message.html)) <= CAPTION_LIMIT:
            return [message]
        pieces.append(Message("", photo=message.photo, document=message.document))
    pieces += [Message(text) for text in split(message.html)]
    return [*pieces[:-1], replace(pieces[-1], buttons=message.buttons)]


def _as_document(piece: Message) -> Message:
    """A picture that Telegram does not show, as a file; one that is in no file is lost."""
    document = piece.photo if isinstance(piece.photo, Path) else None
    return replace(piece, photo=None, document=document)


async def _file(file: Path | Attachment | bytes) -> InputFile:
    """Read aside, because a slow disk would hold up everybody."""
    if isinstance(file, bytes):
        return InputFile(file, filename="picture.png")
    if isinstance(file, Attachment):
        return InputFile(file.body, filename=file.name)
    return InputFile(await asyncio.to_thread(file.read_bytes), filename=file.name)


def _keyboard(message: Message) -> InlineKeyboardMarkup | None:
    rows = [[InlineKeyboardButton(b.label, callback_data=b.data) for b in row] for row in message.buttons]
    return InlineKeyboardMarkup(rows) if rows else None


def _chat(chat_id: str) -> int | str:
    return int(chat_id) if chat_id.removeprefix("-").isdecimal() else chat_id
