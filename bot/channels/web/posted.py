"""What a posted form means: a tap, something typed, or a file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath

from starlette.datastructures import FormData, UploadFile

from bot.channels.web.guard import Refused
from bot.ports import Event, SentThing, Tap, Wrote

#: Button data is at most 64 bytes of ASCII on every channel.
MAX_DATA = 64


@dataclass(frozen=True, slots=True)
class Posted:
    """A form, cleaned. `form` is another one every time a page is drawn; `ask` is what the page asked
    then, if it says so.
    """

    data: str | None
    text: str
    file: str | None
    form: str | None
    ask: str | None

    @property
    def is_empty(self) -> bool:
        """Sent without a press, a word or a file."""
        return self.data is None and self.file is None and not self.text.strip()

    def event(self) -> Event:
        """The event that the program gets; a press counts before what was typed beside it."""
        if self.data is not None:
            return Tap(self.data)
        if self.file is not None:
            return SentThing("document", caption=self.text, name=self.file)
        return Wrote(self.text)


def read(form: FormData) -> Posted:
    """The form as its fields; raises Refused for a button that cannot be one of ours."""
    data = _field(form, "data")
    if data is not None and not (data.isascii() and data.isprintable() and 0 < len(data) <= MAX_DATA):
        raise Refused(400, "unknown_button")
    return Posted(data, _field(form, "text") or "", _file(form), _field(form, "form"), _field(form, "ask"))


def _field(form: FormData, name: str) -> str | None:
    value = form.get(name)
    return _clean(value) if isinstance(value, str) else None


def _file(form: FormData) -> str | None:
    upload = form.get("file")
    if not isinstance(upload, UploadFile) or not upload.filename:
        return None
    return PurePath(_clean(upload.filename)).name


def _clean(text: str) -> str:
    """Without what no database keeps, and with the line ends of everywhere else (browsers send CR LF)."""
    text = text.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")
    return text.encode("utf-8", "ignore").decode()
