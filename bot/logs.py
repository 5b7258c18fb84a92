"""Logs with ids and timings, never names or answers: tracebacks say where, not with which values."""

from __future__ import annotations

import logging
import re
import sys
import traceback
from types import TracebackType
from typing import Any

import structlog

#: Only what these say follows the level that was asked for; libraries log addresses, SQL and values.
OURS = ("bot", "scoring", "storage")
#: A bot's token, wherever it may turn up in spite of all.
_TOKEN = re.compile(r"\d{5,}:[A-Za-z0-9_-]{20,}")

Processor = structlog.typing.Processor


def set_up_logs(level: str, form: str) -> None:
    """Send everything to stderr, as lines for people or as JSON."""
    render: Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if form == "json"
        else structlog.dev.ConsoleRenderer(colors=False, pad_level=False)
    )
    before: list[Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _first_line,
        structlog.processors.ExceptionRenderer(_where),
    ]
    meta = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=before, processors=[meta, render, _without_token]
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    for name in OURS:
        logging.getLogger(name).setLevel(level.upper())


def _where(exc_info: tuple[type[BaseException], BaseException, TracebackType | None]) -> str:
    return where(exc_info[1])


def where(raised: BaseException) -> str:
    """A traceback for the log: the places and the kinds of error. Only our own errors keep their words, for
    what others say may quote what somebody typed.
    """
    error: BaseException | None = raised
    parts: list[str] = []
    known: set[int] = set()
    while error is not None and id(error) not in known:
        known.add(id(error))
        parts.append(f"Traceback without values:\n{_places(error.__traceback__)}{_kind(error)}")
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return "\nafter\n".join(parts)


def _places(trace: TracebackType | None) -> str:
    frames = traceback.extract_tb(trace)
    return "".join(f'  File "{f.filename}", line {f.lineno}, in {f.name}\n' for f in frames)


def _kind(error: BaseException) -> str:
    kind = type(error)
    ours = kind.__module__.split(".")[0] in OURS
    inner = "".join(f"\n{where(e)}" for e in getattr(error, "exceptions", ()))
    return f"{kind.__module__}.{kind.__qualname__}{f': {error}' if ours else ''}{inner}"


def _first_line(_logger: Any, _method: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """Below its first line asyncio shows the innards of tasks, with the values in them."""
    if str(event.get("logger", "")).startswith("asyncio"):
        event["event"] = str(event["event"]).partition("\n")[0]
    return event


def _without_token(_logger: Any, _method: str, line: Any) -> str:
    return _TOKEN.sub("<token>", str(line))
