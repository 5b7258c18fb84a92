"""The consultant's commands and buttons: each in one function, all in two visible tables."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from bot.authority import may, role_in_assessment, role_of
from bot.consultant import (
    closing,
    dealing,
    forwarding,
    founding,
    guides,
    hearing,
    judging,
    learning,
    nudging,
    people,
    proposals,
    querying,
    repeating,
    reviewing,
    settings,
    sheets,
    silence,
    team,
)
from bot.consultant.asking import LONGEST_NAME, Answer, Ask, data
from bot.consultant.assessments import make_assessment, open_fields, with_privacy
from bot.consultant.dialogs import dialog_about, said_at
from bot.consultant.knowing import PRESSED, TYPED
from bot.consultant.people import what_next
from bot.consultant.setting_fields import SET
from bot.consultant.status import show_status
from bot.desk import Desk, Plan
from bot.phases import frozen
from bot.ports import Incoming, SentThing
from bot.privacy.audit import audit_text, noted
from bot.reporting import REPORT
from bot.tokens import new_id, new_mark
from storage.records import Assessment, Job, Person


async def command(desk: Desk, incoming: Incoming, person: Person, name: str, rest: str) -> Plan:
    """What one of `COMMANDS` comes to, for somebody who may."""
    return await COMMANDS[name](Ask(desk, incoming, person), rest)


async def pressed(desk: Desk, incoming: Incoming, person: Person, verb: str, rest: str) -> Plan:
    """What one of `BUTTONS` comes to; for who may not, just what it would be if nothing were there."""
    id_, _, more = rest.partition(":")
    ask = Ask(desk, incoming, person)
    assessment = await desk.storage.assessment(desk.tenant, id_)
    if assessment is None or not may(await role_in_assessment(desk, person, assessment), verb):
        return ask.refuse("toast.not_yours")
    if assessment.state != "open" and verb not in WHEN_CLOSED:
        return ask.refuse("toast.round_closed")
    return await BUTTONS[verb](ask.of(assessment), assessment, more)


async def said(desk: Desk, incoming: Incoming, person: Person, text: str) -> Plan | None:
    """Typed words of a consultant: what was asked last about the newest assessment that is still to be told
    whom people can turn to.
    """
    ask = Ask(desk, incoming, person)
    waiting = [(a, fields[0]) for a in await ask.mine() if (fields := open_fields(a)) and fields[0] in TYPED]
    if not waiting or not text.strip():
        return None
    assessment, field = waiting[0]
    if not may(await role_in_assessment(desk, person, assessment), "contact"):
        return None
    return what_next(ask, with_privacy(assessment, **{field: text.strip()[:200]}), changed=True)


async def heard(
    desk: Desk, incoming: Incoming, person: Person, text: str, since: datetime | None
) -> Plan | None:
    """Typed words of a consultant who prepares a round, unless something else was talked about `since`."""
    job = await dialog_about(desk, person, founding.FOUNDING)
    if job is None or not text.strip() or (since is not None and said_at(job) < since):
        return None
    if not may(await role_of(desk, person), "found"):
        return None
    return await founding.heard(Ask(desk, incoming, person), job, text)


async def wrote(desk: Desk, incoming: Incoming, person: Person, job: Job, text: str) -> Plan | None:
    """Words that a consultant was asked for (`bot.awaiting`); None for who may not say them any more."""
    what = job.payload["what"]
    assessment = await desk.storage.assessment(desk.tenant, job.payload.get("assessment", ""))
    if assessment is None or what not in WORDS:
        return None
    if not may(await role_in_assessment(desk, person, assessment), what):
        return None
    return await WORDS[what](Ask(desk, incoming, person).of(assessment), assessment, job, text)


async def sent(desk: Desk, incoming: Incoming, person: Person, job: Job, event: SentThing) -> Plan | None:
    """A file from a consultant who was asked for one; None for who may not send it any more."""
    assessment = await desk.storage.assessment(desk.tenant, job.payload.get("assessment", ""))
    if job.payload["what"] != sheets.LIST or assessment is None or assessment.state != "open":
        return None
    if not may(await role_in_assessment(desk, person, assessment), sheets.LIST):
        return None
    return await sheets.sent(Ask(desk, incoming, person).of(assessment), assessment, event)


async def replied(desk: Desk, incoming: Incoming, person: Person, text: str) -> Plan | None:
    """A reply to one of our notices about an owner is a question to that owner; None: it is no such reply."""
    ask = Ask(desk, incoming, person)
    about = await querying.replied_to(ask)
    assessment = await desk.storage.assessment(desk.tenant, about[0]) if about else None
    if about is None or assessment is None:
        return None
    if not may(await role_in_assessment(desk, person, assessment), "query"):
        return None
    return await querying.ask_by_reply(ask.of(assessment), assessment, about[1], text)


# --- commands


async def _new(ask: Ask, name: str) -> Plan:
    name = " ".join(name.split())
    if not name:
        return await founding.begin(ask)
    if len(name) > LONGEST_NAME:
        return ask.say("consultant.new_how", most=LONGEST_NAME)
    assessment, records = make_assessment(ask.desk, name, ask.person)
    plan = what_next(ask, assessment)
    offered = await repeating.offer(ask, assessment)
    plan.writes = [*records, *await founding.given_up(ask), *plan.writes, *offered]
    return plan


async def _assessments(ask: Ask, _: str) -> Plan:
    mine = await ask.all_mine()
    if not mine:
        return ask.say("consultant.none")
    return ask.say("consultant.which", [[(_called(ask, a), f"assessment:{a.id}")] for a in mine])


async def _invite(ask: Ask, rest: str) -> Plan:
    pillar, _, name = rest.partition(" ")
    pillar, name = pillar.replace(":", ""), name.strip()
    more = f"{new_mark()}:{pillar}:{name}" if pillar else ""
    return await _with_one(ask, "invite", lambda one, a: people.invite(one, a, pillar, name), more)


async def _status(ask: Ask, _: str) -> Plan:
    return await _with_one(ask, "status", show_status, among=await _to_read(ask))


async def _remind(ask: Ask, _: str) -> Plan:
    return await _with_one(ask, "remind", nudging.show_plan)


async def _report(ask: Ask, _: str) -> Plan:
    return await _with_one(ask, "report", lambda one, a: _order_report(one, a, ""), among=await _to_read(ask))


async def _to_read(ask: Ask) -> list[Assessment]:
    """The open rounds; once all are closed or adopted, those: their figures are still wanted."""
    return await ask.mine() or await ask.all_mine()


async def _review(ask: Ask, _: str) -> Plan:
    return await _with_one(
        ask, "reviews", lambda one, a: reviewing.owners(one, a, ""), among=await ask.all_mine()
    )


async def _close(ask: Ask, _: str) -> Plan:
    return await _with_one(ask, "close", lambda one, a: closing.close(one, a, ""))


async def _reopen(ask: Ask, _: str) -> Plan:
    closed = [one for one in await ask.all_mine() if one.state == "closed" and not frozen(one)]
    if not closed:
        return ask.say("close.none")
    return await _with_one(ask, "reopen", lambda one, a: closing.reopen(one, a, ""), among=closed)


async def _with_one(
    ask: Ask,
    verb: str,
    act: Callable[[Ask, Assessment], Answer],
    more: str = "",
    among: list[Assessment] | None = None,
) -> Plan:
    """Act on the only assessment, or ask which: a guess could send somebody's name to the wrong round."""
    mine = await ask.mine() if among is None else among
    if not mine:
        return ask.say("consultant.none")
    if len(mine) == 1:
        return await act(ask.of(mine[0]), mine[0])
    tail = f":{more}" if more else ""
    return ask.say("consultant.which", [[(_called(ask, a), data(f"{verb}:{a.id}{tail}"))] for a in mine])


