"""A file comes in: taken where files are, with its row and the job that fetches it in the same commit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.cards import trimmed
from bot.conversation.stepping import take_step
from bot.conversation.turn import Turn
from bot.desk import Plan
from bot.fetching import KEPT, LARGEST, PER_INTERVIEW, PER_TENANT, WAITING, announced, ordered
from bot.interview.events import Event, SentFile, SentOther
from bot.interview.taking import OPEN_STATES
from bot.ports import SentThing
from bot.tokens import new_id
from bot.walking import Scenery
from storage.records import Answer, File, Kept, Record

#: What Telegram calls the things that have content of their own, sent on purpose.
FILES = frozenset({"animation", "audio", "document", "photo", "video", "video_note"})
_TAKEN = FILES | {"voice"}
#: A name is for people to recognise a file by.
_LONGEST_NAME = 200


def is_taken(turn: Turn, scenery: Scenery, event: SentThing) -> bool:
    """Whether this is a file, from somebody who takes part, where files are taken."""
    if event.kind not in _TAKEN or event.ref is None or turn.source is None:
        return False
    taken = turn.desk.takes_files(scenery.walk.assessment, turn.person)
    return taken and scenery.progress.state in OPEN_STATES


async def sent(
    turn: Turn, scenery: Scenery, event: SentThing, *, timely: bool, after: Sequence[Event]
) -> Plan:
    """The step, and with it the file's row and its jobs. A message that was taken before changes nothing."""
    file = _file(turn, scenery, event)
    if any(known.source == file.source for known in scenery.walk.files):
        return Plan()
    refused = await _refused(turn, scenery, event)
    if refused is not None:
        other = SentOther(refused, event.caption, turn.source, file.id)
        return await take_step(turn, scenery, [other, *after], tapped=False)
    what = _step(turn, scenery, event, file, timely)
    plan = await take_step(turn, scenery, [what, *after], tapped=False, quiet=file.album is not None)
    plan.writes += _rows(turn, file, event, plan.writes)
    return plan


def _file(turn: Turn, scenery: Scenery, event: SentThing) -> File:
    incoming, interview = turn.incoming, scenery.walk.interview
    kind = turn.desk.texts.say(f"file.kind.{event.kind}", scenery.progress.language)
    return File(
        tenant=turn.desk.tenant,
        id=new_id(),
        interview=interview.id,
        question=None,
        person=interview.person,
        ask=None,
        source=f"{incoming.channel}:{incoming.bot_id}:{turn.source}",
        album=event.album,
        name=(event.name or str(kind))[:_LONGEST_NAME],
        mime=event.mime,
        size=event.size,
        address=None,
        state=WAITING,
        at=turn.desk.now(),
    )


async def _refused(turn: Turn, scenery: Scenery, event: SentThing) -> str | None:
    """Why it is not taken, told at once."""
    size = event.size or 0
    if size > LARGEST:
        return "file_large"
    mine = sum(file.size or 0 for file in scenery.walk.files if file.state in (WAITING, KEPT))
    everybodys = await turn.desk.storage.file_bytes(turn.desk.tenant)
    return "file_full" if mine + size > PER_INTERVIEW or everybodys + size > PER_TENANT else None


def _step(turn: Turn, scenery: Scenery, event: SentThing, file: File, timely: bool) -> SentFile:
    """Later parts of an album go where the first one went."""
    first = next((f for f in scenery.walk.files if f.album is not None and f.album == file.album), None)
    return SentFile(
        file=file.id,
        label=event.caption.strip() or str(trimmed(file.name, _LONGEST_NAME)),
        name=event.name or "",
        caption=event.caption,
        source=turn.source,
        timely=timely,
        kind="voice" if event.kind == "voice" else "file",
        ask=None if first is None else first.ask or "",
    )


def _rows(turn: Turn, file: File, event: SentThing, writes: Sequence[Record]) -> list[Record]:
    """Only for a file that the step took: as evidence, or as something to be placed."""
    placed = _placed(file, writes)
    if placed is None:
        return []
    job = ordered(turn.desk, placed, turn.incoming.bot_id, event.ref or "")
    return [placed, job, *([announced(turn.desk, placed)] if placed.album is not None else [])]


def _placed(file: File, writes: Sequence[Record]) -> File | None:
    for record in writes:
        if isinstance(record, Answer) and any(piece.get("file") == file.id for piece in record.evidence):
            return replace(file, question=record.question, ask=record.ask)
        if isinstance(record, Kept) and record.id == file.id:
            return replace(file, question=record.question)
    return None
