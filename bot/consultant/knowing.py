"""What must be known about privacy before anybody is invited: one question for each field, answered by button
or typed.
"""

from __future__ import annotations

from typing import get_args

from bot.awaiting import awaits
from bot.config import Basis
from bot.consultant.asking import Ask
from bot.desk import Plan
from storage.records import Assessment

CONTACT = "contact"
#: Fields whose answer is typed.
TYPED = ("controller", "contact")
#: field -> the verb of its buttons, and what they may say.
PRESSED: dict[str, tuple[str, tuple[str, ...]]] = {
    "basis": ("basis", get_args(Basis)),
    "retention_days": ("retention", ("30", "90", "180", "365")),
    "telegram": ("telegram", ("yes", "no")),
}


def ask_for(ask: Ask, assessment: Assessment, field: str) -> Plan:
    """The question about one open field."""
    verb, choices = PRESSED.get(field, ("", ()))
    buttons = [[(_label(ask, verb, choice), f"{verb}:{assessment.id}:{choice}")] for choice in choices]
    plan = ask.say(f"consultant.{verb or field}", buttons, organisation=assessment.name)
    if field in TYPED:
        plan.writes.append(awaits(ask.desk, ask.person, CONTACT, assessment=assessment.id, field=field))
    return plan


def _label(ask: Ask, verb: str, choice: str) -> str:
    if verb == "retention":
        return ask.label("retention", days=choice)
    return ask.label(f"{verb}_{choice}")
