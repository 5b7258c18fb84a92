"""What may stand in an actions file; checked by pydantic, unknown names refused."""

from typing import Annotated, Literal

from pydantic import Field

from scoring.schema import Name
from scoring.settings import Entry, Number, Positive, Weight

ActionId = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_]{0,30}$")]
Level = Annotated[int, Field(ge=0, le=100)]
Texts = Annotated[dict[str, str], Field(min_length=1)]
Size = Literal["S", "M", "L"]
Kind = Literal["owner", "rule", "measure", "tool", "scale"]
Count = Annotated[int, Field(ge=0, le=1000)]


class ActionEntry(Entry):
    """One action."""

    id: ActionId
    pillar: Name
    from_level: Level = Field(alias="from")
    to_level: Level = Field(alias="to")
    items: Annotated[list[Name], Field(min_length=1)]
    effort: Size
    kind: Kind
    needs: list[ActionId] = Field(default_factory=list)
    usually: Name
    short: dict[str, Annotated[str, Field(max_length=60)]] = Field(default_factory=dict)
    text: Texts
    measure: Texts


class EffortEntry(Entry):
    """An effort class: `size` divides the priority, `days` are person-days."""

    size: Positive
    days: Positive
    at_most: Positive | None = None


class EffortsEntry(Entry):
    """The three classes."""

    S: EffortEntry = EffortEntry(size=1, days=3, at_most=5)
    M: EffortEntry = EffortEntry(size=3, days=15, at_most=25)
    L: EffortEntry = EffortEntry(size=8, days=40)


class WindowEntry(Entry):
    """When a wave runs, in months from the decision."""

    from_month: Weight = Field(alias="from")
    to_month: Positive = Field(alias="to")


class FullWindowEntry(WindowEntry):
    """A wave that holds only so many actions at once."""

    at_once: Count = 5


class WavesEntry(Entry):
    """The four waves; large actions count with the structural ones."""

    now: WindowEntry = WindowEntry.model_validate({"from": 0, "to": 1})
    quick: FullWindowEntry = FullWindowEntry.model_validate({"from": 0, "to": 3})
    structural: FullWindowEntry = FullWindowEntry.model_validate({"from": 3, "to": 12})
    large: WindowEntry = WindowEntry.model_validate({"from": 6, "to": 24})


class RiskEntry(Entry):
    """What mending a gate item below a limit adds to a priority."""

    below: Number
    adds: Weight


RISK = (RiskEntry(below=1, adds=4), RiskEntry(below=2, adds=2))


class RulesEntry(Entry):
    """The limits of a plan."""

    now_below: Number = 1
    risk: list[RiskEntry] = Field(default_factory=lambda: list(RISK))
    lag: Weight = 1


class FinishEntry(Entry):
    """What is done about a pillar of which too little is known."""

    effort: Size = "S"
    usually: Name
    text: Texts
    measure: Texts


class FromAnchorEntry(FinishEntry):
    """What becomes of an item that no action of the step names; `without_anchor`: its words are not known."""

    effort: Size = "M"
    kind: Kind = "scale"
    without_anchor: Texts


class ActionsEntry(Entry):
    """A whole actions file."""

    format: Literal[1]
    version: Name
    languages: Annotated[list[str], Field(min_length=1)]
    functions: dict[Name, Texts]
    from_anchor: FromAnchorEntry
    finish: FinishEntry
    actions: list[ActionEntry]
    efforts: EffortsEntry = EffortsEntry()
    waves: WavesEntry = WavesEntry()
    rules: RulesEntry = RulesEntry()


PARTS: tuple[type[Entry], ...] = (
    ActionsEntry, ActionEntry, EffortsEntry, EffortEntry, WavesEntry, FullWindowEntry, RulesEntry, RiskEntry,
    FromAnchorEntry,
)  # fmt: skip

NAMES = sorted({field.alias or name for part in PARTS for name, field in part.model_fields.items()})
"""Every name that may stand somewhere in an actions file."""
