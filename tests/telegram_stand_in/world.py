"""What exists on Telegram's side: chats, the messages in them, files, taps waiting for an answer."""

import asyncio
import itertools
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from tests.telegram_stand_in.keyboard import Button, rows_of

Json = dict[str, Any]


@dataclass(slots=True)
class StoredFile:
    """A file that somebody sent."""

    file_id: str
    name: str
    mime: str
    content: bytes
    claimed_size: int | None = None

    @property
    def size(self) -> int:
        return self.claimed_size if self.claimed_size is not None else len(self.content)

    @property
    def path(self) -> str:
        return f"documents/{self.file_id}_{self.name}"

    def as_json(self) -> Json:
        """The fields that every kind of file has."""
        return {
            "file_id": self.file_id, "file_unique_id": f"u{self.file_id}",
            "file_size": self.size, "file_name": self.name, "mime_type": self.mime,
        }  # fmt: skip


@dataclass(slots=True)
class Message:
    """A message as it now stands in a chat."""

    message_id: int
    chat_id: int
    sender: Json
    date: int
    text: str = ""  # as people see it; the caption of a file
    html: str = ""  # as it was sent
    entities: list[Json] = field(default_factory=list)
    markup: Json | None = None
    edits: int = 0
    edit_date: int | None = None
    file: StoredFile | None = None
    extra: Json = field(default_factory=dict)  # further fields of the JSON form
    reactions: list[str] = field(default_factory=list)
    deleted: bool = False

    @property
    def by_bot(self) -> bool:
        return bool(self.sender["is_bot"])

    @property
    def buttons(self) -> list[list[Button]]:
        """The buttons now under it, row by row."""
        return rows_of(self.markup)

    def has_button(self, data_or_label: str) -> Button | None:
        """The button with this data or, failing that, this label."""
        flat = [button for row in self.buttons for button in row]
        by_data = (button for button in flat if button.data == data_or_label)
        by_label = (button for button in flat if button.label == data_or_label)
        return next(by_data, None) or next(by_label, None)


@dataclass(slots=True)
class Chat:
    """A private chat or a group, as the bot can reach it."""

    chat_id: int
    about: Json  # the Chat object
    wrote: bool = False  # a person who never wrote cannot be written to
    blocked: str | None = None  # the 403 text
    moved_to: int | None = None
    messages: list[Message] = field(default_factory=list)
    actions: list[str] = field(default_factory=list)

    def find(self, message_id: int) -> Message | None:
        """The message, unless it was deleted."""
        # Numbers start at 1 in every chat and leave nothing out.
        known = 1 <= message_id <= len(self.messages)
        message = self.messages[message_id - 1] if known else None
        return message if message and not message.deleted else None

    @property
    def visible(self) -> list[Message]:
        return [message for message in self.messages if not message.deleted]


@dataclass(slots=True)
class CallbackAnswer:
    """What the bot answered a tap: a toast (or an alert), or silence when the text is empty."""

    text: str = ""
    alert: bool = False


@dataclass(slots=True)
class Tap:
    """One press of a button, waiting for its answer."""

    query_id: str
    person: int
    message_id: int
    label: str
    data: str
    at: float
    answer: CallbackAnswer | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """Something that became visible: `what` is sent, edited, deleted, typed, revised, tapped or answered."""

    number: int
    what: str
    chat_id: int
    message: Message | None = None  # as it was at that moment
    tap: Tap | None = None


class World:
    """Everything on Telegram's side, and the order in which it became visible."""

    def __init__(self, clock: Callable[[], float], bot: Json) -> None:
        self.clock = clock
        self.bot = bot
        self.chats: dict[int, Chat] = {}
        self.files: dict[str, StoredFile] = {}
        self.taps: dict[str, Tap] = {}
        self.profile: dict[str, Any] = {}
        self.changes: list[Change] = []
        self.changed = asyncio.Condition()
        self._numbers = itertools.count(1)
        self._message_ids: dict[int, itertools.count[int]] = {}

    def now(self) -> int:
        """Telegram's dates are whole seconds."""
        return int(self.clock())

    def number(self) -> int:
        """A number that was not given out before."""
        return next(self._numbers)

    def add(self, chat: Chat, sender: Json, **fields: Any) -> Message:
        """Puts a new message in the chat."""
        ids = self._message_ids.setdefault(chat.chat_id, itertools.count(1))
        message = Message(next(ids), chat.chat_id, sender, self.now(), **fields)
        chat.messages.append(message)
        return message

    def store(self, name: str, mime: str, content: bytes, claimed_size: int | None = None) -> StoredFile:
        """Keeps a file."""
        file = StoredFile(f"file{self.number()}", name, mime, content, claimed_size)
        self.files[file.file_id] = file
        return file

    async def note(
        self, what: str, chat_id: int, message: Message | None = None, tap: Tap | None = None
    ) -> None:
        """Records that something became visible, as it is at this moment."""
        snapshot = replace(message) if message else None
        self.changes.append(Change(len(self.changes), what, chat_id, snapshot, tap))
        async with self.changed:
            self.changed.notify_all()

    def as_json(self, message: Message) -> Json:
        """The Message object of the Bot API."""
        chat = self.chats[message.chat_id]
        shown: Json = {
            "message_id": message.message_id, "from": message.sender,
            "chat": chat.about, "date": message.date,
        }  # fmt: skip
        words = ("caption", "caption_entities") if message.file else ("text", "entities")
        shown |= {words[0]: message.text} if message.text else {}
        shown |= {words[1]: message.entities} if message.entities else {}
        shown |= {"edit_date": message.edit_date} if message.edit_date else {}
        if message.markup and "inline_keyboard" in message.markup:
            shown["reply_markup"] = message.markup
        return shown | message.extra
