"""A person's side of a conversation: does something, then waits until what follows from it is visible."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from tests.e2e.process import PATIENCE
from tests.telegram_stand_in import Button, Message, Person, StandIn
from tests.telegram_stand_in.world import Change

#: How long to look for a consequence that need not come, after silence and after a refusal.
NOTHING, REFUSED = 3.0, 0.5


class Phone:
    """Somebody with the bot; `card` is what they look at."""

    def __init__(self, telegram: StandIn, person: Person) -> None:
        self.telegram, self.person, self.world = telegram, person, telegram.world
        self._since = 0

    @property
    def card(self) -> Message:
        """The newest message of the bot that has buttons."""
        return next(m for m in reversed(self.person.chat) if m.by_bot and m.buttons)

    @property
    def buttons(self) -> list[Button]:
        """The buttons of the card."""
        return [button for row in self.card.buttons for button in row]

    @property
    def labels(self) -> list[str]:
        """What the card's buttons say."""
        return [button.label for button in self.buttons]

    def data(self, start: str) -> str:
        """The data of the card's first button that begins so."""
        found = next((button.data for button in self.buttons if button.data.startswith(start)), None)
        assert found is not None, f"no button {start} on {self.card.text!r}: {self.buttons}"
        return found

    async def opens(self, token: str = "") -> Message:
        """Follows an invitation's link (or just opens the bot) and reads what comes."""
        self._since = len(self.world.changes)
        await self.person.starts(token)
        return await self._reads()

    async def types(self, text: str, reply_to: Message | None = None) -> Message:
        """Types and reads what comes."""
        self._since = len(self.world.changes)
        await self.person.types(text, reply_to=reply_to)
        return await self._reads()

    async def taps(
        self, button: str, *, on: Message | None = None, times: int = 1, forged: bool = False
    ) -> list[str | None]:
        """Presses a button; gives the toasts once the rest is visible too ("": silence, None: no answer)."""
        self._since, calls = len(self.world.changes), len(self.telegram.calls)
        place = on or (None if forged else self.card)
        made = await self.person.taps(button, on=place, times=times, forged=forged)
        await self._until(lambda: all(tap.answer for tap in made.taps) or self._drawn(calls), PATIENCE)
        await self._until(lambda: all(tap.answer for tap in made.taps), NOTHING)
        toasts = [tap.answer.text if tap.answer else None for tap in made.taps]
        if not all(toast and toast.startswith("✓") for toast in toasts):
            await self._until(lambda: self._drawn(calls), REFUSED if all(toasts) else NOTHING)
        return toasts

    async def _reads(self) -> Message:
        assert await self._until(lambda: self._said() is not None, PATIENCE), "the bot says nothing"
        said = self._said()
        assert said is not None
        assert said.message is not None
        return said.message

    def _said(self) -> Change | None:
        """What the bot said since the last act; taking the buttons off an old card says nothing."""
        mine = [c for c in self.world.changes[self._since :] if c.chat_id == self.person.user_id]
        spoken = [
            c for c in mine if c.what == "sent" or (c.what == "edited" and c.message and c.message.buttons)
        ]
        return spoken[-1] if spoken else None

    def _drawn(self, calls: int) -> bool:
        """Whether there is something new to see, or the card was drawn as it was already."""
        drawn = (call for call in self.telegram.calls[calls:] if call.method == "editMessageText")
        same = any(call.chat == self.person.user_id and call.code == 400 for call in drawn)
        return same or self._said() is not None

    async def _until(self, condition: Callable[[], bool], seconds: float) -> bool:
        try:
            async with asyncio.timeout(seconds):
                # What is shown and what is called: only one of them could be waited for.
                while not condition():  # noqa: ASYNC110
                    await asyncio.sleep(0.005)
        except TimeoutError:
            return False
        return True


async def joined(telegram: StandIn, person: Person, token: str) -> Phone:
    """Somebody who opened the link, takes part, and sees the first question."""
    phone = Phone(telegram, person)
    await phone.opens(token)
    await phone.taps(phone.data("consent:"))
    await phone.taps(phone.data("begin:"))
    return phone
