"""How a file that somebody sends becomes evidence, or is kept and offered a place."""

from __future__ import annotations

from bot.interview.draft import Draft
from bot.interview.events import SentFile, SentOther
from bot.interview.progress import Ask, Evidence
from bot.interview.questions import File
from bot.interview.taking import OPEN_STATES, add_evidence, sent_other, take_words


def sent_file(draft: Draft, event: SentFile) -> None:
    """It is evidence on the card that asks for it; a later part of an album goes where the first went."""
    ask, state = draft.open_ask, draft.progress.state
    if state not in OPEN_STATES:
        draft.say("hint.sent_file", refused=True)
    elif event.ask is not None:
        _next_part(draft, event)
    elif ask is None or state == "paused" or ask.state != "open" or not event.timely:
        _keep(draft, event)
    elif ask.kind == "evidence":
        add_evidence(draft, ask, (_piece(event),), event.source)
    elif not _answers(draft, ask, event):
        _keep(draft, event)


def _piece(event: SentFile) -> Evidence:
    return Evidence("file", event.label, event.source, event.file)


def _next_part(draft: Draft, event: SentFile) -> None:
    """Of an album: with the answer that the first part is with, as long as that stands."""
    ask = draft.progress.asks.get(event.ask or "")
    old = draft.progress.answered(ask.question) if ask is not None else None
    if old is None:
        _keep(draft, event)
    else:
        draft.amend(old, evidence=(*old.evidence, _piece(event)), source=event.source)


def _answers(draft: Draft, ask: Ask, event: SentFile) -> bool:
    """Whether the question is one that a file answers: then its name is the reference that others type."""
    question = draft.question(ask.question) if ask.kind == "question" else None
    if not isinstance(question, File) or not question.takes(event.name):
        return False
    if take_words(draft, ask, event.label, event.source or event.file) is not None:
        return False
    answer = draft.progress.answered(question.id)
    if draft.progress.pending is not None or answer is None:
        return False
    draft.amend(answer, evidence=(*answer.evidence, _piece(event)))
    return True


def _keep(draft: Draft, event: SentFile) -> None:
    """Without a place it is kept all the same; but what is spoken was meant as an answer to the card."""
    if event.kind == "voice":
        sent_other(draft, SentOther("voice", event.caption, event.source, event.file))
    else:
        draft.keep(event.file, event.label, event.source)
        draft.set(files=draft.progress.files | {event.file})
        draft.say("hint.kept_file", refused=True)
