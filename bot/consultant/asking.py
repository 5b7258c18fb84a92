"""One request of one consultant: who asks, in which language, and how to answer."""

from __future__ import annotations

from collections.abc import Awaitable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.authority import run_by
from bot.cards import plain
from bot.desk import Desk, Plan
from bot.ports import Incoming
from bot.texts.filters import localized
from storage.records import Assessment, Person, Record

Press = tuple[str, str]
#: Button data is at most 64 bytes.
DATA_BYTES = 64
LONGEST_NAME = 120


@dataclass(frozen=True)
class Ask:
    """One request of one consultant."""

    desk: Desk
    incoming: Incoming
    person: Person
    #: The assessment that it is about: who is taken off that one gets none of the answers any more.
    about: str | None = None

    @property
    def language(self) -> str:
        """The consultant's language."""
        return self.desk.language_of(self.person)

    def text(self, name: str, /, **facts: Any) -> str:
        """A text in the consultant's language."""
        return str(self.desk.texts.say(name, self.language, **facts))

    def label(self, name: str, /, **facts: Any) -> str:
        """The words on a button."""
        return plain(self.text(f"button.{name}", **facts))

    def label_of(self, name: str, /) -> str:
        """What something is called, in the consultant's language, without markup."""
        return plain(self.text(name))

    def of(self, assessment: Assessment) -> Ask:
        """The same request, now that it is known which assessment it is about."""
        return replace(self, about=assessment.id)

    def reply(
        self, html: str, buttons: Sequence[Sequence[Press]] = (), number: int = 0, about: str | None = None
    ) -> Record:
        """A message back."""
        key = f"reply:{self.incoming.bot_id}:{self.incoming.update_id}:{number}"
        return self.desk.reply(self.person, html, key, buttons, about=about or self.about)

    def say(self, name: str, /, buttons: Sequence[Sequence[Press]] = (), **facts: Any) -> Plan:
        """One text as the whole answer."""
        return Plan([self.reply(self.text(name, **facts), buttons)])

    def refuse(self, name: str) -> Plan:
        """A press that changes nothing: a toast says why."""
        return Plan(toast=plain(self.text(name)))

    def local(self, moment: Any) -> Any:
        """A moment on the clocks here; None stays None."""
        return localized(moment, self.desk.settings.timezone) if moment else None

    async def all_mine(self) -> list[Assessment]:
        """All assessments of this consultant, also closed ones, newest first."""
        return sorted(await run_by(self.desk, self.person), key=lambda a: a.created_at, reverse=True)

    async def mine(self) -> list[Assessment]:
        """The open assessments of this consultant, newest first."""
        return [one for one in await self.all_mine() if one.state == "open"]


Answer = Awaitable[Plan]


def data(text: str) -> str:
    """Button data, cut to what fits."""
    return text.encode()[:DATA_BYTES].decode(errors="ignore")
