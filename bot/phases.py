"""The phases of a round (concept, fact check, adopted), and what each lets out."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.config import Settings
from bot.reminders.calendar import Calendar
from bot.reminders.opening import read_days, read_holidays, read_hours, read_ranges
from storage.records import Assessment

CONCEPT, FACT_CHECK, ADOPTED = "concept", "factcheck", "adopted"
#: Working days that owners have for the text about their own pillar.
DAYS = 5

#: The job that gives owners the text about their own pillar, and what it may name: one interview alone.
PILLAR_TEXTS = "pillar_texts"

#: What may leave the consultant: to owners, each the text about the own pillar; to everybody else the figures
#: of pillars (every document says in its head how far it is), and items once they are adopted: before that
#: nobody who knows better has read them.
PILLAR_TEXT, FIGURES, ITEMS = "pillar_text", "figures", "items"
_LEAVES = {
    CONCEPT: frozenset({FIGURES}),
    FACT_CHECK: frozenset({FIGURES, PILLAR_TEXT}),
    ADOPTED: frozenset({FIGURES, PILLAR_TEXT, ITEMS}),
}


def may_leave(assessment: Assessment) -> frozenset[str]:
    """What may be given to others than the consultants in this phase; the one place where that is decided."""
    return _LEAVES[assessment.phase]


def frozen(assessment: Assessment) -> bool:
    """Whether answers and judgements are as they will stay."""
    return assessment.phase == ADOPTED


def fact_check_ends(settings: Settings, assessment: Assessment, now: datetime) -> datetime:
    """The end of the last working day for remarks, in UTC."""
    opens, closes = read_hours(settings.work_hours)
    calendar = Calendar(
        settings.timezone,
        opens,
        closes,
        read_days(settings.work_days),
        read_holidays(settings.holidays),
        quiet=read_ranges(assessment.settings.get("quiet", ())),
    )
    # A calendar that is always closed leaves a week.
    return calendar.working_days_after(now, DAYS) or now + timedelta(days=7)
