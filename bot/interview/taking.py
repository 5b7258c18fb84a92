"""How taps and typed words become answers, or a kind word about why not."""

from __future__ import annotations

from bot.interview.changes import offer, take
from bot.interview.draft import Draft
from bot.interview.events import Chose, Corrected, Said, SentOther
from bot.interview.plan import Plan
from bot.interview.progress import DEPENDS, DONT_KNOW, NOT_APPLICABLE, Ask, Evidence, Revision
from bot.interview.prompts import TYPED
from bot.interview.questions import FreeText, Multiple, Question, Rejected, Value

#: States in which answers are taken.
OPEN_STATES = frozenset({"active", "paused", "submitted"})


def chose(draft: Draft, event: Chose) -> None:
    """A tap goes to its ask, whatever is on the table now."""
    ask = draft.progress.asks.get(event.ask)
    if ask is None or draft.progress.state not in OPEN_STATES or not _belongs(draft, ask, event.option):
        draft.say("toast.stale", refused=True)
    elif ask.state == "open":
        _take_tap(draft, ask, event)
    elif ask.state == "answered":
        _tapped_again(draft, ask, event.option)
    else:
        draft.say("toast.stale", refused=True)


def _belongs(draft: Draft, ask: Ask, option: str) -> bool:
    if ask.kind not in ("question", "majority") or ask.question not in draft.plan.stops:
        return False
    question = draft.question(ask.question)
    if ask.kind == "question" and option in question.specials:
        return True
    return any(option == known.id for known in question.options)


def _tapped_again(draft: Draft, ask: Ask, option: str) -> None:
    question = draft.question(ask.question)
    if option == ask.option:
        draft.say("toast.noted")
    elif isinstance(question, Multiple):
        draft.say("toast.stale", refused=True)
    else:
        offer(draft, question, ask, option, _value(question, option))


def _value(question: Question, option: str) -> Value:
    return option if option in question.specials else question.value_of(option)


def _take_tap(draft: Draft, ask: Ask, event: Chose) -> None:
    question = draft.question(ask.question)
    if draft.progress.state == "paused":
        draft.set(state="active", focus="")
    if isinstance(question, Multiple) and event.option not in question.specials:
        _toggle(draft, question, ask, event)
    else:
        take(draft, question, ask, event.option, _value(question, event.option))


def _toggle(draft: Draft, question: Multiple, ask: Ask, event: Chose) -> None:
    """One option on or off; the answer is the list so far. A press on an older drawing changes nothing."""
    old = draft.progress.answers.get(question.id)
    if event.revision is not None and event.revision != (old.number if old else 0):
        draft.say("toast.redrawn", refused=True)
        return
    chosen = set(old.value) if old and isinstance(old.value, tuple) else set()
    chosen ^= {event.option}
    value = tuple(option.id for option in question.options if option.id in chosen)
    draft.revise(question.id, ask.id, event.option, value)


def said(draft: Draft, event: Said) -> None:
    """Typed words answer the open card if they were written after it was seen; else they are kept and offered a place."""
    ask, state = draft.open_ask, draft.progress.state
    if state == "paused" or state not in OPEN_STATES or ask is None or ask.state != "open":
        _keep(draft, event, "hint.kept_not_now" if state in OPEN_STATES else f"hint.kept_{state}")
    elif not event.timely:
        _keep(draft, event, "hint.kept_early")
    elif ask.kind in TYPED:
        fill_in(draft, ask, event.text.strip(), event.source)
    elif ask.kind == "change":
        _keep(draft, event, "hint.kept_confirm")
    else:
        _answer_in_words(draft, ask, event)


def _keep(draft: Draft, event: Said | SentOther, hint: str, **facts: object) -> None:
    text = event.text if isinstance(event, Said) else event.caption
    if text:
        draft.keep(event.id, text, event.source)
    draft.say(hint, refused=True, **facts)


def _answer_in_words(draft: Draft, ask: Ask, event: Said) -> None:
    question = draft.question(ask.question)
    parsed = read(draft, question, event.text)
    if isinstance(parsed, Rejected):
        draft.set(tries=draft.progress.tries + 1)
        _keep(draft, event, parsed.hint, **dict(parsed.facts))
        return
    value, option = parsed
    take(draft, question, ask, option, value, source=event.source)


