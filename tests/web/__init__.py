"""The browser channel, by request and in a real browser."""
