"""Every button that is not an answer: one function each, in one visible table."""

from __future__ import annotations

from collections.abc import Callable

from bot.interview.changes import confirm_change, departments_of, forget, holds, leave_alone, undo
from bot.interview.draft import Draft
from bot.interview.events import Pressed
from bot.interview.progress import SKIPPED, Ask
from bot.interview.prompts import TYPED, lacks_evidence, may_skip
from bot.interview.questions import Multiple
from bot.interview.taking import add_evidence, append_to_last, fill_in, take_department, take_words


def pressed(draft: Draft, event: Pressed) -> None:
    """A button other than an answer; one that is not for what is on the table only redraws."""
    of_interview, of_ask, of_answer = (
        OF_INTERVIEW.get(event.verb),
        OF_ASK.get(event.verb),
        OF_ANSWER.get(event.verb),
    )
    ask = draft.progress.asks.get(event.arg)
    if of_interview is not None and event.arg == draft.progress.interview:
        of_interview(draft)
    elif of_ask is not None and ask is not None and ask.id == draft.progress.open and _walking(draft):
        (of_ask if ask.kind != "department" else _OF_DEPARTMENT.get(event.verb, _nothing))(draft, ask)
    elif of_answer is not None and ask is not None and _walking(draft):
        of_answer(draft, ask)
    else:
        draft.say("toast.stale", refused=True)


def _walking(draft: Draft) -> bool:
    return draft.progress.state in ("active", "submitted")


# --- the interview as a whole


def _consent(draft: Draft) -> None:
    if draft.progress.state in ("opened", "declined"):
        draft.set(state="active")
        draft.happened.append("joined")


def _decline(draft: Draft) -> None:
    if draft.progress.state == "opened":
        draft.set(state="declined")
        draft.happened.append("declined")


def _begin(draft: Draft) -> None:
    if draft.progress.state == "opened" and draft.progress.joined:
        # Who takes part already has read what it is about.
        _consent(draft)
    if draft.progress.state == "paused":
        # The first card is still on the screen: beginning is the way back too.
        _resume(draft)
    if draft.progress.state == "active":
        draft.set(begun=True, department=draft.progress.department or "")


def _recall(draft: Draft) -> None:
    """Begin, and be shown the own earlier answers."""
    draft.set(recall=True)
    _begin(draft)


def _resume(draft: Draft) -> None:
    if draft.progress.state in ("paused", "stopped"):
        draft.set(state="active")
        draft.happened.append("resumed")
    draft.set(focus="", pending=None)


def _pause(draft: Draft) -> None:
    if draft.progress.state == "active":
        draft.set(state="paused", focus="pause")
        draft.happened.append("paused")


def _stop(draft: Draft) -> None:
    if draft.progress.state in ("active", "paused"):
        draft.set(state="stopped")
        draft.happened.append("stopped")


def _submit(draft: Draft) -> None:
    if draft.progress.state == "submitted":
        draft.set(focus="", pending=None)
        draft.say("toast.submitted")
    elif _walked(draft):
        draft.set(state="submitted", focus="", pending=None)
        draft.happened.append("submitted")
    else:
        draft.set(focus="")
        draft.say("toast.not_yet", refused=True)


def _walked(draft: Draft) -> bool:
    """Whether only handing in is left, also out of a pause."""
    running = draft.progress.state in ("active", "paused")
    return running and draft.progress.begun and draft.todo() is None


def show_answers(draft: Draft) -> None:
    """The list of answers, from anywhere; before joining there is nothing to list."""
    if draft.progress.state == "paused":
        draft.set(state="active")
    if draft.progress.state in ("active", "submitted") and draft.progress.begun:
        draft.set(focus="review", pending=None)


def returned(draft: Draft) -> None:
    """Back after a while: the resume card first, so that the person knows where it stood."""
    if draft.progress.state in ("active", "paused") and draft.progress.begun:
        draft.set(state="paused", focus="")
    elif draft.progress.state == "declined":
        draft.set(state="opened")
    elif draft.progress.state == "stopped":
        draft.set(state="paused")
        draft.happened.append("resumed")


# --- the card on the table


def _why(draft: Draft, _: Ask) -> None:
    draft.set(why=not draft.progress.why)


def _skip(draft: Draft, ask: Ask) -> None:
    if draft.progress.focus or ask.kind == "change":
        _keep(draft, ask)
    elif ask.kind == "reason":
        draft.say("toast.reason", refused=True)
    elif ask.kind == "query":
        draft.reply(ask, None)
        draft.set(kept=())
        draft.happened.append("not_replied")
    elif ask.kind in TYPED:
        draft.close_ask(ask, None)
        draft.mark(f"{ask.kind}:{ask.question}", "skipped")
    elif ask.kind == "question" and may_skip(draft.question(ask.question), draft.progress):
        draft.close_ask(ask, None)
        draft.revise(ask.question, ask.id, None, SKIPPED)
        draft.mark(f"closed:{ask.question}", "yes")
        draft.set(kept=())
    else:
        draft.say("toast.stale", refused=True)


def _skip_all(draft: Draft, ask: Ask) -> None:
    """No evidence for anything that is still open on the collecting list."""
    prompt = draft.todo()
    if ask.kind != "evidence" or draft.progress.focus or prompt is None or not prompt.last_call:
        draft.say("toast.stale", refused=True)
        return
    draft.close_ask(ask, None)
    for stop in draft.path.stops:
        if lacks_evidence(stop, draft.progress):
            draft.mark(f"evidence:{stop.id}", "skipped")


def _later(draft: Draft, ask: Ask) -> None:
    if ask.kind != "evidence" or draft.progress.later:
        _skip(draft, ask)
        return
    draft.close_ask(ask, None)
    draft.set(later=True)


