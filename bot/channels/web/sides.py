"""The two people of a demo, and what the page remembers of each between one request and the next."""

from __future__ import annotations

import asyncio
from collections import OrderedDict, deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.channels.web.posted import Posted
from bot.ports import Entry

#: How many drafts and forms are remembered; more is a mistake or mischief.
REMEMBERED = 200


@dataclass(frozen=True, slots=True)
class WebPerson:
    """Somebody who talks to the program in this browser."""

    user_id: str
    chat_id: str
    name: str


@dataclass(slots=True)
class Side:
    """One person's end of the conversation. What is kept here is only for showing: losing it loses no answer.

    `newest` is the newest entry before the last thing that was sent from here: what comes after it is new.
    `said` are the words that were sent, each with the entry it came after; the log has only what followed.
    """

    name: str
    person: WebPerson
    one_at_a_time: asyncio.Lock = field(default_factory=asyncio.Lock)
    toast: str | None = None
    newest: str | None = None
    said: deque[tuple[str | None, str]] = field(default_factory=lambda: deque(maxlen=REMEMBERED))
    _drafts: OrderedDict[str, str] = field(default_factory=OrderedDict)
    _taken: OrderedDict[tuple[str, str], None] = field(default_factory=OrderedDict)

    def pop_toast(self) -> str | None:
        """What is to be said once."""
        toast, self.toast = self.toast, None
        return toast

    def draft(self, ask: str | None) -> str:
        """What was typed under this ask and not sent."""
        return self._drafts.get(ask or "", "")

    def keep_draft(self, ask: str | None, text: str) -> None:
        """Keeps what was typed, to be offered again; no text forgets it."""
        self._drafts.pop(ask or "", None)
        if text.strip():
            self._drafts[ask or ""] = text
        _bounded(self._drafts)

    def has_taken(self, posted: Posted) -> bool:
        """Whether the same words came from the same form before: an impatient second press."""
        return posted.form is not None and (posted.form, posted.text) in self._taken

    def took(self, posted: Posted) -> None:
        """The words have reached the program."""
        if posted.data is None and posted.form is not None:
            self._taken[posted.form, posted.text] = None
            _bounded(self._taken)

    def said_after(self, entry: str | None) -> list[str]:
        """The words that were sent when this entry (None: nothing yet) was the newest."""
        return [text for after, text in self.said if after == entry]


def _bounded(kept: OrderedDict[Any, Any]) -> None:
    while len(kept) > REMEMBERED:
        kept.popitem(last=False)


@dataclass(frozen=True, slots=True)
class Layout:
    """A conversation as a page shows it: what is new above and below the live card, and all from before."""

    card: Entry | None
    above: Sequence[Entry]
    below: Sequence[Entry]
    earlier: Sequence[Entry]

    @property
    def ask(self) -> str | None:
        """What the live card asks."""
        view = self.card.view if self.card else None
        return view.get("ask") if view else None


def laid_out(entries: Sequence[Entry], newest: str | None = None) -> Layout:
    """New is what came after `newest`, or (when that is unknown) what stands around the live card.

    Cards of before are left out: their answers stand elsewhere.
    """
    at = next((i for i in reversed(range(len(entries))) if entries[i].kind == "card"), len(entries))
    since = next((i + 1 for i, entry in enumerate(entries) if entry.id == newest), None)
    if since is None:
        since = next((i + 1 for i in reversed(range(at)) if entries[i].kind == "card"), 0)
    return Layout(
        entries[at] if at < len(entries) else None,
        _messages(entries[since:at]),
        _messages(entries[max(since, at) :]),
        _messages(entries[:since]),
    )


def _messages(entries: Sequence[Entry]) -> list[Entry]:
    return [entry for entry in entries if entry.kind != "card"]


def has_content(entry: Entry) -> bool:
    """Whether there is anything to show: what was called off keeps its place and nothing else."""
    return bool(entry.html or entry.view or entry.photo)
