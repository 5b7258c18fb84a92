"""What an interview shows now: one prompt, computed from script and progress."""

from __future__ import annotations

from dataclasses import dataclass

from bot.interview.path import Path
from bot.interview.plan import Plan, Stop
from bot.interview.progress import DEPENDS, DONT_KNOW, NOT_APPLICABLE, Progress, Revision
from bot.interview.questions import Level, Multiple, Question

#: Cards that take something: each showing is an ask. `majority`: the level that holds for most, after "it differs".
ASKS = frozenset({"question", "majority", "best", "weakest", "who", "reason", "evidence", "change"})
#: Cards on which the reply is typed.
TYPED = frozenset({"best", "weakest", "who", "reason", "evidence"})


@dataclass(frozen=True, slots=True)
class Prompt:
    """A card to show: its kind, and the question it is about. `last_call`: evidence collected at the end."""

    kind: str
    question: Question | None = None
    editing: bool = False
    last_call: bool = False

    @property
    def about(self) -> str:
        """The id of its question, "" if it has none."""
        return self.question.id if self.question else ""


def prompt_of(plan: Plan, progress: Progress, path: Path) -> Prompt:
    """The card for this progress."""
    if progress.state in ("opened", "declined", "stopped", "paused"):
        return Prompt({"opened": "consent", "paused": "resume"}.get(progress.state, progress.state))
    focused = _focused(plan, progress)
    if focused is not None:
        return focused
    if not progress.begun:
        return Prompt("begin")
    return next_todo(plan, progress, path) or Prompt("done" if progress.state == "submitted" else "review")


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
    """The first thing on the path that is still to be asked; postponed evidence comes last."""
    for stop in path.stops:
        kind = _open_part(plan, stop, progress)
        if kind:
            return Prompt(kind, stop.question)
    for stop in path.stops:
        if lacks_evidence(plan, stop.question, progress):
            return Prompt("evidence", stop.question, last_call=True)
    return None


def _open_part(plan: Plan, stop: Stop, progress: Progress) -> str | None:
    question = stop.question
    revision = progress.answered(question.id)
    if revision is None or (isinstance(question, Multiple) and f"closed:{question.id}" not in progress.marks):
        return "question"
    part = _SPECIAL_PARTS.get(revision.special or "")
    if part is not None:
        return part(revision, progress)
    if not progress.later and progress.marks.get(f"evidence:{question.id}") != "later":
        return "evidence" if lacks_evidence(plan, question, progress) else None
    return None


def lacks_evidence(plan: Plan, question: Question, progress: Progress) -> bool:
    """Whether evidence should still be asked for this answer: a high level, none named, not skipped."""
    rule, revision = plan.script.evidence, progress.answered(question.id)
    if rule is None or revision is None or not isinstance(question, Level) or not revision.scored:
        return False
    if f"evidence:{question.id}" in progress.marks and progress.marks[f"evidence:{question.id}"] == "skipped":
        return False
    return question.evidence is not None and not revision.evidence and int(revision.value or 0) >= rule.from_  # type: ignore[arg-type]


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
