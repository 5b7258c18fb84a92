"""The border between the program and its channels: what comes in, what goes out, and what may happen to it
on the way.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from pathlib import Path
from typing import Any, Protocol

# --- what comes in
# -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Tap:
    """A button was pressed. `data` is the button's data; the message is the one it sat on, if known."""

    data: str
    message_id: int | None = None


@dataclass(frozen=True, slots=True)
class Wrote:
    """Somebody typed. `at` is the second the channel says it was sent; `reply_to` a message of ours."""

    text: str
    message_id: int | None = None
    at: datetime | None = None
    reply_to: int | None = None


@dataclass(frozen=True, slots=True)
class Rewrote:
    """A message that was sent before now reads differently."""

    text: str
    message_id: int


@dataclass(frozen=True, slots=True)
class SentThing:
    """A sticker, voice note, photo, file, place … `kind` is the channel's word for it; `caption` what was
    typed with it. `ref`: how a `Fetcher` finds its bytes (None: there are none); `size` in bytes, as the
    channel says; `album`: what parts that were sent together have in common.
    """

    kind: str
    message_id: int | None = None
    at: datetime | None = None
    caption: str = ""
    name: str | None = None
    ref: str | None = None
    size: int | None = None
    mime: str | None = None
    album: str | None = None
    reply_to: int | None = None


@dataclass(frozen=True, slots=True)
class Membership:
    """The person blocked the bot, or let it back in."""

    reachable: bool


@dataclass(frozen=True, slots=True)
class Unknown:
    """An update of a shape that means nothing here; it is confirmed and forgotten."""


Event = Tap | Wrote | Rewrote | SentThing | Membership | Unknown


@dataclass(frozen=True, slots=True)
class Incoming:
    """One event by one person on one channel. `update_id` is unique per `bot_id` for days; `body` is the
    raw update for a dead letter.
    """

    channel: str
    bot_id: str
    update_id: int
    user_id: str
    chat_id: str
    private: bool
    name: str
    language: str | None
    received_at: datetime
    event: Event
    body: bytes | None = None
    #: When it was heard, on the program's monotonic clock.
    heard: float | None = None


@dataclass(frozen=True, slots=True)
class Handled:
    """What the channel says at once: for a tap a toast (None: answered without text, so it was taken)."""

    toast: str | None = None


Handle = Callable[[Incoming], Awaitable[Handled]]


class TryLater(Exception):
    """What came in cannot be kept now: the channel says so, confirms nothing, and brings it again."""


# --- what goes out
# -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Button:
    """`data` is at most 64 bytes of ASCII."""

    label: str
    data: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """A document that is in no file."""

    name: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Message:
    """What a person is shown: HTML of the small set every channel knows (b i u s a code pre blockquote),
    rows of buttons,
    perhaps a picture (a file, or a PNG as it is) or document that the HTML is the caption of."""

    html: str
    buttons: tuple[tuple[Button, ...], ...] = ()
    photo: Path | bytes | None = None
    document: Path | Attachment | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """The channel's receipt: the message's id, and the second it says it was sent or last changed. What was
    too long for one message begins in `earlier` ones.
    """

    message_id: int
    at: datetime
    earlier: tuple[int, ...] = ()


class Fate(Enum):
    """What became of a call that failed."""

    #: It never left: try again.
    NOT_SENT = "not sent"
    #: Nobody knows whether it arrived: the policy of its kind decides.
    UNKNOWN = "unknown"
    #: Wait `retry_after` seconds, then the same again.
    WAIT = "wait"
    #: The chat cannot be written to now (blocked, deactivated, not found).
    UNREACHABLE = "unreachable"
    #: The message to edit is gone or cannot be edited: send a new one.
    GONE = "gone"
    #: The markup was refused: our bug; once more as plain text.
    MARKUP = "markup"
    #: Refused for another reason: never again as it is.
    REFUSED = "refused"


class NotDelivered(Exception):
    """A message did not arrive, or may not have; the text holds no address and no secret. `earlier` holds its
    beginning all the same, if it was too long for one message.
    """

    def __init__(
        self, fate: Fate, reason: str, retry_after: float = 0.0, moved_to: str | None = None
    ) -> None:
        super().__init__(reason)
        self.fate, self.reason, self.retry_after, self.moved_to = fate, reason, retry_after, moved_to
        self.earlier: tuple[int, ...] = ()


class Sender(Protocol):
    """The sending half of a channel; all raises NotDelivered. Editing to the same text is success."""

    async def send(self, chat_id: str, message: Message) -> Shown: ...
    async def edit(self, chat_id: str, message_id: int, message: Message) -> Shown: ...
    async def collapse(self, chat_id: str, message_id: int) -> None:
        """Takes the buttons off a message and leaves its text."""

    async def delete(self, chat_id: str, message_id: int) -> None:
        """Takes a message back; one that is gone or too old to be taken back is left."""


# --- what people sent along
# -------------------------------------------------------------------------------------------


class NotFetched(Exception):
    """The bytes of a file did not come; the text holds no address and no secret. `again`: they may come
    later, not before `retry_after` seconds.
    """

    def __init__(self, reason: str, *, again: bool = True, retry_after: float = 0.0) -> None:
        super().__init__(reason)
        self.again, self.retry_after = again, retry_after


class Fetcher(Protocol):
    """How a channel gives what people sent."""

    def fetch(self, ref: str) -> AsyncGenerator[bytes, None]:
        """The bytes of one file, piece by piece. Raises NotFetched."""


# --- what was said, for a channel that draws the conversation itself
# -------------------------------------------


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing said in a chat; of the `kind` "card" only the newest is alive.

    `id` is opaque and fit for an address; `echo` are lines of HTML that belong above the entry; `view` is a
    card in parts (absent: draw `html` and `buttons`).
    """

    id: str
    at: datetime
    kind: str
    html: str
    buttons: tuple[tuple[Button, ...], ...] = ()
    echo: tuple[str, ...] = ()
    view: Mapping[str, Any] | None = None
    photo: Path | None = None


class ChatLog(Protocol):
    """A conversation as it stands."""

    async def entries(self, chat_id: str, limit: int) -> list[Entry]:
        """The newest `limit` entries, oldest first."""
