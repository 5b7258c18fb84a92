"""What goes wrong on purpose: a list of faults, each for the next calls that fit it."""

from dataclasses import dataclass, field
from typing import Any

from tests.telegram_stand_in.errors import Refusal, too_many

_PHRASES = {
    400: "Bad Request: scripted", 403: "Forbidden: scripted", 409: "Conflict: scripted", 401: "Unauthorized",
    404: "Not Found", 500: "Internal Server Error", 502: "Bad Gateway", 503: "Service Unavailable",
    504: "Gateway Timeout",
}  # fmt: skip


@dataclass(slots=True)
class Fault:
    """One kind of trouble for the next `times` calls (None: until `recover`) of `method` to `chat`."""

    method: str | None = None
    chat: int | None = None
    times: int | None = 1
    refusal: Refusal | None = None
    page: str | None = None  # a body that is no JSON, as proxies send
    cut: bool = False
    taken: bool = False  # Telegram carries the call out, although the bot is not told
    wait: float = 0.0
    #: Of a download: cut after so many bytes, or sent in pieces with pauses in between.
    after: int | None = None
    piece: int = 0
    pause: float = 0.0

    def fits(self, method: str, chat: Any) -> bool:
        """Whether this call is in for it."""
        return self.times != 0 and self.method in (None, method) and self.chat in (None, chat)

    def answers(
        self, code: int, text: str | None = None, *, retry_after: int = 1, taken: bool = False
    ) -> None:
        """The call is refused with this code; `taken`: after it was carried out."""
        refused = too_many(retry_after) if code == 429 else Refusal(code, text or _PHRASES[code])
        self.refusal, self.taken = refused, taken

    def answers_page(self, code: int, page: str) -> None:
        """The call is answered with a page of a proxy."""
        self.refusal, self.page = Refusal(code, _PHRASES[code]), page

    def is_cut(self, *, taken: bool) -> None:
        """The connection closes without an answer, before or after the call was carried out."""
        self.cut, self.taken = True, taken

    def is_cut_after(self, count: int) -> None:
        """A file comes as far as this."""
        self.cut, self.after = True, count

    def drips(self, piece: int, pause: float) -> None:
        """A file comes in pieces of this size, with pauses of so many seconds."""
        self.piece, self.pause = piece, pause

    def waits(self, seconds: float) -> None:
        """The call is carried out this much later."""
        self.wait = seconds


@dataclass(slots=True)
class Faults:
    """The script of faults."""

    script: list[Fault] = field(default_factory=list)

    def next_call(self, method: str | None = None, chat: int | None = None, times: int | None = 1) -> Fault:
        """A fault for the next calls that fit; say what happens with its verbs."""
        fault = Fault(method, chat, times)
        self.script.append(fault)
        return fault

    def take(self, method: str, chat: Any) -> Fault | None:
        """The fault for this call, used up once."""
        for fault in self.script:
            if fault.fits(method, chat):
                fault.times = None if fault.times is None else fault.times - 1
                return fault
        return None

    def clear(self) -> None:
        """Everything works again."""
        self.script.clear()
