"""Conversations as readable files: compared word for word, or written anew by PEILER_GOLDEN=write."""

from __future__ import annotations

import os
import re
from pathlib import Path
from types import SimpleNamespace
from typing import cast

from tests.telegram_stand_in import Person, StandIn
from tests.telegram_stand_in.transcript import transcript_of
from tests.telegram_stand_in.world import Change, World

FOLDER = Path(__file__).parent / "golden"
_MONTHS = (
    "januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december|"
    "January|February|March|April|May|June|July|August|September|October|November|December"
)
_DAYS = (
    "maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag|"
    "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
)
#: What differs between two runs, and what stands in the file instead.
_RANDOM = (
    (rf"((?:{_DAYS}) )?\b\d{{1,2}} (?:{_MONTHS}) 20\d\d\b", lambda m: "{weekday date}" if m[1] else "{date}"),
    (r"(?<=\{weekday date\}) \d{1,2}:\d\d", lambda _: " {time}"),
    (r"(?<=start=)[\w-]{20,}|(?<=/start )[\w-]{20,}", lambda _: "{token}"),
    (r"\(photo \w+\.png\)", lambda _: "(photo)"),
    (r"(meegestuurd|sent along): .+?(?=\. )", lambda m: f"{m[1]}: {{documents}}"),
    (r"(?<=peiler report )\w{10}", lambda _: "{round}"),
)
#: How far a report is: which of these are seen depends on how fast the machine is.
_PROGRESS = re.compile(r": \d+ (van|of) \d+ (klaar|ready)…$")


def compare(name: str, telegram: StandIn, person: Person, since: str = "", *, last: bool = False) -> None:
    """The conversation with this person, from the (last) words `since` on, is the one in the file."""
    said = conversation(telegram, person)
    said = said[said.rindex(since) if last else said.index(since) :]
    path = FOLDER / f"{name}.txt"
    if os.environ.get("PEILER_GOLDEN") == "write":
        FOLDER.mkdir(exist_ok=True)
        path.write_text(said, encoding="utf-8")
    assert said == path.read_text(encoding="utf-8"), f"{path} differs; PEILER_GOLDEN=write writes it anew"


def conversation(telegram: StandIn, person: Person) -> str:
    """What was said in the chat, without what is random and without buttons being taken off old cards."""
    world = cast(World, SimpleNamespace(changes=_said(telegram.world, person.user_id)))
    text = transcript_of(world, person.user)
    for pattern, instead in _RANDOM:
        text = re.sub(pattern, instead, text)
    # What the person does begins a new paragraph.
    return re.sub(r"^(?=[>*])", "\n", text, flags=re.MULTILINE).lstrip("\n")


def _said(world: World, user_id: int) -> list[Change]:
    shown: dict[int, str] = {}
    said = []
    for change in world.changes:
        message = change.message
        if change.chat_id != user_id or (change.what == "answered"):
            continue
        if message is not None and _PROGRESS.search(message.text):
            continue
        collapsed = (
            change.what == "edited"
            and message is not None
            and not message.buttons
            and shown.get(message.message_id) == message.text
        )
        if message is not None:
            shown[message.message_id] = message.text
        if not collapsed:
            said.append(change)
    return said
