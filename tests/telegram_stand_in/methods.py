"""What the stand-in serves: every method with its parameters, their kinds, and which are required."""

from dataclasses import dataclass
from typing import Literal, cast, get_args

Kind = Literal["chat", "int", "text", "flag", "list", "object", "file"]


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a method."""

    kind: Kind
    required: bool


# "name:kind", with "!" where Telegram refuses the call without it; Bot API 10.3, trimmed to what private
# chats and groups need.
_SENDING = (
    "chat_id:chat! message_thread_id:int disable_notification:flag protect_content:flag "
    "allow_paid_broadcast:flag message_effect_id:text reply_parameters:object reply_markup:object"
)
_CAPTION = "caption:text parse_mode:text caption_entities:list"
_TEXT = "text:text! parse_mode:text entities:list link_preview_options:object"
_EDITED = "chat_id:chat! message_id:int!"

_TABLE: dict[str, str] = {
    "getMe": "",
    "getUpdates": "offset:int limit:int timeout:int allowed_updates:list",
    "setWebhook": "url:text! ip_address:text max_connections:int allowed_updates:list "
    "drop_pending_updates:flag secret_token:text",
    "deleteWebhook": "drop_pending_updates:flag",
    "getWebhookInfo": "",
    "sendMessage": f"{_SENDING} {_TEXT}",
    "sendPhoto": f"{_SENDING} {_CAPTION} photo:file! show_caption_above_media:flag has_spoiler:flag",
    "sendDocument": f"{_SENDING} {_CAPTION} document:file! thumbnail:file "
    "disable_content_type_detection:flag",
    "editMessageText": f"{_EDITED} {_TEXT} reply_markup:object",
    "editMessageReplyMarkup": f"{_EDITED} reply_markup:object",
    "deleteMessage": _EDITED,
    "setMessageReaction": f"{_EDITED} reaction:list is_big:flag",
    "sendChatAction": "chat_id:chat! action:text! message_thread_id:int",
    "answerCallbackQuery": "callback_query_id:text! text:text show_alert:flag url:text cache_time:int",
    "getFile": "file_id:text!",
    "getChat": "chat_id:chat!",
    "setMyCommands": "commands:list! scope:object language_code:text",
    "getMyCommands": "scope:object language_code:text",
    "deleteMyCommands": "scope:object language_code:text",
    "setMyDescription": "description:text language_code:text",
    "setMyShortDescription": "short_description:text language_code:text",
    "setMyName": "name:text language_code:text",
    "setChatMenuButton": "chat_id:chat menu_button:object",
}


def _parameters(line: str) -> dict[str, Parameter]:
    found = {}
    for entry in line.split():
        name, kind = entry.rstrip("!").split(":")
        assert kind in get_args(Kind)
        found[name] = Parameter(cast(Kind, kind), entry.endswith("!"))
    return found


METHODS: dict[str, dict[str, Parameter]] = {name: _parameters(line) for name, line in _TABLE.items()}

CHAT_ACTIONS = frozenset(
    [
        "choose_sticker",
        "find_location",
        "record_voice",
        "record_video",
        "record_video_note",
        "typing",
        "upload_voice",
        "upload_document",
        "upload_photo",
        "upload_video",
        "upload_video_note",
    ]
)
