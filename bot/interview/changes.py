"""Taking an answer, changing one, and saying beforehand what a change would hide or ask anew."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.interview.draft import Draft
from bot.interview.path import path_of
from bot.interview.progress import Ask, Pending, Revision
from bot.interview.questions import Multiple, Question, Value


def take(
    draft: Draft, question: Question, ask: Ask, option: str | None, value: Value, source: str | None = None
) -> None:
    """The open card got an answer. While changing an earlier one, first say what that would hide or ask."""
    old = draft.progress.answered(question.id)
    editing = _editing(draft, question, ask)
    if editing and old is not None and (old.value, old.option) == (value, option):
        # Nothing was taken under this ask, so pressing it again must not say "noted".
        draft.put_ask(replace(ask, state="withdrawn"))
        leave_alone(draft)
        draft.say("toast.unchanged")
        return
    if editing and any(effects(draft, question, option, value)):
        _hold(draft, question, ask, option, value, source)
        return
    draft.close_ask(ask, option)
    _write(draft, question, ask.id, option, value, source, majority=ask.kind == "majority")


def _editing(draft: Draft, question: Question, ask: Ask) -> bool:
    """Whether there is an answer already; after a pause its card may be on the table without the focus."""
    if draft.progress.focus == f"edit:{question.id}":
        return True
    return (
        ask.kind == "question"
        and not isinstance(question, Multiple)
        and bool(draft.progress.answered(question.id))
    )


def departments_of(old: Revision | None) -> dict[str, Any]:
    """The departments that were named with "it differs": they go with what holds for most of them too."""
    return {} if old is None else {"best": old.best, "weakest": old.weakest}


def leave_alone(draft: Draft) -> None:
    """The answer that was about to be changed stays as it is."""
    what, _, question = draft.progress.focus.partition(":")
    if what == "edit" and isinstance(draft.question(question), Multiple):
        draft.mark(f"closed:{question}", "yes")
    draft.set(pending=None, focus="")


def _write(
    draft: Draft,
    question: Question,
    ask: str,
    option: str | None,
    value: Value,
    source: str | None,
    *,
    majority: bool = False,
) -> None:
    old = draft.progress.answered(question.id)
    departments = departments_of(old) if majority else {}
    if old is None or (old.ask, old.option, old.value) != (ask, option, value):
        # The same only when what was chosen one by one is typed as well.
        draft.revise(question.id, ask, option, value, source=source, **departments)
    forget(draft, question.id)
    if isinstance(question, Multiple):
        draft.mark(f"closed:{question.id}", "yes")
    draft.set(focus="", kept=(), pending=None)


def forget(draft: Draft, question: str) -> None:
    """A new answer asks its own questions again (who would know, which department)."""
    keys = [f"{what}:{question}" for what in ("who", "best", "weakest", "closed")]
    if any(key in draft.progress.marks for key in keys):
        draft.unmark(*keys)


def offer(draft: Draft, question: Question, ask: Ask, option: str, value: Value) -> None:
    """Another option of an answered ask: offer to change it, never just do it."""
    _hold(draft, question, ask, option, value, None)


def _hold(
    draft: Draft, question: Question, ask: Ask, option: str | None, value: Value, source: str | None
) -> None:
    hides, adds = effects(draft, question, option, value)
    draft.set(pending=Pending(question.id, option, value, ask.id, hides, adds, source))
    draft.say("toast.confirm_change", refused=True)


def holds(draft: Draft, kept: tuple[str, ...]) -> None:
    """The change that waits to be confirmed was typed in these texts; they are used up when it is."""
    assert draft.progress.pending is not None
    draft.set(pending=replace(draft.progress.pending, kept=kept))


def effects(draft: Draft, question: Question, option: str | None, value: Value) -> tuple[int, int]:
    """(answers that a change would hide, questions that it would ask anew)."""
    progress = draft.progress
    source = "typed" if option is None else None
    trial = Revision(question.id, 0, 0, "", option, value, draft.now, source=source)
    now, then = draft.path, path_of(draft.plan, progress, {**progress.answers, question.id: trial})
    before, after = now.ids, then.ids
    hides = sum(progress.answered(id_) is not None for id_ in before - after)
    adds = sum(progress.answered(id_) is None for id_ in after - before)
    return hides, adds


def confirm_change(draft: Draft, ask: Ask) -> None:
    """Do what was held."""
    pending = draft.progress.pending
    assert pending is not None
    draft.close_ask(ask, None)
    draft.used.extend(pending.kept)
    origin = draft.progress.asks[pending.ask]
    draft.put_ask(replace(origin, state="answered", option=pending.option))
    _write(
        draft, draft.question(pending.question), pending.ask, pending.option, pending.value, pending.source
    )


def undo(draft: Draft, question: str) -> None:
    """Take one answer back: a new revision without a value. Its evidence stays: nothing is asked twice."""
    ask = draft.progress.asks[draft.progress.answers[question].ask]
    draft.put_ask(replace(ask, state="withdrawn"))
    draft.revise(question, ask.id, None, None)
    forget(draft, question)
