"""The meter that Prometheus reads: counters kept where things happen, gauges looked up when it asks."""

from __future__ import annotations

import math

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
)
from prometheus_client.process_collector import ProcessCollector
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.app.health import Health, outbox_age
from bot.ports import Fate
from storage import StorageError

_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_RESULTS = ("taken", "later", "failed")


class Prometheus:
    """A `Meter` with a registry of its own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)

        def counter(name: str, what: str, labels: tuple[str, ...] = ()) -> Counter:
            return Counter(f"peiler_{name}", what, labels, registry=self.registry)

        def gauge(name: str, what: str) -> Gauge:
            return Gauge(f"peiler_{name}", what, registry=self.registry)

        self._updates = counter("updates", "Updates by what became of them.", ("result",))
        self._steps = Histogram(
            "peiler_step_seconds",
            "Load, step and save of updates that were taken.",
            buckets=_BUCKETS,
            registry=self.registry,
        )
        self._uncertain = counter("sends_uncertain", "Messages of which nobody knows whether they arrived.")
        self._too_many = counter("sends_429", "Messages that Telegram refused for now.")
        self._failed = counter("sends_failed", "Calls that brought no message, by fate.", ("fate",))
        self._calls = counter(
            "calls_failed", "Calls of the Bot API that failed, by method and fate.", ("method", "fate")
        )
        self._outbox = gauge("outbox_age_seconds", "How long the oldest message waits that could go out.")
        self._polls = gauge("poll_age_seconds", "Since a poll of Telegram returned.")
        self._dead = gauge("dead_letters", "Updates that were put aside because they could not be handled.")
        self._free = gauge("disk_free_bytes", "Room on the fullest disk in use.")
        # There from the start, at 0: an alarm on a rise misses the first of a figure that appears with it.
        self._clock = gauge("clock_jump_seconds", "How far the clock is ahead of where it should be.")
        for result in _RESULTS:
            self._updates.labels(result)
        for fate in Fate:
            self._failed.labels(fate.value)

    def update(self, result: str, seconds: float) -> None:
        """An update was handled."""
        self._updates.labels(result).inc()
        if result == "taken":
            self._steps.observe(seconds)

    def send_failed(self, fate: Fate) -> None:
        """A call that brings a message did not succeed."""
        self._failed.labels(fate.value).inc()
        if fate is Fate.UNKNOWN:
            self._uncertain.inc()
        elif fate is Fate.WAIT:
            self._too_many.inc()

    def call_failed(self, method: str, fate: Fate) -> None:
        """A call of the Bot API did not succeed."""
        self._calls.labels(method, fate.value).inc()

    async def text(self, health: Health) -> bytes:
        """Everything, in Prometheus' form; what the database does not tell is NaN."""
        desk = health.desk
        self._polls.set(health.poll_age())
        self._free.set(health.room.free())
        self._clock.set(health.jump().total_seconds())
        try:
            self._outbox.set(await outbox_age(desk, health.bot_id, health.began_at))
            self._dead.set(len(await desk.storage.dead_letters(desk.tenant)))
        except StorageError:
            self._outbox.set(math.nan)
            self._dead.set(math.nan)
        return generate_latest(self.registry)

    def page(self, health: Health) -> Starlette:
        """/metrics."""

        async def metrics(_: Request) -> Response:
            return Response(await self.text(health), headers={"Content-Type": CONTENT_TYPE_LATEST})

        return Starlette(routes=[Route("/metrics", metrics)])
