"""The scripts of the engine's tests, shown."""

from tests.interview.conftest import script, shipped

__all__ = ["script", "shipped"]
