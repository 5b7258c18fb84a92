"""The methods that show something in a chat: messages, files, edits, reactions, answers to taps."""

import struct
from collections.abc import Awaitable, Callable
from typing import Any

from tests.telegram_stand_in.arguments import Upload
from tests.telegram_stand_in.errors import bad_request, forbidden
from tests.telegram_stand_in.html import utf16_length
from tests.telegram_stand_in.keyboard import checked_markup
from tests.telegram_stand_in.methods import CHAT_ACTIONS
from tests.telegram_stand_in.texts import checked_caption, checked_text
from tests.telegram_stand_in.world import CallbackAnswer, Chat, Json, Message, StoredFile, World

Arguments = dict[str, Any]
Method = Callable[[World, Arguments], Awaitable[Any]]

TAP_ANSWERABLE = 30  # seconds; Telegram does not publish its own number
_LONGEST_TOAST = 200
_DELETABLE = 48 * 3600
_MOST_DOWNLOAD = 20 * 1024 * 1024
_MOST_PHOTO = 10 * 1024 * 1024
_REACTIONS = frozenset(
    "👍👎❤🔥🥰👏😁🤔🤯😱😢🎉🤩🙏👌🕊🥱🥴😍🐳💯🤣⚡🏆💔🤨😐🍓🍾😴😭🤓👀🙈😇😨🤝✍🤗🫡🆒🤷😎👾😡"
)


def reachable(world: World, chat_id: int | str) -> Chat:
    """The chat, if the bot may write there now."""
    chat = world.chats.get(chat_id) if isinstance(chat_id, int) else None
    if chat is None:
        raise bad_request("chat not found")
    if chat.moved_to is not None:
        raise bad_request("group chat was upgraded to a supergroup chat", migrate_to_chat_id=chat.moved_to)
    if chat.blocked:
        raise forbidden(chat.blocked)
    if not chat.wrote:
        raise forbidden("bot can't initiate conversation with a user")
    return chat


async def send_message(world: World, arguments: Arguments) -> Json:
    chat = reachable(world, arguments["chat_id"])
    plain, entities = checked_text(arguments)
    return await _show(world, chat, arguments, text=plain, html=arguments["text"], entities=entities)


async def send_document(world: World, arguments: Arguments) -> Json:
    chat = reachable(world, arguments["chat_id"])
    file = _file_of(world, arguments["document"])
    return await _show_file(world, chat, arguments, file, {"document": file.as_json()})


async def send_photo(world: World, arguments: Arguments) -> Json:
    chat = reachable(world, arguments["chat_id"])
    file = _file_of(world, arguments["photo"])
    width, height = _picture_size(file)
    size = {"file_id": file.file_id, "file_unique_id": f"u{file.file_id}", "width": width, "height": height}
    return await _show_file(world, chat, arguments, file, {"photo": [size | {"file_size": file.size}]})


async def _show_file(world: World, chat: Chat, arguments: Arguments, file: StoredFile, extra: Json) -> Json:
    plain, entities = checked_caption(arguments)
    html = arguments.get("caption", "")
    return await _show(
        world, chat, arguments, text=plain, html=html, entities=entities, file=file, extra=extra
    )


async def _show(world: World, chat: Chat, arguments: Arguments, **fields: Any) -> Json:
    markup = checked_markup(arguments.get("reply_markup"))
    extra = dict(fields.pop("extra", {}))
    reply = arguments.get("reply_parameters")
    if reply is not None:
        answered = chat.find(reply["message_id"])
        if answered is None and not reply.get("allow_sending_without_reply"):
            raise bad_request("message to be replied not found")
        extra |= {"reply_to_message": world.as_json(answered)} if answered else {}
    message = world.add(chat, world.bot, markup=markup, extra=extra, **fields)
    await world.note("sent", chat.chat_id, message)
    return world.as_json(message)


def _file_of(world: World, given: str | Upload) -> StoredFile:
    if isinstance(given, Upload):
        if not given.content:
            raise bad_request("file must be non-empty")
        return world.store(given.name, given.mime, given.content)
    if given not in world.files:
        raise bad_request("wrong file identifier/HTTP URL specified")
    return world.files[given]


def _picture_size(file: StoredFile) -> tuple[int, int]:
    if file.size > _MOST_PHOTO:
        raise bad_request("file is too big")
    if file.content[:8] != b"\x89PNG\r\n\x1a\n":
        if file.content[:2] == b"\xff\xd8":
            return 800, 600
        raise bad_request("IMAGE_PROCESS_FAILED")
    width, height = struct.unpack(">II", file.content[16:24])
    if width + height > 10_000 or max(width, height) > 20 * min(width, height):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    return width, height


