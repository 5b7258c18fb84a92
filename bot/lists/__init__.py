"""Lists of people to invite, as spreadsheets hold them: bytes in, rows and every problem out."""

from bot.lists.people import Listed, Reading, read_list
from bot.lists.table import Said

__all__ = ["Listed", "Reading", "Said", "read_list"]
