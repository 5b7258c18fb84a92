"""Another organisation tells its way so far: kept as it wants to share it, and taken back."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.consultant.inviting import InviteError, invite_many
from bot.consultant.listing import invite_list
from bot.gathering import assessment_facts
from bot.interview.progress import Revision
from bot.references.learned import id_of, learned
from bot.walking import load
from storage import Change, Practice, Reference
from tests.authority.world import CONSULTANT, World
from tests.practices.telling import TOLD, interview_of, takes_part, tells

THERE = "777"


async def told(world: World, **other: Any) -> Reference | None:
    """Somebody was invited by the button and told everything; the reference that came of it."""
    await world.types(CONSULTANT, "/invite")
    await world.taps(CONSULTANT, await world.button(CONSULTANT, "refer:"))
    await takes_part(world, THERE, await world.token(CONSULTANT))
    await tells(world, THERE, {**TOLD, **other})
    return await reference(world)


async def reference(world: World) -> Reference | None:
    return await world.storage.reference("main", id_of((await interview_of(world, THERE)).id))


async def practices(world: World) -> list[Practice]:
    return await world.storage.practices_of("main", id_of((await interview_of(world, THERE)).id))


async def scores(world: World) -> dict[str, float]:
    first = world.rounds["first"]
    found: dict[str, float] = {}
    for pillar in "SOBIM":
        others = await world.storage.scores_beside("main", first.owner, pillar, kind="self")
        found |= dict.fromkeys([pillar] if others.scores else [], sum(others.scores))
    return found


async def test_who_was_invited_by_a_button_tells_and_what_was_told_is_kept_in_one_go(world: World) -> None:
    one = await told(world)
    assert one is not None
    assert (one.name, one.anonymous, one.sector, one.size, one.country) == (
        "Gemeente Lisdodde", False, "municipality", "middle", "NL",
    )  # fmt: skip
    assert (one.government, one.kind, one.stage, one.year, one.demo) == (True, "self", "spoken", 2026, False)
    assert await scores(world) == {"S": 2.0, "O": 3.0}
    step, proud = sorted(await practices(world), key=lambda found: found.row or "")
    assert (step.pillar, step.from_level, step.to_level, step.done) == ("S", 1, 2, "Eén doel en uren.")
    assert step.effort == "teamleider, 4 maanden, 60 dagen werk, 5.000 euro"
    assert (proud.row, proud.done, proud.result) == (
        "listening", "Elke ochtend lezen wij mee.", "Minder klachten.",
    )  # fmt: skip
    [text] = await world.types(CONSULTANT, "/practices")
    assert "Gemeente Lisdodde" in text
    assert "Te veel kanalen" not in text


async def test_what_another_organisation_tells_counts_in_no_figure_of_the_round(world: World) -> None:
    await told(world)
    facts = await assessment_facts(world.desk, world.rounds["first"], world.now)
    assert facts.people == 0
    assert facts.waiting == 0
    await world.works()
    assert [row.kind for row in await world.rows(THERE) if row.kind in ("picture", "chart")] == []
    scenery = await load(world.desk, (await interview_of(world, THERE)).id)
    assert scenery is not None
    assert scenery.progress.facts["organisation"] == "", (
        "nobody there is asked about the round's organisation"
    )


async def test_who_wants_no_name_is_kept_without_one_and_not_told_of_alone(world: World) -> None:
    one = await told(world, may_name="anonymous", org_sector="care", org_government="yes")
    assert one is not None
    assert (one.name, one.anonymous, one.government) == (None, True, True)
    [text] = await world.types(CONSULTANT, "/practices")
    assert "Elke ochtend" not in text


async def test_only_what_may_be_shared_is_kept_to_be_shared(world: World) -> None:
    await told(world, may_share=("steps",))
    assert await scores(world) == {}
    assert [one.done for one in await practices(world)] == ["Eén doel en uren."]


async def test_who_shares_nothing_leaves_no_reference_behind(world: World) -> None:
    assert await told(world, may_name="nothing") is None
    assert await practices(world) == []
    assert await scores(world) == {}


async def test_what_was_told_can_be_changed_and_taken_back_for_good_afterwards(world: World) -> None:
    await told(world)
    await changes(world, "may_share", ("initiatives",))
    assert [one.row for one in await practices(world)] == ["listening"]
    assert await scores(world) == {}
    await changes(world, "may_name", "nothing")
    one = await reference(world)
    assert one is not None
    assert one.withdrawn_at is not None
    assert one.name is None
    assert await practices(world) == []
    assert await changes(world, "may_name", "named") == 0


async def changes(world: World, question: str, given: str | tuple[str, ...]) -> int:
    """Another answer to a question, after handing in; how much is saved for it."""
    scenery = await load(world.desk, (await interview_of(world, THERE)).id)
    assert scenery is not None
    old = scenery.progress.answers[question]
    assert isinstance(old, Revision)
    answers = {**scenery.progress.answers, question: replace(old, value=given)}
    progress = replace(scenery.progress, answers=answers)
    writes = await learned(world.desk, scenery.walk, scenery.script, progress, world.now)
    if writes:
        await world.storage.save(Change(writes=tuple(writes)))
    return len(writes)


async def test_who_took_part_by_mistake_leaves_no_reference(world: World) -> None:
    await told(world)
    await world.taps(CONSULTANT, await world.button(CONSULTANT, "undo:"))
    await world.taps(CONSULTANT, await world.button(CONSULTANT, "undo:"))
    one = await reference(world)
    assert one is not None
    assert one.withdrawn_at is not None


async def test_who_has_everything_erased_is_no_reference_any_more(world: World) -> None:
    await told(world)
    interview = await interview_of(world, THERE)
    await world.storage.erase_person("main", interview.person, world.now)
    one = await world.storage.reference("main", id_of(interview.id))
    assert one is not None
    assert one.withdrawn_at is not None
    assert await scores(world) == {}


async def test_each_button_makes_one_link(world: World) -> None:
    await world.types(CONSULTANT, "/invite")
    press = await world.button(CONSULTANT, "refer:")
    assert await world.taps(CONSULTANT, press) is None
    assert await world.taps(CONSULTANT, press)
    invites = await world.storage.invites("main", world.rounds["first"].id)
    assert [(one.role, one.pillar) for one in invites] == [("reference", "best_practice")]


async def test_the_command_line_makes_such_links_too_but_not_for_a_list(world: World) -> None:
    id_ = world.rounds["first"].id
    made = await invite_many(world.desk, None, id_, "", "reference", 2, None)
    assert len(made.tokens) == 2
    await takes_part(world, THERE, made.tokens[0])
    assert (await interview_of(world, THERE)).role == "reference"
    with pytest.raises(InviteError, match="leave --list out"):
        await invite_list(world.desk, None, id_, b"name,pillar\nAda,S\n", "", "reference", None)
