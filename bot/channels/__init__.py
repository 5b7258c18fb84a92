"""The ways in which people reach the bot: translation only, no decisions."""
