"""The words around an amount in Dutch and English: how often, of what, how many times, and more or less."""

import re
from collections.abc import Mapping
from decimal import Decimal

from bot.lists.table import NOTHING

#: Not known (yet); "p.m." in a budget is "pro memorie".
UNKNOWN = frozenset(
    {
        *NOTHING,
        *"onbekend unknown pm p.m. tbd ntb n.t.b. nnb n.n.b. na n.a. nvt.".split(),
        "weet ik niet",
        "nog niet bekend",
        "niet bekend",
        "not known",
    }
)
ZERO = frozenset(
    {*"geen nihil niets nul gratis none nothing nil free zero".split(), "geen kosten", "no cost", "no costs"}
)
ABOUT = (
    r"ca\.?|circa|c\.|ongeveer|plm\.?|plusminus|±|~|\+/-|rond(?: de)?|zo'n|grofweg|naar schatting|ruim|bijna"
    r"|max\.?|maximaal|min\.?(?= ?[€\d])|minimaal|hooguit|minstens|meer dan|minder dan|^tot|<|>|approx\.?"
    r"|approximately|about|around|roughly|some|almost|over|at most|at least|up to|more than|less than"
    r"|\(?(?:schatting|geschat|estimated?|est\.)\)?"
)
#: Euros with or without tax: told, never changed.
VAT = r"\(?(?:excl\.?|exclusief|ex\.?|incl\.?|inclusief|excluding|including) ?(?:btw|vat)\)?"
PERIODS: Mapping[str, str] = {
    "year": r"(?:per|an?|elk|each|every) ?(?:jaar|year|yr)|p\.? ?/? ?j\.?|p\.? ?a\.|jaarlijks|yearly",
    "quarter": r"(?:per|an?|elk|each|every) ?(?:kwartaal|quarter)",
    "month": r"(?:per|an?|elke|each|every) ?(?:maand|month|mnd\.?)|p\.? ?/? ?m\.?|maandelijks|monthly",
    "week": r"(?:per|an?|elke|each|every) ?(?:week|wk\.?)|p\.? ?/? ?w\.?|wekelijks|weekly",
    "once": r"\(?(?:eenmalig|één keer|een keer|eenmaal|once|one[- ]off|one[- ]time)\)?",
}
TIMES_A_YEAR: Mapping[str, int] = {"year": 1, "quarter": 4, "month": 12, "week": 52}
UNITS: Mapping[str, str] = {
    "half_day": r"dagdelen|dagdeel|half[- ]days",
    "hour": r"uur|uren|uurtjes?|u\.?|hours?|hrs?\.?|h",
    "minute": r"minuten|minuut|minutes?|mins?\.?",
    "day": r"(?:werk|working ?)?(?:dagen|dag|days?)|d",
    "fte": r"fte's|ftes?|f\.t\.e\.",
}
#: A working day has 8 hours, and a full-time week in Dutch government 36.
HOURS_IN: Mapping[str, Decimal] = {
    "half_day": Decimal(4),
    "hour": Decimal(1),
    "minute": Decimal(1) / 60,
    "day": Decimal(8),
    "fte": Decimal(36),
}
#: Of these there is more than one, so "1/2" before them may be "1 or 2".
MANY = re.compile(r"(?:uren|minuten|minutes|mins|hours|hrs|dagen|days|dagdelen|ftes|fte's)\b")
EURO = r"€|euro'?s?|eur\.?"
TIMES: Mapping[str, int] = {
    "k": 1000,
    "duizend": 1000,
    "thousand": 1000,
    "mille": 1000,
    "ton": 100_000,
    "tons": 100_000,
    "m": 10**6,
    "mln": 10**6,
    "mio": 10**6,
    "miljoen": 10**6,
    "million": 10**6,
}
#: What stands between the ends of a range.
BETWEEN = "à|a|tot en met|t/m|tot|to|of|or"
