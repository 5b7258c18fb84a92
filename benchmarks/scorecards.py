"""How long a whole assessment takes to score: five pillars, three owners each, every question answered."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from statistics import median
from time import perf_counter

from benchmarks.figure import Figure
from scoring import Answer, Dimension, Model, parse_model, score

MODEL = Path(__file__).parent.parent / "interview_scripts" / "social_media" / "model.yaml"
OWNERS = 3
ROUNDS, SCORES = 7, 30


def measure() -> Iterator[Figure]:
    """One score, from answers to scorecard, the model read before."""
    model = parse_model(MODEL.read_text(encoding="utf-8"))
    answers = everybody_answers(model)
    score(model, answers)
    rounds = []
    for _ in range(ROUNDS):
        began = perf_counter()
        for _ in range(SCORES):
            score(model, answers)
        rounds.append((perf_counter() - began) / SCORES)
    yield Figure(f"score an assessment ({len(answers)} answers)", median(rounds) * 1000, "ms", "at most", 2)


def everybody_answers(model: Model) -> list[Answer]:
    """Answers that differ between owners, most of them with evidence, and how much pressure there is."""
    answers = [Answer("pressure", 3, "S0")]
    for pillar in model.dimensions:
        answers += _pillar(pillar)
    return answers


def _pillar(pillar: Dimension) -> list[Answer]:
    answers = []
    for owner in range(OWNERS):
        for number, item in enumerate(pillar.items):
            evidence = ("a document",) if (number + owner) % 3 else ()
            answers.append(Answer(item.id, (number + owner) % 5, f"{pillar.id}{owner}", evidence=evidence))
    return answers
