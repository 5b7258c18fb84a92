"""The engine and the questions it asks."""
