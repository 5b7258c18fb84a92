"""Days and amounts that somebody types in chat, as values; None for what is neither."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from zoneinfo import ZoneInfo

from bot.consultant.asking import Ask
from bot.lists.amounts import Amount, read_amount
from bot.lists.days import Days, read_days
from bot.reminders.calendar import Calendar
from bot.reminders.moments import Understood, understand

MOST_EUROS = Decimal(100_000_000)
MINUTES = 24 * 60


def day_of(ask: Ask, text: str, earliest: dt.date, latest: dt.date) -> dt.date | None:
    """The last day of what was said ("1 maart 2027", "maart 2027", "volgende week vrijdag")."""
    found = read_days(text, ask.language)
    day = found.last if isinstance(found, Days) else _in_words(ask, text)
    return day if day is not None and earliest <= day <= latest else None


def _in_words(ask: Ask, text: str) -> dt.date | None:
    zone = ask.desk.settings.timezone
    every_day = Calendar(zone, 0, MINUTES, frozenset(range(7)))
    meant = understand(text, ask.language, ask.desk.now(), every_day, MINUTES - 1)
    return meant.asked.astimezone(ZoneInfo(zone)).date() if isinstance(meant, Understood) else None


def euros_of(ask: Ask, text: str) -> Decimal | None:
    """Euros; what is told a month or a quarter counts for a year."""
    found = read_amount(text, "euros", ask.language)
    return found.value if isinstance(found, Amount) and 0 <= found.value <= MOST_EUROS else None
