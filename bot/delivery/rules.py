"""What delivery asks the rest of the program, and how patient it is."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from bot.ports import Fate
from storage.port import Change
from storage.records import Outgoing

#: May this row go out now? No (never), or not before then. Asked for reminders and notices.
Permit = Callable[[Outgoing, datetime], Awaitable[bool | datetime]]
#: A question to put beside a message of unknown fate ("Did the report arrive?"), as a row of its own.
Note = Callable[[Outgoing], Outgoing | None]

#: Told of a bot and a chat that it cannot write to: what is to be saved with that, so that no crash comes
#: between the two. Asked again when its guards do not hold.
OnUnreachable = Callable[[str, str], Awaitable[Change | None]]

#: Rows below are answers to people, their cards and their files: nobody asks again whether they may go out.
BULK = 3


#: Told of every call that did not bring its message.
OnFailure = Callable[[Fate], None]


async def _always(_row: Outgoing, _now: datetime) -> bool | datetime:
    return True


async def _nobody(_bot_id: str, _chat_id: str) -> None:
    return None


@dataclass(frozen=True, slots=True)
class Rules:
    """What delivery asks the rest of the program, and how patient it is (seconds)."""

    permit: Permit = _always
    note: Note = lambda _row: None
    on_unreachable: OnUnreachable = _nobody
    on_failure: OnFailure = lambda _fate: None
    #: A call of unknown fate may still arrive for this long after it began. The person sees no card
    #: meanwhile, and a late one does no harm: its buttons name an ask that is looked up.
    uncertain: float = 5.0
    #: The same when the program that made it is gone, and its connections with it.
    restarted: float = 2.0
    first_pause: float = 0.5
    longest_pause: float = 60.0
    #: How long a lane rests after an error of our own.
    after_bug: float = 60.0
