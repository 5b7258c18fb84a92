"""The worked business cases of the method, from the answers in a conversation to what people read."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from pathlib import Path

import pytest

from bot.interview.engine import current
from bot.walking import load
from tests.authority.world import CONSULTANT, MINUTE, World, begins, buttons, opened
from tests.consultant.test_running import OWNER, hands_in, last, tells
from tests.reports.test_initiatives import NEGATIVE_EN, NEGATIVE_NL, POSITIVE_EN, POSITIVE_NL

#: What is answered, as it is typed or as the id of an option; {} is the mark before decimals.
SAID: Mapping[str, str] = {
    "name": "Webcare",
    "channel": "WhatsApp",
    "objective": "supporting",
    "owner": "teamleider KCC",
    "more": "now",
    "reckon": "yes",
    "share_mid": "10",
    "share_low": "5",
    "share_high": "15",
    "old_cost": "5",
    "new_cost": "1{}50",
    "fte": "0{}2",
    "fte_cost": "70000",
    "licences": "4000",
    "one_off": "6000",
    "figures_from": "Begroting 2026",
}
FIRST, SECOND = {"contacts": "120000", "extra": "4000"}, {"contacts": "40000", "extra": "1500"}


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """A round whose owner of I handed in and reads the own picture."""
    async with opened(tmp_path / "peiler.sqlite") as found:
        await found.types(CONSULTANT, "/new Gemeente Zilvermeer")
        [found.rounds["first"]] = await found.storage.assessments("main")
        await found.types(CONSULTANT, "/invite I Ida")
        await found.types(OWNER, f"/start {await found.token(CONSULTANT)}")
        await begins(found, OWNER)
        await hands_in(found, OWNER, "2")
        found.now += MINUTE
        yield found


async def tells_all(world: World, said: Mapping[str, str], mark: str) -> None:
    """The whole conversation about one initiative; what is not `said` is skipped."""
    await world.taps(OWNER, await world.button(OWNER, "tell:"))
    await world.taps(OWNER, await world.button(OWNER, "begin:"))
    for _ in range(60):
        offered = buttons([row for row in await world.rows(OWNER) if row.kind == "card"][-1])
        if any(data.startswith("submit:") for data in offered):
            break
        answer = said.get(await asked(world))
        option = next((data for data in offered if data.endswith(f":{answer}")), None)
        if option is None and answer is not None:
            await world.types(OWNER, answer.format(mark))
        else:
            await world.taps(OWNER, option or next(data for data in offered if data.startswith("skip:")))
    await world.taps(OWNER, await world.button(OWNER, "submit:"))


async def asked(world: World) -> str:
    """The question that the owner looks at."""
    person = await world.storage.person_at("main", "telegram", OWNER)
    assert person is not None
    mine = await world.storage.interviews_of("main", person.id)
    scenery = await load(world.desk, next(one.id for one in mine if one.pillar == "initiative"))
    assert scenery is not None
    return current(scenery.script, scenery.progress).about


@pytest.mark.parametrize(
    ("case", "language", "mark", "expected", "even"),
    [
        (FIRST, "nl", ",", POSITIVE_NL, "Bij 5,71% minder contacten zijn kosten en opbrengst gelijk."),
        (FIRST, "en", ".", POSITIVE_EN, "At 5.71% fewer contacts, costs and benefits are equal."),
        (SECOND, "nl", ",", NEGATIVE_NL, "Bij 14,46% minder contacten zijn kosten en opbrengst gelijk."),
        (SECOND, "en", ".", NEGATIVE_EN, "At 14.46% fewer contacts, costs and benefits are equal."),
    ],
    ids=["earned back, Dutch", "earned back, English", "never earned back, Dutch", "never, English"],
)
async def test_who_tells_the_figures_of_a_worked_case_reads_its_outcome_and_so_does_the_consultant(
    world: World, case: Mapping[str, str], language: str, mark: str, expected: str, even: str
) -> None:
    for chat in (OWNER, CONSULTANT):
        await world.types(chat, f"/language {language}")
    await tells_all(world, {**SAID, **case}, mark)
    [one] = await world.storage.initiatives("main", world.rounds["first"].id)
    await world.taps(CONSULTANT, f"initiative:{one.assessment}:{one.id}:sum")
    await world.types(OWNER, "/initiatives")
    await world.taps(OWNER, await world.button(OWNER, "mine:"))
    for chat in (CONSULTANT, OWNER):
        assert expected in await last(world, chat)
        assert even in await last(world, chat)


async def test_who_gives_no_figures_reads_no_sum(world: World) -> None:
    await world.taps(OWNER, await world.button(OWNER, "tell:"))
    await tells(world, OWNER)
    await world.types(OWNER, "/initiatives")
    await world.taps(OWNER, await world.button(OWNER, "mine:"))
    assert "Verdient Webcare zich terug" not in await last(world, OWNER)
