"""Twenty people at once; who has finished makes room for the next, until there is trouble no more."""

from __future__ import annotations

import asyncio
import itertools
import random
from collections import defaultdict
from dataclasses import dataclass, field

from tests.kills.mortal import Mortal
from tests.kills.people import Hasty, PatientPhone
from tests.telegram_stand_in import StandIn

PEOPLE = 20
PILLARS = "SOBIM"
INVITES = 60


@dataclass
class Crowd:
    """`troubled`: they do two things at once, too."""

    telegram: StandIn
    peiler: Mortal
    dice: random.Random
    troubled: bool = False
    over: bool = False
    robots: list[Hasty] = field(default_factory=list)
    _tokens: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    _numbers: itertools.count[int] = field(default_factory=lambda: itertools.count(10_000))

    async def answers(self) -> None:
        """Until it is over and everybody who began has finished."""
        async with asyncio.TaskGroup() as group:
            for _ in range(PEOPLE):
                group.create_task(self._one_after_another())

    async def invites(self) -> None:
        """Tokens for every pillar, made by another process on the same database."""
        for pillar in PILLARS:
            to = "Gemeente X" if self._tokens else ""
            self._tokens[pillar] += await self.peiler.invites(pillar, INVITES, to=to)

    async def _one_after_another(self) -> None:
        while not self.over:
            robot = self._somebody()
            self.robots.append(robot)
            await robot.finishes(await self._token())

    def _somebody(self) -> Hasty:
        number = next(self._numbers)
        person = self.telegram.person(number, f"Nr{number}")
        robot = Hasty(PatientPhone(self.telegram, person), self.dice.randrange(10**6), restless=0.15)
        robot.troubled = self.troubled
        return robot

    async def _token(self) -> str:
        pillar = self.dice.choice([pillar for pillar in PILLARS if self._tokens[pillar]])
        return self._tokens[pillar].pop()
