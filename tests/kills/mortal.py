"""The program, which may be killed when it hardly lives."""

from __future__ import annotations

import asyncio
import random
from contextlib import suppress

from tests.e2e.process import Peiler
from tests.telegram_stand_in import StandIn

#: One in so many kills comes while the program starts, at most this many seconds after it was told to.
YOUNG, STARTING = 6, 2.5
#: How much it may do before it is killed (calls to Telegram), and how long that may take at most.
LONGEST_LIFE, AT_MOST = 150, 5.0


class Mortal(Peiler):
    """`serve` until somebody kills it."""

    async def is_killed(self, times: int, telegram: StandIn, dice: random.Random) -> None:
        """Kill -9 so many times, at any moment; it runs again afterwards."""
        for number in range(times):
            if number % YOUNG == YOUNG - 1:
                await self._dies_young(dice.uniform(0, STARTING))
            else:
                await _lives(telegram, dice.randrange(LONGEST_LIFE))
                await self.dies()
            if number % YOUNG != YOUNG - 2 or number == times - 1:
                await self.start()

    async def _dies_young(self, age: float) -> None:
        with (self.folder / "serve.log").open("ab") as log:
            process = await self._launch("serve", stdout=asyncio.subprocess.DEVNULL, stderr=log)
        await asyncio.sleep(age)
        process.kill()
        await process.wait()


async def _lives(telegram: StandIn, calls: int) -> None:
    """Until it has made so many calls."""
    enough = len(telegram.calls) + calls
    with suppress(TimeoutError):
        async with asyncio.timeout(AT_MOST):
            while len(telegram.calls) < enough:  # noqa: ASYNC110 # a kill should come between two awaits too
                await asyncio.sleep(0.001)
