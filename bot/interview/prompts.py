"""What an interview shows now: one prompt, computed from script and progress."""

from __future__ import annotations

from dataclasses import dataclass

from bot.interview.path import Path
from bot.interview.plan import Plan, Stop
from bot.interview.progress import DEPENDS, DONT_KNOW, NOT_APPLICABLE, Progress, Query, Revision
from bot.interview.questions import Multiple, Question
from bot.interview.questions.common import Option

#: Cards that take something: each showing is an ask. `majority`: the level for most, after "it differs";
#: `department`: the card to begin with, as long as it asks where the person works.
ASKS = frozenset(
    {"question", "majority", "best", "weakest", "who", "reason", "evidence", "change", "department", "query"}
)
#: Cards on which the reply is typed.
TYPED = frozenset({"best", "weakest", "who", "reason", "evidence", "query"})
#: After so many replies that were no answer, skipping is offered.
TRIES = 3


@dataclass(frozen=True, slots=True)
class Prompt:
    """A card to show: its kind, and the question or query it is about. `last_call`: evidence collected at the
    end.
    """

    kind: str
    question: Question | None = None
    editing: bool = False
    last_call: bool = False
    query: Query | None = None

    @property
    def about(self) -> str:
        """The id of its question or query, "" if it has none."""
        about = self.question or self.query
        return about.id if about else ""


def earlier_option(question: Question, progress: Progress) -> Option | None:
    """What was chosen in the round before this one, as far as that can be chosen still; None where the person
    does not want to see it.
    """
    value = progress.earlier.get(question.id)
    if not progress.recall or value is None or isinstance(question, Multiple):
        return None
    return next((one for one in question.options if question.value_of(one.id) == value), None)


def prompt_of(plan: Plan, progress: Progress, path: Path) -> Prompt:
    """The card for this progress."""
    if progress.state == "opened":
        return Prompt("begin" if progress.joined else "consent")
    if progress.state in ("declined", "stopped", "paused"):
        return Prompt("resume" if progress.state == "paused" else progress.state)
    focused = _focused(plan, progress)
    if focused is not None:
        return focused
    if not progress.begun:
        return Prompt("begin" if progress.department is not None else "department")
    prompt = next_todo(plan, progress, path)
    if progress.queries and not (prompt and _goes_first(plan, progress, prompt)):
        return Prompt("query", query=progress.queries[0])
    return prompt or Prompt("done" if progress.state == "submitted" else "review")


def _goes_first(plan: Plan, progress: Progress, prompt: Prompt) -> bool:
    """Whether a query waits for this: it is on the table already, or belongs to an answer that was given."""
    ask = progress.asks.get(progress.open or "")
    if ask is not None and ask.state == "open" and (ask.kind, ask.question) == (prompt.kind, prompt.about):
        return True
    if prompt.kind != "question":
        return not prompt.last_call
    return plan.stops[prompt.about].home != prompt.about


def _focused(plan: Plan, progress: Progress) -> Prompt | None:
    if progress.pending is not None:
        return Prompt("change", plan.stops[progress.pending.question].question)
    what, _, question = progress.focus.partition(":")
    if what == "review":
        return Prompt("review")
    if what == "edit":
        return Prompt("question", plan.stops[question].question, editing=True)
    if what == "evidence":
        return Prompt("evidence", plan.stops[question].question, editing=True)
    return None


def next_todo(plan: Plan, progress: Progress, path: Path) -> Prompt | None:
    """What is to be asked now: what belongs to an answer that was given, else the first question without one.

    So a question that moves to the front never comes between an answer and what goes with it. Postponed
    evidence comes last.
    """
    answers, first = progress.answers, None
    for stop in path.stops:
        revision = answers.get(stop.id)
        if revision is None or revision.value is None:
            if stop.home != stop.id and progress.answered(stop.home):
                return Prompt("question", stop.question)
            first = first or stop
        elif type(revision.value) is not int or revision.value >= stop.claims_from:
            # Most answers are a low level, with which nothing goes.
            kind = _open_part(plan, stop, revision, progress)
            if kind:
                return Prompt(kind, stop.question)
    return Prompt("question", first.question) if first else _last_call(plan, progress, path)


def _last_call(plan: Plan, progress: Progress, path: Path) -> Prompt | None:
    for stop in path.stops:
        if stop.evidence is not None and lacks_evidence(stop, progress):
            return Prompt("evidence", stop.question, last_call=True)
    return None


def _open_part(plan: Plan, stop: Stop, revision: Revision, progress: Progress) -> str | None:
    """Which card about an answer that was given comes next, if any."""
    if stop.is_multiple and f"closed:{stop.id}" not in progress.marks:
        return "question"
    special = revision.special
    if special is not None:
        part = _SPECIAL_PARTS.get(special)
        return part(revision, progress) if part else None
    if stop.evidence is None or revision.evidence or progress.later:
        return None
    return "evidence" if lacks_evidence(stop, progress) else None


def finished(plan: Plan, stop: Stop, progress: Progress) -> bool:
    """Whether its question was answered for good: "it differs" still needs the level that holds for most."""
    revision = progress.answered(stop.id)
    if revision is None:
        return False
    return _open_part(plan, stop, revision, progress) not in ("question", "best", "weakest", "majority")


def lacks_evidence(stop: Stop, progress: Progress) -> bool:
    """Whether evidence should still be asked for this answer: a high level, none named, not skipped."""
    revision = progress.answered(stop.id)
    if revision is None or not isinstance(revision.value, int) or revision.value < stop.claims_from:
        return False
    if revision.evidence:
        return False
    return progress.marks.get(f"evidence:{stop.id}") != "skipped"


def may_skip(question: Question, progress: Progress) -> bool:
    """Whether skipping is offered: of what is typed, what may be left out, and anything after some tries."""
    return question.optional or not question.tapped or progress.tries >= TRIES


def _after_depends(revision: Revision, progress: Progress) -> str | None:
    question = revision.question
    if revision.best is None and f"best:{question}" not in progress.marks:
        return "best"
    if revision.weakest is None and f"weakest:{question}" not in progress.marks:
        return "weakest"
    return "majority"


def _after_dont_know(revision: Revision, progress: Progress) -> str | None:
    return None if revision.text or f"who:{revision.question}" in progress.marks else "who"


def _after_not_applicable(revision: Revision, progress: Progress) -> str | None:
    return None if revision.reason else "reason"


_SPECIAL_PARTS = {
    DEPENDS: _after_depends,
    DONT_KNOW: _after_dont_know,
    NOT_APPLICABLE: _after_not_applicable,
}
