"""What of a round is set in words, by the questions that begin one: where each is kept and how it reads; and
how whatever is set is saved.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from bot.awaiting import awaits
from bot.cards import plain
from bot.consultant.asking import Ask
from bot.consultant.founding_steps import STEPS, Step, end_of
from bot.desk import Plan
from bot.privacy.audit import noted
from bot.references.wanted import SECTOR
from bot.reports.last_change import TIMES_SET, times_set
from bot.texts.filters import localized
from storage.port import AssessmentIs
from storage.records import Assessment, Record

#: Fields of the settings and of what is told about privacy; the deadline has a place of its own.
IN_SETTINGS, IN_PRIVACY = ("client", "phone", SECTOR, "goals"), ("purpose", "recipients")
DEADLINE = "deadline"
#: The verb of buttons that set something, and what words are awaited as.
SET = "set"


@dataclass(frozen=True, slots=True)
class Field:
    """One of them, with the question that asks for it."""

    name: str
    step: Step

    def value(self, ask: Ask, assessment: Assessment) -> Any:
        """As it is now; "" for nothing."""
        if self.name == DEADLINE:
            day = _day(ask, assessment.deadline)
            return day.isoformat() if day else ""
        kept = assessment.settings if self.name in IN_SETTINGS else assessment.privacy
        return kept.get(self.name) or ""

    def words(self, ask: Ask, assessment: Assessment) -> str:
        """As a person reads it."""
        value = self.value(ask, assessment)
        if self.name == DEADLINE and value:
            return plain(ask.text("founding.day", day=date.fromisoformat(value)))
        if self.name == SECTOR and value:
            return ask.label_of(f"sector.{value}")
        return " · ".join(value) if isinstance(value, list) else str(value)

    def told(self, ask: Ask, assessment: Assessment) -> str:
        """The same, or what people read as long as nothing was told."""
        words = self.words(ask, assessment)
        if words or self.name not in IN_PRIVACY:
            return words
        controller = assessment.privacy.get("controller") or assessment.name
        return plain(ask.text(f"privacy.{self.name}", controller=controller))

    def changed(self, ask: Ask, assessment: Assessment, value: Any) -> Assessment:
        """The assessment with this value; "" takes it away."""
        if self.name == DEADLINE:
            return replace(assessment, deadline=end_of(ask, date.fromisoformat(value)))
        if self.name in IN_SETTINGS:
            return replace(assessment, settings=_filled(assessment.settings, self.name, value))
        return replace(assessment, privacy=_filled(assessment.privacy, self.name, value))


def _filled(kept: Mapping[str, Any], name: str, value: Any) -> dict[str, Any]:
    rest = {key: known for key, known in kept.items() if key != name}
    return {**rest, name: value} if value else rest


def _day(ask: Ask, moment: datetime | None) -> date | None:
    return localized(moment, ask.desk.settings.timezone).date() if moment else None


#: By name, in the order in which they are shown.
FIELDS: Mapping[str, Field] = {
    name: Field(name, next(step for step in STEPS if step.name == name))
    for name in (DEADLINE, *IN_SETTINGS, *IN_PRIVACY)
}


def revision_of(assessment: Assessment) -> str:
    """How often something was set, as buttons carry it, so that each works once."""
    return str(times_set(assessment))


def counted(before: Assessment, after: Assessment) -> Assessment:
    """What was set, with one more change counted."""
    return replace(after, settings={**after.settings, TIMES_SET: times_set(before) + 1})


def kept(ask: Ask, before: Assessment, after: Assessment, what: str, more: Sequence[Record]) -> Plan:
    """Saved, unless somebody else set something meanwhile."""
    line = noted(ask.desk, ask.person.id, f"set_{what}", before.id)
    return Plan([after, line, *more], (AssessmentIs(before),))


def asks(ask: Ask, assessment: Assessment, field: str, plan: Plan) -> Plan:
    """The next words are about this field."""
    waits = awaits(ask.desk, ask.person, SET, assessment=assessment.id, field=field)
    return replace(plan, writes=[*plan.writes, waits])


def press_of(assessment: Assessment, rest: str) -> str:
    """The data of a button that sets something, from here on."""
    return f"{SET}:{assessment.id}:{revision_of(assessment)}:{rest}"
