"""What can be done to bring a pillar to its next level, as plain values, and the rules of a plan."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from scoring.model import Text

KINDS = ("owner", "rule", "measure", "tool", "scale")
"""In the order in which they come inside a pillar: an owner before a rule, a rule before a tool."""

EFFORTS = ("S", "M", "L")

WAVES = ("now", "quick", "structural", "large")
"""In the order of time."""


@dataclass(frozen=True, slots=True)
class Action:
    """One action: it raises each of its items to `to_level`, with evidence.

    `needs` are ids of actions that come first where they are in the plan too; `usually` is a function,
    never a person. One that was `made` stands in no list: the words of the item's next level are its goal;
    one of somebody's `own` was added to the list for one assessment.
    `short` is what it is called in lists and pictures, perhaps nothing.
    """

    id: str
    pillar: str
    from_level: int
    to_level: int
    items: tuple[str, ...]
    effort: str
    kind: str
    text: Text
    measure: Text
    usually: Text
    needs: tuple[str, ...] = ()
    made: bool = False
    own: bool = False
    short: Text = field(default_factory=dict)

    @property
    def title(self) -> Text:
        """What it is called where there is little room."""
        return self.short or self.text


@dataclass(frozen=True, slots=True)
class Effort:
    """What an effort class divides the priority by, and the person-days that a plan counts with."""

    size: float
    days: float
    at_most: float | None = None


@dataclass(frozen=True, slots=True)
class Window:
    """When a wave runs, in months from the decision."""

    from_month: float
    to_month: float


@dataclass(frozen=True, slots=True)
class Capacity:
    """How many quick wins, and how many structural and large actions together, run at once."""

    quick: int = 5
    structural: int = 5


@dataclass(frozen=True, slots=True)
class Risk:
    """What mending a gate item adds to a priority while the item lies below a limit."""

    below: float
    adds: float


@dataclass(frozen=True, slots=True)
class PlanRules:
    """Gate items below `now_below` come now; pillars more than `lag` below the highest score go first."""

    now_below: float = 1.0
    risk: tuple[Risk, ...] = (Risk(1.0, 4.0), Risk(2.0, 2.0))
    lag: float = 1.0


@dataclass(frozen=True, slots=True)
class Template:
    """An action that is made when it is needed; its texts have {item}, {level}, {anchor} or {pillar}."""

    effort: str
    kind: str
    text: Text
    measure: Text
    usually: Text
    without_anchor: Text


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything that a plan is made from besides the answers."""

    version: str
    actions: tuple[Action, ...]
    efforts: Mapping[str, Effort]
    windows: Mapping[str, Window]
    capacity: Capacity
    rules: PlanRules
    from_anchor: Template
    finish: Template

    def leading_to(self, pillar: str, level: int, item: str) -> tuple[Action, ...]:
        """The actions of this pillar's step to the level that name the item."""
        return tuple(
            action
            for action in self.actions
            if action.pillar == pillar and action.to_level == level and item in action.items
        )
