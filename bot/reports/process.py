"""A process of our own that is kept warm: orders in, results out, within limits of time and memory.

An order that never ends, or eats up memory, costs that process its life and its caller an error; the rest of
the program does not notice. One order is done at a time.
"""

from __future__ import annotations

import atexit
import json
import os
import select
import subprocess  # nosec B404 # our own file, run by this very interpreter
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Any

from bot.reports.child import HEAD, THREADS

HERE = Path(__file__).parent
#: What the names of our modules begin at.
ROOT = HERE.parent.parent
#: Seconds after which a process without orders gives back its memory.
IDLE = 300


class NotDone(Exception):
    """Nothing was made; the text says why and quotes nobody."""


class _Gone(Exception):
    """The process died before it answered."""


@dataclass(frozen=True, slots=True)
class Limits:
    """`seconds` for an order; bytes of address space (`memory`) and in a file."""

    seconds: float
    memory: int
    files: int = 0


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


class Process:
    """`ask` blocks its thread: call it from one of its own. `module`: what has the `begin` that is `given`
    these words, see `child`.
    """

    def __init__(self, module: str, *given: str, limits: Limits, idle: int = IDLE) -> None:
        self._program = [module, str(limits.memory), str(limits.files), str(round(limits.seconds)), str(idle)]
        self._program += given
        self._seconds = limits.seconds
        self._turn = threading.Lock()
        self._closings = 0
        self._worker: _Worker | None = None
        atexit.register(self.close)

    @property
    def pid(self) -> int | None:
        """Of the process as it is kept warm now; None: none was needed yet."""
        return self._worker.process.pid if self._worker is not None else None

    def ask(self, order: bytes) -> tuple[dict[str, Any], list[bytes]]:
        """What came of it, about it and in bytes. Raises NotDone."""
        with self._turn:
            return self._done(order)

    def close(self) -> None:
        """Ends the process, also while it works; another order would start a new one."""
        self._closings += 1
        if (worker := self._worker) is not None:
            worker.process.kill()
        # An order that was under way has its answer now.
        with self._turn:
            if self._worker is not None:
                self._worker.end()
            self._worker = None

    def _done(self, order: bytes) -> tuple[dict[str, Any], list[bytes]]:
        warm, closings = self._worker is not None, self._closings
        try:
            return self._answer(order)
        except _Gone:
            if self._closings > closings:
                raise NotDone("the program stops") from None
            if not warm:
                raise NotDone("the process that should do it died of it (memory?)") from None
        # It may have died long ago, or of what earlier orders left behind: a fresh one tells.
        return self._done(order)

    def _answer(self, order: bytes) -> tuple[dict[str, Any], list[bytes]]:
        worker = self._worker = self._worker or self._start()
        until = monotonic() + self._seconds
        try:
            worker.send(order, until)
            [length] = HEAD.unpack(worker.receive(HEAD.size, until))
            about = json.loads(worker.receive(length, until))
            return about, [worker.receive(size, until) for size in about.pop("sizes")]
        except (_Gone, TimeoutError) as trouble:
            self._worker = None
            worker.end()
            if isinstance(trouble, TimeoutError):
                raise NotDone(f"not done within {self._seconds:g} s") from None
            raise

    def _start(self) -> _Worker:
        process = subprocess.Popen(  # nosec B603
            [sys.executable, "-I", "-B", str(HERE / "child.py"), str(ROOT), *self._program],
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
        return _Worker(process, process.stdin.fileno(), process.stdout.fileno())


def _wait(end: int, what: int, until: float) -> None:
    """For a pipe to be ready; raises TimeoutError."""
    poll = select.poll()
    poll.register(end, what)
    if not poll.poll(max(0.0, until - monotonic()) * 1000):
        raise TimeoutError
