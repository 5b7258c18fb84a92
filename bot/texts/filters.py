"""How numbers, dates and marked-up script texts read in a language."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from markupsafe import Markup, escape

MONTHS = {
    "nl": "januari februari maart april mei juni juli augustus september oktober november december".split(),
    "en": "January February March April May June July August September October November December".split(),
}
DAYS = {
    "nl": "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag".split(),
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split(),
}
NO_BREAK = "\u00a0"
_SWAPPED = str.maketrans(".,", ",.")
BOLD = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)


def marked(text: str) -> Markup:
    """Text of a script as HTML: escaped, with **bold** as the only markup."""
    return Markup(BOLD.sub(r"<b>\1</b>", str(escape(text))))  # noqa: S704 # nosec B704 # escaped first


def for_language(language: str) -> dict[str, Callable[..., Any]]:
    """The filters of a language's templates; `sentence` lets words begin a sentence."""
    return {
        "marked": marked,
        "decimal": lambda value, digits=1: decimal(value, language, digits),
        "amount": lambda value: amount(value, language),
        "euros": lambda value: euros(value, language),
        "percent": lambda value: f"{round(value * 100)}%",
        "day": lambda moment: day(moment, language),
        "weekday": lambda moment: f"{DAYS[language][moment.weekday()]} {day(moment, language)}",
        "time": lambda moment: f"{moment.hour}:{moment.minute:02}",
        "listed": lambda items: listed(list(items), language),
        "sentence": lambda words: words[:1].upper() + words[1:],
    }


def decimal(value: float, language: str, digits: int = 1) -> str:
    """1.25 as 1,3 (nl) or 1.3 (en)."""
    text = f"{value:.{digits}f}"
    return text.replace(".", ",") if language == "nl" else text


def amount(value: Decimal | float, language: str) -> str:
    """1250.5 as 1.250,50 (nl) or 1,250.50 (en); whole numbers without decimals."""
    text = f"{value:,.2f}".removesuffix(".00")
    return text.translate(_SWAPPED) if language == "nl" else text


def euros(value: Decimal | float, language: str) -> str:
    """€ 1.250 and € -1.250 in Dutch, with a blank that does not break; €1,250 and −€1,250 in English."""
    if language == "nl":
        return f"€{NO_BREAK}{amount(value, language)}"
    return f"−€{amount(-value, language)}" if value < 0 else f"€{amount(value, language)}"


def day(moment: date | datetime, language: str) -> str:
    """23 november 2026, 23 November 2026."""
    return f"{moment.day} {MONTHS[language][moment.month - 1]} {moment.year}"


def listed(items: Sequence[str], language: str) -> str:
    """a, b en c; a, b and c."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {'en' if language == 'nl' else 'and'} {items[-1]}"


def localized(moment: datetime, zone: str) -> datetime:
    """The same moment on the clocks of a time zone."""
    return moment.astimezone(ZoneInfo(zone))
