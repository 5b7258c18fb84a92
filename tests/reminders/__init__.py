"""Reminders: when they go out, to whom, and that nobody is bothered."""
