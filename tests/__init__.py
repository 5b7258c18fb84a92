"""Promises about Peiler, told as sentences."""
