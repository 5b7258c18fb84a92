"""A consultant asks an owner something inside the interview, on a card of its own."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.authority import may, role_in_assessment
from bot.awaiting import awaits
from bot.consultant.asking import Ask
from bot.desk import Plan
from bot.interview.events import Queried
from bot.ports import Wrote
from bot.privacy.audit import noted
from bot.tokens import new_id
from bot.walking import Outcome, Scenery, card_of, load, walk_on, with_query, writes_of
from storage.port import InterviewAt
from storage.records import Assessment, Interview, Job, Note, Record

QUERY = "query"
#: What fits on a card with room for the rest.
LONGEST = 500
#: Owners to whom a question can still be put.
REACHABLE = frozenset({"active", "paused", "submitted"})
#: So far back a notice may be that is replied to.
NOTICES = 200


async def query(ask: Ask, assessment: Assessment, interview: str) -> Plan:
    """What is to be asked is typed next."""
    scenery = await _scenery(ask, assessment, interview)
    if scenery is None:
        return ask.refuse("toast.no_query")
    waits = awaits(ask.desk, ask.person, QUERY, assessment=assessment.id, interview=interview)
    name = scenery.walk.person.name or ask.text("name.unknown")
    plan = ask.say("query.how", name=name, pillar=_pillar(ask, scenery), most=LONGEST)
    return Plan([*plan.writes, waits])


async def asked(ask: Ask, assessment: Assessment, job: Job, text: str) -> Plan:
    """The question was typed: it waits for the owner, or is shown at once where no question is open."""
    scenery = await _scenery(ask, assessment, job.payload["interview"])
    if scenery is None:
        return ask.say("query.gone")
    if len(text) > LONGEST:
        plan = ask.say("query.long", most=LONGEST, length=len(text))
        return Plan([*plan.writes, job])
    return await _put(ask, assessment, scenery, text)


async def replied(ask: Ask, text: str) -> Plan | None:
    """A reply to one of our notices about an owner is a question to that owner; None: it is no such reply."""
    about = await _replied_to(ask)
    if about is None:
        return None
    assessment, interview = about
    if not may(await role_in_assessment(ask.desk, ask.person, assessment), QUERY):
        return None
    job = awaits(ask.desk, ask.person, QUERY, assessment=assessment.id, interview=interview)
    return await asked(ask.of(assessment), assessment, job, text)


async def _replied_to(ask: Ask) -> tuple[Assessment, str] | None:
    """(assessment, interview id) of the notice that this message is a reply to; None: it is none."""
    event = ask.incoming.event
    message = event.reply_to if isinstance(event, Wrote) else None
    if message is None:
        return None
    rows = await ask.desk.storage.messages(
        ask.desk.tenant, ask.incoming.bot_id, ask.incoming.chat_id, NOTICES
    )
    about = next((row.about for row in rows if row.message_id == message and row.kind == "notice"), None)
    walk = await ask.desk.storage.walk(ask.desk.tenant, about) if about else None
    return (walk.assessment, walk.interview.id) if walk is not None else None


async def _put(ask: Ask, assessment: Assessment, scenery: Scenery, text: str) -> Plan:
    desk, walk, now = ask.desk, scenery.walk, ask.desk.now()
    note = Note(
        desk.tenant,
        new_id(),
        assessment.id,
        walk.interview.id,
        walk.person.id,
        walk.interview.pillar,
        None,
        "query",
        text,
        "waiting",
        ask.person.id,
        now,
    )
    scenery = with_query(scenery, note)
    outcome = walk_on(scenery, [Queried()], now)
    at_once = walk.person.stopped_at is None and any(ask.kind == "query" for ask in outcome.steps[0].asks)
    name = walk.person.name or ask.text("name.unknown")
    said = ask.say("query.put", name=name, at_once=at_once)
    line = noted(desk, ask.person.id, "query", assessment.id, walk.interview.id)
    shown = _shown(scenery, outcome, now) if at_once else [note]
    guards = (InterviewAt(walk.interview.id, walk.interview.rev),)
    return Plan([*shown, line, *said.writes], guards)


def _shown(scenery: Scenery, outcome: Outcome, now: datetime) -> list[Record]:
    """The card with the question; that it comes is no sign of life of who gets it."""
    last = scenery.walk.interview.last_activity
    writes = [
        replace(record, last_activity=last) if isinstance(record, Interview) else record
        for record in writes_of(scenery, outcome, now)
    ]
    return [*writes, *card_of(scenery, outcome, new_id, now, tapped=True, fresh=True)]


def _pillar(ask: Ask, scenery: Scenery) -> str:
    return ask.desk.pillar_name(scenery.script, scenery.walk.interview.pillar, ask.language)


async def _scenery(ask: Ask, assessment: Assessment, interview: str) -> Scenery | None:
    scenery = await load(ask.desk, interview)
    if scenery is None or scenery.walk.assessment.id != assessment.id or assessment.state != "open":
        return None
    walk = scenery.walk.interview
    return scenery if walk.state in REACHABLE and walk.erased_at is None else None
