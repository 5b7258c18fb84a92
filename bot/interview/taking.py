"""How taps and typed words become answers, or a kind word about why not."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.interview.changes import departments_of, holds, offer, take
from bot.interview.draft import Draft
from bot.interview.events import Chose, Corrected, Said, SentOther
from bot.interview.plan import Plan
from bot.interview.progress import DEPENDS, DONT_KNOW, NOT_APPLICABLE, Ask, Evidence, Progress, Revision
from bot.interview.prompts import TYPED
from bot.interview.questions import FreeText, Multiple, Question, Rejected, Value

#: States in which answers are taken.
OPEN_STATES = frozenset({"active", "paused", "submitted"})
LONGEST_DEPARTMENT = 120


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
    question, now = draft.question(ask.question), draft.progress.answered(ask.question)
    if option == ask.option or (now is not None and now.option == option):
        draft.say("toast.noted")
    elif isinstance(question, Multiple):
        draft.say("toast.stale", refused=True)
    else:
        draft.wake()
        offer(draft, question, ask, option, _value(question, option))


def _value(question: Question, option: str) -> Value:
    return option if option in question.specials else question.value_of(option)


def _take_tap(draft: Draft, ask: Ask, event: Chose) -> None:
    question = draft.question(ask.question)
    draft.wake()
    if isinstance(question, Multiple) and event.option not in question.specials:
        _toggle(draft, question, ask, event)
    else:
        take(draft, question, ask, event.option, _value(question, event.option))


def _toggle(draft: Draft, question: Multiple, ask: Ask, event: Chose) -> None:
    """One option on or off; the answer is the list so far. A press on an older drawing changes nothing."""
    old = draft.progress.answers.get(question.id)
    if event.revision != (old.number if old else 0):
        draft.say("toast.redrawn", refused=True)
        return
    chosen = set(old.value) if old and isinstance(old.value, tuple) else set()
    chosen ^= {event.option}
    value = tuple(option.id for option in question.options if option.id in chosen)
    draft.revise(question.id, ask.id, event.option, value, **departments_of(old))
    # After "it differs" the choice for most departments is made on, until it is confirmed.
    draft.unmark(f"closed:{question.id}")


def said(draft: Draft, event: Said) -> None:
    """Typed words answer the open card if written after it was seen; else they are kept, and offered."""
    ask, state = draft.open_ask, draft.progress.state
    if state == "paused" or state not in OPEN_STATES or ask is None or ask.state != "open":
        _keep(draft, event, "hint.kept_not_now" if state in OPEN_STATES else f"hint.kept_{state}")
    elif not event.timely:
        _keep(draft, event, "hint.kept_early")
    elif ask.kind in TYPED:
        fill_in(draft, ask, event.text.strip(), source_of(event))
    elif ask.kind == "change":
        _keep(draft, event, "hint.kept_confirm")
    else:
        _answer_in_words(draft, ask, event)


def take_department(draft: Draft, ask: Ask, text: str) -> bool:
    """Where somebody works, in one line; False for nothing."""
    words = " ".join(text.split())[:LONGEST_DEPARTMENT]
    if words:
        draft.close_ask(ask, None)
        draft.set(department=words, kept=())
    return bool(words)


def _keep(draft: Draft, event: Said | SentOther | Corrected, hint: str, **facts: object) -> None:
    text = event.caption if isinstance(event, SentOther) else event.text
    if text.strip() or (text and isinstance(event, Said)):
        draft.keep(event.id, text, event.source)
    draft.say(hint, refused=True, **facts)


def _answer_in_words(draft: Draft, ask: Ask, event: Said) -> None:
    if ask.kind == "department":
        if not take_department(draft, ask, event.text):
            draft.say("hint.words", refused=True)
        return
    rejected = take_words(draft, ask, event.text, source_of(event))
    if rejected is not None:
        draft.set(tries=draft.progress.tries + 1)
        _keep(draft, event, rejected.hint, **dict(rejected.facts))
    elif draft.progress.pending is not None and draft.progress.pending.option is None:
        # Until the change is confirmed these words are no answer, and without this they would be nowhere.
        draft.kept.append((event.id, ask.question, event.text, event.source))
        holds(draft, (event.id,))


def take_words(draft: Draft, ask: Ask, text: str, source: str) -> Rejected | None:
    """The words as the answer to the open question, or why they are none."""
    question = draft.question(ask.question)
    parsed = read(draft, question, text)
    if isinstance(parsed, Rejected):
        return parsed
    value, option = parsed
    take(draft, question, ask, option, value, source=source)
    return None


def source_of(event: Said) -> str:
    """What typed words came in; never nothing, for that is how typed words differ from a special."""
    return event.source or event.id or "typed"


def read(draft: Draft, question: Question, text: str) -> tuple[Value, str | None] | Rejected:
    """What typed words mean for a question, with the letters in the order shown."""
    return question.parse(text, draft.progress.language, draft.progress.descending)


def fill_in(draft: Draft, ask: Ask, text: str, source: str) -> None:
    """Words on a card about an answer: who would know, why not, which department, what evidence; or the reply
    to a query.
    """
    if ask.kind == "query":
        _reply(draft, ask, text)
        return
    old = draft.progress.answered(ask.question)
    if old is None or not text:
        draft.say("hint.words", refused=True)
        return
    draft.close_ask(ask, None)
    _FILL[ask.kind](draft, old, text, source)
    draft.set(focus="", kept=())


def add_evidence(draft: Draft, ask: Ask, pieces: tuple[Evidence, ...], source: str | None) -> None:
    """The open card got these pieces of evidence."""
    old = draft.progress.answered(ask.question)
    assert old is not None, "evidence is asked of an answer"
    draft.close_ask(ask, None)
    draft.amend(old, evidence=(*old.evidence, *pieces), source=source)
    draft.set(focus="", kept=())


def _reply(draft: Draft, ask: Ask, text: str) -> None:
    if not text:
        draft.say("hint.words", refused=True)
        return
    draft.reply(ask, text)
    draft.set(kept=())
    draft.happened.append("replied")


def _evidence(draft: Draft, old: Revision, text: str, source: str) -> None:
    draft.amend(old, evidence=(*old.evidence, Evidence("text", text, source)), source=source)


_FILL = {
    "who": lambda draft, old, text, source: draft.amend(old, text=text, source=source),
    "reason": lambda draft, old, text, source: draft.amend(old, reason=text, source=source),
    "best": lambda draft, old, text, source: draft.amend(old, best=text, source=source),
    "weakest": lambda draft, old, text, source: draft.amend(old, weakest=text, source=source),
    "evidence": _evidence,
}


def corrected(draft: Draft, event: Corrected) -> None:
    """An edited message revises its answer if that is its source; else it is offered to change it."""
    text = event.text.strip()
    old = next((r for r in draft.progress.answers.values() if r.given and r.source == event.source), None)
    if old is None or draft.progress.state not in ("active", "paused"):
        _keep(draft, event, "hint.correction")
        return
    changes = _rewritten(draft, old, text, event.source) if text else None
    if changes is None:
        _keep(draft, event, "hint.correction_unclear")
        return
    if any(getattr(old, name) != value for name, value in changes.items()):
        draft.amend(old, **changes)
    draft.say("hint.corrected")


def _rewritten(draft: Draft, old: Revision, text: str, source: str) -> dict[str, Any] | None:
    """What the new words change in the answer, None if they cannot be read."""
    if any(item.source == source for item in old.evidence):
        items = (replace(e, text=text) if e.source == source else e for e in old.evidence)
        return {"evidence": tuple(items)}
    if old.special == DEPENDS:
        return {"weakest" if old.weakest else "best": text}
    if old.special in _REMARK:
        return {_REMARK[old.special]: text}
    parsed = read(draft, draft.question(old.question), text)
    return None if isinstance(parsed, Rejected) else {"value": parsed[0], "option": parsed[1]}


#: Where the words stand that go with a special.
_REMARK: dict[str | None, str] = {DONT_KNOW: "text", NOT_APPLICABLE: "reason"}


#: What there is a word for that it is not taken.
_REFUSED = ("sticker", "voice", "file", "file_large", "file_full")


def sent_other(draft: Draft, event: SentOther) -> None:
    """A sticker, a voice note, a file: say what is expected; keep what was typed with it."""
    kind = event.kind if event.kind in _REFUSED else "other"
    draft.set(tries=draft.progress.tries + 1)
    _keep(draft, SentOther(kind, event.caption, event.source, event.id), f"hint.sent_{kind}")


def append_to_last(draft: Draft) -> bool:
    """Put what is on offer behind the last answer that was typed; False if they do not fit there."""
    old = draft.progress.last()
    if old is None or not more_fits(draft.plan, draft.progress, old):
        return False
    changes = _with_more(draft, old, draft.offered)
    if changes is None:
        return False
    # Not the source of all of it any more: a correction of the first message would undo the addition.
    draft.amend(old, **changes, source=draft.progress.kept[-1][0] or "typed")
    draft.settle_kept(used=True)
    return True


def _with_more(draft: Draft, old: Revision, text: str) -> dict[str, Any] | None:
    if draft.progress.offers_files:
        return {"evidence": (*old.evidence, *draft.pieces)}
    if old.special in _REMARK:
        name = _REMARK[old.special]
        return {name: f"{getattr(old, name)}\n{text}"}
    if not isinstance(draft.question(old.question), FreeText):
        return {"evidence": (*old.evidence, Evidence("text", text))}
    parsed = read(draft, draft.question(old.question), f"{old.value}\n{text}")
    return None if isinstance(parsed, Rejected) else {"value": parsed[0]}


def more_fits(plan: Plan, progress: Progress, old: Revision) -> bool:
    """Whether what is on offer fits behind this answer: words behind words, files behind any value."""
    return old.scored if progress.offers_files else _last_was_typed(plan, old)


def _last_was_typed(plan: Plan, old: Revision) -> bool:
    if old.special in _REMARK:
        return bool(getattr(old, _REMARK[old.special]))
    if isinstance(plan.stops[old.question].question, FreeText):
        return old.scored
    return bool(old.evidence) and old.scored