def _called(ask: Ask, assessment: Assessment) -> str:
    """The name of a round to choose; a repeat has that of the one before, so what is over says since when."""
    since = assessment.adopted_at or assessment.closed_at
    if since is None or assessment.state == "open":
        return assessment.name
    over = ask.local(since)
    return ask.label("round_over", name=assessment.name, over=over, adopted=frozen(assessment))


# --- buttons


async def _menu(ask: Ask, assessment: Assessment, _: str) -> Plan:
    if open_fields(assessment):
        return what_next(ask, assessment)
    offered = [verb for verb in MENU if _fits(assessment, verb)]
    if not settings.sees_audit(ask, assessment):
        offered.remove("audit")
    buttons = [[(ask.label(f"menu_{verb}"), f"{verb}:{assessment.id}")] for verb in offered]
    return ask.say(
        "consultant.menu",
        buttons,
        organisation=assessment.name,
        phase=f"phase.name.{assessment.phase}",
        closed=assessment.state != "open",
    )


def _fits(assessment: Assessment, verb: str) -> bool:
    """Whether the menu offers this to a round in its phase and state."""
    if assessment.state == "open":
        return verb != "reopen"
    return verb in WHEN_CLOSED and verb != "close" and not (verb == "reopen" and frozen(assessment))


async def _set_telegram(ask: Ask, assessment: Assessment, answer: str) -> Plan:
    if answer not in ("yes", "no"):
        return await _menu(ask, assessment, "")
    changed = with_privacy(assessment, telegram=answer)
    if answer == "no":
        plan = ask.say("consultant.no_telegram", organisation=assessment.name)
        plan.writes += [changed, noted(ask.desk, ask.person.id, "privacy", assessment.id)]
        return plan
    return what_next(ask, changed, changed=True)


