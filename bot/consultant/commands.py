"""The consultant's commands and buttons: each in one function, all in two visible tables."""

from __future__ import annotations

from collections.abc import Callable

from bot.authority import may, role_in_assessment
from bot.consultant import (
    actions,
    adding,
    by_command,
    closing,
    concluding,
    dealing,
    deciding,
    explaining,
    filling_in,
    forwarding,
    giving,
    guides,
    hearing,
    judging,
    learning,
    nudging,
    ordering,
    people,
    plan_sheets,
    planning,
    proposals,
    querying,
    referring,
    repeating,
    reviewing,
    rows,
    running,
    settings,
    sheets,
    silence,
    team,
    weighing,
)
from bot.consultant.asking import Answer, Ask
from bot.consultant.assessments import open_fields
from bot.consultant.people import what_next
from bot.consultant.setting_fields import SET
from bot.consultant.status import show_status
from bot.desk import Desk, Plan
from bot.phases import frozen
from bot.ports import Incoming
from storage.records import Assessment, Person


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


async def _menu(ask: Ask, assessment: Assessment, _: str) -> Plan:
    if open_fields(assessment):
        return what_next(ask, assessment)
    offered = [verb for verb in MENU if _fits(assessment, verb)]
    if not settings.sees_audit(ask, assessment):
        offered.remove("audit")
    if ask.person.id != assessment.owner and "candidates" in offered:
        offered.remove("candidates")
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


COMMANDS: dict[str, Callable[[Ask, str], Answer]] = {
    "new": by_command.new,
    "assessments": by_command.assessments,
    "invite": by_command.invite,
    "status": by_command.status,
    "remind": by_command.remind,
    "report": by_command.report,
    "why": by_command.why,
    "review": by_command.review,
    "close": by_command.close,
    "reopen": by_command.reopen,
    learning.PRACTICES: learning.command,
}
#: verb -> what it does; the first argument is always the assessment, and the presser must run it.
BUTTONS: dict[str, Callable[[Ask, Assessment, str], Answer]] = {
    "assessment": _menu,
    "telegram": filling_in.set_telegram,
    "basis": filling_in.set_basis,
    "retention": filling_in.set_retention,
    "invite": people.invite_by_button,
    "colleague": people.invite_colleague,
    referring.REFER: referring.refer,
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
    "report": ordering.order_report,
    explaining.RECEIPT: explaining.why,
    "copy": ordering.order_copy,
    "retry": ordering.retry,
    "findings": concluding.show_findings,
    concluding.FINDING: concluding.show_finding,
    concluding.CONCLUDE: concluding.conclude,
    "conclusion": concluding.show_conclusion,
    giving.GIVE: giving.pressed,
    "initiatives": running.show,
    "initiative": running.pressed,
    "matrix": running.order_matrix,
    "rows": rows.ask_for_rows,
    "rowed": rows.confirm,
    "reviews": reviewing.owners,
    "item": reviewing.item,
    "accept": judging.accept,
    "adjust": judging.adjust,
    "score": judging.score,
    "suffices": judging.suffices,
    "guide": guides.order,
    "query": querying.query,
    planning.PLAN: planning.show,
    planning.LIFT: planning.lift,
    planning.ACTION: actions.pressed,
    adding.ADDING: adding.pressed,
    plan_sheets.SHEET: plan_sheets.ask_for_sheet,
    plan_sheets.SHEETED: plan_sheets.confirm,
    weighing.WHATIF: weighing.pressed,
    deciding.DECISION: deciding.pressed,
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
    "audit": settings.show_audit,
    "team": team.show_team,
    "coinvite": team.invite_co_consultant,
    "remove": team.remove,
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
        "copy",
        explaining.RECEIPT,
        "retry",
        "findings",
        concluding.FINDING,
        concluding.CONCLUDE,
        "conclusion",
        giving.GIVE,
        "initiatives",
        "initiative",
        "matrix",
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
        *("plan", "lift", "action", adding.ADDING, "whatif", "decision"),
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
    *("invite", "invites", "proposals", "status", "remind", "reviews", "initiatives", "candidates"),
    *("report", explaining.RECEIPT, "plan", "phase", "team", "settings", "audit", "close", "reopen"),
)
