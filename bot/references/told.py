"""What was answered in an interview, by the ids of its questions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.interview.path import path_of
from bot.interview.plan import plan_of
from bot.interview.progress import Progress
from bot.interview.script import Script

Told = Mapping[str, Any]


def told_in(script: Script, progress: Progress) -> Told:
    """Answers that count, of questions that are asked now."""
    answers = {stop.id: progress.answered(stop.id) for stop in path_of(plan_of(script), progress).stops}
    return {
        id_: answer.value
        for id_, answer in answers.items()
        if answer is not None and answer.scored and answer.value is not None
    }
