"""The least a bot can do about a tap, with python-telegram-bot as it comes: redraw the card, keep nothing.

python -m benchmarks.tap_bot TOKEN API_URL
"""

from __future__ import annotations

import sys
from typing import Any

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import Application, ApplicationBuilder, CallbackQueryHandler, CommandHandler, ContextTypes


def card(number: int) -> dict[str, Any]:
    """A question of the length that an interview's have, with five buttons."""
    buttons = [InlineKeyboardButton(letter, callback_data=f"a:{number}:{letter}") for letter in "ABCDE"]
    text = (
        f"<b>Vraag {number}</b>\n"
        + "Hier staat een antwoord van negentig tekens, zoals in een gesprek.\n" * 5
    )
    return {"text": text, "parse_mode": "HTML", "reply_markup": InlineKeyboardMarkup([buttons])}


async def start(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    """The first card."""
    assert update.message is not None
    await update.message.reply_text(**card(1))


async def tapped(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    """The next card in the place of this one."""
    query = update.callback_query
    assert query is not None
    assert query.data is not None
    await query.answer()
    await query.edit_message_text(**card(int(query.data.split(":")[1]) + 1))


async def ready(_: Application[Any, Any, Any, Any, Any, Any]) -> None:
    """Tells whoever started it that it polls from now on."""
    print("polling", flush=True)


def main(token: str, api_url: str) -> None:
    """Until SIGTERM."""
    app = ApplicationBuilder().token(token).base_url(api_url).post_init(ready).build()
    app.add_handler(CommandHandler("start", start))
    app.add_handler(CallbackQueryHandler(tapped))
    app.run_polling()


if __name__ == "__main__":
    main(*sys.argv[1:])
