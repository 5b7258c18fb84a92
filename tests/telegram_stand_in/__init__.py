"""A stand-in for Telegram: the Bot API over real HTTP, with people, strict rules, and trouble on request."""

from tests.telegram_stand_in.html import parse_html, utf16_length
from tests.telegram_stand_in.keyboard import Button
from tests.telegram_stand_in.people import Group, Person, TapMade
from tests.telegram_stand_in.server import TOKEN, Call, StandIn
from tests.telegram_stand_in.world import CallbackAnswer, Message, Tap

__all__ = [
    "TOKEN",
    "Button",
    "Call",
    "CallbackAnswer",
    "Group",
    "Message",
    "Person",
    "StandIn",
    "Tap",
    "TapMade",
    "parse_html",
    "utf16_length",
]
