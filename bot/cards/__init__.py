"""Cards: what an interview shows now, as data that every channel can draw. Decides nothing."""

from bot.cards.build import build
from bot.cards.scene import Scene
from bot.cards.view import Card, Choice, Press, plain, trimmed

__all__ = ["Card", "Choice", "Press", "Scene", "build", "plain", "trimmed"]
