"""Words that the bot sends: parsed, measured, refused when Telegram would."""

from typing import Any

from tests.telegram_stand_in.errors import bad_request
from tests.telegram_stand_in.html import parse_html, utf16_length

Words = tuple[str, list[dict[str, Any]]]

LONGEST_TEXT = 4096
LONGEST_CAPTION = 1024


def checked_text(arguments: dict[str, Any]) -> Words:
    """The text of a message."""
    plain, entities = _parsed(arguments, "text", "entities")
    if not plain.strip():
        raise bad_request("message text is empty")
    if utf16_length(plain) > LONGEST_TEXT:
        raise bad_request("message is too long")
    return plain, entities


def checked_caption(arguments: dict[str, Any]) -> Words:
    """The caption of a file."""
    plain, entities = _parsed(arguments, "caption", "caption_entities")
    if utf16_length(plain) > LONGEST_CAPTION:
        raise bad_request("message caption is too long")
    return plain, entities


def _parsed(arguments: dict[str, Any], text: str, entities: str) -> Words:
    words = arguments.get(text, "")
    match arguments.get("parse_mode", "").lower():
        case "":
            return words, arguments.get(entities, [])
        case "html":
            return parse_html(words)
        case _:
            raise bad_request("unsupported parse_mode")
