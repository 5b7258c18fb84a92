"""Rounds as the long report gets them: facts, plan and what they rest on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from bot.library import load_folder
from bot.reports.advice import ActionEdit, Advice, Conclusion, Decision, Running, Step
from bot.reports.basis import Basis, Respondent
from bot.reports.beside import Beside, with_others
from bot.reports.choices import Aim, Choices
from bot.reports.discretion import leaving
from bot.reports.documents import Material
from bot.reports.given import NOTHING_GIVEN, Given
from bot.reports.judged import judged
from bot.texts import shipped as shipped_texts
from scoring.beside_others import Figures
from tests.reports.memo_cases import CASES, FOLDER, GIVEN, STEPS, balanced_and_low, plan_for
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


WEBCARE = {
    "name": "Webcare Facebook",
    "objective": "supporting",
    "main_goal": "service",
    "other_goals": ["service", "efficiency"],
    "status": "running",
    "department": "Klantcontact",
    "owner": "teamleider",
    "euros": 24000,
    "reusable": ["skill", "content"],
    "contacts": 120000,
    "share_low": 5,
    "share_mid": 10,
    "share_high": 15,
    "old_cost": 5,
    "new_cost": 1.5,
    "extra": 4000,
    "fte": 0.2,
    "fte_cost": 70000,
    "licences": 4000,
    "one_off": 6000,
    "figures_from": "jaarcijfers 2025",
}
CHATBOT = {
    "name": "Chatbot afval",
    "objective": "supporting",
    "main_goal": "service",
    "status": "pilot",
    "department": "Ruimte en wonen",
    "contacts": 40000,
    "share_low": 5,
    "share_mid": 10,
    "share_high": 15,
    "old_cost": 5,
    "new_cost": 1.5,
    "extra": 1500,
    "fte": 0.2,
    "fte_cost": 70000,
    "licences": 4000,
    "one_off": 6000,
}
POSTS = {"name": "Berichten over de markt", "objective": "talking", "status": "idea", "euros": 500}


def told() -> Round:
    """Balanced and low, with departments that differ, and three people about governance."""
    made = balanced_and_low()
    named = {"O3": {"best": "Klantcontact", "weakest": "Ruimte en wonen"}}
    made.person("O", "1122112", role="colleague", details=named)
    made.person("B", "1311011", role="colleague", details={"B1": {"weakest": "Ruimte en wonen"}})
    made.interviews[-2] = replace(made.interviews[-2], department="Klantcontact")
    return made


def everything(*, leaves: bool = False) -> Material:
    """A round with all that a report can tell of: what runs, others, edits, a decision, progress."""
    made = told()
    plan = plan_for(made)
    first, second = plan.waves[1].actions[:2]
    material = material_of(
        made,
        given=GIVEN,
        steps=STEPS,
        running={"i1": WEBCARE, "i2": CHATBOT, "i3": POSTS},
        edits={
            first.id: ActionEdit(owner="hoofd communicatie", start=date(2027, 1, 4), until=date(2027, 2, 26)),
            second.id: ActionEdit(
                own_role="opdrachtgever",
                less="minder drukwerk",
                cost=Decimal(2500),
                cover="bestaand budget",
                builds_on="i1",
            ),
        },
        conclusions=(Conclusion("c1", "Begin klein en laat het zien."), Conclusion("c2", "Zoek rust.", "B")),
        decision=Decision("het plan voor het eerste jaar", Decimal(25000), date(2026, 12, 1)),
        progress={first.id: ("De lijst is er.",)},
        choices=Choices(aims={"B": Aim(3.0, "de raad vraagt erom")}, dropped=frozenset({"x"})),
    )
    assert material.advice.basis is not None
    basis = replace(material.advice.basis, own_goals=("Inwoners sneller helpen", "Beter luisteren"))
    figures = Figures(12, 1.9, (0.8, 3.1), None, 0.25)
    beside = {"B": (Beside("self", figures, (2024, 2026), ("municipality",), ("government",)),)}
    facts = with_others(made.facts(earlier={"S": 0.0, "B": 1.0}), beside)
    facts = leaving(facts) if leaves else facts
    return replace(material, facts=facts, leaves=leaves, advice=replace(material.advice, basis=basis))
