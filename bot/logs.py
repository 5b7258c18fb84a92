"""Logs with ids and timings, never names or answers; tracebacks without the values of variables."""

from __future__ import annotations

import logging
import sys

import structlog


def set_up_logs(level: str, form: str) -> None:
    """Send everything to stderr, as lines for people or as JSON."""
    renderer: structlog.typing.Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if form == "json"
        else structlog.dev.ConsoleRenderer(
            colors=False, exception_formatter=structlog.dev.plain_traceback, pad_level=False
        )
    )
    shared: list[structlog.typing.Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    if form == "json":
        shared.append(structlog.processors.format_exc_info)
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    # These log addresses, and a Telegram address holds the token; or they log what is of no use here.
    for name in ("uvicorn", "httpx", "httpcore", "aiohttp", "telegram", "asyncio"):
        logging.getLogger(name).setLevel(logging.WARNING)
