"""One event in one interview: load, step, save (answers, asks and the card in one commit); delivery comes
after.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from bot.cards import Card, Scene, build, trimmed
from bot.cards.words import in_words, topic_of
from bot.desk import Desk
from bot.interview.engine import Step, step
from bot.interview.events import Event
from bot.interview.path import path_of
from bot.interview.plan import plan_of
from bot.interview.progress import Hint, Progress, Query, Revision
from bot.interview.prompts import prompt_of
from bot.interview.script import Script
from bot.memory import answer_of, ask_of, interview_of, progress_of
from storage import records
from storage.port import InterviewAt, IsStill, Walk


@dataclass
class Scenery:
    """An interview as loaded: its records, its script, and the engine's view of it."""

    desk: Desk
    walk: Walk
    script: Script
    progress: Progress
    consultant: records.Person | None
    #: What else was read, and must still be so when it is saved.
    relied_on: list[IsStill] = field(default_factory=list)

    @classmethod
    def fresh(
        cls,
        desk: Desk,
        interview: records.Interview,
        assessment: records.Assessment,
        person: records.Person,
        script: Script,
        consultant: records.Person | None,
        beside: Collection[records.Interview] = (),
        earlier: Sequence[records.Answer] = (),
    ) -> Scenery:
        """An interview that is not stored yet; `beside`: the others of this person in the assessment;
        `earlier`: the answers in the round before.
        """
        walk = Walk(interview, assessment, person, (), (), (), None)
        return cls(desk, walk, script, progress_of(walk, (), beside, earlier), consultant)

    def card(self, progress: Progress | None = None, hint: Hint | None = None) -> Card:
        """The card for a progress (default: as loaded)."""
        progress = progress or self.progress
        plan = plan_of(self.script)
        path = path_of(plan, progress)
        facts = self.desk.scene_facts(
            self.script, self.walk.assessment, self.walk.interview, self.walk.person, self.consultant
        )
        return build(
            Scene(self.script, progress, prompt_of(plan, progress, path), path, self.desk.texts, facts), hint
        )


@dataclass
class Outcome:
    """What one or more events came to, ready to be saved."""

    progress: Progress
    steps: list[Step] = field(default_factory=list)

    @property
    def hint(self) -> Hint | None:
        """What to say about the last event."""
        return next((s.hint for s in reversed(self.steps) if s.hint), None)

    @property
    def refused(self) -> bool:
        """Whether nothing was taken."""
        return any(s.refused for s in self.steps)

    @property
    def happened(self) -> list[str]:
        """What others may want to know."""
        return [name for s in self.steps for name in s.happened]

    @property
    def revisions(self) -> list[Revision]:
        """New states of answers."""
        return [revision for s in self.steps for revision in s.revisions]


async def load(desk: Desk, interview: str) -> Scenery | None:
    """An interview with all that a step needs."""
    walk = await desk.storage.walk(desk.tenant, interview)
    if walk is None:
        return None
    script = await desk.script(walk.interview.script_hash)
    mine = await desk.storage.answers_of(desk.tenant, walk.person.id, walk.assessment.id)
    others = [] if desk.is_beside(walk.interview.pillar) else await _elsewhere(desk, mine, walk, script)
    consultant = await desk.storage.person(desk.tenant, walk.assessment.owner)
    earlier = await earlier_answers(desk, walk.assessment, walk.interview)
    progress = progress_of(walk, others, await others_of(desk, walk.interview), earlier)
    return Scenery(desk, walk, script, progress, consultant)


async def _elsewhere(
    desk: Desk, mine: Sequence[records.Answer], walk: Walk, script: Script
) -> list[records.Answer]:
    """Answers to questions of this script that were given in other interviews of the round."""
    known = plan_of(script).stops
    found = [one for one in mine if one.interview != walk.interview.id and one.question in known]
    if not found:
        return []
    theirs = await desk.storage.interviews_of(desk.tenant, walk.person.id)
    beside = {one.id for one in theirs if desk.is_beside(one.pillar)}
    return [one for one in found if one.interview not in beside]


