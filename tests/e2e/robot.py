"""A robot that finishes any interview and keeps a journal; all it knows is what buttons mean."""

from __future__ import annotations

import random
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from tests.e2e.phone import Phone
from tests.telegram_stand_in import Button, Message

#: Verbs that bring an interview further.
ONWARD = ("consent", "begin", "resume", "confirm", "submit")
#: Verbs that a restless person presses now and then, and that leave a way on.
RESTLESS = (
    "back",
    "why",
    "pause",
    "later",
    "skip",
    "review",
    "edit",
    "keep",
    "evidence",
    "use",
    "add",
    "leave",
)
MOST_DEEDS = 400


@dataclass(frozen=True)
class Deed:
    """What the robot did: `did` tapped or typed; `said` the data or the text; `toast` None: no answer."""

    did: str
    said: str
    toast: str | None = ""
    option: str | None = None
    ask: str | None = None
    sure: bool = True

    @property
    def verb(self) -> str:
        return self.said.partition(":")[0] if self.did == "tapped" else ""

    @property
    def taken(self) -> bool:
        """Whether the bot acknowledged it: in silence or with a tick."""
        return self.toast is not None and (not self.toast or self.toast.startswith("✓"))

    @property
    def new(self) -> bool:
        """Whether it was taken now; a tick says that it was noted before."""
        return self.toast == ""


async def _nothing(_: int) -> None:
    return None


@dataclass
class Robot:
    """`restless`: how often it does what does not bring it further; `wild`: what makes no sense now."""

    phone: Phone
    seed: int
    restless: float = 0.0
    wild: float = 0.0
    between: Callable[[int], Awaitable[None]] = _nothing
    journal: list[Deed] = field(default_factory=list)
    interview: str = ""

    def __post_init__(self) -> None:
        self.random = random.Random(self.seed)
        self.pressable: list[str] = []
        self.wrote: list[Message] = []

    async def finishes(self, token: str) -> None:
        """From the link to the answers that are sent in."""
        await self.phone.opens(token)
        for number in range(MOST_DEEDS):
            await self.between(number)
            await self._deed()
            if self.journal and self._submitted():
                return
        raise AssertionError(f"no end in sight: {self.journal[-10:]} at {self.phone.card.text!r}")

    def _submitted(self) -> bool:
        deed = self.journal[-1]
        if deed.verb != "submit" or deed.toast:
            return False
        return deed.toast == "" or not any(_verb(button) == "submit" for button in self.phone.buttons)

    async def _deed(self) -> None:
        buttons = self.phone.buttons
        answers = [button for button in buttons if button.data.startswith("a:")]
        onward = [button for button in buttons if _verb(button) in ONWARD]
        self.pressable += [button.data for button in buttons if button.data not in self.pressable]
        odd = [button for button in buttons if _verb(button) in RESTLESS]
        if self.random.random() < self.wild:
            await self._goes_wild()
        elif odd and self.random.random() < self.restless:
            await self._taps(self.random.choice(odd))
        elif answers and not (onward and self.random.random() < 0.4):
            await self._answers(answers)
        elif onward:
            await self._taps(self.random.choice(onward))
        else:
            await self._types(f"Stuk {self.seed}-{len(self.journal)}, directie <12> maart & verder")

    async def _answers(self, answers: list[Button]) -> None:
        chosen = self.random.choice(answers)
        letters = [button for button in answers if re.fullmatch("[A-E]", button.label)]
        if self.random.random() < self.restless and letters:
            chosen = self.random.choice(letters)
            _, ask, option = chosen.data.split(":")
            # On the card of an earlier answer a letter may be that answer again, or be asked about first;
            # and what a wild one typed may have come before the card that it saw.
            sure = not self.wild and not any(_verb(button) == "keep" for button in self.phone.buttons)
            await self.phone.types(chosen.label.lower())
            self.journal.append(Deed("typed", chosen.label.lower(), option=option, ask=ask, sure=sure))
        else:
            await self._taps(chosen, times=2 if self.random.random() < self.restless else 1)

    async def _goes_wild(self) -> None:
        """A button that is long gone, a command, a sticker, a word too early, a change of an old message."""
        doings = (self._presses_an_old_one, self._commands, self._speaks_too_early, self._corrects)
        await self.random.choice(doings)()

    async def _presses_an_old_one(self) -> None:
        known = [data for data in self.pressable if data.split(":")[0] not in ("submit", "stop", "decline")]
        if self.interview:
            await self._taps(Button("", self.random.choice(known)), forged=True)

    async def _commands(self) -> None:
        await self.phone.types(self.random.choice(["/start", "/answers", "/pause", "/help", "/language en"]))

    async def _speaks_too_early(self) -> None:
        await self.phone.person.sends_sticker()
        text = f"Te vroeg {self.seed}-{len(self.journal)}"
        self.wrote.append(await self.phone.person.types(text))
        self.journal.append(Deed("typed", text))

    async def _corrects(self) -> None:
        if self.wrote:
            await self.phone.person.edits(self.random.choice(self.wrote), f"Verbeterd {len(self.journal)}")

    async def _taps(self, button: Button, times: int = 1, *, forged: bool = False) -> None:
        if _verb(button) == "begin":
            self.interview = button.data.split(":")[1]
        for toast in await self.phone.taps(button.data, times=times, forged=forged):
            self.journal.append(Deed("tapped", button.data, toast))

    async def _types(self, text: str) -> None:
        await self.phone.types(text)
        self.journal.append(Deed("typed", text))


def _verb(button: Button) -> str:
    return button.data.partition(":")[0]
