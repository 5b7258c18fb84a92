"""Telegram as a channel: updates in, calls out."""
