"""Another organisation tells in full: the questionnaire of the pillars it chooses, scored like any other."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.gathering import assessment_facts
from bot.in_full import IN_FULL
from bot.interview.engine import current
from bot.interview.path import path_of
from bot.interview.plan import plan_of
from bot.library import parse_script
from bot.references.learned import learned
from bot.walking import load
from storage import Change, Reference
from tests.authority.world import CONSULTANT, LIBRARY, World, buttons
from tests.consultant.answering import QUICKEST
from tests.practices.listing import adds, again, opens, press
from tests.practices.telling import TOLD, Answers, chooses, interview_of, takes_part

THERE = "777"
ITEMS = frozenset(f"{pillar}{n}" for pillar in "SOBIM" for n in range(1, 8))
LEVELS = {f"S{n}": "3" for n in range(1, 8)}


async def invited(world: World) -> Reference:
    """Somebody of a listed organisation opened the link to tell in full, and takes part."""
    [one] = await adds(world, "Lisdodde")
    await opens(world, one, "invite")
    buttons_ = f"candidates:{world.rounds['first'].id}:{one.id}:invite:"
    full = await world.button(CONSULTANT, buttons_)
    full = full.replace(":short", ":full")
    await world.taps(CONSULTANT, full)
    await press(world, f"{full}:no")
    await takes_part(world, THERE, await world.token(CONSULTANT))
    return one


async def tells(world: World, answers: Answers) -> None:
    """Answers what is there, skips the rest, and hands in; levels that are not given are 2."""
    for _ in range(150):
        scenery = await load(world.desk, (await interview_of(world, THERE)).id)
        assert scenery is not None
        prompt = current(scenery.script, scenery.progress)
        usual = "2" if prompt.about in ITEMS else None
        given = answers.get(prompt.about, usual) if prompt.kind == "question" else None
        if given is not None and prompt.question is not None:
            await answers_with(world, given, tapped=prompt.question.tapped)
        elif await goes_on(world) == "submit":
            return
    raise AssertionError(f"{THERE} is still being asked")


async def answers_with(world: World, given: str | tuple[str, ...], *, tapped: bool) -> None:
    """Taps an option or several, or types."""
    if not tapped:
        await world.types(THERE, str(given))
        return
    for option in [given] if isinstance(given, str) else given:
        await chooses(world, THERE, option)
    if not isinstance(given, str):
        await world.taps(THERE, await world.button(THERE, "confirm:"))


async def goes_on(world: World) -> str:
    """The quickest way on; which."""
    offered = buttons([row for row in await world.rows(THERE) if row.kind == "card"][-1])
    ways = (data for start in (*QUICKEST, "a:") for data in offered if data.startswith(start))
    press = next(ways)
    await world.taps(THERE, press)
    return press.partition(":")[0]


FULL: Answers = {**TOLD, **LEVELS, "in_full": ("S",), "level_O": "3"}


async def scores(world: World, one: Reference) -> dict[str, tuple[float, float]]:
    found = await world.storage.reference_scores("main", one.id)
    return {score.pillar: (round(score.score, 2), round(score.coverage, 2)) for score in found}


def test_the_full_script_is_made_of_those_on_disk_and_reads_back_as_itself() -> None:
    version = LIBRARY.script(IN_FULL)
    assert parse_script(version.text, "stored") == version.script
    assert LIBRARY.by_hash(version.hash) is version
    sections = [section.id for section in version.script.sections]
    assert sections[:8] == ["about", "in_full", "levels", "S", "O", "B", "I", "M"]
    assert sections[-1] == "sharing"
    assert version.script.offers == ()


async def test_only_the_pillars_that_are_chosen_are_asked_in_full_and_of_the_others_one_level(
    world: World,
) -> None:
    one = await invited(world)
    await tells(world, FULL)
    scenery = await load(world.desk, (await interview_of(world, THERE)).id)
    assert scenery is not None
    asked = {stop.id for stop in path_of(plan_of(scenery.script), scenery.progress).stops}
    assert {"S1", "S7", "level_O", "may_name"} <= asked
    assert not {"level_S", "O1", "M1"} & asked
    assert (await again(world, one)).stage == "spoken"


async def test_what_was_told_in_full_is_scored_with_what_is_really_known(
    world: World,
) -> None:
    one = await invited(world)
    await tells(world, FULL)
    found = await scores(world, one)
    assert found["O"] == (3.0, 1.0), "where it placed itself"
    score, coverage = found["S"]
    assert 2.5 <= score <= 3.0
    assert 0.75 <= coverage <= 1.0
    assert "I" not in found


async def test_nothing_that_is_told_in_full_counts_in_the_round(world: World) -> None:
    await invited(world)
    await tells(world, FULL)
    facts = await assessment_facts(world.desk, world.rounds["first"], world.now)
    assert (facts.people, facts.waiting) == (0, 0)
    assert facts.known == ()
    assert await world.desk.answers_in_round(world.rounds["first"]) == []
    status = "\n".join(await world.types(CONSULTANT, "/status"))
    assert "Persoon 777" not in status
    await world.works()
    assert [row.kind for row in await world.rows(THERE) if row.kind in ("picture", "chart")] == []


async def test_who_also_answers_in_the_round_begins_there_with_nothing_of_elsewhere(world: World) -> None:
    await invited(world)
    await tells(world, FULL)
    full = (await interview_of(world, THERE)).id
    await world.types(CONSULTANT, "/invite O Ada")
    await world.types(THERE, f"/start {await world.token(CONSULTANT)}")
    person = await world.storage.person_at("main", "telegram", THERE)
    assert person is not None
    mine = await world.storage.interviews_of("main", person.id)
    scenery = await load(world.desk, next(one.id for one in mine if one.id != full))
    assert scenery is not None
    assert scenery.progress.others == {}


@pytest.mark.parametrize(("may_share", "coverage"), [(("levels",), True), (("steps",), False)])
async def test_levels_that_may_not_be_shared_count_for_nothing_however_well_they_are_known(
    world: World, may_share: tuple[str, ...], coverage: bool
) -> None:
    one = await invited(world)
    await tells(world, {**FULL, "may_share": may_share})
    assert {bool(known) for _, known in (await scores(world, one)).values()} == {coverage}


async def test_a_pillar_that_is_not_told_of_after_all_counts_no_more(world: World) -> None:
    one = await invited(world)
    await tells(world, FULL)
    scenery = await load(world.desk, (await interview_of(world, THERE)).id)
    assert scenery is not None
    answers = {name: given for name, given in scenery.progress.answers.items() if name != "in_full"}
    progress = replace(scenery.progress, answers=answers)
    writes = await learned(world.desk, scenery.walk, scenery.script, progress, world.now)
    await world.storage.save(Change(writes=tuple(writes)))
    assert (await scores(world, one))["S"] == (0.0, 0.0)


async def test_after_a_restart_the_full_interview_goes_on_from_its_stored_version(world: World) -> None:
    await invited(world)
    interview = await interview_of(world, THERE)
    stored = await world.storage.script("main", interview.script_hash)
    assert stored is not None
    assert LIBRARY.add(stored.body).script == LIBRARY.script(IN_FULL).script
    assert interview.pillar == IN_FULL
