"""Who only tries the program finds a round that is well under way."""

from __future__ import annotations

from collections import Counter

from bot.demo.seed import seed
from tests.authority.world import World


async def test_who_tries_it_finds_four_owners_who_have_answered_and_one_who_waits(office: World) -> None:
    await seed(office.desk)
    [assessment] = await office.storage.assessments("main")
    interviews = await office.storage.interviews("main", assessment.id)
    assert Counter(one.state for one in interviews) == {"submitted": 4, "active": 1}
    assert assessment.demo
