"""What Telegram shows about the bot before anybody writes: a description, and menus per role and language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from telegram import Bot, BotCommand, BotCommandScope, BotCommandScopeAllPrivateChats, BotCommandScopeChat
from telegram.error import BadRequest, Forbidden

DESCRIPTION_LIMIT, SHORT_LIMIT, COMMAND_LIMIT = 512, 120, 256


#: Rows of (command, what it does), per language.
Menu = Mapping[str, Sequence[tuple[str, str]]]


@dataclass(frozen=True, slots=True)
class Profile:
    """Texts per language; "" is for people of other languages."""

    everybody: Menu = field(default_factory=dict)
    consultants: Menu = field(default_factory=dict)
    #: Chats with the consultants' menu.
    consultant_chats: tuple[str, ...] = ()
    description: Mapping[str, str] = field(default_factory=dict)
    short_description: Mapping[str, str] = field(default_factory=dict)


async def show_profile(bot: Bot, profile: Profile) -> None:
    """Sets menus and descriptions; raises what the bot raises."""
    await _menu(bot, profile.everybody, BotCommandScopeAllPrivateChats())
    for chat in profile.consultant_chats:
        try:
            await _menu(bot, profile.consultants, BotCommandScopeChat(chat))
        except BadRequest:
            # A consultant who never wrote to the bot has no chat with it yet; the next start sets the menu.
            continue
    for language, text in profile.description.items():
        await bot.set_my_description(text[:DESCRIPTION_LIMIT], language_code=language or None)
    for language, text in profile.short_description.items():
        await bot.set_my_short_description(text[:SHORT_LIMIT], language_code=language or None)


async def show_menu(bot: Bot, chat_id: str, menu: Menu) -> None:
    """Sets the menu of one chat; an empty one is taken away, so that everybody's holds again. A chat that is
    gone needs none. Raises what else the bot raises.
    """
    with suppress(BadRequest, Forbidden):
        await _menu(bot, menu, BotCommandScopeChat(chat_id))


async def _menu(bot: Bot, menu: Menu, scope: BotCommandScope) -> None:
    for language, rows in menu.items():
        commands = [BotCommand(name, what[:COMMAND_LIMIT]) for name, what in rows]
        if commands:
            await bot.set_my_commands(commands, scope=scope, language_code=language or None)
        else:
            await bot.delete_my_commands(scope=scope, language_code=language or None)
