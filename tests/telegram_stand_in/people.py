"""People with a phone: they type, tap, send, edit, block; and see what the bot shows them."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.telegram_stand_in.html import utf16_length
from tests.telegram_stand_in.keyboard import Button
from tests.telegram_stand_in.updates import TAP_LIVES, Update, Updates
from tests.telegram_stand_in.world import CallbackAnswer, Change, Chat, Json, Message, Tap, World

_LONGEST = 4096
#: What Telegram does not say of a photo.
_NAMES = frozenset({"file_name", "mime_type"})
_SHOWN = frozenset({"sent", "edited"})


class Group:
    """A group with the bot in it."""

    def __init__(self, world: World, updates: Updates, chat_id: int, title: str) -> None:
        self._world, self._updates = world, updates
        kind = "supergroup" if str(chat_id).startswith("-100") else "group"
        self.place = Chat(chat_id, {"id": chat_id, "type": kind, "title": title}, wrote=True)
        world.chats[chat_id] = self.place

    @property
    def chat(self) -> list[Message]:
        """The messages as now visible."""
        return self.place.visible

    async def upgrades(self, new_id: int) -> "Group":
        """Becomes a supergroup with another id; calls to the old one are told so."""
        self.place.moved_to = new_id
        group = Group(self._world, self._updates, new_id, self.place.about["title"])
        notice = self._world.add(self.place, self._world.bot, extra={"migrate_to_chat_id": new_id})
        await self._updates.push("message", self._world.as_json(notice))
        return group

    async def kicks_the_bot(self) -> None:
        """The bot may not write here any more."""
        self.place.blocked = f"bot was kicked from the {self.place.about['type']} chat"


@dataclass(slots=True)
class TapMade:
    """A press that was made; `answered()` waits for the bot's answer to it."""

    taps: list[Tap]
    world: World
    updates: list[Update | None]

    @property
    def data(self) -> str:
        return self.taps[0].data

    async def answered(self, timeout: float = 5.0) -> CallbackAnswer:  # noqa: ASYNC109
        """The toast or alert, or a silent answer (empty text)."""
        async with asyncio.timeout(timeout), self.world.changed:
            await self.world.changed.wait_for(lambda: any(tap.answer for tap in self.taps))
        return next(tap.answer for tap in self.taps if tap.answer)