def read(draft: Draft, question: Question, text: str) -> tuple[Value, str | None] | Rejected:
    """What typed words mean for a question, with the letters in the order shown."""
    return question.parse(text, draft.progress.language, draft.progress.descending)


def fill_in(draft: Draft, ask: Ask, text: str, source: str | None) -> None:
    """Words on a card that belongs to an answer: who would know, why not applicable, which department, what evidence."""
    old = draft.progress.answered(ask.question)
    if old is None or not text:
        draft.say("hint.words", refused=True)
        return
    draft.close_ask(ask, None)
    _FILL[ask.kind](draft, old, text, source)
    draft.set(focus="", kept=())


def _evidence(draft: Draft, old: Revision, text: str, source: str | None) -> None:
    draft.amend(old, evidence=(*old.evidence, Evidence("text", text, source)))


_FILL = {
    "who": lambda draft, old, text, source: draft.amend(old, text=text, source=source),
    "reason": lambda draft, old, text, source: draft.amend(old, reason=text, source=source),
    "best": lambda draft, old, text, source: draft.amend(old, best=text, source=source),
    "weakest": lambda draft, old, text, source: draft.amend(old, weakest=text, source=source),
    "evidence": _evidence,
}


def corrected(draft: Draft, event: Corrected) -> None:
    """An edited message revises its answer if it is the source of the latest revision; else its new text is kept."""
    old = next((r for r in draft.progress.answers.values() if r.given and _from(r, event.source)), None)
    if old is None or draft.progress.state not in ("active", "paused"):
        draft.say("hint.correction", refused=True)
    elif not event.text.strip() or not _rewrite(draft, old, event.text.strip(), event.source):
        draft.say("hint.correction_unclear", refused=True)
    else:
        draft.say("hint.corrected")


def _from(revision: Revision, source: str) -> bool:
    return revision.source == source or any(item.source == source for item in revision.evidence)


def _rewrite(draft: Draft, old: Revision, text: str, source: str) -> bool:
    if old.source != source:
        items = tuple(Evidence("text", text, source) if e.source == source else e for e in old.evidence)
        return items == old.evidence or bool(draft.amend(old, evidence=items))
    part = {DONT_KNOW: "text", NOT_APPLICABLE: "reason", DEPENDS: "weakest" if old.weakest else "best"}
    if old.special in part:
        field = part[old.special]
        return getattr(old, field) == text or bool(draft.amend(old, **{field: text}))
    return _reread(draft, old, text)


def _reread(draft: Draft, old: Revision, text: str) -> bool:
    parsed = read(draft, draft.question(old.question), text)
    if isinstance(parsed, Rejected):
        return False
    value, option = parsed
    return value == old.value or bool(draft.amend(old, value=value, option=option))


def sent_other(draft: Draft, event: SentOther) -> None:
    """A sticker, a voice note, a file: say what is expected; keep what was typed with it."""
    kind = event.kind if event.kind in ("sticker", "voice", "file") else "other"
    draft.set(tries=draft.progress.tries + 1)
    _keep(draft, SentOther(kind, event.caption, event.source, event.id), f"hint.sent_{kind}")


def append_to_last(draft: Draft) -> bool:
    """Put the texts on offer behind the last answer that was typed; False if there is none."""
    old = max((r for r in draft.progress.answers.values() if r.given), key=lambda r: r.seq, default=None)
    if old is None or not last_was_typed(draft.plan, old):
        return False
    text = draft.settle_kept(used=True)
    if old.evidence and old.evidence[-1].source is not None and old.source is None:
        draft.amend(old, evidence=(*old.evidence, Evidence("text", text)))
    elif old.special == DONT_KNOW:
        draft.amend(old, text=f"{old.text}\n{text}")
    elif old.special == NOT_APPLICABLE:
        draft.amend(old, reason=f"{old.reason}\n{text}")
    else:
        draft.amend(old, value=f"{old.value}\n{text}")
    return True


def last_was_typed(plan: Plan, old: Revision) -> bool:
    """Whether more words fit behind this answer."""
    if old.special == DONT_KNOW:
        return old.text is not None
    if old.special == NOT_APPLICABLE:
        return old.reason is not None
    if isinstance(plan.stops[old.question].question, FreeText) and old.scored:
        return True
    return bool(old.evidence) and old.source is None