def _confirm(draft: Draft, ask: Ask) -> None:
    if ask.kind == "change":
        confirm_change(draft, ask)
        return
    question = draft.question(ask.question) if ask.kind in ("question", "majority") else None
    if isinstance(question, Multiple):
        _close_choice(draft, question, ask)
    else:
        draft.say("toast.stale", refused=True)


def _close_choice(draft: Draft, question: Multiple, ask: Ask) -> None:
    """The list of choices is complete as it stands."""
    revision = draft.progress.answered(question.id)
    chosen = revision.value if revision and isinstance(revision.value, tuple) else ()
    wrong = question.count_hint(chosen)
    if wrong is not None:
        draft.say("toast.choices", refused=True, **dict(wrong.facts))
        return
    if revision is None or not isinstance(revision.value, tuple):
        draft.revise(question.id, ask.id, None, (), **departments_of(revision))
    draft.close_ask(ask, revision.option if revision else None)
    draft.mark(f"closed:{question.id}", "yes")
    draft.set(focus="", kept=())


def _keep(draft: Draft, _: Ask) -> None:
    """Leave the answer as it is."""
    leave_alone(draft)


def _back(draft: Draft, ask: Ask) -> None:
    if draft.progress.focus or ask.kind == "change":
        _keep(draft, ask)
        return
    target = _before(draft, ask) if ask.kind != "query" else None
    if target is None:
        draft.say("toast.first", refused=True)
    else:
        undo(draft, target)


def _before(draft: Draft, ask: Ask) -> str | None:
    """The answer that `back` takes back: that of the card's own question, or else the one given last."""
    prompt = draft.todo()
    answered = [stop.id for stop in draft.path.stops if draft.progress.answered(stop.id)]
    if prompt is not None and prompt.last_call:
        # What is collected at the end belongs to answers of long ago; before it came the last question.
        return answered[-1]
    if ask.question in answered:
        return ask.question
    return max(answered, key=lambda question: draft.progress.answers[question].seq, default=None)


def _use(draft: Draft, ask: Ask) -> None:
    """What was typed earlier is the answer to this card."""
    text, kept, files = draft.offered, draft.progress.kept, draft.progress.offers_files
    if not text or ask.kind == "change" or (files and ask.kind != "evidence"):
        draft.say("toast.stale", refused=True)
        return
    source = kept[-1][0] or "typed"
    if files:
        add_evidence(draft, ask, draft.pieces, source)
    elif ask.kind in TYPED:
        fill_in(draft, ask, text, source)
    else:
        rejected = take_words(draft, ask, text, source)
        if rejected is not None:
            draft.say(rejected.hint, refused=True, **dict(rejected.facts))
            return
    ids = tuple(id_ for id_, _ in kept)
    if draft.progress.pending is None:
        draft.used.extend(ids)
    else:
        holds(draft, ids)


def _add(draft: Draft, _: Ask) -> None:
    """What was typed belongs to the answer before."""
    if not draft.progress.kept or not append_to_last(draft):
        draft.say("toast.stale", refused=True)


def _leave(draft: Draft, _: Ask) -> None:
    """What was typed stays with the consultant as a remark."""
    draft.settle_kept(used=False)


# --- where somebody works


def _no_department(draft: Draft, ask: Ask) -> None:
    draft.close_ask(ask, None)
    draft.set(department="")


def _use_as_department(draft: Draft, ask: Ask) -> None:
    """What was typed before the card was seen is the department."""
    ids = tuple(id_ for id_, _ in draft.progress.kept)
    if ids and not draft.progress.offers_files and take_department(draft, ask, draft.offered):
        draft.used.extend(ids)
    else:
        draft.say("toast.stale", refused=True)


def _nothing(draft: Draft, _: Ask) -> None:
    draft.say("toast.stale", refused=True)


# --- an answer given before


def _edit(draft: Draft, ask: Ask) -> None:
    revision = draft.progress.answered(ask.question)
    if revision is None or ask.question not in draft.path.ids:
        draft.say("toast.stale", refused=True)
        return
    if isinstance(draft.question(ask.question), Multiple):
        forget(draft, ask.question)
    draft.set(focus=f"edit:{ask.question}", pending=None)


def _name_evidence(draft: Draft, ask: Ask) -> None:
    if draft.progress.answered(ask.question) is None or ask.question not in draft.path.ids:
        draft.say("toast.stale", refused=True)
        return
    draft.set(focus=f"evidence:{ask.question}", pending=None)


#: verb -> what it does; its argument is the interview.
OF_INTERVIEW: dict[str, Callable[[Draft], None]] = {
    "consent": _consent,
    "decline": _decline,
    "begin": _begin,
    "recall": _recall,
    "resume": _resume,
    "pause": _pause,
    "stop": _stop,
    "submit": _submit,
    "review": show_answers,
}
#: Its argument is the ask of the card on the table, and it works once.
OF_ASK: dict[str, Callable[[Draft, Ask], None]] = {
    "why": _why,
    "skip": _skip,
    "skipall": _skip_all,
    "later": _later,
    "confirm": _confirm,
    "keep": _keep,
    "back": _back,
    "use": _use,
    "add": _add,
    "leave": _leave,
}
#: The same, of the card that asks where somebody works.
_OF_DEPARTMENT: dict[str, Callable[[Draft, Ask], None]] = {
    "skip": _no_department,
    "use": _use_as_department,
    "leave": _leave,
}
#: Its argument is the ask under which an answer was given.
OF_ANSWER: dict[str, Callable[[Draft, Ask], None]] = {"edit": _edit, "evidence": _name_evidence}
VERBS = frozenset(OF_INTERVIEW) | frozenset(OF_ASK) | frozenset(OF_ANSWER)
