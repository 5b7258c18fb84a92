"""When to remind whom, worked out from plain values; time is an argument, and nothing is read or sent."""
