"""A simulated year, small; `make bench` lives it with a thousand."""

from __future__ import annotations

from pathlib import Path

from benchmarks.lives import DAY, FIRST
from benchmarks.year import END, a_year


async def test_in_a_simulated_year_nobody_is_forgotten_and_every_message_obeys_every_law(
    tmp_path: Path,
) -> None:
    year = await a_year(tmp_path, 100)
    assert year.count > 150
    assert all(life.told == 1 for life in year.lives.values() if life.sort == "silent")
    assert all(life.stopped for life in year.lives.values() if life.sort == "stops")
    assert END - FIRST > 365 * DAY
