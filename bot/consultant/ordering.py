"""The report is ordered: a job makes it."""

from __future__ import annotations

from bot.consultant.asking import Ask
from bot.desk import Plan
from bot.privacy.audit import noted
from bot.reporting import REPORT
from bot.tokens import new_id
from storage.records import Assessment, Job


async def order_report(ask: Ask, assessment: Assessment, _: str) -> Plan:
    """The report is made by a job: one at a time for each assessment and chat."""
    now = ask.desk.now()
    key = f"{REPORT}:{assessment.id}:{ask.person.id}"
    payload = {
        "assessment": assessment.id,
        "person": ask.person.id,
        "language": ask.language,
        "at": now.isoformat(),
    }
    job = Job(ask.desk.tenant, new_id(), REPORT, key, payload, now)
    return Plan([job, noted(ask.desk, ask.person.id, REPORT, assessment.id, job.id)])
