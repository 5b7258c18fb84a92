"""Typst in a process of its own, kept warm: JSON in, pages out, within limits of time and memory.

A template that never ends, or eats up memory, costs that process its life and its caller an error; the rest
of the program does not notice. One order is set at a time.
"""

from __future__ import annotations

import atexit
import json
import os
import select
import subprocess  # nosec B404 # our own file, run by this very interpreter
import sys
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Any, Literal

from bot.reports.typesetter import HEAD, THREADS

HERE = Path(__file__).parent
#: Seconds for an order, a hundred times what one takes; and bytes of address space for the process, twice
#: what it takes and so little that enough of a gigabyte is left for the bot.
SECONDS, MEMORY = 20.0, 640 * 1024**2
#: One standard for documents that everybody can read, also by ear.
ACCESSIBLE = ("ua-1",)

Format = Literal["pdf", "png", "svg"]


class NotTypeset(Exception):
    """Nothing was made; the text says why and quotes nobody."""


class _Gone(Exception):
    """The process died before it answered."""


@dataclass(frozen=True, slots=True)
class _Worker:
    """A running process, and the ends of its pipes that are ours."""

    process: subprocess.Popen[bytes]
    orders: int
    results: int

    def send(self, order: bytes, until: float) -> None:
        left = memoryview(HEAD.pack(len(order)) + order)
        while left:
            _wait(self.orders, select.POLLOUT, until)
            try:
                left = left[os.write(self.orders, left) :]
            except BrokenPipeError:
                raise _Gone from None

    def receive(self, count: int, until: float) -> bytes:
        found = bytearray()
        while len(found) < count:
            _wait(self.results, select.POLLIN, until)
            piece = os.read(self.results, min(count - len(found), 1 << 20))
            if not piece:
                raise _Gone
            found += piece
        return bytes(found)

    def end(self) -> None:
        """At once, whatever it does."""
        self.process.kill()
        self.process.communicate()


class Typesetting:
    """`typeset` blocks its thread: call it from one of its own. Templates come from `root` alone."""

    def __init__(self, root: Path, fonts: Path, seconds: float = SECONDS, memory: int = MEMORY) -> None:
        self._root, self._fonts, self._seconds, self._memory = root, fonts, seconds, memory
        self._turn = threading.Lock()
        self._closings = 0
        self._worker: _Worker | None = None

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
        with self._turn:
            return self._set(json.dumps(order | more).encode())

    def close(self) -> None:
        """Ends the process, also while it works; another order would start a new one."""
        self._closings += 1
        if self._worker is not None:
            self._worker.process.kill()
        # An order that was under way has its answer now.
        with self._turn:
            if self._worker is not None:
                self._worker.end()
            self._worker = None

    def _set(self, order: bytes) -> list[bytes]:
        warm, closings = self._worker is not None, self._closings
        try:
            return self._answer(order)
        except _Gone:
            if self._closings > closings:
                raise NotTypeset("the program stops") from None
            if not warm:
                raise NotTypeset("the process that typesets died of it (memory?)") from None
        # It may have died long ago, or of what earlier orders left behind: a fresh one tells.
        return self._set(order)

    def _answer(self, order: bytes) -> list[bytes]:
        worker = self._worker = self._worker or self._start()
        until = monotonic() + self._seconds
        try:
            worker.send(order, until)
            [length] = HEAD.unpack(worker.receive(HEAD.size, until))
            about = json.loads(worker.receive(length, until))
            pages = [worker.receive(size, until) for size in about.get("pages", ())]
        except (_Gone, TimeoutError) as trouble:
            self._worker = None
            worker.end()
            if isinstance(trouble, TimeoutError):
                raise NotTypeset(f"not done within {self._seconds:g} s") from None
            raise
        if "refused" in about:
            raise NotTypeset(f"Typst refuses it at {about['refused']}")
        return pages

    def _start(self) -> _Worker:
        limits = [str(self._memory), str(round(self._seconds))]
        program = [sys.executable, "-I", "-B", str(HERE / "typesetter.py"), str(self._root), str(self._fonts)]
        process = subprocess.Popen(  # nosec B603
            [*program, *limits],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            # No secret of ours, and not a thread for each of many processors.
            env={"RAYON_NUM_THREADS": str(THREADS)},
            start_new_session=True,
        )
        assert process.stdin is not None
        assert process.stdout is not None
        os.set_blocking(process.stdin.fileno(), False)
        atexit.register(self.close)
        return _Worker(process, process.stdin.fileno(), process.stdout.fileno())


def _wait(end: int, what: int, until: float) -> None:
    """For a pipe to be ready; raises TimeoutError."""
    poll = select.poll()
    poll.register(end, what)
    if not poll.poll(max(0.0, until - monotonic()) * 1000):
        raise TimeoutError


#: What the reports are set with: one process for all of them.
PRESS = Typesetting(HERE / "typst", HERE / "fonts")
