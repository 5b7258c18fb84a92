"""How many steps of the shipped interview one core takes in a second."""

from __future__ import annotations

import gc
import random
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from time import process_time

from benchmarks.figure import Figure
from bot.interview.engine import current, step
from bot.interview.events import Chose, Event, Pressed, Said
from bot.interview.progress import Progress
from bot.interview.prompts import TYPED, Prompt
from bot.interview.script import Script
from bot.library import load_script

SCRIPT = Path(__file__).parents[1] / "interview_scripts" / "social_media" / "maturity.yaml"
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
PEOPLE, ROUNDS = 40, 15
BAR = 20_000.0
INTERVIEW = "abcdefghij"
BUTTONS = {"consent": "consent", "begin": "begin", "review": "submit"}


def measure() -> Iterator[Figure]:
    """The median of rounds; each takes the steps of forty whole interviews, in all pillars.

    In time of the processor, so that what else runs on the machine weighs less.
    """
    script = load_script(SCRIPT)
    steps = [moment for number in range(PEOPLE) for moment in interview_of(script, number)]
    gc.collect()
    gc.freeze()
    rates = [_rate(script, steps) for _ in range(ROUNDS)]
    gc.unfreeze()
    yield Figure("steps of the shipped interview, one core", median(rates), "steps/s", bar=BAR)


def _rate(script: Script, steps: list[tuple[Progress, Event]]) -> float:
    # What one core spends, whatever else the machine does meanwhile.
    started = process_time()
    for progress, event in steps:
        step(script, progress, event, NOW)
    return len(steps) / (process_time() - started)


def interview_of(script: Script, number: int) -> Iterator[tuple[Progress, Event]]:
    """What one person does from the explanation to submitting, as progress and event of every step."""
    dice = random.Random(number)
    facts = {"pillar": "SOBIM"[number % 5], "role": "owner", "organisation": "Gemeente Voorbeeld"}
    progress = Progress(INTERVIEW, facts)
    prompt = current(script, progress)
    while prompt.kind != "done":
        event = _event(progress, prompt, dice)
        yield progress, event
        done = step(script, progress, event, NOW)
        progress, prompt = done.progress, done.prompt


def _event(progress: Progress, prompt: Prompt, dice: random.Random) -> Event:
    ask, question = progress.open or "", prompt.question
    if prompt.kind in BUTTONS:
        return Pressed(BUTTONS[prompt.kind], INTERVIEW)
    if prompt.kind in TYPED and prompt.kind != "reason" and dice.random() < 0.4:
        return Pressed("skip", ask)
    if prompt.kind in TYPED or question is None or not question.options:
        return Said("Een paar woorden over wat wij doen.", f"1:{progress.seq}")
    options = [option.id for option in question.options]
    specials = question.specials if prompt.kind == "question" and dice.random() < 0.2 else ()
    return Chose(ask, dice.choice(specials or options))
