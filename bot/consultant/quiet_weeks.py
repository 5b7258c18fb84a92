"""Weeks in which nobody is reminded: told in words, listed, and taken away one by one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.consultant.asking import Ask, Press
from bot.consultant.founding_steps import today
from bot.reminders.opening import Range, read_ranges
from bot.reminders.stretches import LONGEST, Stretch, added, read_stretches
from bot.reminding.watching import QUIET
from storage.records import Assessment

#: More than this nobody keeps quiet.
MOST = 20


def quiet_of(assessment: Assessment) -> tuple[Range, ...]:
    """In order."""
    return read_ranges(assessment.settings.get(QUIET, ()))


def with_quiet(ask: Ask, assessment: Assessment, ranges: Sequence[Range]) -> Assessment:
    """The assessment with these, but for what is over."""
    kept = [[first.isoformat(), last.isoformat()] for first, last in added(ranges, (), today(ask))][:MOST]
    rest = {name: value for name, value in assessment.settings.items() if name != QUIET}
    return replace(assessment, settings={**rest, QUIET: kept} if kept else rest)


def quiet_words(ask: Ask, found: Range) -> str:
    """As a person reads it."""
    first, last = found
    return ask.text("settings.stretch", first=first, last=last)


def as_data(found: Range) -> str:
    """As buttons carry it: 20261224-20270103."""
    return "-".join(f"{day:%Y%m%d}" for day in found)


def from_data(text: str) -> Range | None:
    """What `as_data` wrote; None for anything else."""
    first, _, last = text.partition("-")
    if len(text) != 17 or not (first + last).isdecimal():
        return None
    try:
        found = (date.fromisoformat(first), date.fromisoformat(last))
    except ValueError:
        return None
    return found if found[0] <= found[1] < found[0] + LONGEST else None


def read(ask: Ask, text: str) -> list[Stretch]:
    """What was typed, part by part."""
    return read_stretches(text, ask.language, ask.desk.now(), ask.desk.settings.timezone)


def about(ask: Ask, stretches: Sequence[Stretch]) -> str:
    """What became of each part."""
    return "\n".join(
        ask.text(
            "settings.quiet_part",
            words=one.words[:60],
            meant=quiet_words(ask, one.found[0]) if len(one.found) == 1 else "",
            why="several" if len(one.found) > 1 else one.why,
        )
        for one in stretches
    )


def choices(ask: Ask, stretches: Sequence[Stretch], press: str) -> list[list[Press]]:
    """A button for each meaning of what can mean several things."""
    several = [found for one in stretches if len(one.found) > 1 for found in one.found]
    return [
        [(ask.label("settings_quiet_add", when=quiet_words(ask, one)), f"{press}:+{as_data(one)}")]
        for one in several[:8]
    ]