def _own_message(world: World, arguments: Arguments, verb: str) -> tuple[Chat, Message]:
    chat = reachable(world, arguments["chat_id"])
    message = chat.find(arguments["message_id"])
    if message is None:
        raise bad_request(f"message to {verb} not found")
    return chat, message


async def edit_message_text(world: World, arguments: Arguments) -> Json:
    chat, message = _own_message(world, arguments, "edit")
    if not message.by_bot:
        raise bad_request("message can't be edited")
    if message.file:
        raise bad_request("there is no text in the message to edit")
    plain, entities = checked_text(arguments)
    markup = checked_markup(arguments.get("reply_markup"), editing=True)
    _refuse_the_same((message.text, message.entities, message.markup), (plain, entities, markup))
    message.text, message.html, message.entities = plain, arguments["text"], entities
    return await _edited(world, chat, message, markup)


async def edit_message_reply_markup(world: World, arguments: Arguments) -> Json:
    chat, message = _own_message(world, arguments, "edit")
    if not message.by_bot:
        raise bad_request("message can't be edited")
    markup = checked_markup(arguments.get("reply_markup"), editing=True)
    _refuse_the_same(message.markup, markup)
    return await _edited(world, chat, message, markup)


def _refuse_the_same(before: Any, after: Any) -> None:
    if before == after:
        raise bad_request(
            "message is not modified: specified new message content and reply markup are exactly the same "
            "as a current content and reply markup of the message"
        )


async def _edited(world: World, chat: Chat, message: Message, markup: Json | None) -> Json:
    message.markup, message.edit_date = markup, world.now()
    message.edits += 1
    await world.note("edited", chat.chat_id, message)
    return world.as_json(message)


async def delete_message(world: World, arguments: Arguments) -> bool:
    chat, message = _own_message(world, arguments, "delete")
    if world.now() - message.date >= _DELETABLE:
        raise bad_request("message can't be deleted for everyone")
    message.deleted = True
    await world.note("deleted", chat.chat_id, message)
    return True


async def set_message_reaction(world: World, arguments: Arguments) -> bool:
    _, message = _own_message(world, arguments, "react")
    emoji = [reaction.get("emoji", "") for reaction in arguments.get("reaction", [])]
    if len(emoji) > 1 or not set(emoji) <= _REACTIONS:
        raise bad_request("REACTION_INVALID")
    message.reactions = emoji
    return True


async def send_chat_action(world: World, arguments: Arguments) -> bool:
    chat = reachable(world, arguments["chat_id"])
    if arguments["action"] not in CHAT_ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat.actions.append(arguments["action"])
    return True


async def answer_callback_query(world: World, arguments: Arguments) -> bool:
    text = arguments.get("text", "")
    if utf16_length(text) > _LONGEST_TOAST:
        raise bad_request("MESSAGE_TOO_LONG")
    tap = world.taps.get(arguments["callback_query_id"])
    if tap is None or tap.answer is not None or world.clock() - tap.at > TAP_ANSWERABLE:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    tap.answer = CallbackAnswer(text, arguments.get("show_alert", False))
    await world.note("answered", tap.person, tap=tap)
    return True


async def get_file(world: World, arguments: Arguments) -> Json:
    file = world.files.get(arguments["file_id"])
    if file is None:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    if file.size > _MOST_DOWNLOAD:
        raise bad_request("file is too big")
    return {
        "file_id": file.file_id, "file_unique_id": f"u{file.file_id}",
        "file_size": file.size, "file_path": file.path,
    }  # fmt: skip


async def get_chat(world: World, arguments: Arguments) -> Json:
    chat = world.chats.get(arguments["chat_id"])
    if chat is None or not chat.wrote:
        raise bad_request("chat not found")
    return chat.about | {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": _NO_GIFTS}


_NO_GIFTS = dict.fromkeys(
    ["unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"], False
)

SHOWING = frozenset({"sendMessage", "sendDocument", "sendPhoto", "editMessageText", "editMessageReplyMarkup"})

CHAT_METHODS: dict[str, Method] = {
    "sendMessage": send_message,
    "sendDocument": send_document,
    "sendPhoto": send_photo,
    "editMessageText": edit_message_text,
    "editMessageReplyMarkup": edit_message_reply_markup,
    "deleteMessage": delete_message,
    "setMessageReaction": set_message_reaction,
    "sendChatAction": send_chat_action,
    "answerCallbackQuery": answer_callback_query,
    "getFile": get_file,
    "getChat": get_chat,
}