class Person:
    """Somebody with the bot in a private chat (and perhaps in groups)."""

    def __init__(self, world: World, updates: Updates, user: Json) -> None:
        self._world, self._updates = world, updates
        self.user = user
        about = {"id": user["id"], "type": "private", "first_name": user["first_name"]}
        self._chat = world.chats.setdefault(user["id"], Chat(user["id"], about))
        self._since = 0
        self._seen: set[int] = set()

    @property
    def user_id(self) -> int:
        return int(self.user["id"])

    @property
    def chat(self) -> list[Message]:
        """The messages of the private chat as now visible."""
        return self._chat.visible

    @property
    def last(self) -> Message:
        """The newest message of the bot."""
        return [message for message in self.chat if message.by_bot][-1]

    @property
    def actions(self) -> list[str]:
        """The chat actions shown ("typing" …)."""
        return self._chat.actions

    def buttons(self) -> list[Button]:
        """All buttons now visible, the newest message's first."""
        return [button for message in reversed(self.chat) for row in message.buttons for button in row]

    # --- what they do

    async def types(
        self, text: str, *, reply_to: Message | None = None, group: Group | None = None, **extra: Any
    ) -> Message:
        """Sends text; their app splits what is longer than 4096 characters. Returns the (last) message."""
        parts = _split(text) or [""]
        for part in parts:
            message = await self._says(
                group, text=part, reply_to=reply_to, extra=extra, entities=_commands(part)
            )
        return message

    async def starts(self, token: str = "") -> Message:
        """Opens the bot, by its link if there is a token."""
        return await self.types(f"/start {token}".strip())

    async def edits(self, message: Message, text: str) -> None:
        """Changes an own message."""
        message.text, message.edit_date = text, self._world.now()
        message.edits += 1
        self._acts()
        await self._world.note("revised", message.chat_id, message)
        await self._updates.push("edited_message", self._world.as_json(message))

    async def sends_sticker(self, emoji: str = "👍") -> Message:
        """Sends a sticker."""
        file = self._world.store("sticker.webp", "image/webp", b"RIFF")
        sticker = file.as_json() | {"type": "regular", "width": 512, "height": 512, "emoji": emoji}
        return await self._says(
            extra={"sticker": sticker | {"is_animated": False, "is_video": False}}, file=file
        )

    async def sends_voice(self, content: bytes = b"OggS", seconds: int = 3) -> Message:
        """Sends a voice message."""
        file = self._world.store("voice.ogg", "audio/ogg", content)
        voice = {name: value for name, value in file.as_json().items() if name != "file_name"}
        return await self._says(extra={"voice": voice | {"duration": seconds}}, file=file)

    async def sends_document(
        self,
        name: str = "plan.pdf",
        content: bytes = b"%PDF-1.7",
        *,
        mime: str = "application/pdf",
        caption: str = "",
        album: str | None = None,
        size: int | None = None,
        reply_to: Message | None = None,
    ) -> Message:
        """Sends a file; `album` is its media group, `size` what it claims to be."""
        file = self._world.store(name, mime, content, size)
        extra = {"document": file.as_json()} | ({"media_group_id": album} if album else {})
        return await self._says(extra=extra, file=file, text=caption, reply_to=reply_to)

    async def sends_photo(
        self,
        content: bytes = b"\xff\xd8",
        caption: str = "",
        album: str | None = None,
        size: int | None = None,
    ) -> Message:
        """Sends a picture; `size` is what it claims to be."""
        file = self._world.store("photo.jpg", "image/jpeg", content, size)
        small = self._world.store("photo.jpg", "image/jpeg", content[:1])
        photo = [
            {name: value for name, value in size.as_json().items() if name not in _NAMES} | shape
            for size, shape in ((small, {"width": 90, "height": 67}), (file, {"width": 800, "height": 600}))
        ]
        extra: Json = {"photo": photo} | ({"media_group_id": album} if album else {})
        return await self._says(extra=extra, file=file, text=caption)

    async def taps(
        self, button: str, *, on: Message | None = None, times: int = 1, forged: bool = False
    ) -> TapMade:
        """Presses the button with this data or label, on the newest message that has it.

        `on`: on this message; `times=2`: one press that arrives as two updates; `forged`: data that the
        message has no (or no longer a) button for, as a slow or a modified app sends.
        """
        message = on or self._newest_with(button, forged)
        found = Button("", button) if forged else message.has_button(button)
        assert found is not None, f"no button {button!r} on message {message.message_id}"
        self._acts()
        made = TapMade([], self._world, [])
        for _ in range(times):
            made.taps.append(self._press(message, found))
            made.updates.append(await self._push_tap(message, made.taps[-1]))
        await self._world.note("tapped", message.chat_id, message, made.taps[0])
        return made

    async def blocks(self) -> None:
        """Blocks the bot."""
        await self._becomes("kicked", "bot was blocked by the user")

    async def unblocks(self) -> None:
        """Lets the bot write again."""
        await self._becomes("member", None)

    def vanishes(self) -> None:
        """Deletes their account."""
        self._chat.blocked = "user is deactivated"

    # --- what they see

    async def sees(
        self,
        what: str | Callable[[Message], bool] = "",
        timeout: float = 5.0,  # noqa: ASYNC109
    ) -> Message:
        """The next message (new or edited) since their last act with this text in it or passing this test.

        Each appearance is seen once: asking again for the same waits for the next one.
        """
        fits = what if callable(what) else lambda message: what in message.text
        try:
            async with asyncio.timeout(timeout), self._world.changed:
                while (found := self._unseen(fits)) is None:
                    await self._world.changed.wait()
        except TimeoutError:
            raise AssertionError(
                f"{self.user['first_name']} does not see {what!r}; {self._described()}"
            ) from None
        self._seen.add(found.number)
        assert found.message is not None
        return self._chat.find(found.message.message_id) or found.message

    def _unseen(self, fits: Callable[[Message], bool]) -> Change | None:
        for change in self._world.changes[self._since :]:
            mine = (
                change.chat_id == self.user_id and change.what in _SHOWN and change.number not in self._seen
            )
            if mine and change.message is not None and fits(change.message):
                return change
        return None

    def _described(self) -> str:
        lines = [
            f"{m.message_id}: {m.text!r} {[b.label for row in m.buttons for b in row]}" for m in self.chat
        ]
        return "the chat is:\n" + "\n".join(lines[-12:])

    # --- how it reaches the bot

    def _acts(self) -> None:
        self._since = len(self._world.changes)

    async def _says(
        self, group: Group | None = None, *, reply_to: Message | None = None, **fields: Any
    ) -> Message:
        place = group.place if group else self._chat
        place.wrote = True
        self._acts()
        if reply_to is not None:
            fields["extra"] = fields.get("extra", {}) | {"reply_to_message": self._world.as_json(reply_to)}
        message = self._world.add(place, self.user, **fields)
        await self._world.note("typed", place.chat_id, message)
        await self._updates.push("message", self._world.as_json(message))
        return message

    def _newest_with(self, button: str, forged: bool) -> Message:
        for message in reversed(self.chat):
            if message.by_bot and (forged or message.has_button(button)):
                return message
        raise AssertionError(f"{self.user['first_name']} has no button {button!r}; {self._described()}")

    def _press(self, message: Message, button: Button) -> Tap:
        query_id = str(7_000_000_000 + self._world.number())
        tap = Tap(query_id, self.user_id, message.message_id, button.label, button.data, self._world.clock())
        self._world.taps[query_id] = tap
        return tap

    async def _push_tap(self, message: Message, tap: Tap) -> Update | None:
        query = {
            "id": tap.query_id, "from": self.user, "chat_instance": str(message.chat_id * 31),
            "message": self._world.as_json(message), "data": tap.data,
        }  # fmt: skip
        return await self._updates.push("callback_query", query, lives=TAP_LIVES)

    async def _becomes(self, status: str, blocked: str | None) -> None:
        old, self._chat.blocked = ("kicked" if self._chat.blocked else "member"), blocked
        member = {"user": self._world.bot}
        change = {
            "chat": self._chat.about, "from": self.user, "date": self._world.now(),
            "old_chat_member": member | _status(old), "new_chat_member": member | _status(status),
        }  # fmt: skip
        await self._updates.push("my_chat_member", change)


def _status(status: str) -> Json:
    return {"status": status} | ({"until_date": 0} if status == "kicked" else {})


def _split(text: str) -> list[str]:
    return [text[start : start + _LONGEST] for start in range(0, len(text), _LONGEST)]


def _commands(text: str) -> list[Json]:
    if not text.startswith("/"):
        return []
    return [{"type": "bot_command", "offset": 0, "length": utf16_length(text.split()[0])}]
