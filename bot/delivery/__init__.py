"""How decided messages reach people: order per chat, rates, retries, and what to do about an unknown fate."""

from bot.delivery.delivery import Delivery
from bot.delivery.downtime import away_since, note_alive, refresh_after_downtime
from bot.delivery.rates import Rates
from bot.delivery.rules import Rules
from bot.delivery.shown import FirstShown

__all__ = ["Delivery", "FirstShown", "Rates", "Rules", "away_since", "note_alive", "refresh_after_downtime"]
