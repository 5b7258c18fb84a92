"""The three rounds that memos are judged by: balanced and low; high but unbalanced; half answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from bot.interview.script import Script
from bot.library import load_folder
from bot.reports.advice import Step
from bot.reports.choices import NOTHING_CHOSEN, Choices
from bot.reports.given import NOTHING_GIVEN, Given
from bot.reports.memo import Memo, memo
from bot.reports.plans import plan_of
from scoring import Catalogue, Model, Roadmap, parse_actions, parse_model
from tests.reports.rounds import Round, assessment

FOLDER = Path("interview_scripts/social_media")
GIVEN = Given(
    to="College van burgemeester en wethouders",
    sender="Team Communicatie",
    case="Z-2026-0417",
    holder="Wethouder Dienstverlening",
    publicity="Openbaar",
    fact="Vorig jaar kwamen 4.200 vragen binnen via social media; een derde bleef zonder antwoord.",
    example="Een inwoner meldde een gat in de weg en kreeg na drie weken antwoord.",
    day_rate=Decimal(650),
    expenses=Decimal(4000),
    cover="bestaand budget dienstverlening",
)
STEPS = (Step("B", 1, 2, "Eén lijst van accounts met een eigenaar per account, binnen zes weken."),)


@cache
def shipped() -> tuple[Model, Script, Catalogue]:
    """The model, questions and actions that come with the program."""
    model = parse_model((FOLDER / "model.yaml").read_text("utf-8"))
    catalogue = parse_actions((FOLDER / "actions.yaml").read_text("utf-8"), model)
    return model, load_folder(FOLDER).scripts["maturity"].script, catalogue


def of(values: Mapping[str, Sequence[str]]) -> Round:
    """A round by the shipped model: pillar -> a string of answers for each person, the owner first."""
    model, script, _ = shipped()
    made = Round(assessment(), model=model, script=script)
    for pillar, people in values.items():
        for place, answers in enumerate(people):
            made.person(pillar, answers, role="colleague" if place else "owner", shown=f"{pillar}1 {pillar}2")
    return made


def balanced_and_low() -> Round:
    pairs = {"S": ("2111111", "1111211"), "O": ("1121111", "1111112"), "B": ("1211111", "1110111")}
    return of(pairs | {"I": ("1112111", "1111111"), "M": ("1111121", "2111111")})


def high_but_unbalanced() -> Round:
    high = {"S": ("3333333", "3343333"), "O": ("3333333",), "I": ("3333323",), "M": ("2323333",)}
    made = of(high | {"B": ("1101111", "1211111", "1111111")})
    for one in made.interviews:
        made.judge(one.id, " ".join(a.question for a in made.answers if a.interview == one.id))
    return made


def half_answered() -> Round:
    return of({"S": ("22?2112",), "O": ("12???",), "B": ("1111111",)}).person("M", "1", state="active")


CASES = {
    "balanced_and_low": (balanced_and_low, GIVEN, STEPS),
    "high_but_unbalanced": (high_but_unbalanced, NOTHING_GIVEN, STEPS),
    "half_answered": (half_answered, NOTHING_GIVEN, ()),
}


def plan_for(made: Round, choices: Choices = NOTHING_CHOSEN) -> Roadmap:
    """What to do, by the shipped actions."""
    _, _, catalogue = shipped()
    pillars = made.facts().pillars
    return plan_of(
        made.model,
        catalogue,
        pillars,
        made.interviews,
        made.answers,
        judgements=made.judgements,
        choices=choices,
    )


def memo_of(
    made: Round, language: str = "nl", given: Given = NOTHING_GIVEN, steps: Sequence[Step] = (), **more: Any
) -> Memo:
    return memo(made.facts(), plan_for(made), language, given=given, steps=steps, **more)


def case(name: str, language: str) -> Memo:
    """One of the three."""
    make, given, steps = CASES[name]
    return memo_of(make(), language, given, steps)


def as_text(made: Memo) -> str:
    """What a memo says, line by line."""
    lines = [made.title, made.subtitle, made.stamp, *(f"{name}: {value}" for name, value in made.head)]
    for section in made.sections:
        lines += ["", section.title, *section.lines]
        if section.bars:
            lines += [f"| {bar.name} | {bar.words} | {bar.basis}" for bar in made.bars]
        lines += [f"- {item}" for item in section.items]
        lines += [line for title, items in section.more for line in (title, *(f"- {item}" for item in items))]
        lines += [f"| {' | '.join(row)}" for row in section.table]
    return "\n".join([*lines, "", made.foot, "", made.alt])
