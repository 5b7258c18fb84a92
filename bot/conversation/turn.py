"""One event on its way: who it is from, what is to be saved, what to say at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.authority import Role, may, role_of
from bot.cards import plain
from bot.consultant.asking import Ask
from bot.conversation.strangers import Strangers
from bot.desk import Desk, Plan
from bot.ports import Incoming
from storage.port import CancelUnsent
from storage.records import Interview, Person

#: Interviews that typed text may go to, the likeliest first.
TALKING = ("active", "paused", "submitted", "opened", "stopped", "declined")

#: Messages that stand alone and of which only the newest matters.
HINT = "hint"


@dataclass(frozen=True)
class Room:
    """What every turn works with: the desk, and what delivery knows of when asks were shown."""

    desk: Desk
    strangers: Strangers
    too_soon: Callable[[str, float | None], bool]
    began_at: Callable[[str], datetime | None]


@dataclass
class Turn:
    """One event; `person` may be changed on the way and is saved with everything else."""

    room: Room
    incoming: Incoming
    person: Person

    @property
    def desk(self) -> Desk:
        """Storage, scripts, texts, settings."""
        return self.room.desk

    @property
    def source(self) -> str | None:
        """The name of the message that text came in."""
        message = getattr(self.incoming.event, "message_id", None)
        return None if message is None else f"{self.incoming.chat_id}:{message}"

    @property
    def language(self) -> str:
        """The language to speak with this person outside an interview."""
        return self.desk.language_of(self.person)

    @property
    def ask(self) -> Ask:
        """The same as a request of a consultant."""
        return Ask(self.desk, self.incoming, self.person)

    async def role(self) -> Role:
        """What the person is at large."""
        return await role_of(self.desk, self.person)

    async def by_consultant(self) -> bool:
        """Whether it is from somebody who runs assessments."""
        return may(await self.role(), "/status")

    async def current(self) -> Interview | None:
        """The interview that words go to: the one talked in last."""
        mine = await self.desk.storage.interviews_of(self.desk.tenant, self.person.id)
        known = [one for one in mine if one.state in TALKING and one.erased_at is None]
        return max(known, key=lambda i: (-TALKING.index(i.state), i.last_activity), default=None)

    def say(self, name: str, /, buttons: Sequence[Sequence[tuple[str, str]]] = (), **facts: Any) -> Plan:
        """One message back, outside any interview."""
        facts = {"user_id": self.incoming.user_id, **facts}
        html = str(self.desk.texts.say(name, self.language, **facts))
        key = f"reply:{self.incoming.bot_id}:{self.incoming.update_id}"
        # Somebody who writes faster than we may answer gets the newest of these only.
        older = CancelUnsent(self.incoming.bot_id, self.incoming.chat_id, (HINT,))
        return Plan([self.desk.reply(self.person, html, key, buttons, kind=HINT)], cancels=(older,))

    def refuse(self, name: str) -> Plan:
        """A tap that changes nothing: a toast says why."""
        return Plan(toast=plain(self.desk.texts.say(name, self.language)))

    async def greet(self) -> Plan:
        """What somebody reads who is in no interview."""
        if not await self.by_consultant():
            return self.brush_off("stranger")
        return self.say("help.consultant", begins=may(await self.role(), "/new"))

    def brush_off(self, name: str, **facts: Any) -> Plan:
        """A message to a stranger, if it is their turn."""
        if not self.room.strangers.may_answer(self.incoming.chat_id):
            return Plan()
        return self.say(name, **facts)
