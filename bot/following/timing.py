"""When is looked back: six and twelve months after the decision, at the opening of a working day."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange

from bot.desk import Desk
from bot.reminding.watching import calendar_of
from bot.tokens import new_id
from storage.records import Assessment, Job

#: The job that begins a look back, one for each round at a time; and its months after the decision.
LOOK_BACK = "lookback"
MONTHS = (6, 12)


def look_back_key(assessment: str) -> str:
    """One look back is planned at a time."""
    return f"{LOOK_BACK}:{assessment}"


def look_back_job(desk: Desk, assessment: Assessment, on: dt.date) -> Job | None:
    """The next look back at a decision of this day; None once both are past."""
    now, calendar = desk.now(), calendar_of(desk.settings, assessment=assessment)
    for months in MONTHS:
        due = calendar.next_open(calendar.at(after(on, months), calendar.morning))
        if due is not None and due > now:
            payload = {"assessment": assessment.id, "months": months, "on": on.isoformat()}
            return Job(desk.tenant, new_id(), LOOK_BACK, look_back_key(assessment.id), payload, due)
    return None


def after(day: dt.date, months: int) -> dt.date:
    """The same day so many months later, or the last of a month that is shorter."""
    years, month = divmod(day.month - 1 + months, 12)
    last = monthrange(day.year + years, month + 1)[1]
    return dt.date(day.year + years, month + 1, min(day.day, last))
