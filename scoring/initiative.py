"""One initiative as somebody told of it: a channel or a pilot, what for, whose and at what cost."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

#: What people can be reached for: five types without an order of merit.
OBJECTIVES = ("listening", "talking", "energizing", "supporting", "embracing")
Status = Literal["idea", "pilot", "running", "stopped"]


@dataclass(frozen=True, slots=True)
class Initiative:
    """One initiative; None and "" are unknown. `run_well` is 0..4, whatever the objective."""

    id: str
    name: str
    objective: str | None = None
    goals: tuple[str, ...] = ()
    main_goal: str | None = None
    status: Status | None = None
    since: dt.date | None = None
    until: dt.date | None = None
    department: str = ""
    owner: str = ""
    hours_a_week: Decimal | None = None
    euros_a_year: Decimal | None = None
    run_well: int | None = None
    reusable: tuple[str, ...] = ()

    @property
    def stopped(self) -> bool:
        """Whether it no longer runs: it fills nothing, but what it made can be used again."""
        return self.status == "stopped"

    @property
    def serves(self) -> tuple[str, ...]:
        """Its goals, the main one first."""
        main = () if self.main is None else (self.main,)
        return (*main, *(goal for goal in dict.fromkeys(self.goals) if goal not in main))

    @property
    def main(self) -> str | None:
        """The goal it serves most; that of an only goal is clear."""
        only = self.goals[0] if len(set(self.goals)) == 1 else None
        return self.main_goal or only
