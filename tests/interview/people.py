"""People in an interview: what they may do next, whatever is on the table."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.interview.engine import Step, current, step
from bot.interview.estimate import Estimate, estimate
from bot.interview.events import Chose, Event, Pressed, Queried, Said
from bot.interview.path import path_of
from bot.interview.plan import plan_of
from bot.interview.progress import Progress, Query, Revision
from bot.interview.prompts import Prompt
from bot.interview.questions import Date, Multiple, Number
from bot.interview.script import Script

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
INTERVIEW = "i1"


@dataclass
class Interviewee:
    """Somebody who answers: every method is one event, and keeps what came of it in `last`."""

    script: Script
    pillar: str = "S"
    role: str = "owner"
    others: dict[str, Any] = field(default_factory=dict)
    descending: bool = False
    language: str = "en"
    joined: bool = False
    department: str | None = ""
    only: str = ""
    earlier: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        facts = {"pillar": self.pillar, "role": self.role, "organisation": "Gemeente Voorbeeld"}
        self.progress = Progress(
            INTERVIEW,
            facts,
            others=self.others,
            descending=self.descending,
            language=self.language,
            joined=self.joined,
            department=self.department,
            only=self.only,
            earlier=self.earlier,
        )
        self.prompt: Prompt = current(self.script, self.progress)
        self.last: Step | None = None
        self.now = NOW
        self.messages = 0

    def does(self, event: Event) -> Step:
        """One event."""
        self.now += timedelta(seconds=1)
        self.last = step(self.script, self.progress, event, self.now)
        self.progress, self.prompt = self.last.progress, self.last.prompt
        return self.last

    @property
    def ask(self) -> str:
        """The ask of the card on the table."""
        assert self.progress.open is not None
        return self.progress.open

    @property
    def card(self) -> tuple[str, str]:
        """Kind and question of the card on the table."""
        return self.prompt.kind, self.prompt.about

    @property
    def hint(self) -> str:
        """What was said about the last event, "" if nothing."""
        return self.last.hint.name if self.last and self.last.hint else ""

    @property
    def path(self) -> list[str]:
        """The questions, in the order of asking."""
        return [stop.id for stop in path_of(plan_of(self.script), self.progress).stops]

    @property
    def left(self) -> Estimate:
        """What the person is told about how much is left."""
        plan = plan_of(self.script)
        return estimate(plan, self.progress, path_of(plan, self.progress))

    def value(self, question: str) -> Any:
        """The current answer."""
        revision = self.progress.answered(question)
        return None if revision is None else revision.value

    def revision(self, question: str) -> Revision:
        """The latest revision."""
        return self.progress.answers[question]

    def presses(self, verb: str, arg: str | None = None) -> Step:
        """A button about the card on the table, or with an argument of its own."""
        return self.does(Pressed(verb, self.ask if arg is None else arg))

    def taps(self, option: str, ask: str | None = None) -> Step:
        """A tap on an option; with multiple choice at the revision that is shown."""
        return self.does(self.tap(option, ask))

    def tap(self, option: str, ask: str | None = None) -> Chose:
        """The event of tapping an option."""
        old = self.progress.answers.get(self.prompt.about)
        shown = (old.number if old else 0) if isinstance(self.prompt.question, Multiple) else None
        return Chose(self.ask if ask is None else ask, option, shown)

    def types(self, text: str, **more: Any) -> Step:
        """A message of one's own."""
        self.messages += 1
        return self.does(Said(text, f"chat:{self.messages}", id=f"k{self.messages}", **more))

    def is_queried(self, *ids: str) -> Step:
        """A consultant asks something, once for each id."""
        queries = (*self.progress.queries, *(Query(id_, f"Since when, {id_}?") for id_ in ids))
        self.progress = replace(self.progress, queries=queries)
        return self.does(Queried())

    def begins(self) -> Interviewee:
        """Up to the first question."""
        self.presses("consent", INTERVIEW)
        self.presses("begin", INTERVIEW)
        return self

    def moves_on(self, level: str = "2", text: str = "about eight words are enough to be clear") -> Step:
        """The plainest thing that takes this interview further."""
        if self.prompt.kind in _PLAIN:
            return self.presses(_PLAIN[self.prompt.kind], INTERVIEW)
        if self.prompt.kind == "change":
            return self.presses("confirm")
        if self.prompt.kind in ("question", "majority"):
            return self._answers(level, text)
        return self.types("the archivist")

    def _answers(self, level: str, text: str) -> Step:
        question = self.prompt.question
        assert question is not None
        if isinstance(question, Multiple):
            chosen = isinstance(self.value(question.id), tuple) and self.value(question.id)
            return self.presses("confirm") if chosen else self.taps(question.options[0].id)
        if question.options:
            ids = [option.id for option in question.options]
            return self.taps(level if level in ids else ids[0])
        if isinstance(question, Number):
            return self.types("12")
        return self.types("23-11-2026" if isinstance(question, Date) else text)

    def walks_to(self, question: str, level: str = "2") -> Interviewee:
        """Up to the card of a question."""
        for _ in range(200):
            if self.card == ("question", question):
                return self
            self.moves_on(level)
        raise AssertionError(f"{question} was never asked")

    def walks_on(self, level: str = "2", until: str = "review") -> Interviewee:
        """Up to the first card of a kind."""
        for _ in range(200):
            if self.prompt.kind == until:
                return self
            self.moves_on(level)
        raise AssertionError(f"no {until} card: stuck at {self.card}")


_PLAIN = {
    "consent": "consent",
    "declined": "consent",
    "begin": "begin",
    "resume": "resume",
    "stopped": "resume",
    "review": "submit",
}
