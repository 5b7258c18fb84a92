"""Reminders carried out: due timers are rows that are looked up; what they come to is saved in one commit."""
