"""A progress while one event is worked out: nothing outside sees what changed before the step is done."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.interview.path import Path, path_of
from bot.interview.plan import Plan
from bot.interview.progress import Ask, Evidence, Hint, Progress, Reply, Revision
from bot.interview.prompts import Prompt, next_todo
from bot.interview.questions import Question, Value


class Draft:
    """The working copy of one step."""

    def __init__(self, plan: Plan, progress: Progress, now: datetime) -> None:
        # A copy of one's own, so that it can be changed in place until the step is done.
        self.plan, self.progress, self.now = plan, progress.copied(), now
        self.revisions: list[Revision] = []
        self.asks: dict[str, Ask] = {}
        self.kept: list[tuple[str, str | None, str, str | None]] = []
        self.used: list[str] = []
        self.replies: list[Reply] = []
        self.hint: Hint | None = None
        self.refused = False
        self.happened: list[str] = []

    @property
    def path(self) -> Path:
        """The path for the answers as they are now."""
        return path_of(self.plan, self.progress)

    @property
    def open_ask(self) -> Ask | None:
        """The ask of the card on the table."""
        return self.progress.asks.get(self.progress.open or "")

    def question(self, id_: str) -> Question:
        """A question by its id."""
        return self.plan.stops[id_].question

    def todo(self) -> Prompt | None:
        """What is still to be asked."""
        return next_todo(self.plan, self.progress, self.path)

    def set(self, **changes: Any) -> None:
        """Change the progress."""
        for name, value in changes.items():
            object.__setattr__(self.progress, name, value)

    def mark(self, key: str, value: str) -> None:
        """Remember that a card was dealt with."""
        self.set(marks={**self.progress.marks, key: value})

    def unmark(self, *keys: str) -> None:
        """Forget that."""
        self.set(marks={key: value for key, value in self.progress.marks.items() if key not in keys})

    def put_ask(self, ask: Ask) -> None:
        """Note a new or changed ask."""
        if not self.asks:
            self.set(asks=dict(self.progress.asks))
        self.asks[ask.id] = ask
        self.progress.asks[ask.id] = ask  # type: ignore[index]  # a copy of our own by now

    def close_ask(self, ask: Ask, option: str | None) -> None:
        """The open card got its answer."""
        self.put_ask(Ask(ask.id, ask.kind, ask.question, "answered", option))

    def reply(self, ask: Ask, text: str | None) -> None:
        """A query got its reply, or (None) was skipped."""
        self.close_ask(ask, None)
        self.replies.append(Reply(ask.question, text))
        self.set(queries=tuple(query for query in self.progress.queries if query.id != ask.question))

    def say(self, name: str, *, refused: bool = False, **facts: Any) -> None:
        """What the person is told about this event."""
        self.hint, self.refused = Hint(name, facts), refused

    def keep(self, id_: str, text: str, source: str | None) -> None:
        """Keep a text that is no answer (yet), with the question that was open, and offer it a place."""
        ask = self.open_ask
        question = ask.question if ask and ask.kind != "query" else ""
        self.kept.append((id_, question or None, text, source))
        self.set(kept=(*self.progress.kept, (id_, text)))

    @property
    def offered(self) -> str:
        """The texts on offer, joined."""
        return "\n".join(text for _, text in self.progress.kept)

    @property
    def pieces(self) -> tuple[Evidence, ...]:
        """The same as evidence: the words in one piece, each file in one of its own."""
        files, kept = self.progress.files, self.progress.kept
        words = "\n".join(text for id_, text in kept if id_ not in files)
        sent = (Evidence("file", text, file=id_) for id_, text in kept if id_ in files)
        return (*((Evidence("text", words),) if words else ()), *sent)

    def settle_kept(self, *, used: bool) -> None:
        """The texts are on offer no longer; `used`: they found their place."""
        self.used.extend(id_ for id_, _ in self.progress.kept if used)
        self.set(kept=())

    def wake(self) -> None:
        """A tap is a way back from a pause."""
        if self.progress.state == "paused":
            self.set(state="active", focus="", pending=None)
            self.happened.append("resumed")

    def revise(
        self, question: str, ask: str, option: str | None, value: Value | None, **more: Any
    ) -> Revision:
        """A new state of an answer. Evidence goes along; text, reason and departments only if given again."""
        old = self.progress.answers.get(question)
        more.setdefault("evidence", old.evidence if old else ())
        number, seq = (old.number if old else 0) + 1, self.progress.seq + 1
        return self._add(Revision(question, number, seq, ask, option, value, self.now, **more))

    def amend(self, old: Revision, **changes: Any) -> Revision:
        """The same answer with something added: evidence, a reason, who would know."""
        return self._add(
            replace(old, number=old.number + 1, seq=self.progress.seq + 1, at=self.now, **changes)
        )

    def _add(self, revision: Revision) -> Revision:
        self.revisions.append(revision)
        self.set(answers={**self.progress.answers, revision.question: revision}, seq=revision.seq)
        return revision
