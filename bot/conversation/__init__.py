"""One incoming event, straight down: who is it, what does it mean, step, save everything in one commit."""

from bot.conversation.handling import Conversation

__all__ = ["Conversation"]
