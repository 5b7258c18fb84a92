"""Pictures and documents, made in a process of its own: whatever they cost, the bot goes on answering."""

from __future__ import annotations

import pickle  # nosec B403 # only written here; the other process reads what this one wrote
from collections.abc import Callable
from pathlib import Path

from bot.reports.process import Limits, NotDone, Process

#: What writes a file; it goes to the other process, and so it is a function of a module, or a `partial` of
#: one with what it needs.
Draw = Callable[[Path], object]
#: Seconds for a document, with the time of all its charts; bytes of address space, and in one file.
LIMITS = Limits(seconds=120.0, memory=1024**3, files=256 * 1024**2)


class NotRendered(NotDone):
    """It could not be made; the text says what kind of error it was and where, and quotes nobody."""


class Renderer:
    """`render` blocks its thread: call it from one of its own."""

    def __init__(self, limits: Limits = LIMITS) -> None:
        self._process = Process("bot.reports.rendering.work", limits=limits)
        self.close = self._process.close

    @property
    def pid(self) -> int | None:
        """Of the process that renders; None: there was nothing to render yet."""
        return self._process.pid

    def render(self, draw: Draw, out: Path) -> None:
        """`out` is there afterwards. Raises NotRendered."""
        try:
            about, _ = self._process.ask(pickle.dumps((draw, out), pickle.HIGHEST_PROTOCOL))
        except NotDone as error:
            raise NotRendered(*error.args) from None
        if "failed" in about:
            raise NotRendered(about["failed"])


#: What everything that people get to see is made with: one process for all of it.
RENDERER = Renderer()
