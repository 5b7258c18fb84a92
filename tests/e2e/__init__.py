"""Whole conversations: people with a phone, a stand-in for Telegram over real HTTP, and the real process."""
