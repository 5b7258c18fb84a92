"""Lists as spreadsheets hold them: people, amounts and days, with every problem told."""

from bot.lists.amounts import Amount, read_amount
from bot.lists.days import Days, contradiction, read_days
from bot.lists.people import Listed, Reading, read_list
from bot.lists.table import Said

__all__ = [
    "Amount",
    "Days",
    "Listed",
    "Reading",
    "Said",
    "contradiction",
    "read_amount",
    "read_days",
    "read_list",
]
