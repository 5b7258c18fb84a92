"""The methods by which the bot describes itself: name, commands, descriptions, menu."""

import json
import re
from typing import Any

from tests.telegram_stand_in.chat_methods import Arguments, Method
from tests.telegram_stand_in.errors import bad_request
from tests.telegram_stand_in.html import utf16_length
from tests.telegram_stand_in.world import Json, World

_MOST_COMMANDS = 100
_LANGUAGE = re.compile(r"[a-z]{0,2}")
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_MENU_BUTTONS = frozenset({"commands", "web_app", "default"})


async def get_me(world: World, _: Arguments) -> Json:
    return world.bot | {
        "can_join_groups": True, "can_read_all_group_messages": True, "supports_inline_queries": False,
        "can_connect_to_business": False, "has_main_web_app": False,
    }  # fmt: skip


def _key(name: str, arguments: Arguments) -> str:
    """Where a translation is kept: one slot per scope and language."""
    language = arguments.get("language_code", "")
    if not _LANGUAGE.fullmatch(language):
        raise bad_request("invalid language code specified")
    scope = arguments.get("scope") or {"type": "default"}
    return json.dumps([name, scope, language], sort_keys=True)


async def set_my_commands(world: World, arguments: Arguments) -> bool:
    commands = arguments["commands"]
    if len(commands) > _MOST_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        if not _COMMAND.fullmatch(command["command"].removeprefix("/")):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= utf16_length(command["description"]) <= 256:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    world.profile[_key("commands", arguments)] = commands
    return True


async def delete_my_commands(world: World, arguments: Arguments) -> bool:
    world.profile.pop(_key("commands", arguments), None)
    return True


async def get_my_commands(world: World, arguments: Arguments) -> Any:
    return world.profile.get(_key("commands", arguments), [])


def _setter(name: str, longest: int, complaint: str) -> Method:
    async def set_it(world: World, arguments: Arguments) -> bool:
        value = arguments.get(name, "")
        if utf16_length(value) > longest:
            raise bad_request(complaint)
        world.profile[_key(name, arguments)] = value
        return True

    return set_it


async def set_chat_menu_button(world: World, arguments: Arguments) -> bool:
    button = arguments.get("menu_button") or {"type": "default"}
    if button.get("type") not in _MENU_BUTTONS:
        raise bad_request("MenuButton has unsupported type")
    world.profile[_key("menu_button", {"scope": {"chat": arguments.get("chat_id")}})] = button
    return True


PROFILE_METHODS: dict[str, Method] = {
    "getMe": get_me,
    "setMyCommands": set_my_commands,
    "getMyCommands": get_my_commands,
    "deleteMyCommands": delete_my_commands,
    "setMyDescription": _setter("description", 512, "BOT_DESCRIPTION_TOO_LONG"),
    "setMyShortDescription": _setter("short_description", 120, "BOT_SHORT_DESCRIPTION_TOO_LONG"),
    "setMyName": _setter("name", 64, "BOT_TITLE_INVALID"),
    "setChatMenuButton": set_chat_menu_button,
}
