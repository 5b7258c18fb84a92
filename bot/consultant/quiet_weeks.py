"""Weeks in which nobody is reminded: told in words, listed, and taken away one by one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.consultant.asking import Ask, Press
from bot.consultant.founding_steps import today
from bot.consultant.setting_fields import asks, counted, kept, press_of
from bot.desk import Plan
from bot.reminders.opening import Range, read_ranges
from bot.reminders.stretches import LONGEST, Stretch, added, read_stretches
from bot.reminding.watching import QUIET, REMIND
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


# --- the page


async def chosen(ask: Ask, assessment: Assessment, choice: str) -> Plan:
    """`+FROM-UNTIL` adds, `-FROM-UNTIL` takes away, anything else lists."""
    found = from_data(choice[1:])
    known = quiet_of(assessment)
    if found is not None and choice[0] == "+":
        return await _quieted(ask, assessment, [*known, found])
    if found in known and choice[0] == "-":
        return await _quieted(ask, assessment, [one for one in known if one != found])
    return _quiet_page(ask, assessment)


def _quiet_page(
    ask: Ask,
    assessment: Assessment,
    note: str = "",
    stretches: Sequence[Stretch] = (),
) -> Plan:
    """The list, with a button to take each away, and to choose between what words can mean."""
    known = [(quiet_words(ask, one), one) for one in quiet_of(assessment)]
    press = press_of(assessment, QUIET)
    away = [
        [(ask.label("settings_quiet_remove", when=words), f"{press}:-{as_data(one)}")] for words, one in known
    ]
    done = [[(ask.label("settings_done"), f"settings:{assessment.id}")]]
    plan = ask.say(
        "settings.quiet",
        [*choices(ask, stretches, press), *away, *done],
        organisation=assessment.name,
        note=note,
        known=[words for words, _ in known],
    )
    return asks(ask, assessment, QUIET, plan)


async def heard(ask: Ask, assessment: Assessment, text: str) -> Plan:
    """What is understood is added; about the rest it is said why not, or asked which is meant."""
    stretches = read(ask, text)
    note = about(ask, stretches)
    meant = [one.found[0] for one in stretches if len(one.found) == 1]
    if not meant:
        return _quiet_page(ask, assessment, note, stretches)
    ranges = [*quiet_of(assessment), *meant]
    return await _quieted(ask, assessment, ranges, note, stretches)


async def _quieted(
    ask: Ask,
    assessment: Assessment,
    ranges: Sequence[Range],
    note: str = "",
    stretches: Sequence[Stretch] = (),
) -> Plan:
    """With the list as it is now; reminders that waited for a quiet week to end are looked at again."""
    desk, now = ask.desk, ask.desk.now()
    after = counted(assessment, with_quiet(ask, assessment, ranges))
    waiting = await desk.storage.pending_jobs(desk.tenant, f"{REMIND}:{assessment.id}:")
    page = _quiet_page(ask, after, note or ask.text("settings.noted"), stretches)
    again = [replace(one, due_at=now) for one in waiting]
    return kept(ask, assessment, after, QUIET, [*again, *page.writes])
