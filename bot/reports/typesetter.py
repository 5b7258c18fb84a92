"""The process that typesets, one order at a time; `typesetting` starts it, feeds it and ends it.

Run as a file of its own, without the rest of the program: it holds no secret, writes no file, and an order
that eats up time or memory ends it and nothing else. Orders and results are framed: eight bytes of length,
then as many bytes. It ends as soon as nobody is there any more to give orders.
"""

import json
import os
import queue
import re
import resource
import signal
import struct
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import Any

HEAD = struct.Struct(">Q")
#: How much more patient than for others the machine's scheduler may be with us.
NICENESS = 10
#: Threads that draw.
THREADS = 2
#: Where Typst says a mistake is; its other words may quote somebody.
_PLACE = re.compile(r"([\w./-]+\.typ:\d+:\d+)")


def main(root: str, fonts: str, memory: int, seconds: int) -> None:
    """Takes orders until they end; at most so many bytes, and so many seconds for an order."""
    _keep_within(memory)
    import typst

    orders: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(orders,), daemon=True).start()
    compiler = typst.Compiler(root=root, font_paths=[fonts], ignore_system_fonts=True)
    while True:
        order = json.loads(orders.get())
        _more_time(seconds)
        try:
            made = compiler.compile(Path(root, order.pop("template")), **order)
            pages = made if isinstance(made, list) else [made or b""]
            _say({"pages": [len(page) for page in pages]}, *pages)
        except typst.TypstError as error:
            place = _PLACE.search(error.diagnostic)
            _say({"refused": place[1] if place else "somewhere"})


def _keep_within(memory: int) -> None:
    """Limits first: importing costs memory too. Some machines allow less than others, none allows files."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(OSError):
        os.nice(NICENESS)
    with suppress(OSError):
        # Where memory ends all the same, the bot is to stay.
        Path("/proc/self/oom_score_adj").write_text("1000")
    for limit, value in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_CORE, 0)):
        with suppress(OSError, ValueError):
            resource.setrlimit(limit, (value, value))


def _more_time(seconds: int) -> None:
    """Of the processor; an order that goes on when nobody waits for it any more ends by this."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    end = int(used.ru_utime + used.ru_stime) + 1 + seconds * THREADS
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CPU, (end, most))


def _listen(orders: "queue.SimpleQueue[bytes]") -> None:
    """In a thread of its own, so that the end of the orders is heard also while one is under way."""
    stream = sys.stdin.buffer
    while len(head := stream.read(HEAD.size)) == HEAD.size:
        orders.put(stream.read(HEAD.unpack(head)[0]))
    os._exit(0)


def _say(about: dict[str, Any], *parts: bytes) -> None:
    told = json.dumps(about).encode()
    for piece in (HEAD.pack(len(told)), told, *parts):
        sys.stdout.buffer.write(piece)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
