"""One incoming event, straight down: who is it, what does it mean, step, save everything in one commit, answer."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from bot.cards import plain
from bot.consultant import commands as consultant
from bot.desk import Desk
from bot.interview.events import AskedForAnswers, Chose, Corrected, Event, Pressed, Returned, Said, SentOther
from bot.interview.verbs import OF_ANSWER, OF_ASK, OF_INTERVIEW
from bot.invites import open_invite
from bot.notices import notices
from bot.ports import Handled, Incoming, Membership, Rewrote, SentThing, Tap, TryLater, Wrote
from bot.tokens import new_id
from bot.walking import Outcome, Scenery, card_of, guard_of, load, walk_on, writes_of
from storage.port import CancelUnsent, Change, DataRejected, InviteOpen, Saved, StorageUnavailable
from storage.records import Interview, Invite, Lane, Person, Record, Update

log = logging.getLogger(__name__)

#: After so long a silence a message first gets "welcome back", whatever it says.
LONG_SILENCE = timedelta(hours=12)
#: How often a step is taken again when somebody else saved first.
ATTEMPTS = 20
#: Interviews that typed text may go to, the likeliest first.
TALKING = ("active", "paused", "submitted", "opened", "stopped", "declined")
FILES = frozenset({"animation", "audio", "document", "photo", "video", "video_note"})


@dataclass
class Turn:
    """One event on its way: who, and what will be written about the update itself."""

    incoming: Incoming
    person: Person
    is_new: bool

    @property
    def source(self) -> str | None:
        """The name of the message that text came in."""
        message = getattr(self.incoming.event, "message_id", None)
        return None if message is None else f"{self.incoming.chat_id}:{message}"


@dataclass
class Plan:
    """What is to be saved, and what to say at once."""

    writes: list[Record] = field(default_factory=list)
    guards: tuple[Any, ...] = ()
    cancels: tuple[CancelUnsent, ...] = ()
    toast: str | None = None


class Conversation:
    """`handle` is what every channel calls; it returns when what it says is on disk."""

    def __init__(
        self,
        desk: Desk,
        too_soon: Callable[[str, float | None], bool] = lambda _ask, _heard: False,
        began_at: Callable[[str], datetime | None] = lambda _ask: None,
    ) -> None:
        self.desk, self._too_soon, self._began_at = desk, too_soon, began_at

    async def handle(self, incoming: Incoming) -> Handled:
        """Take one event. Raises TryLater when nothing can be kept now."""
        try:
            return await self._handle(incoming)
        except StorageUnavailable as error:
            raise TryLater from error

    async def _handle(self, incoming: Incoming) -> Handled:
        try:
            return await self._attempts(incoming)
        except StorageUnavailable:
            raise
        except Exception as error:
            # Our bug, or data that no database takes: the update is put aside whole, and the next one gets its turn.
            log.exception("update %s of %s is put aside", incoming.update_id, incoming.bot_id)
            await self._put_aside(incoming, error)
            raise

    async def _attempts(self, incoming: Incoming) -> Handled:
        for _ in range(ATTEMPTS):
            turn = await self._turn(incoming)
            plan = await self._plan(turn)
            saved = await self.desk.storage.save(self._change(turn, plan))
            if saved is Saved.STALE:
                continue
            self.desk.woken()
            return Handled(plan.toast)
        raise DataRejected("somebody else kept saving first")

    async def _turn(self, incoming: Incoming) -> Turn:
        person = await self.desk.storage.person_at(self.desk.tenant, incoming.channel, incoming.chat_id)
        if person is None:
            return Turn(incoming, self.desk.person(incoming), True)
        if incoming.name and incoming.name != person.name:
            person = replace(person, name=incoming.name)
        return Turn(incoming, person, False)

    def _change(self, turn: Turn, plan: Plan) -> Change:
        incoming = turn.incoming
        update = Update(
            self.desk.tenant, incoming.bot_id, incoming.update_id, incoming.chat_id, incoming.received_at
        )
        message = getattr(incoming.event, "message_id", None)
        writes: list[Record] = [turn.person, *plan.writes]
        if message is not None and not isinstance(incoming.event, Tap):
            writes.append(Lane(self.desk.tenant, incoming.bot_id, incoming.chat_id, message))
        return Change(update, plan.guards, tuple(_last_of_each(writes)), plan.cancels)

    async def _put_aside(self, incoming: Incoming, error: Exception) -> None:
        dead = Update(
            self.desk.tenant,
            incoming.bot_id,
            incoming.update_id,
            incoming.chat_id,
            incoming.received_at,
            incoming.body,
            "dead",
            type(error).__name__,
        )
        await self.desk.storage.save(Change(dead))

    # --- what the event means

    async def _plan(self, turn: Turn) -> Plan:
        event = turn.incoming.event
        if isinstance(event, Tap):
            return await self._tap(turn, event)
        if isinstance(event, Wrote) and event.text.startswith("/"):
            return await self._command(turn, event)
        if isinstance(event, Wrote | Rewrote | SentThing):
            return await self._spoke(turn)
        return await self._membership(turn) if isinstance(event, Membership) else Plan()

    async def _membership(self, turn: Turn) -> Plan:
        event = turn.incoming.event
        assert isinstance(event, Membership)
        since = None if event.reachable else self.desk.now()
        turn.person = replace(turn.person, unreachable_since=since)
        return Plan()

    # --- buttons

    async def _tap(self, turn: Turn, tap: Tap) -> Plan:
        verb, _, rest = tap.data.partition(":")
        arg, _, extra = rest.partition(":")
        if verb == "a" or verb in OF_ASK or verb in OF_ANSWER:
            return await self._ask_tapped(turn, verb, arg, extra)
        if verb in OF_INTERVIEW:
            return await self._in_interview(turn, arg, [Pressed(verb, arg)], tapped=True, fresh=verb == "resume")
        if verb == "lang":
            return await self._language(turn, arg)
        plan = await consultant.pressed(self.desk, turn.incoming, turn.person, verb, rest)
        if plan is None:
            return self._refuse(turn, "toast.not_yours")
        writes, toast = plan
        return Plan(list(writes), toast=toast)

    async def _ask_tapped(self, turn: Turn, verb: str, arg: str, extra: str) -> Plan:
        ask = await self.desk.storage.ask(self.desk.tenant, arg)
        if ask is None:
            return self._refuse(turn, "toast.not_yours")
        event: Event = Pressed(verb, arg)
        if verb == "a":
            option, _, revision = extra.partition(":")
            if self._too_soon(arg, turn.incoming.heard):
                return self._refuse(turn, "toast.too_soon")
            event = Chose(arg, option, int(revision) if revision.isdecimal() else None)
        return await self._in_interview(turn, ask.interview, [event], tapped=True)

    def _refuse(self, turn: Turn, text: str) -> Plan:
        return Plan(toast=plain(self.desk.texts.say(text, self._language_of(turn))))

    def _language_of(self, turn: Turn) -> str:
        return self.desk.language_of(turn.person)

    # --- words, files, corrections

    async def _spoke(self, turn: Turn) -> Plan:
        interview = await self._current(turn)
        if interview is None:
            return await self._outside(turn)
        scenery = await load(self.desk, interview.id)
        assert scenery is not None
        tap = self._typed_button(turn, scenery)
        if tap is not None:
            return await self._tap(turn, tap)
        return await self._step(turn, scenery, self._events(turn, scenery), tapped=False)

    async def _current(self, turn: Turn) -> Interview | None:
        """The interview that words go to: the one talked in last."""
        mine = await self.desk.storage.interviews_of(self.desk.tenant, turn.person.id)
        known = [interview for interview in mine if interview.state in TALKING]
        return max(known, key=lambda i: (-TALKING.index(i.state), i.last_activity), default=None)

    def _typed_button(self, turn: Turn, scenery: Scenery) -> Tap | None:
        """A typed label counts as a tap; letters and answers are read by the question itself."""
        event = turn.incoming.event
        if not isinstance(event, Wrote) or not self._timely(turn, scenery):
            return None
        words = _bare(event.text)
        for label, data in scenery.card().presses():
            if _bare(label) == words:
                return Tap(data)
        return None

    def _events(self, turn: Turn, scenery: Scenery) -> list[Event]:
        event, events = turn.incoming.event, list[Event]()
        if isinstance(event, Wrote):
            events.append(Said(event.text, turn.source, self._timely(turn, scenery), new_id()))
        elif isinstance(event, Rewrote):
            events.append(Corrected(event.text, turn.source or ""))
        elif isinstance(event, SentThing):
            kind = "file" if event.kind in FILES else event.kind
            events.append(SentOther(kind, event.caption, turn.source, new_id()))
        paused = scenery.progress.state in ("paused", "stopped")
        if self._long_silent(scenery) or (paused and not isinstance(event, Rewrote)):
            events.append(Returned())
        return events

    def _long_silent(self, scenery: Scenery) -> bool:
        interview = scenery.walk.interview
        silent = self.desk.now() - interview.last_activity
        return interview.state == "active" and scenery.progress.begun and silent > LONG_SILENCE

    def _timely(self, turn: Turn, scenery: Scenery) -> bool:
        """Whether these words were written with the open card in view: typed text names no ask, so time must tell."""
        event = turn.incoming.event
        if not isinstance(event, Wrote) or self._long_silent(scenery):
            return False
        if event.at is None or event.message_id is None:
            return True
        ask = next((ask for ask in scenery.walk.asks if ask.id == scenery.progress.open), None)
        if ask is None:
            return True
        if event.reply_to is not None and scenery.walk.card and event.reply_to != scenery.walk.card.message_id:
            return False
        if ask.shown_at is None or ask.message_id is None:
            began = self._began_at(ask.id)
            return began is not None and event.at >= began
        return event.message_id > ask.message_id and event.at >= ask.shown_at.replace(microsecond=0)

    async def _outside(self, turn: Turn) -> Plan:
        """Words from somebody who is in no interview: a consultant's answer to a question of ours, or nothing we expect."""
        event = turn.incoming.event
        if isinstance(event, Wrote) and self.desk.is_consultant(turn.incoming.channel, turn.incoming.user_id):
            writes = await consultant.said(self.desk, turn.incoming, turn.person, event.text)
            if writes is not None:
                return Plan(list(writes))
        return self._say(turn, self._greeting(turn))

    def _greeting(self, turn: Turn) -> str:
        if self.desk.is_consultant(turn.incoming.channel, turn.incoming.user_id):
            return "help.consultant"
        return "stranger"

    # --- commands

    async def _command(self, turn: Turn, event: Wrote) -> Plan:
        name, _, rest = event.text[1:].partition(" ")
        name, rest = name.partition("@")[0].lower(), rest.strip()
        everybody = {
            "start": self._start,
            "help": self._help,
            "language": self._language,
            "answers": self._answers,
            "pause": self._pause,
            "stop": self._stop,
        }
        if name in everybody:
            return await everybody[name](turn, rest)
        writes = await consultant.command(self.desk, turn.incoming, turn.person, name, rest)
        return Plan(list(writes)) if writes is not None else await self._unknown(turn, name)

    async def _unknown(self, turn: Turn, name: str) -> Plan:
        interview = await self._current(turn)
        return self._say(turn, "unknown_command", name=name[:32], busy=interview is not None)

    async def _start(self, turn: Turn, token: str) -> Plan:
        if token:
            return await self._open(turn, token)
        interview = await self._current(turn)
        if interview is not None:
            return await self._in_interview(turn, interview.id, [Returned()], tapped=False, fresh=True)
        return self._say(turn, self._greeting(turn))

    async def _open(self, turn: Turn, token: str) -> Plan:
        """A link was opened: show what is asked and why; opening uses nothing up."""
        opened = await open_invite(self.desk, turn.person, token, turn.incoming.channel)
        if opened is None:
            return self._say(turn, "invite_unknown")
        if not opened.is_new:
            return await self._in_interview(turn, opened.interview.id, [Returned()], tapped=False, fresh=True)
        interview, assessment = opened.interview, opened.assessment
        script = await self.desk.script(interview.script_hash)
        owner = await self.desk.storage.person(self.desk.tenant, assessment.owner)
        scenery = Scenery.fresh(self.desk, interview, assessment, turn.person, script, owner)
        outcome = Outcome(scenery.progress)
        card = card_of(scenery, outcome, new_id, self.desk.now(), tapped=False, fresh=True)
        writes: list[Record] = [interview, *card]
        if opened.invite.state == "open":
            writes.append(opened.invite)
        return Plan(writes, guards=self._still_open(opened.invite))

    def _still_open(self, invite: Invite) -> tuple[InviteOpen, ...]:
        return (InviteOpen(invite.id),) if invite.state == "open" else ()

    async def _help(self, turn: Turn, _: str) -> Plan:
        return self._say(turn, await self._help_for(turn))

    async def _help_for(self, turn: Turn) -> str:
        if self.desk.is_consultant(turn.incoming.channel, turn.incoming.user_id):
            return "help.consultant"
        return "stranger" if await self._current(turn) is None else "help.owner"

    async def _language(self, turn: Turn, wanted: str) -> Plan:
        if wanted not in ("nl", "en"):
            buttons = [[("Nederlands", "lang:nl"), ("English", "lang:en")]]
            return self._say(turn, "choose_language", buttons=buttons)
        turn.person = replace(turn.person, language=wanted)
        interview = await self._current(turn)
        if interview is None or interview.state in ("stopped", "declined"):
            return self._say(turn, "language_set")
        scenery = await load(self.desk, interview.id)
        assert scenery is not None
        scenery.progress = replace(scenery.progress, language=wanted)
        plan = await self._step(turn, scenery, [], tapped=False, fresh=True)
        return plan

    async def _answers(self, turn: Turn, _: str) -> Plan:
        return await self._current_gets(turn, AskedForAnswers())

    async def _pause(self, turn: Turn, _: str) -> Plan:
        return await self._current_gets(turn, None, "pause")

    async def _stop(self, turn: Turn, _: str) -> Plan:
        return await self._current_gets(turn, None, "stop")

    async def _current_gets(self, turn: Turn, event: Event | None, verb: str = "") -> Plan:
        interview = await self._current(turn)
        if interview is None:
            return self._say(turn, self._greeting(turn))
        events = [event or Pressed(verb, interview.id)]
        return await self._in_interview(turn, interview.id, events, tapped=False, fresh=True)

    def _say(self, turn: Turn, name: str, buttons: Sequence[Sequence[tuple[str, str]]] = (), **facts: Any) -> Plan:
        language = self._language_of(turn)
        facts = {"user_id": turn.incoming.user_id, "name": turn.person.name, **facts}
        html = str(self.desk.texts.say(name, language, **facts))
        key = f"reply:{turn.incoming.bot_id}:{turn.incoming.update_id}"
        return Plan([self.desk.reply(turn.person, html, key, buttons)])

    # --- in an interview

    async def _in_interview(
        self, turn: Turn, interview: str, events: Sequence[Event], *, tapped: bool, fresh: bool = False
    ) -> Plan:
        scenery = await load(self.desk, interview)
        if scenery is None or scenery.walk.person.id != turn.person.id:
            return self._refuse(turn, "toast.not_yours")
        return await self._step(turn, scenery, events, tapped=tapped, fresh=fresh)

    async def _step(
        self, turn: Turn, scenery: Scenery, events: Sequence[Event], *, tapped: bool, fresh: bool = False
    ) -> Plan:
        now = self.desk.now()
        if scenery.walk.assessment.state != "open":
            return self._closed(turn, tapped)
        outcome = walk_on(scenery, events, now)
        joined = await self._join(turn, scenery, outcome)
        if joined is None:
            return self._gone(turn, tapped)
        if not turn.is_new and scenery.walk.person.name != turn.person.name:
            scenery.walk = replace(scenery.walk, person=turn.person)
        plan = Plan(writes_of(scenery, outcome, now), (guard_of(scenery), *joined[0]))
        plan.writes += joined[1]
        if _shows_something(outcome, tapped):
            plan.writes += card_of(scenery, outcome, new_id, now, tapped=tapped, fresh=fresh)
        plan.writes += await notices(scenery, outcome, now)
        if "stopped" in outcome.happened:
            plan.cancels = (CancelUnsent(turn.incoming.bot_id, turn.incoming.chat_id),)
            turn.person = replace(turn.person, stopped_at=now)
        elif turn.person.stopped_at is not None and outcome.progress.state != "stopped":
            turn.person = replace(turn.person, stopped_at=None)
        if tapped and outcome.hint is not None:
            hint = outcome.hint
            plan.toast = plain(self.desk.texts.say(hint.name, outcome.progress.language, **hint.facts))
        return plan

    async def _join(
        self, turn: Turn, scenery: Scenery, outcome: Outcome
    ) -> tuple[tuple[InviteOpen, ...], list[Record]] | None:
        """Taking part uses the invite up, for one person only; None: somebody else was first, or it ended."""
        interview = scenery.walk.interview
        if "joined" not in outcome.happened or interview.invite is None:
            return (), []
        invite = await self.desk.storage.invite(self.desk.tenant, interview.invite)
        now = self.desk.now()
        if invite is not None and invite.state == "bound" and invite.bound_to == turn.person.id:
            return (), []
        if invite is None or invite.state != "open" or now >= invite.expires_at:
            return None
        bound = replace(invite, state="bound", bound_to=turn.person.id, bound_at=now)
        return (InviteOpen(invite.id),), [bound]

    def _gone(self, turn: Turn, tapped: bool) -> Plan:
        plan = self._say(turn, "invite_unknown")
        plan.toast = plain(self.desk.texts.say("invite_unknown", self._language_of(turn))) if tapped else None
        return plan

    def _closed(self, turn: Turn, tapped: bool) -> Plan:
        return self._refuse(turn, "toast.closed") if tapped else self._say(turn, "toast.closed")


def _shows_something(outcome: Outcome, tapped: bool) -> bool:
    """A repeated tap on what is noted already needs no new drawing; everything else shows where things stand."""
    if not tapped or outcome.hint is None or outcome.hint.name != "toast.noted":
        return True
    return bool(outcome.revisions)


def _bare(text: str) -> str:
    return " ".join(text.casefold().split()).strip(" .!?")


def _last_of_each(writes: Sequence[Record]) -> list[Record]:
    """Of two states of one person or assessment in one change only the last is written."""
    latest: dict[tuple[str, str], Record] = {}
    others: list[Record] = []
    for record in writes:
        if isinstance(record, Person):
            latest["person", record.id] = record
        else:
            others.append(record)
    return [*latest.values(), *others]