async def earlier_answers(
    desk: Desk, assessment: records.Assessment, interview: records.Interview
) -> list[records.Answer]:
    """What this person handed in in the round that this one repeats; nothing once it is not wanted."""
    unwanted = interview.progress.get("begun") and not interview.share_earlier
    if assessment.repeats is None or unwanted or desk.is_beside(interview.pillar):
        return []
    mine = await desk.storage.interviews_of(desk.tenant, interview.person)
    whole = (one for one in mine if one.state == "submitted" and one.erased_at is None)
    handed_in = {one.id for one in whole if not desk.is_beside(one.pillar)}
    answers = await desk.storage.answers_of(desk.tenant, interview.person, assessment.repeats)
    return [answer for answer in answers if answer.interview in handed_in]


async def others_of(desk: Desk, interview: records.Interview) -> list[records.Interview]:
    """The other interviews of this person in the assessment; once this one has begun they do not matter."""
    if interview.progress.get("begun"):
        return []
    mine = await desk.storage.interviews_of(desk.tenant, interview.person)
    return [
        one
        for one in mine
        if one.assessment == interview.assessment and one.id != interview.id
        if one.state != "ended" and one.erased_at is None
    ]


def walk_on(scenery: Scenery, events: Sequence[Event], now: datetime) -> Outcome:
    """The events, one after the other."""
    outcome = Outcome(scenery.progress)
    for event in events:
        done = step(scenery.script, outcome.progress, event, now)
        outcome.steps.append(done)
        outcome.progress = done.progress
    return outcome


def guard_of(scenery: Scenery) -> InterviewAt:
    """Nobody else may have saved since it was loaded."""
    return InterviewAt(scenery.walk.interview.id, scenery.walk.interview.rev)


def writes_of(scenery: Scenery, outcome: Outcome, now: datetime) -> list[records.Record]:
    """Answers, asks, texts kept and the interview itself, as they are after the events."""
    walk, interview = scenery.walk, scenery.walk.interview
    writes: list[records.Record] = [interview_of(interview, outcome.progress, now)]
    writes += [answer_of(interview, revision) for revision in outcome.revisions]
    asks = {ask.id: ask for done in outcome.steps for ask in done.asks}
    writes += [ask_of(walk, ask, now) for ask in asks.values()]
    kept = {
        text.id: records.Kept(
            interview.tenant,
            text.id,
            interview.id,
            interview.person,
            text.question,
            text.text,
            now,
            text.source,
            "kept",
        )
        for done in outcome.steps
        for text in done.kept
    }
    known = {text.id: text for text in walk.kept} | kept
    writes += _queries(walk, outcome, now)
    used = {id_ for done in outcome.steps for id_ in done.used}
    writes += [
        replace(known[id_], state="used") if id_ in used else known[id_]
        for id_ in {*kept, *used}
        if id_ in known
    ]
    return writes + _files_placed(walk, outcome)


def _files_placed(walk: Walk, outcome: Outcome) -> list[records.Record]:
    """Files that lay without a place and are evidence now."""
    placed = {
        piece.file: revision for revision in outcome.revisions for piece in revision.evidence if piece.file
    }
    return [
        replace(file, question=placed[file.id].question, ask=placed[file.id].ask)
        for file in walk.files
        if file.id in placed and file.ask is None
    ]


def _queries(walk: Walk, outcome: Outcome, now: datetime) -> list[records.Record]:
    """What consultants asked: shown now, replied to, or left without a reply."""
    known = {note.id: note for note in walk.notes}
    shown = {ask.question for done in outcome.steps for ask in done.asks if ask.kind == "query"}
    notes = {id_: replace(note, state="asked") for id_, note in known.items() if id_ in shown}
    for reply in (reply for done in outcome.steps for reply in done.replies):
        state = "skipped" if reply.text is None else "answered"
        notes[reply.query] = replace(known[reply.query], state=state, reply=reply.text, done_at=now)
    return list(notes.values())


def with_query(scenery: Scenery, note: records.Note) -> Scenery:
    """The same interview with one more thing to ask."""
    queries = (*scenery.progress.queries, Query(note.id, note.text))
    walk = replace(scenery.walk, notes=(*scenery.walk.notes, note))
    return replace(scenery, walk=walk, progress=replace(scenery.progress, queries=queries))


def card_of(
    scenery: Scenery, outcome: Outcome, new_id: Callable[[], str], now: datetime, *, tapped: bool, fresh: bool
) -> list[records.Record]:
    """The live card in its next version, and the row that brings it to the chat; hints go to a toast after
    a tap.
    """
    card = scenery.card(outcome.progress, None if tapped else outcome.hint)
    return _shown(scenery, card, new_id, now, echo=tuple(echo(scenery, outcome)), fresh=fresh)


