"""Typed words, corrections and files: which interview they are for, and whether the open card was in view."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta

from bot.authority import may, role_in_interview
from bot.awaiting import elsewhere
from bot.consultant import filling_in, founding, querying
from bot.conversation import files
from bot.conversation.asked import asked_for, too_early
from bot.conversation.stepping import take_step
from bot.conversation.stopping import means_stop, stop
from bot.conversation.taps import tapped
from bot.conversation.turn import Turn
from bot.desk import Plan
from bot.following.partaking import partakes
from bot.interview.events import Corrected, Event, Returned, Said, SentOther
from bot.ports import Rewrote, SentThing, Tap, Wrote
from bot.tokens import new_id
from bot.walking import Scenery, load
from storage.records import Interview

#: After so long a silence a message first gets "welcome back", whatever it says.
LONG_SILENCE = timedelta(hours=12)


async def spoke(turn: Turn) -> Plan:
    """Somebody typed, sent or corrected something that is no command. Heard by the first of
    `FIRST` whom it is for, or else by the interview.
    """
    interview = await turn.current()
    for hears in FIRST:
        plan = await hears(turn, interview)
        if plan is not None:
            return plan
    if interview is None:
        return await _outside(turn)
    return await _inside(turn, interview)


async def _silence(turn: Turn, interview: Interview | None) -> Plan | None:
    """Words that mean silence."""
    event = turn.incoming.event
    if not isinstance(event, Wrote) or not means_stop(event):
        return None
    if interview is None and not await partakes(turn.desk, turn.person):
        return None
    return elsewhere(await stop(turn), turn.person)


async def _reply(turn: Turn, _: Interview | None) -> Plan | None:
    """A consultant's reply to a notice about an owner."""
    event = turn.incoming.event
    if not isinstance(event, Wrote) or event.reply_to is None or not event.text.strip():
        return None
    if not await turn.by_consultant():
        return None
    return await querying.replied(turn.ask, event.text.strip())


async def _asked(turn: Turn, _: Interview | None) -> Plan | None:
    """What was asked for last outside the interview."""
    return await asked_for(turn)


async def _inside(turn: Turn, interview: Interview) -> Plan:
    """For the interview."""
    scenery = await load(turn.desk, interview.id)
    assert scenery is not None
    if not may(role_in_interview(turn.person, scenery.walk.interview), "words"):
        return await turn.greet()
    tap = _typed_button(turn, scenery)
    if tap is not None:
        return await tapped(turn, tap)
    event = turn.incoming.event
    if isinstance(event, SentThing) and files.is_taken(turn, scenery, event):
        timely, after = _timely(turn, scenery), _back(turn, scenery)
        plan = await files.sent(turn, scenery, event, timely=timely, after=after)
        return elsewhere(plan, turn.person)
    return await take_step(turn, scenery, _events(turn, scenery), tapped=False)


async def _outside(turn: Turn) -> Plan:
    """From somebody in no interview, and nothing was asked last: what a consultant has left to tell."""
    event, plan = turn.incoming.event, None
    if isinstance(event, Wrote) and await turn.by_consultant() and not await too_early(turn):
        if may(await turn.role(), founding.FOUND):
            plan = await founding.going_on(turn.ask)
        plan = plan or await filling_in.said(turn.ask, event.text)
    return plan or await turn.greet()


#: Who hears words and files before an interview does, in this order.
FIRST: tuple[Callable[[Turn, Interview | None], Awaitable[Plan | None]], ...] = (_silence, _reply, _asked)


def _typed_button(turn: Turn, scenery: Scenery) -> Tap | None:
    """A typed label counts as a tap; letters and answers are read by the question itself."""
    event = turn.incoming.event
    if not isinstance(event, Wrote) or not _timely(turn, scenery):
        return None
    words = _bare(event.text)
    for label, data in scenery.card().presses():
        if _bare(label) == words:
            return Tap(data)
    return None


def _bare(text: str) -> str:
    return " ".join(text.casefold().split()).strip(" .!?")


def _events(turn: Turn, scenery: Scenery) -> list[Event]:
    event, events = turn.incoming.event, list[Event]()
    if isinstance(event, Wrote):
        events.append(Said(event.text, turn.source, _timely(turn, scenery), new_id()))
    elif isinstance(event, Rewrote):
        events.append(Corrected(event.text, turn.source or "", new_id()))
    elif isinstance(event, SentThing):
        kind = "file" if event.kind in files.FILES else event.kind
        events.append(SentOther(kind, event.caption, turn.source, new_id()))
    return events + _back(turn, scenery)


def _back(turn: Turn, scenery: Scenery) -> list[Event]:
    """Who was away is told first where things stand. Who stopped comes back by /start or a button alone: a
    word of thanks is no wish for messages.
    """
    if scenery.progress.state == "stopped":
        return []
    edited = isinstance(turn.incoming.event, Rewrote)
    away = scenery.progress.state == "paused" and not edited
    return [Returned()] if away or _long_silent(turn, scenery) else []


def _long_silent(turn: Turn, scenery: Scenery) -> bool:
    interview = scenery.walk.interview
    silent = turn.desk.now() - interview.last_activity
    return interview.state == "active" and scenery.progress.begun and silent > LONG_SILENCE


def _timely(turn: Turn, scenery: Scenery) -> bool:
    """Whether these words were written with the open card in view: they name no ask, so time must tell."""
    event = turn.incoming.event
    if not isinstance(event, Wrote | SentThing) or _long_silent(turn, scenery):
        return False
    ask = next((ask for ask in scenery.walk.asks if ask.id == scenery.progress.open), None)
    if event.at is None or event.message_id is None or ask is None:
        return True
    card = scenery.walk.card
    if event.reply_to is not None and card is not None and event.reply_to != card.message_id:
        return False
    if ask.shown_at is None or ask.message_id is None:
        began = turn.room.began_at(ask.id)
        return began is not None and event.at >= began
    return event.message_id > ask.message_id and event.at >= ask.shown_at.replace(microsecond=0)
