"""Whoever told of an organisation takes all of it back, or has the consultant do so: out of everything."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from bot.privacy.erasing import erase_again
from bot.privacy.forgetting import WOO_HOLD
from bot.references.learned import id_of
from storage import Change, ledger
from tests.authority.test_table import REFUSED
from tests.authority.world import CONSULTANT, World, copied, opened
from tests.practices.known import consultant, entry, knows
from tests.practices.listing import adds, again, opens, press
from tests.practices.telling import interview_of, takes_part, tells

THERE = "777"


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """One round, of which erasures are listed beside the database."""
    path = tmp_path / "peiler.sqlite"
    async with opened(path, database=f"sqlite:///{path}") as world:
        await world.types(CONSULTANT, "/new Gemeente Zilvermeer")
        [world.rounds["first"]] = await world.storage.assessments("main")
        yield world


async def told(world: World) -> str:
    """Somebody was invited and told everything; the id of the reference."""
    await world.types(CONSULTANT, "/invite")
    await world.taps(CONSULTANT, await world.button(CONSULTANT, "refer:"))
    await takes_part(world, THERE, await world.token(CONSULTANT))
    await tells(world, THERE)
    return id_of((await interview_of(world, THERE)).id)


async def settles(world: World) -> None:
    for _ in range(5):
        await world.works()


def everything_said(world: World) -> str:
    """All words of answers, references and practices that are in the database."""
    with closing(sqlite3.connect(world.path)) as connection:
        tables = ("answer", "reference", "practice", "reference_score")
        return str([connection.execute(f"SELECT * FROM {table}").fetchall() for table in tables])


async def test_one_button_and_one_question_take_everything_out_at_once(world: World) -> None:
    reference = await told(world)
    assert "Dank u wel voor uw verhaal" in await world.reads(THERE)
    assert "Wilt u alles terugtrekken?" in await press(world, "withdraw:", THERE)
    assert "Gemeente Lisdodde" in everything_said(world)
    assert "Teruggetrokken" in await press(world, "withdraw:", THERE)
    one = await world.storage.reference("main", reference)
    assert one is not None
    assert (one.name, one.withdrawn_at) == (None, world.now)
    assert await world.storage.practices_of("main", reference) == []
    [text] = await world.types(CONSULTANT, "/practices")
    assert "Lisdodde" not in text
    await settles(world)
    assert "Lisdodde" not in everything_said(world)
    assert "Elke ochtend" not in everything_said(world)
    assert "Alles is teruggetrokken" in await world.reads(THERE)


async def test_the_consultant_is_told_once_by_kind_and_never_by_name(world: World) -> None:
    await told(world)
    await press(world, "withdraw:", THERE)
    yes = await world.button(THERE, "withdraw:")
    await world.taps(THERE, yes)
    assert await world.taps(THERE, yes) == "Dit wordt al gewist."
    await settles(world)
    assert await world.taps(THERE, yes) == REFUSED
    news = [row for row in await world.rows(CONSULTANT) if "trok alles terug" in str(row.payload)]
    assert len(news) == 1
    assert "gemeente, 100 tot 500 mensen" in news[0].payload["html"]
    assert "Lisdodde" not in news[0].payload["html"]


async def test_it_can_be_done_from_mydata_and_before_handing_in_too(world: World) -> None:
    [one] = await adds(world, "Lisdodde")
    await opens(world, one, "invite")
    short = await world.button(CONSULTANT, f"candidates:{world.rounds['first'].id}:{one.id}:invite:")
    await world.taps(CONSULTANT, short)
    await press(world, f"{short}:no")
    await takes_part(world, THERE, await world.token(CONSULTANT))
    await world.types(THERE, "/mydata")
    await settles(world)
    await press(world, "withdraw:", THERE)
    await press(world, "withdraw:", THERE)
    await settles(world)
    assert "Alles is teruggetrokken" in await world.reads(THERE)
    assert (await again(world, one)).name == "Lisdodde", "the consultant's own list stays as it was typed"


async def test_a_round_that_must_be_kept_keeps_the_answers_but_not_the_example(world: World) -> None:
    reference = await told(world)
    first = world.rounds["first"]
    held = replace(first, settings={**first.settings, WOO_HOLD: True})
    await world.storage.save(Change(writes=(held,)))
    await press(world, "withdraw:", THERE)
    await press(world, "withdraw:", THERE)
    await settles(world)
    one = await world.storage.reference("main", reference)
    assert one is not None
    assert one.withdrawn_at is not None
    assert "moeten nog bewaard blijven" in await world.reads(THERE)
    assert (await interview_of(world, THERE)).erased_at is None


async def test_nobody_withdraws_for_another_nor_an_interview_of_the_round(world: World) -> None:
    await told(world)
    interview = (await interview_of(world, THERE)).id
    assert await world.taps("778", f"withdraw:{interview}:yes") == REFUSED
    assert await world.taps(CONSULTANT, f"withdraw:{interview}:yes") == REFUSED
    await world.types(CONSULTANT, "/invite S Ada")
    await world.types("210", f"/start {await world.token(CONSULTANT)}")
    own = (await interview_of(world, "210")).id
    assert "Dit hoort bij een ronde" in str(await world.taps("210", f"withdraw:{own}:yes"))


async def test_who_asks_by_phone_is_taken_out_by_the_consultant_and_told(world: World) -> None:
    [one] = await adds(world, "Lisdodde")
    await opens(world, one, "invite")
    short = await world.button(CONSULTANT, f"candidates:{world.rounds['first'].id}:{one.id}:invite:")
    await world.taps(CONSULTANT, short)
    await press(world, f"{short}:no")
    await takes_part(world, THERE, await world.token(CONSULTANT))
    await tells(world, THERE)
    assert "Vroeg Gemeente Lisdodde u om alles terug te trekken?" in await opens(world, one, "drop")
    await opens(world, one, "drop:yes")
    await settles(world)
    assert "Lisdodde" not in everything_said(world)
    assert "Alles is teruggetrokken" in await world.reads(THERE)


async def test_a_restored_copy_loses_what_was_withdrawn_also_what_was_given_or_typed(
    world: World, tmp_path: Path
) -> None:
    reference = await told(world)
    await knows(world, entry("delft"))
    [typed] = await adds(world, "Kalmoes")
    await world.storage.backup(tmp_path / "backup.sqlite")
    await press(world, "withdraw:", THERE)
    await press(world, "withdraw:", THERE)
    await opens(world, typed, "drop:yes")
    await settles(world)
    listed = {line.kind for line in ledger.read(ledger.ledger_of(world.path))}
    assert listed == {"reference", "interview"}
    (tmp_path / "backup.sqlite").rename(tmp_path / "old.sqlite")
    async with opened(copied(tmp_path / "old.sqlite", tmp_path / "restored")) as restored:
        await erase_again(restored.desk, ledger.ledger_of(world.path))
        for id_ in (reference, typed.id):
            one = await restored.storage.reference("main", id_)
            assert one is not None
            assert (one.name, one.withdrawn_at is None) == (None, False)
        assert "Elke ochtend" not in everything_said(restored)
        assert (await consultant(restored)).address == CONSULTANT
        await erase_again(restored.desk, ledger.ledger_of(world.path))
