"""People who wait for what follows from what they did, and now and then do two things at once."""

from __future__ import annotations

from typing import Any

from tests.e2e.phone import Phone
from tests.e2e.process import PATIENCE
from tests.e2e.robot import Deed, Robot
from tests.telegram_stand_in import Button, Message

#: Seconds to look for a toast beside a new card, and for a new card beside a toast.
ALSO = 0.3
#: What is pressed twice when somebody is in doubt.
DOUBLED = ("back", "submit")

#: What is on a card only while answers are not sent in.
UNFINISHED = {"a", "skip", "submit", "pause", "resume", "confirm", "back"}


class PatientPhone(Phone):
    """Waits as long as nobody is there."""

    async def taps(
        self, button: str, *, on: Message | None = None, times: int = 1, forged: bool = False
    ) -> list[str | None]:
        """Presses a button; gives the toasts ("": silence, None: none came before the new card)."""
        self._since, calls = len(self.world.changes), len(self.telegram.calls)
        made = await self.person.taps(button, on=on or self.card, times=times, forged=forged)
        return await self._toasts(made.taps, calls)

    async def taps_and_types(self, button: str, text: str, *, backwards: bool) -> str | None:
        """Both at once; they may arrive the other way round."""
        self._since, calls = len(self.world.changes), len(self.telegram.calls)
        self.telegram.updates.hold()
        made = await self.person.taps(button, on=self.card)
        since, self._since = self._since, len(self.world.changes)
        await self.person.types(text)
        await self.telegram.updates.release(backwards=backwards)
        await self._reads()
        self._since = since
        return (await self._toasts(made.taps, calls))[0]

    async def _toasts(self, taps: list[Any], calls: int) -> list[str | None]:
        def answered() -> bool:
            return all(tap.answer for tap in taps)

        happened = await self._until(lambda: answered() or self._drawn(calls), PATIENCE)
        assert happened, f"nothing happens after {taps}; {self._chat()}"
        await self._until(answered, ALSO)
        toasts = [tap.answer.text if tap.answer else None for tap in taps]
        taken = "" in toasts
        drawn = await self._until(lambda: self._drawn(calls), PATIENCE if taken else ALSO)
        assert drawn or not taken, f"no new card after {taps}; {self._chat()}"
        return toasts

    def _chat(self) -> str:
        """What there is to see, for who finds out why nothing happens."""
        shown = [
            (m.message_id, m.text[:60], [b.data for row in m.buttons for b in row]) for m in self.person.chat
        ]
        return f"the chat is {shown[-6:]}"


class Hasty(Robot):
    """`troubled`: also presses `back` and `submit` twice, and types while a tap is on its way."""

    troubled = False

    def _submitted(self) -> bool:
        """Also when the toast went down with the program: then the card tells, perhaps later."""
        pressed = [deed for deed in self.journal if deed.verb == "submit"]
        if any(deed.taken for deed in pressed):
            return True
        return bool(pressed) and not {button.data.split(":")[0] for button in self.phone.buttons} & UNFINISHED

    async def _taps(self, button: Button, times: int = 1, *, forged: bool = False) -> None:
        if self.troubled and button.data.split(":")[0] in DOUBLED and self.random.random() < 0.5:
            times = 2
        await super()._taps(button, times, forged=forged)

    async def _answers(self, answers: list[Button]) -> None:
        assert isinstance(self.phone, PatientPhone)
        if not self.troubled or self.random.random() > 0.05:
            await super()._answers(answers)
            return
        data, text = self.random.choice(answers).data, f"En ook {self.seed}-{len(self.journal)}"
        toast = await self.phone.taps_and_types(data, text, backwards=self.random.random() < 0.7)
        self.journal += [Deed("tapped", data, toast), Deed("typed", text)]
