"""The report is ordered, or a copy of all documents: a job makes it, and one message shows how far it is."""

from __future__ import annotations

from bot.consultant import giving
from bot.consultant.asking import Ask
from bot.consultant.copies import DISTRIBUTION, FULL_COPY
from bot.consultant.ordered import (
    COPIES,
    FULL,
    REPORT,
    SHARE,
    SUMMARY,
    no_more_progress,
    order_key,
    ordered,
    progress,
)
from bot.desk import Plan
from bot.privacy.audit import noted
from storage.records import Assessment

#: How the audit trail calls what was ordered.
TRAIL = {SUMMARY: REPORT, SHARE: DISTRIBUTION, FULL: FULL_COPY}
#: More tries in vain than are counted.
MANY = 9


async def order_report(ask: Ask, assessment: Assessment, _: str) -> Plan:
    """The summary, and what goes along in chat."""
    return await _order(ask, assessment, SUMMARY)


async def order_copy(ask: Ask, assessment: Assessment, more: str) -> Plan:
    """`share`, or `full`, which is asked about first and then is `full:yes`."""
    copy, _, sure = more.partition(":")
    if copy not in (SHARE, FULL):
        return ask.refuse("toast.not_yours")
    if ask.desk.settings.documents_in_telegram != "all":
        return ask.say(f"report.by_command.{copy}", organisation=assessment.name, assessment=assessment.id)
    if copy == FULL and sure != "yes":
        buttons = [
            [(ask.label("report_full_sure"), f"copy:{assessment.id}:{FULL}:yes")],
            [(ask.label("report_share_instead"), f"copy:{assessment.id}:{SHARE}")],
        ]
        return ask.say("report.full_sure", buttons, organisation=assessment.name)
    return await _order(ask, assessment, copy)


async def retry(ask: Ask, assessment: Assessment, more: str) -> Plan:
    """`COPY:TIMES`: what could not be made, once more."""
    copy, _, times = more.partition(":")
    if copy not in COPIES or not times.isdecimal():
        return ask.refuse("toast.not_yours")
    return await _order(ask, assessment, copy, min(int(times[:2]), MANY))


async def _order(ask: Ask, assessment: Assessment, copy: str, failed: int = 0) -> Plan:
    """One at a time for each round and person: whoever asks again meanwhile is told so."""
    desk, person = ask.desk, ask.person
    if await desk.storage.pending_job(desk.tenant, order_key(assessment, person)) is not None:
        return ask.say("report.busy", organisation=assessment.name)
    job, kept = await ordered(desk, assessment, person, copy, failed)
    asked, guards = await giving.offer(ask, assessment) if copy == SUMMARY else ([], ())
    html = ask.text("report.begun", organisation=assessment.name)
    line = noted(desk, person.id, TRAIL[copy], assessment.id, job.id)
    shown = progress(desk, person, job, "begun", html)
    return Plan([*asked, job, kept, line, shown], guards, (no_more_progress(desk, person),))
