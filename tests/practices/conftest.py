"""A consultant with one round, on a database of its own."""

from tests.consultant.conftest import office, world

__all__ = ["office", "world"]