async def _set_basis(ask: Ask, assessment: Assessment, answer: str) -> Plan:
    return _fill_in(ask, assessment, "basis", answer, answer)


async def _set_retention(ask: Ask, assessment: Assessment, answer: str) -> Plan:
    days = int(answer) if answer in PRESSED["retention_days"][1] else 0
    return _fill_in(ask, assessment, "retention_days", answer, days)


def _fill_in(ask: Ask, assessment: Assessment, field: str, answer: str, value: object) -> Plan:
    """What is open is filled in; what people may have read already is not changed by an old button."""
    if field not in open_fields(assessment) or answer not in PRESSED[field][1]:
        return ask.refuse("toast.known")
    return what_next(ask, with_privacy(assessment, **{field: value}), changed=True)


async def _show_audit(ask: Ask, assessment: Assessment, _: str) -> Plan:
    if not settings.sees_audit(ask, assessment):
        return ask.refuse("toast.not_yours")
    return Plan([ask.reply(await audit_text(ask.desk, assessment, ask.language))])


async def _order_report(ask: Ask, assessment: Assessment, _: str) -> Plan:
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


COMMANDS: dict[str, Callable[[Ask, str], Answer]] = {
    "new": _new,
    "assessments": _assessments,
    "invite": _invite,
    "status": _status,
    "remind": _remind,
    "report": _report,
    "review": _review,
    "close": _close,
    "reopen": _reopen,
    learning.PRACTICES: learning.command,
}
#: verb -> what it does; the first argument is always the assessment, and the presser must run it.
BUTTONS: dict[str, Callable[[Ask, Assessment, str], Answer]] = {
    "assessment": _menu,
    "telegram": _set_telegram,
    "basis": _set_basis,
    "retention": _set_retention,
    "invite": people.invite_by_button,
    "colleague": people.invite_colleague,
    "renew": forwarding.renew,
    "list": sheets.ask_for_list,
    "listed": sheets.confirm,
    "proposals": proposals.show,
    "propose": proposals.decide,
    "invites": people.list_invites,
    "revoke": people.revoke,
    "undo": people.undo,
    "status": show_status,
    "who": dealing.show_person,
    "remind": nudging.show_plan,
    "nudge": nudging.nudge,
    "reassign": dealing.reassign,
    "again": dealing.open_again,
    "extend": silence.extend,
    "call": silence.call,
    "without": silence.go_on_without,
    "report": _order_report,
    "reviews": reviewing.owners,
    "item": reviewing.item,
    "accept": judging.accept,
    "adjust": judging.adjust,
    "score": judging.score,
    "suffices": judging.suffices,
    "guide": guides.order,
    "query": querying.query,
    "phase": hearing.show_phase,
    "factcheck": hearing.to_fact_check,
    "concept": hearing.to_concept,
    "adopt": hearing.adopt,
    "close": closing.close,
    "reopen": closing.reopen,
    repeating.REPEAT: repeating.repeat,
    repeating.SAME_PEOPLE: repeating.same_people,
    "settings": settings.show_settings,
    SET: settings.set_one,
    settings.AUDITORS: settings.set_auditors,
    "audit": _show_audit,
    "team": team.show_team,
    "coinvite": team.invite_co_consultant,
    "remove": team.remove,
}
#: What words come to that were asked for by a button: named after it, with its rights.
WORDS: dict[str, Callable[[Ask, Assessment, Job, str], Answer]] = {
    "score": judging.reason,
    "query": querying.asked,
    SET: settings.heard,
    "propose": proposals.named,
}
#: What still works in a round that is over: reading, and letting fewer people in.
WHEN_CLOSED = frozenset(
    {
        "assessment",
        "invites",
        "revoke",
        "status",
        "who",
        "report",
        "team",
        "remove",
        "proposals",
        "reviews",
        "item",
        "accept",
        "adjust",
        "score",
        "suffices",
        "guide",
        "phase",
        "factcheck",
        "concept",
        "adopt",
        "close",
        "reopen",
        "audit",
        "settings",
        SET,
        settings.AUDITORS,
    }
)
#: What the menu of an assessment offers, in this order.
MENU = (
    *("invite", "invites", "proposals", "status", "remind", "reviews", "report", "phase"),
    *("team", "settings", "audit", "close", "reopen"),
)
