"""Tests of what Peiler remembers."""
