"""Everything that can happen to an interview. Silence, nonsense and repeats are events too."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Chose:
    """An option was tapped on the card of `ask`; `revision`: what it was drawn at (multiple choice)."""

    ask: str
    option: str
    revision: int | None = None


@dataclass(frozen=True, slots=True)
class Pressed:
    """Another button; `arg` is an ask or the interview itself (see the verbs in buttons.py)."""

    verb: str
    arg: str


@dataclass(frozen=True, slots=True)
class Said:
    """Somebody typed. `source` names the message; not `timely`: written before the open card was seen."""

    text: str
    source: str | None = None
    timely: bool = True
    id: str = ""


@dataclass(frozen=True, slots=True)
class Corrected:
    """An earlier message now reads `text`; under `id` it is kept where it changes no answer."""

    text: str
    source: str
    id: str = ""


@dataclass(frozen=True, slots=True)
class SentOther:
    """A sticker, voice note, file … ; `caption` is what was typed with it."""

    kind: str
    caption: str = ""
    source: str | None = None
    id: str = ""


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file that can be taken: `file` is its id, `label` what it is called. `ask`: where the first part of
    its album went ("": nowhere); None: it is a first part, or stands alone.
    """

    file: str
    label: str
    name: str = ""
    caption: str = ""
    source: str | None = None
    timely: bool = True
    kind: str = "file"
    ask: str | None = None


@dataclass(frozen=True, slots=True)
class Returned:
    """The person is back: a start link, /start, or a message after a long silence."""


@dataclass(frozen=True, slots=True)
class AskedForAnswers:
    """The person wants to see what was answered (/answers)."""


@dataclass(frozen=True, slots=True)
class Queried:
    """A query was put to the person, who did nothing; it is among the progress's queries already."""


Event = Chose | Pressed | Said | Corrected | SentOther | SentFile | Returned | AskedForAnswers | Queried
