"""The interview itself: step(script, progress, event, now) decides everything and does nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot.interview import files, taking, verbs
from bot.interview.draft import Draft
from bot.interview.events import (
    AskedForAnswers,
    Chose,
    Corrected,
    Event,
    Pressed,
    Queried,
    Returned,
    Said,
    SentFile,
    SentOther,
)
from bot.interview.path import Path, path_of
from bot.interview.plan import plan_of
from bot.interview.progress import Ask, Hint, Progress, Reply, Revision
from bot.interview.prompts import ASKS, Prompt, prompt_of
from bot.interview.script import Script


@dataclass(frozen=True, slots=True)
class Kept:
    """Something typed that is not an answer (yet): it is kept, with the question that was open."""

    id: str
    question: str | None
    text: str
    source: str | None


@dataclass(frozen=True, slots=True)
class Step:
    """What an event came to.

    `prompt` is the card to show now; `revisions` are new states of answers, in order; `asks` new or changed
    asks; `kept` texts that are no answers; `hint` what to say about the event (for a tap: in its toast);
    `refused` whether the event changed nothing it meant to change; `happened` names what others may want to
    know (joined, submitted, …); `announce`: so many small questions are left out from here on; `used`: ids
    of kept texts that found their place; `replies` to queries.
    """

    progress: Progress
    prompt: Prompt
    path: Path
    revisions: tuple[Revision, ...] = ()
    asks: tuple[Ask, ...] = ()
    kept: tuple[Kept, ...] = ()
    hint: Hint | None = None
    refused: bool = False
    happened: tuple[str, ...] = ()
    announce: int = 0
    used: tuple[str, ...] = ()
    replies: tuple[Reply, ...] = ()


def step(script: Script, progress: Progress, event: Event, now: datetime) -> Step:
    """What `event` makes of `progress`. Pure; never raises for anything a person can do."""
    draft = Draft(plan_of(script), progress, now)
    _DOES[type(event)](draft, event)
    return _finish(draft)


def current(script: Script, progress: Progress) -> Prompt:
    """The card that this progress shows."""
    plan = plan_of(script)
    return prompt_of(plan, progress, path_of(plan, progress))


#: What each kind of event does.
_DOES: dict[type[Event], Callable[[Draft, Any], None]] = {
    Chose: taking.chose,
    Pressed: verbs.pressed,
    Said: taking.said,
    Corrected: taking.corrected,
    SentOther: taking.sent_other,
    SentFile: files.sent_file,
    Returned: lambda draft, _: verbs.returned(draft),
    AskedForAnswers: lambda draft, _: verbs.show_answers(draft),
    Queried: lambda _draft, _: None,
}


def _finish(draft: Draft) -> Step:
    """Compute the card, give it an ask, and withdraw the ask of a card that is no longer current."""
    if draft.progress.state == "submitted" and not draft.progress.focus and draft.todo() is not None:
        # A change after submitting opened new questions: they are asked, and it is submitted again.
        draft.set(state="active")
        draft.happened.append("reopened")
    _drop_focus(draft)
    prompt = prompt_of(draft.plan, draft.progress, draft.path)
    _settle_ask(draft, prompt)
    announced = _announced(draft)
    return Step(
        draft.progress,
        prompt,
        draft.path,
        tuple(draft.revisions),
        tuple(draft.asks.values()),
        tuple(Kept(*kept) for kept in draft.kept),
        draft.hint,
        draft.refused,
        tuple(draft.happened),
        announced,
        tuple(draft.used),
        tuple(draft.replies),
    )


def _drop_focus(draft: Draft) -> None:
    """An answer that a correction just hid is not being changed any more."""
    progress = draft.progress
    question = progress.pending.question if progress.pending else progress.focus.partition(":")[2]
    if question and question not in draft.path.ids:
        draft.set(focus="", pending=None)


def _announced(draft: Draft) -> int:
    """How many small questions are left out from here on: said once."""
    shortened = draft.path.shortened
    if not shortened or "shortened" in draft.progress.marks:
        return 0
    draft.mark("shortened", "said")
    return shortened


def _settle_ask(draft: Draft, prompt: Prompt) -> None:
    progress = draft.progress
    ask = progress.asks.get(progress.open or "")
    if ask is not None and ask.state == "open":
        # A pause leaves the card on the table: a tap on it is the way back.
        if prompt.kind == "resume" or (ask.kind, ask.question) == (prompt.kind, prompt.about):
            return
        draft.put_ask(replace(ask, state="withdrawn"))
    opened = None
    if prompt.kind in ASKS:
        opened = f"{progress.interview}-{len(draft.progress.asks) + 1:x}"
        draft.put_ask(Ask(opened, prompt.kind, prompt.about))
    if opened != progress.open:
        draft.set(open=opened, why=False, tries=0)
