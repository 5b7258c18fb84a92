"""What is told about privacy, pressed or typed, is filled in where it is still open."""

from __future__ import annotations

from bot.authority import may, role_in_assessment
from bot.consultant.asking import Ask
from bot.consultant.assessments import open_fields, with_privacy
from bot.consultant.knowing import CONTACT, PRESSED, TYPED
from bot.consultant.people import what_next
from bot.desk import Plan
from bot.privacy.audit import noted
from storage.records import Assessment, Job

LONGEST = 200


async def told(ask: Ask, assessment: Assessment, job: Job, text: str) -> Plan | None:
    """The typed answer to the question that was asked last."""
    if assessment.state != "open":
        return None
    field = str(job.payload["field"])
    if field not in open_fields(assessment):
        return what_next(ask, assessment)
    return _typed(ask, assessment, field, text)


async def said(ask: Ask, text: str) -> Plan | None:
    """Words that nobody waits for are about the newest round that cannot invite without them."""
    waiting = [(a, fields[0]) for a in await ask.mine() if (fields := open_fields(a)) and fields[0] in TYPED]
    if not waiting or not text.strip():
        return None
    assessment, field = waiting[0]
    if not may(await role_in_assessment(ask.desk, ask.person, assessment), CONTACT):
        return None
    return _typed(ask, assessment, field, text.strip())


def _typed(ask: Ask, assessment: Assessment, field: str, text: str) -> Plan:
    return what_next(ask, with_privacy(assessment, **{field: text[:LONGEST]}), changed=True)


async def set_telegram(ask: Ask, assessment: Assessment, answer: str) -> Plan:
    """Whether owners may be spoken with over Telegram."""
    if answer not in ("yes", "no"):
        return ask.refuse("toast.known")
    changed = with_privacy(assessment, telegram=answer)
    if answer == "no":
        plan = ask.say("consultant.no_telegram", organisation=assessment.name)
        plan.writes += [changed, noted(ask.desk, ask.person.id, "privacy", assessment.id)]
        return plan
    return what_next(ask, changed, changed=True)


async def set_basis(ask: Ask, assessment: Assessment, answer: str) -> Plan:
    """On which ground data are kept."""
    return _fill_in(ask, assessment, "basis", answer, answer)


async def set_retention(ask: Ask, assessment: Assessment, answer: str) -> Plan:
    """For how many days."""
    days = int(answer) if answer in PRESSED["retention_days"][1] else 0
    return _fill_in(ask, assessment, "retention_days", answer, days)


def _fill_in(ask: Ask, assessment: Assessment, field: str, answer: str, value: object) -> Plan:
    """What is open is filled in; what people may have read already is not changed by an old button."""
    if field not in open_fields(assessment) or answer not in PRESSED[field][1]:
        return ask.refuse("toast.known")
    return what_next(ask, with_privacy(assessment, **{field: value}), changed=True)
