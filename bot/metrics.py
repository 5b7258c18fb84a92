"""What is counted while the program runs, whether or not somebody listens."""

from __future__ import annotations

from typing import Protocol

from bot.ports import Fate


class Meter(Protocol):
    """Told of what happens, where it happens; must be quick and must not fail."""

    def update(self, result: str, seconds: float) -> None:
        """An update was taken, put off to later, or failed (`result`), in this time: load, step and save."""

    def send_failed(self, fate: Fate) -> None:
        """A call that brings a message did not succeed."""

    def call_failed(self, method: str, fate: Fate) -> None:
        """A call of the channel, of whatever kind (an answer to a tap, an edit …), did not succeed."""


class Silent:
    """A meter that nobody reads."""

    def update(self, result: str, seconds: float) -> None:
        """Nothing."""

    def send_failed(self, fate: Fate) -> None:
        """Nothing."""

    def call_failed(self, method: str, fate: Fate) -> None:
        """Nothing."""
