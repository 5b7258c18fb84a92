"""The real program killed at random moments, while twenty people answer and Telegram has its bad days."""