def card_again(
    scenery: Scenery, new_id: Callable[[], str], now: datetime, said: Sequence[str]
) -> list[records.Record]:
    """The live card as it stands, with these lines above it."""
    return _shown(scenery, scenery.card(), new_id, now, echo=tuple(said), fresh=False)


def last_card_of(
    scenery: Scenery, card: Card, new_id: Callable[[], str], now: datetime
) -> list[records.Record]:
    """A card in the place of the live one, whatever the engine would show."""
    return _shown(scenery, card, new_id, now, echo=(), fresh=True)


def _shown(
    scenery: Scenery,
    card: Card,
    new_id: Callable[[], str],
    now: datetime,
    *,
    echo: tuple[str, ...],
    fresh: bool,
) -> list[records.Record]:
    walk, desk = scenery.walk, scenery.desk
    bot_id = desk.bots.get(walk.person.channel, walk.person.channel)
    old = walk.card
    live = (
        replace(old, wanted_version=old.wanted_version + 1, ask=card.ask)
        if old is not None
        else records.Card(
            walk.interview.tenant, new_id(), bot_id, walk.person.address, walk.interview.id, card.ask, 1
        )
    )
    payload: dict[str, Any] = {**card.payload(), "fresh": True} if fresh else card.payload()
    row = records.Outgoing(
        tenant=live.tenant,
        id=new_id(),
        bot_id=bot_id,
        chat_id=live.chat_id,
        kind="card",
        priority=1,
        policy="repeat",
        method="message",
        payload=payload,
        dedupe_key=f"card:{live.id}:{live.wanted_version}",
        created_at=now,
        card_id=live.id,
        card_version=live.wanted_version,
        echo=echo,
        ask=card.ask,
    )
    return [live, row]


def echo(scenery: Scenery, outcome: Outcome) -> list[str]:
    """What was noted, said above the next card."""
    lines = []
    before = dict(scenery.progress.answers)
    for revision in outcome.revisions:
        lines += _echo(scenery, revision, before.get(revision.question), outcome.progress)
        before[revision.question] = revision
    replies = [reply for done in outcome.steps for reply in done.replies]
    lines += [_replied(scenery, reply.text) for reply in replies]
    told = outcome.progress.department
    if told and told != scenery.progress.department:
        lines.append(scenery.desk.texts.say("echo.own_department", outcome.progress.language, text=told))
    count = sum(done.announce for done in outcome.steps)
    if count:
        lines.append(scenery.desk.texts.say("echo.shortened", outcome.progress.language, count=count))
    return lines


def _replied(scenery: Scenery, text: str | None) -> str:
    """What became of a consultant's question."""
    name = "echo.replied" if text is not None else "echo.query_skipped"
    return str(scenery.desk.texts.say(name, scenery.progress.language, text=trimmed(text or "", 80)))


#: Words that belong to an answer: which text says that they are kept, and where they stand in a revision.
_PARTS = (("who", "text"), ("reason", "reason"), ("department", "best"), ("department", "weakest"))


def _echo(scenery: Scenery, new: Revision, old: Revision | None, progress: Progress) -> list[str]:
    texts, language = scenery.desk.texts, progress.language
    question = plan_of(scenery.script).stops[new.question].question
    if new.value is None:
        return [str(texts.say("echo.undone", language, topic=topic_of(question, language)))]
    part = _new_part(new, old)
    if part is not None:
        return [str(texts.say(f"echo.{part[0]}", language, text=trimmed(part[1], 80)))]
    words = in_words(question, new, language, texts, 100)
    if question.topic is None:
        return [str(texts.say("echo.answer_only", language, answer=words))]
    return [str(texts.say("echo.answer", language, topic=topic_of(question, language), answer=words))]


def _new_part(new: Revision, old: Revision | None) -> tuple[str, str] | None:
    """(name of the text, what was typed) when words were added to an answer that stays as it is."""
    if old is None or new.ask != old.ask:
        return None
    for name, field_ in _PARTS:
        typed = getattr(new, field_)
        if typed and typed != getattr(old, field_):
            return name, typed
    if len(new.evidence) > len(old.evidence):
        last = new.evidence[-1]
        return "file" if last.kind == "file" else "evidence", last.text
    return None
