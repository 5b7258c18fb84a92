"""Rounds as the long report gets them: facts, plan and what they rest on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from bot.library import load_folder
from bot.reports.advice import Advice, Running, Step
from bot.reports.basis import Basis, Respondent
from bot.reports.discretion import leaving
from bot.reports.documents import Material
from bot.reports.given import NOTHING_GIVEN, Given
from bot.reports.judged import judged
from bot.texts import shipped as shipped_texts
from tests.reports.memo_cases import CASES, FOLDER, plan_for
from tests.reports.rounds import Round


@cache
def about_initiatives() -> Any:
    return load_folder(FOLDER).scripts["initiative"].script


def basis_of(made: Round) -> Basis:
    counting = [one for one in made.interviews if one.state == "submitted"]
    mine = {one.id for one in counting}
    answers = [one for one in made.answers if one.interview in mine]
    script = about_initiatives()
    questions = [question for section in script.sections for question in section.questions]
    return Basis(
        made.model,
        made.script,
        [Respondent(one.id, one.pillar, one.role, "", one.department or "") for one in counting],
        answers,
        judged(answers, made.judgements),
        frozenset(),
        script.choices["objectives"],
        script.choices["goals"],
        {question.id: question.topic or question.text for question in questions},
    )


def material_of(
    made: Round,
    *,
    leaves: bool = False,
    given: Given = NOTHING_GIVEN,
    steps: Sequence[Step] = (),
    running: Mapping[str, Mapping[str, Any]] | None = None,
    **more: Any,
) -> Material:
    """What a copy of this round is made of; `running`: initiatives by id, `more` of the advice."""
    advice = Advice(
        plan=plan_for(made),
        given=given,
        steps=steps,
        running=[Running(id_, body) for id_, body in (running or {}).items()],
        basis=basis_of(made),
        **more,
    )
    facts = leaving(made.facts()) if leaves else made.facts()
    return Material("a1", facts, (), shipped_texts(), leaves, advice)


def case(name: str, *, leaves: bool = False, **more: Any) -> Material:
    """One of the three by which documents are judged."""
    make, given, steps = CASES[name]
    return material_of(make(), leaves=leaves, given=given, steps=steps, **more)


def without_plan(made: Round) -> Material:
    """A round of a model that has no actions."""
    return Material("a1", made.facts(), (), shipped_texts(), False, Advice(basis=basis_of(made)))
