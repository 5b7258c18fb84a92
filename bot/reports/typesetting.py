"""Typst in a process of its own: JSON in, pages out."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

from bot.reports.process import HERE, Limits, NotDone, Process

#: Seconds for an order, a hundred times what one takes; and bytes of address space for the process, twice
#: what it takes and so little that enough of a gigabyte is left for the bot.
SECONDS, MEMORY = 20.0, 640 * 1024**2
#: One standard for documents that everybody can read, also by ear.
ACCESSIBLE = ("ua-1",)

Format = Literal["pdf", "png", "svg"]


class NotTypeset(NotDone):
    """Nothing was made; the text says why and quotes nobody."""


class Typesetting:
    """`typeset` blocks its thread: call it from one of its own. Templates come from `root` alone."""

    def __init__(self, root: Path, fonts: Path, seconds: float = SECONDS, memory: int = MEMORY) -> None:
        limits = Limits(seconds, memory)
        self._process = Process("bot.reports.typesetter", str(root), str(fonts), limits=limits)
        self.close = self._process.close

    @property
    def pid(self) -> int | None:
        """Of the process that sets; None: there was nothing to set yet."""
        return self._process.pid

    def typeset(
        self,
        template: str,
        data: Mapping[str, Any],
        *,
        as_: Format = "pdf",
        ppi: float | None = None,
        standards: Sequence[str] = (),
    ) -> list[bytes]:
        """The pages (of a PDF: the whole, as one). The template finds the data as JSON in `sys.inputs.data`.
        Raises NotTypeset.
        """
        order = {"template": template, "format": as_, "sys_inputs": {"data": json.dumps(data)}}
        more = ({"ppi": ppi} if ppi else {}) | ({"pdf_standards": list(standards)} if standards else {})
        try:
            about, pages = self._process.ask(json.dumps(order | more).encode())
        except NotDone as error:
            raise NotTypeset(*error.args) from None
        if "refused" in about:
            raise NotTypeset(f"Typst refuses it at {about['refused']}")
        return pages


#: What the reports are set with: one process for all of them.
PRESS = Typesetting(HERE / "typst", HERE / "fonts")
