"""Promises about the ways in which people reach Peiler."""
