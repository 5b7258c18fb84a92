"""The browser as a channel: the same cards on pages that need no script; translation only, no decisions."""

from bot.channels.web.app import create_app
from bot.channels.web.sides import WebPerson

__all__ = ["WebPerson", "create_app"]
