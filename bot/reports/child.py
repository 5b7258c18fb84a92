"""A process that works for the program, one order at a time; `process` starts it, feeds it and ends it.

Run as a file of its own: it holds no secret, and an order that eats up time or memory ends it and nothing
else. Orders and results are framed: eight bytes of length, then as many bytes. It ends as soon as nobody is
there any more to give orders, when none came for a while, or when it has come to hold much.
"""

import importlib
import json
import os
import queue
import resource
import signal
import struct
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO

HEAD = struct.Struct(">Q")
#: How much more patient than for others the machine's scheduler may be with us.
NICENESS = 10
#: Bytes of memory with which it does not go on to another order.
ENOUGH = 150 * 1024**2
#: Threads that draw.
THREADS = 2
#: What a module has under the name `begin`: it is given what it needs once, and says what does an order.
#: An order is bytes; its result is something about it and, if it made some, bytes.
Work = Callable[[bytes], tuple[dict[str, Any], Sequence[bytes]]]


def main(root: str, module: str, limits: Sequence[int], *given: str) -> None:
    """Takes orders until they end. `limits`: bytes of memory and in a file, seconds for an order, and without
    one.
    """
    memory, files, seconds, idle = limits
    _keep_within(memory, files)
    results = _results_alone()
    sys.path.insert(0, root)
    work: Work = importlib.import_module(module).begin(*given)
    orders: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(orders,), daemon=True).start()
    with suppress(queue.Empty):
        while True:
            order = orders.get(timeout=idle)
            _more_time(seconds)
            _say(results, *work(order))
            if _held() > ENOUGH:
                # What is remembered of earlier orders only grows; the next one finds a fresh process.
                break
    os._exit(0)


def _keep_within(memory: int, files: int) -> None:
    """Limits first: importing costs memory too. Some machines allow less than others."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, 0, max(NICENESS, os.getpriority(os.PRIO_PROCESS, 0)))
    with suppress(OSError):
        # Where memory ends all the same, the bot is to stay.
        Path("/proc/self/oom_score_adj").write_text("1000")
    limits = ((resource.RLIMIT_AS, memory), (resource.RLIMIT_FSIZE, files), (resource.RLIMIT_CORE, 0))
    for limit, value in limits:
        with suppress(OSError, ValueError):
            resource.setrlimit(limit, (value, value))


def _results_alone() -> BinaryIO:
    """The pipe for results, which nothing else that is printed may get into."""
    results = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    return results


def _held() -> int:
    """Bytes of memory in use."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()


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


def _say(results: BinaryIO, about: dict[str, Any], parts: Sequence[bytes]) -> None:
    told = json.dumps(about | {"sizes": [len(part) for part in parts]}).encode()
    results.writelines((HEAD.pack(len(told)), told, *parts))
    results.flush()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], [int(word) for word in sys.argv[3:7]], *sys.argv[7:])
