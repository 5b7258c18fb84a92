"""Anything that a person, a network or a prankster may do: deeds, made into events when their turn comes."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import strategies as st

from bot.interview.events import (
    AskedForAnswers,
    Chose,
    Corrected,
    Event,
    Pressed,
    Queried,
    Returned,
    Said,
    SentFile,
    SentOther,
)
from bot.interview.plan import plan_of
from bot.interview.verbs import OF_INTERVIEW, VERBS
from tests.interview.people import INTERVIEW, Interviewee

WORDS = (
    "b",
    "A",
    "yes",
    "nee",
    "12",
    "23-11-2026",
    "two words",
    "skipped",
    "depends",
    "",
    "Label p",
    "one two three four",
)
KINDS = (
    *["tap"] * 6,
    *["type"] * 4,
    *["verb"] * 4,
    "old tap",
    "old verb",
    "forged",
    "early",
    "correct",
    "sticker",
    *["file"] * 2,
    "return",
    "answers",
    "again",
    "back",
    "on",
    "queried",
)


@dataclass(frozen=True)
class Deed:
    """What kind of thing is done, and which of the possible ones."""

    kind: str
    which: int


deeds = st.builds(Deed, st.sampled_from(KINDS), st.integers(0, 11))


def event_of(deed: Deed, person: Interviewee, before: Event | None) -> Event:
    """The deed as an event at this moment."""
    progress = person.progress
    open_ask = progress.open or INTERVIEW
    asks = [*progress.asks] or ["none"]
    old_ask = asks[deed.which % len(asks)]
    word = WORDS[deed.which % len(WORDS)]
    verbs = sorted(VERBS)
    if deed.kind == "verb":
        verb = verbs[(deed.which * 7) % len(verbs)]
        return Pressed(verb, INTERVIEW if verb in OF_INTERVIEW else open_ask)
    table: dict[str, Event] = {
        "tap": _tap(person, open_ask, deed.which),
        "old tap": _tap(person, old_ask, deed.which * 5 + 1),
        "type": Said(word, f"m{progress.seq}", id=f"k{progress.seq}"),
        "early": Said(word, f"m{progress.seq}", timely=False, id=f"k{progress.seq}"),
        "old verb": Pressed(verbs[deed.which % len(verbs)], old_ask),
        "forged": Chose(f"{INTERVIEW}-{deed.which}", word) if deed.which % 2 else Pressed(word, "x"),
        "correct": Corrected(word, f"m{max(0, progress.seq - deed.which % 3)}"),
        "sticker": SentOther(("sticker", "file", "poll")[deed.which % 3], word, f"m{progress.seq}", "s"),
        "file": SentFile(
            f"f{progress.seq}",
            word or "photo",
            source=f"m{progress.seq}",
            timely=deed.which % 3 > 0,
            kind=("file", "file", "voice")[deed.which % 3],
            ask=(None, old_ask, "")[deed.which % 4 % 3],
        ),
        "return": Returned(),
        "answers": AskedForAnswers(),
        "again": before or Returned(),
        "back": Pressed("back", open_ask),
    }
    return table[deed.kind]


def _tap(person: Interviewee, ask_id: str, which: int) -> Chose:
    """A tap on some option of the question of an ask, right or wrong."""
    ask = person.progress.asks.get(ask_id)
    stop = plan_of(person.script).stops.get(ask.question) if ask else None
    if stop is None:
        return Chose(ask_id, "0")
    options = [option.id for option in stop.question.options] + ["dont_know", "not_applicable", "depends"]
    if which < 10:
        options = [option for option in options if option != "depends" or which % 3 == 0]
    answer = person.progress.answers.get(stop.id)
    return Chose(
        ask_id, options[which % len(options)], (answer.number if answer else 0) if stop.is_multiple else None
    )


def does(person: Interviewee, deed: Deed, before: Event | None) -> Event:
    """Let the person do it; the event that it was."""
    if deed.kind == "on":
        count = len(person.progress.asks)
        person.moves_on(level=str((deed.which + count) % 5))
        return Returned()
    if deed.kind == "queried":
        person.is_queried(f"n{len(person.progress.asks)}-{deed.which}")
        return Queried()
    event = event_of(deed, person, before)
    person.does(event)
    return event
