"""Where an organisation stands on the pillars that it told of in full, by the model of who asked it."""

from __future__ import annotations

from dataclasses import replace

from bot.desk import Desk
from bot.in_full import IN_FULL
from bot.interview.path import asleep, path_of
from bot.interview.plan import plan_of
from bot.interview.progress import Progress, Revision
from bot.interview.script import Script
from bot.memory import answer_of
from bot.reports.submitted import scored_answers
from scoring import DimensionCard, score
from storage.port import Walk


async def measured(desk: Desk, walk: Walk, script: Script, progress: Progress) -> dict[str, DimensionCard]:
    """By pillar of which anything is known; nothing of an interview that was not in full."""
    if walk.interview.pillar != IN_FULL:
        return {}
    model, plan = await desk.model(walk.assessment.model_hash), plan_of(script)
    asked = {stop.id for stop in path_of(plan, progress).stops}
    # One person alone tells: whatever the role weighs, it is the whole of what is known.
    interview = replace(walk.interview, role="owner")
    answers = [
        answer_of(interview, given)
        for question, given in progress.answers.items()
        if question in asked and isinstance(given, Revision)
    ]
    dormant = {(interview.id, question) for question in asleep(plan, progress)}
    card = score(model, list(scored_answers(model, [interview], answers, dormant)))
    found = {pillar.id: card.dimension(pillar.id) for pillar in model.dimensions}
    return {id_: one for id_, one in found.items() if one.score is not None and one.coverage}
