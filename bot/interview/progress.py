"""How far one interview is: the answers, the asks, and the little that cannot be computed from them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from bot.interview.questions.common import Value

if TYPE_CHECKING:
    from bot.interview.path import Path

#: Values that stand for "no value, and this is why".
DONT_KNOW, NOT_APPLICABLE, DEPENDS, SKIPPED = "dont_know", "not_applicable", "depends", "skipped"
SPECIALS = frozenset({DONT_KNOW, NOT_APPLICABLE, DEPENDS, SKIPPED})


@dataclass(frozen=True, slots=True)
class Evidence:
    """What an answer rests on: a title, date and place in words (`kind` text), or a file by its id, with its
    caption or name in `text`.
    """

    kind: str
    text: str
    source: str | None = None
    file: str | None = None


@dataclass(frozen=True, slots=True)
class Revision:
    """One state of one answer, `number` of its question, `seq` of the interview; `value` None: taken back."""

    question: str
    number: int
    seq: int
    ask: str
    option: str | None
    value: Value | None
    at: datetime
    text: str | None = None
    reason: str | None = None
    best: str | None = None
    weakest: str | None = None
    evidence: tuple[Evidence, ...] = ()
    source: str | None = None

    @property
    def given(self) -> bool:
        """Whether there is an answer at all, be it a special."""
        return self.value is not None

    @property
    def scored(self) -> bool:
        """Whether there is a value that conditions and scores may use."""
        return self.value is not None and self.special is None

    @property
    def special(self) -> str | None:
        """Why there is no value: don't know, not applicable, it differs, skipped.

        Typed words are never that: they have a source, and no option.
        """
        if self.value not in SPECIALS or (self.source is not None and self.option is None):
            return None
        return str(self.value)


@dataclass(frozen=True, slots=True)
class Ask:
    """One showing of one card that takes something. `state`: open, answered, withdrawn."""

    id: str
    kind: str
    question: str
    state: str = "open"
    option: str | None = None


@dataclass(frozen=True, slots=True)
class Pending:
    """A change of an answer that waits for a yes; `kept`: ids of the texts it was typed in."""

    question: str
    option: str | None
    value: Value
    ask: str
    hides: int
    adds: int
    source: str | None = None
    kept: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Query:
    """Something that is no question of the script and is asked all the same; the reply belongs to its id."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Reply:
    """What came of a query; `text` None: it was skipped."""

    query: str
    text: str | None


@dataclass(frozen=True, slots=True)
class Hint:
    """Something to say about the last event: the name of a text, and its fill-ins."""

    name: str
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Progress:
    """Everything that the engine knows of one interview; a step gives a new one.

    `state`: opened (not yet "gelezen, ik doe mee"), active, paused, submitted, stopped, declined.
    `marks`: "evidence:S1" -> skipped, "closed:Q" -> yes …: cards dealt with without an answer.
    `focus`: "" (walk on), "review", "edit:<question>", "evidence:<question>".
    `kept`: (id, text) of what was typed or sent and has no place yet; ids in `files` are those of files.
    `queries`: what else is asked, oldest first: shown when no question of the script is on the table.
    `others`: what the same person answered in other interviews of this assessment (the values); `joined`:
    whether they take part in one already, so that nothing need be explained again.
    `department`: where this person works; None while that is to be asked, "" when it was not told.
    `earlier`: what the same person answered in the round before this one (the values); `recall`: whether they
    want to see that.
    `only`: the one question that this interview is about, "" for all.
    `path`: the path that was computed last, kept so that it need not be computed again.
    """

    interview: str
    facts: Mapping[str, Any]
    language: str = "nl"
    descending: bool = False
    state: str = "opened"
    begun: bool = False
    answers: Mapping[str, Revision] = field(default_factory=dict)
    asks: Mapping[str, Ask] = field(default_factory=dict)
    open: str | None = None
    seq: int = 0
    marks: Mapping[str, str] = field(default_factory=dict)
    later: bool = False
    focus: str = ""
    pending: Pending | None = None
    why: bool = False
    tries: int = 0
    kept: tuple[tuple[str, str], ...] = ()
    files: frozenset[str] = frozenset()
    queries: tuple[Query, ...] = ()
    others: Mapping[str, Any] = field(default_factory=dict)
    joined: bool = False
    department: str | None = ""
    only: str = ""
    earlier: Mapping[str, Any] = field(default_factory=dict)
    recall: bool = False
    path: Path | None = field(default=None, compare=False, repr=False)

    def copied(self) -> Progress:
        """The same once more (`dataclasses.replace` takes several times as long, at every step)."""
        copy = object.__new__(Progress)
        for member in _MEMBERS:
            member.__set__(copy, member.__get__(self))
        return copy

    @property
    def offers_files(self) -> bool:
        """Whether a file is among what has no place yet."""
        return any(id_ in self.files for id_, _ in self.kept)

    def last(self) -> Revision | None:
        """The answer that was given, or added to, last."""
        given = (revision for revision in self.answers.values() if revision.given)
        return max(given, key=lambda revision: revision.seq, default=None)

    def answered(self, question: str) -> Revision | None:
        """The current answer, None if there is none or it was taken back."""
        revision = self.answers.get(question)
        return revision if revision is not None and revision.given else None


_MEMBERS = [getattr(Progress, name) for name in Progress.__slots__]
