"""One person of an assessment, and what the consultant can do about where that person stands."""

from __future__ import annotations

from dataclasses import replace

from bot.consultant.asking import Ask, Press
from bot.consultant.people import invite_by_button
from bot.consultant.standing import REMINDERS, Line, lines
from bot.desk import Plan
from bot.privacy.audit import noted
from bot.reminding.doing import offered_at
from bot.reminding.watching import timer
from bot.tokens import new_id
from bot.walking import Outcome, Scenery, card_of, guard_of, load, writes_of
from storage.port import DropJobs
from storage.records import Assessment, Record

#: The place of an extra word among the messages of one press.
NOTE = 9
#: Which buttons stand below a person, by state; what is not named here has only the way back.
OFFERED = {
    "invited": ("renew", "revoke"),
    "opened": ("renew", "revoke"),
    "expired": ("renew", "revoke"),
    "active": ("nudge", "query", "extend", "reassign", "undo"),
    "paused": ("nudge", "query", "extend", "reassign", "undo"),
    "ready": ("nudge", "query", "extend", "reassign", "undo"),
    "unreachable": ("extend", "reassign", "undo"),
    "stopped": ("reassign",),
    "declined": ("reassign",),
    "submitted": ("item", "query", "again", "undo"),
}


async def show_person(ask: Ask, assessment: Assessment, more: str) -> Plan:
    """Where one person stands, with what can be done about it."""
    line = await _line(ask, assessment, more)
    return await _page(ask, assessment, line) if line is not None else ask.say("who.gone")


async def _page(ask: Ask, assessment: Assessment, line: Line) -> Plan:
    return ask.say(
        "who.page",
        _buttons(ask, assessment, line),
        line=line,
        organisation=assessment.name,
        pillar=await _pillar(ask, assessment, line),
    )


def _buttons(ask: Ask, assessment: Assessment, line: Line) -> list[list[Press]]:
    id_, label = assessment.id, ask.label
    presses = {
        "renew": (label("renew", name=line.name or line.function), f"renew:{id_}:{line.invite}"),
        "nudge": (label("nudge"), f"nudge:{id_}:{line.invite}"),
        "revoke": (label("revoke", name=line.name or ""), f"revoke:{id_}:{line.invite}"),
        "extend": (label("silent_extend"), f"extend:{id_}:{line.person}:{offered_at(assessment.deadline)}"),
        "reassign": (label("reassign"), f"reassign:{id_}:{line.invite}"),
        "undo": (label("wrong_person"), f"undo:{id_}:{line.interview}"),
        "again": (label("again"), f"again:{id_}:{line.interview}"),
        "item": (label("menu_reviews"), f"item:{id_}:{line.interview}:"),
        "query": (label("query"), f"query:{id_}:{line.interview}"),
    }
    offered = [presses[verb] for verb in OFFERED.get(line.state, ()) if assessment.state == "open"]
    rows = [offered[n : n + 2] for n in range(0, len(offered), 2)]
    return [*rows, [(label("back_to_status"), f"status:{id_}")]]


async def _pillar(ask: Ask, assessment: Assessment, line: Line) -> str:
    script = await ask.desk.script(assessment.script_hash)
    return ask.desk.pillar_name(script, line.pillar, ask.language)


async def _line(ask: Ask, assessment: Assessment, invite: str) -> Line | None:
    return next((one for one in await lines(ask.desk, assessment) if one.invite == invite), None)


# --- somebody else


async def reassign(ask: Ask, assessment: Assessment, more: str) -> Plan:
    """`INVITE` asks whether it is meant, `INVITE:yes` does it: a link for somebody else, and no more
    reminders to who has it now. What was answered stays.
    """
    id_, _, sure = more.partition(":")
    line = await _line(ask, assessment, id_)
    if line is None:
        return ask.refuse("toast.not_yours")
    if sure != "yes":
        yes = (ask.label("reassign_sure"), f"reassign:{assessment.id}:{id_}:yes")
        no = (ask.label("not_now"), f"who:{assessment.id}:{id_}")
        return ask.say(
            "who.reassign", [[yes], [no]], name=line.name, pillar=await _pillar(ask, assessment, line)
        )
    plan = await invite_by_button(ask, assessment, f"{line.invite}:{line.pillar}:")
    if not plan.writes:
        return plan
    plan.writes.append(ask.reply(ask.text("who.reassigned", name=line.name), number=NOTE))
    plan.writes.append(noted(ask.desk, ask.person.id, "reassigned", assessment.id, line.interview or id_))
    plan.drops = (DropJobs(REMINDERS.format(assessment=assessment.id) + (line.person or id_)),)
    return plan


# --- handed in, and open again


async def open_again(ask: Ask, assessment: Assessment, more: str) -> Plan:
    """`INTERVIEW` asks whether it is meant, `INTERVIEW:yes` does it: the owner can change answers and hands
    in again.
    """
    id_, _, sure = more.partition(":")
    scenery = await load(ask.desk, id_)
    if scenery is None or scenery.walk.assessment.id != assessment.id:
        return ask.refuse("toast.not_yours")
    if scenery.walk.interview.state != "submitted":
        return ask.refuse("toast.not_submitted")
    facts = {
        "name": scenery.walk.person.name,
        "pillar": ask.desk.pillar_name(scenery.script, scenery.walk.interview.pillar, ask.language),
    }
    if sure == "yes":
        return _opened(ask, scenery, facts)
    yes = (ask.label("again_sure"), f"again:{assessment.id}:{id_}:yes")
    no = (ask.label("not_now"), f"status:{assessment.id}")
    return ask.say("who.again", [[yes], [no]], **facts)


def _opened(ask: Ask, scenery: Scenery, facts: dict[str, str]) -> Plan:
    desk, now, walk = ask.desk, ask.desk.now(), scenery.walk
    outcome = Outcome(replace(scenery.progress, state="active", focus="review", pending=None))
    writes = writes_of(scenery, outcome, now)
    writes.append(noted(desk, ask.person.id, "opened_again", walk.assessment.id, walk.interview.id))
    writes.append(ask.reply(ask.text("who.again_done", **facts)))
    writes.append(timer(desk, walk.assessment.id, walk.person.id))
    if walk.person.stopped_at is None:
        writes += [_told(scenery, ask), *card_of(scenery, outcome, new_id, now, tapped=False, fresh=True)]
    return Plan(writes, (guard_of(scenery),))


def _told(scenery: Scenery, ask: Ask) -> Record:
    """Before the card: why it is there again."""
    walk, desk = scenery.walk, scenery.desk
    language = walk.interview.language
    pillar = desk.pillar_name(scenery.script, walk.interview.pillar, language)
    html = str(desk.texts.say("owner.opened_again", language, pillar=pillar))
    return desk.reply(walk.person, html, f"again:{walk.interview.id}:{walk.interview.rev}", kind="notice")
