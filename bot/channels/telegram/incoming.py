"""What Telegram sends, as our own events: read from raw dictionaries, so that no odd shape stops the rest."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import Any

from bot.channels.telegram.poller import ALLOWED_UPDATES
from bot.ports import Event, Incoming, Membership, Rewrote, SentThing, Tap, Unknown, Wrote

CHANNEL = "telegram"

#: What a message can be besides text. The first that is there names it: an animation is also a document,
#: a venue also a location.
_THINGS = (
    "animation", "audio", "document", "photo", "sticker", "story", "video", "video_note", "voice",
    "paid_media", "contact", "dice", "game", "poll", "checklist", "venue", "location",
)  # fmt: skip

#: NUL and halves of surrogate pairs: databases refuse them.
_UNWRITABLE = re.compile("[\x00\ud800-\udfff]")
_AWAY = ("kicked", "left")


def read_update(raw: Any, bot_id: str, received_at: datetime, heard: float | None = None) -> Incoming:
    """One update, whatever its shape. What cannot be understood is `Unknown`; without an id, its id is -1."""
    kind, inner = _kind(raw)
    sender = _dict(inner, "from")
    chat, private = _chat(kind, inner, sender)
    event = _event(kind, inner) if _whole(sender.get("id")) and chat else Unknown()
    update_id = _whole(_dict(raw).get("update_id"))
    return Incoming(
        channel=CHANNEL,
        bot_id=bot_id,
        update_id=-1 if update_id is None else update_id,
        user_id=str(_whole(sender.get("id")) or ""),
        chat_id=chat,
        private=private,
        name=_name(sender),
        language=_text(sender.get("language_code")) or None,
        received_at=received_at,
        event=event,
        body=json.dumps(raw, default=repr).encode(),
        heard=heard,
    )


def callback_id(raw: Any) -> str | None:
    """The id with which a press of a button must be answered."""
    value = _dict(raw, "callback_query").get("id")
    return value if isinstance(value, str) else None


def _kind(raw: Any) -> tuple[str, dict[str, Any]]:
    for kind in ALLOWED_UPDATES:
        if inner := _dict(raw, kind):
            return kind, inner
    return "", {}


def _chat(kind: str, inner: dict[str, Any], sender: dict[str, Any]) -> tuple[str, bool]:
    """The chat's id, and whether it is private, as the chat of a press without its message always is."""
    message = _dict(inner, "message") if kind == "callback_query" else inner
    chat = _dict(message, "chat")
    if kind == "callback_query" and not chat and "inline_message_id" not in inner:
        return str(_whole(sender.get("id")) or ""), True
    return str(_whole(chat.get("id")) or ""), chat.get("type") == "private"


def _event(kind: str, inner: dict[str, Any]) -> Event:
    match kind:
        case "message":
            return _message(inner)
        case "edited_message":
            return _edited(inner)
        case "callback_query":
            return _tap(inner)
        case _:
            return _membership(inner)


def _message(message: dict[str, Any]) -> Event:
    message_id, at = _whole(message.get("message_id")), _when(message.get("date"))
    if isinstance(message.get("text"), str):
        return Wrote(_text(message["text"]), message_id, at, _reply_to(message))
    for kind in _THINGS:
        if kind in message:
            return _thing(kind, message, message_id, at)
    return Unknown()


def _thing(kind: str, message: dict[str, Any], message_id: int | None, at: datetime | None) -> SentThing:
    file = _file(message[kind])
    size = _whole(file.get("file_size"))
    return SentThing(
        kind,
        message_id,
        at,
        _text(message.get("caption")),
        _text(file.get("file_name")) or None,
        _text(file.get("file_id")) or None,
        size if size is not None and size >= 0 else None,
        _text(file.get("mime_type")) or None,
        _text(message.get("media_group_id")) or None,
        _reply_to(message),
    )


def _file(thing: Any) -> dict[str, Any]:
    """What is said of a file; of a photo there are several sizes, the largest last."""
    return _dict(thing[-1] if isinstance(thing, list) and thing else thing)


def _edited(message: dict[str, Any]) -> Event:
    message_id = _whole(message.get("message_id"))
    for key in ("text", "caption"):
        if message_id is not None and isinstance(message.get(key), str):
            return Rewrote(_text(message[key]), message_id)
    return Unknown()


def _tap(query: dict[str, Any]) -> Event:
    if not isinstance(query.get("data"), str):
        return Unknown()
    return Tap(_text(query["data"]), _whole(_dict(query, "message").get("message_id")))


def _membership(change: dict[str, Any]) -> Event:
    status = _dict(change, "new_chat_member").get("status")
    return Membership(status not in _AWAY) if isinstance(status, str) else Unknown()


def _reply_to(message: dict[str, Any]) -> int | None:
    """The message of ours that this one answers, if it does."""
    answered = _dict(message, "reply_to_message")
    return _whole(answered.get("message_id")) if _dict(answered, "from").get("is_bot") is True else None


def _name(sender: dict[str, Any]) -> str:
    return " ".join(filter(None, (_text(sender.get("first_name")), _text(sender.get("last_name")))))


def _dict(value: Any, key: str | None = None) -> dict[str, Any]:
    inner = value.get(key) if key is not None and isinstance(value, dict) else value if key is None else None
    return inner if isinstance(inner, dict) else {}


def _whole(value: Any) -> int | None:
    """A whole number that fits a database."""
    return value if type(value) is int and abs(value) < 2**63 else None


def _text(value: Any) -> str:
    return _UNWRITABLE.sub("", value) if isinstance(value, str) else ""


def _when(value: Any) -> datetime | None:
    seconds = _whole(value)
    # Telegram writes 0 for "no longer known"; year 9999 is where datetime ends.
    return datetime.fromtimestamp(seconds, UTC) if seconds and 0 < seconds < 253_402_300_800 else None
