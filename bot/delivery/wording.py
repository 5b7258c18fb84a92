"""From a row to the message that a person sees: the echo of what was noted stands above the card."""

from __future__ import annotations

import html
import re
from pathlib import Path

from bot.delivery.qr import qr_picture
from bot.ports import Attachment, Button, Message
from storage.records import Outgoing

_TAG = re.compile(r"<[^>]*>")


def message_of(row: Outgoing) -> Message:
    """The message; a file's text is its caption."""
    payload = row.payload
    text = str(payload.get("html") or payload.get("caption") or "")
    above = "\n".join(row.echo)
    file = Path(row.file_ref) if row.file_ref else None
    return Message(
        html="\n\n".join(part for part in (above, text) if part),
        buttons=tuple(tuple(Button(*button) for button in line) for line in payload.get("buttons") or ()),
        photo=_photo(row, file),
        document=_document(row, file),
    )


def _photo(row: Outgoing, file: Path | None) -> Path | bytes | None:
    """A QR code is drawn when it goes: a link that is a secret is in no file."""
    link = row.payload.get("qr")
    if row.method == "photo" and isinstance(link, str):
        return qr_picture(link)
    return file if row.method == "photo" else None


def _document(row: Outgoing, file: Path | None) -> Path | Attachment | None:
    """Text that holds secret links goes as a document without ever being in a file."""
    body = row.payload.get("file")
    if row.method == "document" and isinstance(body, str):
        # With a mark, so that every program on Windows reads the letters right.
        return Attachment(str(row.payload.get("name") or "list.txt"), body.encode("utf-8-sig"))
    return file if row.method == "document" else None


def without_markup(message: Message) -> Message:
    """The same words as plain text."""
    words = html.unescape(_TAG.sub("", message.html))
    return Message(html.escape(words, quote=False), message.buttons, message.photo, message.document)
