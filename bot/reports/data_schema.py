"""What data.json holds, as a JSON Schema; `python -m bot.reports.data_schema` writes it."""

from __future__ import annotations

import json
import sys
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Text = dict[str, str]


class Part(BaseModel):
    """Nothing stands in the file that is not described here."""

    model_config = ConfigDict(extra="forbid")


class Overall(Part):
    """The organisation; null where too little is known."""

    level: int | None
    score: float | None
    balance: float | None
    range: float | None
    band: str | None
    distance: float | None
    percent_to_target: float | None


class Item(Part):
    """One item; `value` is the weighted mean, or what a consultant made of it; of one that is `withheld` the
    outcome is in no copy for others.
    """

    id: str
    value: float | None
    special: str | None
    confirmed: float | None
    evidence: bool
    gate: bool
    difference: bool
    topic: Text
    words: Text
    withheld: bool


class Figures(Part):
    """Those of others; null where they would tell too much of too few."""

    n: int
    median: float | None
    range: tuple[float, float] | None
    quartiles: tuple[float, float, float] | None
    percentile: float | None


class Beside(Part):
    """A pillar beside other organisations."""

    view: Literal["self", "outside"]
    figures: Figures
    years: tuple[int, int] | None
    sectors: list[str]
    kinds: list[str]
    named: list[str]
    unnamed: int


class Dimension(Part):
    """A part of a pillar; of a pillar itself there is more."""

    id: str
    score: float | None
    level: int | None
    level_at_risk: int | None
    coverage: float | None
    provisional: bool | None
    claimed: float | None
    confirmed: float | None
    reviewed: float | None
    agreement: float | None
    confidence: float | None
    confidence_label: str | None
    interval: tuple[int, int] | None
    dimensions: list[dict[str, Any]]
    items: list[Item]


class Pillar(Dimension):
    """`waiting`: by state, how many did not hand in; `standing`: claimed, evidence, reviewed."""

    name: Text
    people: int
    waiting: dict[str, int]
    limiting: bool
    earlier_level: float | None
    beside: list[Beside]
    standing: Literal["claimed", "evidence", "reviewed"]
    ambition: float | None
    target: float | None


class Difference(Part):
    """Values of one item that lie two or more apart."""

    item: str
    values: list[float]


class SaidOf(Part):
    """What people said in the place of an answer."""

    item: str
    times: int
    texts: list[str]


class Departments(Part):
    """Where it is arranged best and weakest."""

    item: str
    best: str | None
    weakest: str | None


class Findings(Part):
    """What to talk about; of a copy for others nearly nothing."""

    differences: list[Difference]
    contradictions: list[Text]
    urgent: list[str]
    unknown: list[SaidOf]
    not_applicable: list[SaidOf]
    departments: list[Departments]


class Conclusion(Part):
    """As it stands in the report: kept, reworded, or the consultant's own (`opinion:…`)."""

    id: str
    pillar: str
    items: list[str]
    actions: list[str]
    title: Text
    words: Text


class Gap(Part):
    """An item that an action mends; `value` today, `goal` after it."""

    item: str
    value: float | None
    goal: float


class Action(Part):
    """In a copy for others without what the answers were that ask for it; `own`: added by the consultant."""

    id: str
    pillar: str
    from_: int = Field(alias="from")
    to: int
    made: bool
    own: bool
    effort: str
    kind: str
    needs: list[str]
    days: float
    text: Text
    measure: Text
    usually: Text
    items: list[str] | None = None
    why: str | None = None
    value: float | None = None
    time: float | None = None
    risk: float | None = None
    priority: float | None = None
    lagging: bool | None = None
    gaps: list[Gap] | None = None
    reason: str | None = None
    waits_for: list[str] | None = None


class Level(Part):
    """A pillar in a projected scorecard."""

    id: str
    score: float | None
    level: int | None


class Projected(Part):
    """The scorecard once a wave, and all before it, is done."""

    overall: Overall
    dimensions: list[Level]


class Wave(Part):
    """Months count from the decision."""

    name: Literal["now", "quick", "structural", "large"]
    from_month: float
    to_month: float
    days: float
    actions: list[Action]
    after: Projected


class Capacity(Part):
    """How much goes on at once."""

    quick: int
    structural: int


class PillarPlan(Part):
    """What the plan does for one pillar; `projected`: its level at the end."""

    id: str
    level: int | None
    ambition: float | None
    target: float | None
    goal: int | None
    projected: int | None
    reaches: bool | None
    state: str | None = None
    lagging: bool | None = None
    lacking: list[str] | None = None
    unanswered: list[str] | None = None
    one_level_up: dict[str, Any] | None = None


class Plan(Part):
    """`withheld`: actions that a copy for others keeps still about."""

    actions_version: str
    capacity: Capacity
    fits: bool
    room_needed: Capacity | None
    pillars: list[PillarPlan]
    waves: list[Wave]
    left_out: list[Action]
    dropped: list[Action]
    withheld: int


class Edit(Part):
    """What was agreed about an action; days ISO 8601, euros as text, `builds_on` the id of an initiative."""

    owner: str | None = None
    start: str | None = None
    until: str | None = None
    own_role: str | None = None
    less: str | None = None
    cost: str | None = None
    cover: str | None = None
    builds_on: str | None = None
    dropped: bool | None = None


class Step(Part):
    """What another organisation did to come further."""

    pillar: str
    from_level: int
    to_level: int
    done: str
    outside: bool


class Decision(Part):
    """What the board decided; `on` a day, euros as text, `actions` what it was about."""

    what: str
    amount: str | None
    on: str | None
    actions: dict[str, Text]


class Outcome(Part):
    """Euros a year as text; `payback` in months."""

    benefit: str
    cost: str
    net: str
    cash: str
    payback: str | None


class Case(Part):
    """Whether an initiative earns itself back, at a low, middle and high share."""

    outcomes: dict[Literal["low", "mid", "high"], Outcome]
    break_even: str | None
    elsewhere: str
    missing: list[str]
    impossible: list[str]
    assumptions: list[str]


class Initiative(Part):
    """`told` by the ids of the questions about initiatives."""

    id: str
    number: int
    told: dict[str, Any]
    case: Case | None


class Verdict(Part):
    """What a consultant made of a conclusion."""

    verdict: str
    words: str


class Data(Part):
    """A round at a moment; figures unrounded, null where there is none; texts by language."""

    copy_: Literal["full", "distribution"] = Field(alias="copy")
    schema_: Literal[1] = Field(alias="schema")
    assessment: str
    name: str
    demo: bool
    at: str
    phase: Literal["concept", "factcheck", "adopted"]
    script_version: str
    model: str
    model_version: str
    people: int
    overall: Overall
    pillars: list[Pillar]
    findings: Findings
    conclusions: list[Conclusion]
    plan: Plan | None
    edits: dict[str, Edit]
    steps: list[Step]
    decision: Decision | None
    initiatives: list[Initiative]
    verdicts: dict[str, Verdict]
    progress: dict[str, list[str]]


def data_schema() -> str:
    """The schema as it is published in interview_scripts/schema/data.schema.json."""
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema"} | Data.model_json_schema()
    schema["title"] = "A round of Peiler"
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    sys.stdout.write(data_schema())
